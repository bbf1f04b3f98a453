package gazetteer

import (
	"os"
	"path/filepath"
	"testing"
)

// FuzzSeek holds what is passed over against every word of a text: no form begins
// there, nor does one go on.
func FuzzSeek(f *testing.F) {
	g := made(f, five)
	for i, lang := range five.Languages {
		raw, err := os.ReadFile(filepath.Join("testdata/samples", lang+".txt"))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(uint8(i), string(raw))
	}
	for _, text := range []string{"U.S. and US, us", "A&B, & C", "the Hague; the  Gambia", "Sao Tome & Principe", "women’s “UK” é e\u0301", "中国和日本", "in\u00adMali", "x\xe2\x80Mali"} {
		f.Add(uint8(0), text)
	}
	f.Fuzz(func(t *testing.T, lang uint8, text string) {
		l := g.lexicons(five.Languages[int(lang)%len(five.Languages)])
		words := tokenize(nil, text)
		for i, w := range words {
			s, from := scanner{text: text}, token{}
			if i > 0 {
				s.pos = int(words[i-1].end)
			}
			at := l.follow(0, &w, text)
			if at == 0 {
				continue
			}
			if !l.seek(&s, &from) || from.start != w.start || from.hash != w.hash || from.end != w.end || from.shape != w.shape {
				t.Fatalf("%q: %q is passed over for %q", text, text[w.start:w.end], text[from.start:from.end])
			}
			if i+1 < len(words) && l.follow(at, &words[i+1], text) != 0 && !l.nodes[at].goesOn(text, w.end) {
				t.Fatalf("%q: nothing follows on %q", text, text[w.start:w.end])
			}
		}
	})
}
