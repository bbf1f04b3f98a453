package slug

import (
	"strings"
	"testing"
)

// FuzzMake compares slugs made the quick way with those made the general way.
func FuzzMake(f *testing.F) {
	for _, s := range []string{"", "A text of several words, in capitals TOO", "Été à Tunis", "e\u0301 a b c d e", "تونس والجزائر في عام", "it's -- 27 July 2021", "It’s the second – “measured” – year…", "a‘b’c”d—", "’ x ’", "a b\u0301 c \u0301d", "-a-", strings.Repeat("word ", 30), strings.Repeat("x", 130), "ß İ Æ", "a \u064b b"} {
		f.Add(s, 4)
	}
	f.Fuzz(func(t *testing.T, text string, words int) {
		want := general(text)
		if got := Make(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
		words = 1 + words&7
		parts := strings.Split(want, "-")
		if got, want := string(AppendStart([]byte("e-"), text, words)), "e-"+strings.Join(parts[:min(words, len(parts))], "-"); got != want {
			t.Errorf("%d words of %q are %q, want %q", words, text, got, want)
		}
	})
}
