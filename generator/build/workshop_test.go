package build

import (
	"fmt"
	"path/filepath"
	"runtime"
	"testing"
	"weak"

	"chancery/generator/archive"
	"chancery/generator/page"
)

// A preview stays open for days: of what it showed before an edit it holds nothing
// but what is the same.
func TestAPreviewHoldsNothingOfTheSnapshotsBefore(t *testing.T) {
	dir := site(t, sample())
	o := options(dir)
	build(t, o, filepath.Join(dir, "public"))
	w, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	snap, list, err := w.Load()
	if err != nil || snap == nil {
		t.Fatal(list, err)
	}
	var archives []weak.Pointer[archive.Archive]
	var sites []weak.Pointer[page.Site]
	for i := range 6 {
		rendered(t, snap)
		archives, sites = append(archives, weak.Make(snap.Archive)), append(sites, weak.Make(snap.Site))
		name := "content/briefings/edited.md"
		if i%3 == 2 {
			name = fmt.Sprintf("content/briefings/new-%d.md", i)
		}
		put(t, dir, name, fmt.Sprintf("---\ntitle: Piece %d\ndate: 2021-05-01\n---\nMali, %d.\n", i, i))
		next, list, ok := w.Update(snap, []string{name})
		if !ok {
			t.Fatal(list)
		}
		snap = next
	}
	for range 3 { // pools keep things for two
		runtime.GC()
	}
	for i := range archives {
		if archives[i].Value() != nil {
			t.Errorf("the archive before edit %d is still held", i)
		}
		if sites[i].Value() != nil {
			t.Errorf("the pages before edit %d are still held", i)
		}
	}
	runtime.KeepAlive(snap)
}
