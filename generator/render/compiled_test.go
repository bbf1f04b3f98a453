package render

import (
	"io/fs"
	"os"
	"testing"

	"chancery/generator/page"
)

// BenchmarkCompiled renders the same card by html/template and compiled.
func BenchmarkCompiled(b *testing.B) {
	r := theme(b)
	card := &page.Card{
		URL: "/briefings/2025/01/x/", Title: "A title", Lang: "en", Dir: "ltr", Summary: "What it says in a sentence.",
		Date: page.When{Datetime: "2025-01-08", Day: "8 January 2025"}, T: &page.Strings{},
		Authors: []page.Byline{{Name: "A. Author", URL: "/authors/a/"}},
		Places:  []page.Place{{Name: "Mali", URL: "/countries/mali/"}, {Name: "Niger", URL: "/countries/niger/"}},
	}
	compiled := r.partials["card"]
	for name, s := range map[string]*sheet{"compiled": compiled, "html-template": {name: compiled.name, set: compiled.set}} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			var buf []byte
			for b.Loop() {
				var err error
				if buf, err = s.append(buf[:0], card); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// The default theme is compiled as a whole: a template that falls back to
// html/template takes thirty times as long.
func TestTheThemeIsCompiled(t *testing.T) {
	r := theme(t)
	pages, partials := page.Samples()
	for kind := range pages {
		if s, err := r.page(kind); err != nil || s.program == nil {
			t.Errorf("%s.html: %v", kind, s.why)
		}
	}
	for name := range partials {
		if s := r.partials[name]; s.program == nil {
			t.Errorf("partials/%s.html: %v", name, s.why)
		}
	}
}

// theme is a renderer with the default theme.
func theme(t testing.TB) *Renderer {
	t.Helper()
	pages, partials := page.Samples()
	files, err := fs.Sub(os.DirFS("../.."), "templates")
	if err != nil {
		t.Fatal(err)
	}
	r, list := New(files, nil, Contract{Pages: pages, Partials: partials}, nil, false)
	if len(list) > 0 {
		t.Fatal(list)
	}
	return r
}

// TestSoundTemplatesAreLoadedWhenTheyAreUsed: of templates that are known to be
// sound, a build loads those of the pages that it makes, and the others not.
func TestSoundTemplatesAreLoadedWhenTheyAreUsed(t *testing.T) {
	pages, partials := page.Samples()
	contract := Contract{Pages: pages, Partials: partials}
	checked, list := New(os.DirFS("../../templates"), nil, contract, nil, false)
	if list.Errors() > 0 {
		t.Fatal(list)
	}
	sound, list := New(os.DirFS("../../templates"), nil, contract, nil, true)
	if list.Errors() > 0 {
		t.Fatal(list)
	}
	if sound.Sum() != checked.Sum() {
		t.Error("the sums of all templates differ")
	}
	for kind := range pages {
		if s, err := sound.page(kind); err != nil || s.sum != checked.Digest(kind) || s.sum.IsZero() || s.program == nil {
			t.Errorf("%s: %v, %v", kind, s, err)
		}
	}
}
