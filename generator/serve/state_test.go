package serve

import (
	"fmt"
	"os"
	"slices"
	"testing"
	"testing/fstest"

	"chancery/generator/build"
)

// A checker of links asks for everything; the page that stands open beside it
// must be told of all the same.
func TestAllPagesThatChangedAreToldOfHoweverManyWereAskedFor(t *testing.T) {
	dir := t.TempDir()
	files := fstest.MapFS{"site.yaml": {Data: []byte("title: Before\nlanguages: [en]\n")}}
	for i := range most + 10 {
		files[fmt.Sprintf("content/briefings/%d.md", i)] = &fstest.MapFile{
			Data: fmt.Appendf(nil, "---\ntitle: Piece %d\ndate: 2021-03-01\n---\nMali.\n", i),
		}
	}
	if err := os.CopyFS(dir, files); err != nil {
		t.Fatal(err)
	}
	site, err := build.Open(build.Options{Dir: dir, Theme: os.DirFS("../.."), Now: noon, Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	defer site.Close()
	load := func() *state {
		snap, list, err := site.Load()
		if err != nil || list.Errors() > 0 {
			t.Fatal(err, list)
		}
		return &state{snap: snap}
	}
	old := load()
	var want []string
	for _, p := range old.snap.Site.Pages() {
		if p.Template != "briefing" {
			continue
		}
		r, _ := old.page(p.Path)
		r.asked.Store(true)
		want = append(want, address("", p.Path))
	}
	if err := os.WriteFile(dir+"/site.yaml", []byte("title: Afterwards\nlanguages: [en]\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	got := changed(old, load())
	slices.Sort(got)
	slices.Sort(want)
	if len(want) != most+10 || !slices.Equal(got, want) {
		t.Errorf("%d of %d pages are told of", len(got), len(want))
	}
}
