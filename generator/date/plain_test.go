package date

import (
	"regexp"
	"testing"
)

// isoPattern is what isoField reads, the plain way.
var isoPattern = regexp.MustCompile(`^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(~?)$`)

func FuzzFields(f *testing.F) {
	for _, s := range []string{"2025-01-08", "2025-01", "2025", "2025~", "2025-01-08~", "202-01-08", "2025-1-08", "2025/01/08", "2025-01-0a", "2025-01-08T21:45:00Z", "2025-01-08T21:45Z", "2025-01-08T2a:45:00Z", "٢٠٢٥", "~", "20250108", "2025-01-08T21:45:00+01:00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		year, month, day, approx, ok := isoField(s)
		m := isoPattern.FindStringSubmatch(s)
		if ok != (m != nil) || ok && (year != atoi(m[1]) || month != atoi(m[2]) || day != atoi(m[3]) || approx != (m[4] != "")) {
			t.Errorf("%q is read as %d %d %d %v %v, not %q", s, year, month, day, approx, ok, m)
		}
		written, hour, minute, second, zone, ok := timed(s)
		m = timeField.FindStringSubmatch(s)
		if ok != (m != nil) || ok && (written != m[1] || hour != atoi(m[2]) || minute != atoi(m[3]) || second != atoi(m[4]) || zone != m[5]) {
			t.Errorf("%q is read as %q %d %d %d %q %v, not %q", s, written, hour, minute, second, zone, ok, m)
		}
	})
}

func TestNoWordIsTooLong(t *testing.T) {
	for w := range newVocabulary(allLanguages).words {
		if len(w) >= longestWord {
			t.Errorf("%s has %d bytes", w, len(w))
		}
	}
}
