package gazetteer

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// sample is a text with the countries it names, as somebody has labelled it.
type sample struct {
	text  string
	codes []string
}

// samples reads testdata/samples/LANG.txt: texts between lines --, each after a
// line = and the codes.
func samples(t *testing.T, lang string) []sample {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata/samples", lang+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	var out []sample
	for block := range strings.SplitSeq(string(raw), "\n--\n") {
		first, text, ok := strings.Cut(block, "\n")
		codes, isLabel := strings.CutPrefix(first, "=")
		if !ok || !isLabel || strings.TrimSpace(text) == "" {
			t.Fatalf("%s: no label and text: %q", lang, block)
		}
		s := sample{strings.TrimSpace(text), strings.Fields(codes)}
		if !slices.IsSorted(s.codes) {
			t.Fatalf("%s: unsorted: %q", lang, first)
		}
		out = append(out, s)
	}
	return out
}

// TestSamples counts how many of the labelled countries are found, and how many
// of those found are labelled.
func TestSamples(t *testing.T) {
	const atLeast = 0.95
	g, _ := New(Options{Languages: []string{"en", "fr", "ar", "es", "ru"}})
	for _, lang := range []string{"en", "fr", "ar", "es", "ru"} {
		list := samples(t, lang)
		right, found, labelled := 0, 0, 0
		for _, s := range list {
			var codes []string
			for _, m := range g.Find(s.text, lang, nil) {
				if !slices.Contains(codes, m.Code) {
					codes = append(codes, m.Code)
				}
			}
			slices.Sort(codes)
			found, labelled = found+len(codes), labelled+len(s.codes)
			for _, c := range codes {
				if slices.Contains(s.codes, c) {
					right++
				}
			}
			if !slices.Equal(codes, s.codes) {
				t.Logf("%s: found %v, labelled %v: %s", lang, codes, s.codes, s.text)
			}
		}
		precision, recall := float64(right)/float64(found), float64(right)/float64(labelled)
		t.Logf("%s: %d samples, %d countries, precision %.3f, recall %.3f", lang, len(list), labelled, precision, recall)
		if precision < atLeast || recall < atLeast {
			t.Errorf("%s: precision %.3f, recall %.3f, want %.2f each", lang, precision, recall, atLeast)
		}
	}
}
