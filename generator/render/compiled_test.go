package render

import (
	"io/fs"
	"os"
	"testing"

	"chancery/generator/page"
)

// The default theme is compiled as a whole: a template that falls back to
// html/template is ten times as slow.
func TestTheThemeIsCompiled(t *testing.T) {
	pages, partials := page.Samples()
	theme, err := fs.Sub(os.DirFS("../.."), "templates")
	if err != nil {
		t.Fatal(err)
	}
	r, list := New(theme, nil, Contract{Pages: pages, Partials: partials}, nil)
	if len(list) > 0 {
		t.Fatal(list)
	}
	for kind := range pages {
		if s := r.pages[kind]; s.program == nil {
			t.Errorf("%s.html: %v", kind, s.why)
		}
	}
	for name := range partials {
		if s := r.partials[name]; s.program == nil {
			t.Errorf("partials/%s.html: %v", name, s.why)
		}
	}
}
