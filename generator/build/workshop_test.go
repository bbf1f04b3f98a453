package build

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
	"weak"

	"github.com/google/go-cmp/cmp"

	"chancery/generator/archive"
	"chancery/generator/page"
	"chancery/generator/problem"
)

// A preview stays open for days: of what it showed before an edit it holds nothing
// but what is the same.
func TestAPreviewHoldsNothingOfTheSnapshotsBefore(t *testing.T) {
	dir, w, snap := preview(t)
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

// preview opens a site that has been built.
func preview(t *testing.T) (dir string, w *Workshop, snap *Snapshot) {
	t.Helper()
	dir = site(t, sample())
	o := options(dir)
	build(t, o, filepath.Join(dir, "public"))
	w, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	snap, list, err := w.Load()
	if err != nil || snap == nil {
		t.Fatal(list, err)
	}
	return dir, w, snap
}

// Some editors save every second.
func TestAPreviewHoldsNothingOfTheTextsBefore(t *testing.T) {
	dir, w, snap := preview(t)
	save := func(name string, i int) {
		t.Helper()
		put(t, dir, name, fmt.Sprintf("---\ntitle: Piece %d\ndate: 2021-05-01\n---\nMali, %d.\n\n- 1 May 2021: talks\n", i%2, i))
		next, list, ok := w.Update(snap, []string{name})
		if !ok {
			t.Fatal(list)
		}
		snap = next
	}
	for i := range 10 {
		save("content/briefings/edited.md", i)
	}
	for i := range 5 {
		save(fmt.Sprintf("content/briefings/new-%d.md", i), i)
		save("content/briefings/edited.md", i)
	}
	want := rendered(t, snap)
	for _, c := range []struct {
		shelf *shelf
		want  int
	}{{&w.mem.texts, 6}, {&w.mem.records, 0}, {&w.mem.details, 0}} {
		held := 0
		for _, b := range c.shelf.extra {
			if b != nil {
				held++
			}
		}
		if held != c.want {
			t.Errorf("%d %s are held, not %d", held, c.shelf.base, c.want)
		}
	}
	cleanly(t, options(dir), func(s *Snapshot, _ problem.List) {
		if diff := cmp.Diff(rendered(t, s), want); diff != "" {
			t.Error(diff)
		}
	})
}

// What is put back keeps its time: the file is the one that was listed first.
func TestASourceThatIsPutBackIsReadAgain(t *testing.T) {
	dir, w, snap := preview(t)
	const name = "content/briefings/2025/two.md"
	save := func(name, text string, at time.Time) {
		t.Helper()
		put(t, dir, name, text)
		if err := os.Chtimes(filepath.Join(dir, name), at, at); err != nil {
			t.Fatal(err)
		}
		next, list, ok := w.Update(snap, []string{name})
		if !ok {
			t.Fatal(list)
		}
		snap = next
	}
	first, second := "---\ntitle: Niger\ndate: 2025-02-01\n---\nFirst.\n", "---\ntitle: Niger\ndate: 2025-02-01\n---\nOther.\n"
	save(name, first, noon)
	save("content/briefings/new.md", "---\ntitle: New\ndate: 2025-03-01\n---\nMali.\n", noon)
	save(name, second, noon.Add(time.Hour))
	save("content/briefings/newer.md", "---\ntitle: Newer\ndate: 2025-03-02\n---\nMali.\n", noon)
	save(name, first, noon)
	if shown := rendered(t, snap)["briefings/2025/02/two/index.html"]; !strings.Contains(shown, "First.") {
		t.Errorf("what is put back is not shown:\n%s", shown)
	}
	const edited = "content/briefings/newer.md"
	save(edited, "---\ntitle: Newer\ndate: 2025-03-02\n---\nMali again.\n", noon.Add(time.Hour))
	if err := os.Remove(filepath.Join(dir, edited)); err != nil {
		t.Fatal(err)
	}
	if _, list, ok := w.Update(snap, []string{edited}); !ok {
		t.Errorf("a source that was edited and goes is not taken out: %v", list)
	}
}
