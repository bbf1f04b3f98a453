package build

import (
	"chancery/generator/digest"
	"chancery/generator/output"
	"chancery/generator/page"
	"chancery/generator/problem"
	"cmp"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

// writer renders pages and stages them.
type writer struct {
	snap     *Snapshot
	tree     *output.Tree
	mem      *memory
	o        Options
	known    map[string]*made // outputs of the last build of this folder
	rendered atomic.Int64

	mu    sync.Mutex
	made  []made
	wrong []string
}

func newWriter(s *Snapshot, tree *output.Tree, mem *memory, o Options) *writer {
	w := &writer{snap: s, tree: tree, mem: mem, o: o}
	if mem.folder == tree.Dir() {
		w.known = mem.outputs
	}
	return w
}

// inOrder sorts pages so that little must be held at a time: large files for
// machines come first, while the fragments of pages are still to be made, and
// pages of a year stand together, the newest year first.
func inOrder(pages []page.Page) []page.Page {
	out := slices.Clone(pages)
	rank := func(p page.Page) int {
		if p.Template == "" {
			return 0
		}
		if p.Year == 0 {
			return 1
		}
		return 2
	}
	slices.SortStableFunc(out, func(a, b page.Page) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(b.Year, a.Year))
	})
	return out
}

// all renders every page that is not as it was, on all processors, while the
// files beside pages are staged.
func (w *writer) all(pages []page.Page) (problem.List, error) {
	pages = inOrder(pages)
	var g errgroup.Group
	var next, done atomic.Int64
	lists := make([]problem.List, runtime.GOMAXPROCS(0))
	for k := range lists {
		g.Go(func() error {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(pages) {
					return nil
				}
				if i > 0 {
					w.between(pages[i-1].Year, pages[i].Year)
				}
				faults, err := w.page(pages[i])
				lists[k] = append(lists[k], faults...)
				if err != nil {
					return err
				}
				if n := done.Add(1); w.o.Progress != nil {
					w.o.Progress(int(n), len(pages))
				}
			}
		})
	}
	g.Go(func() error {
		for _, f := range w.snap.Files {
			if err := w.file(f); err != nil {
				return err
			}
		}
		return nil
	})
	err := g.Wait()
	var list problem.List
	for _, l := range lists {
		list = append(list, l...)
	}
	return list, err
}

// between goes from one year to the next. Pages of no year list entries of many,
// and the pages of those years list them again.
func (w *writer) between(last, year int) {
	switch {
	case last == year:
	case last == 0:
		w.snap.Renderer.PutAside()
	default:
		w.snap.Renderer.Age()
	}
}

// page keeps a page whose view and templates are those it was made from, and
// renders any other. What a template or a text does wrong is a problem of the
// site; only writing can fail otherwise.
func (w *writer) page(p page.Page) (problem.List, error) {
	sum := digest.Of(p.Template, w.snap.Renderer.Digest(p.Template), p.Sum())
	old, ok := w.known[p.Path]
	same := ok && old.Key == sum
	if same && !w.o.Verify && w.tree.Keep(p.Path, old.Stamp) {
		w.note(*old)
		return nil, nil
	}
	w.rendered.Add(1)
	var list problem.List
	var failed error
	var gathered []byte
	err := w.snap.Renderer.Page(p.Template, p.View(), func(b []byte, last bool) error {
		if !last || gathered != nil {
			gathered = append(gathered, b...)
			b = gathered
		}
		if !last {
			return nil
		}
		if list = inspect(p, b); list.Errors() == 0 {
			var changed bool
			changed, failed = w.tree.Stage(p.Path, b)
			w.verify(p.Path, same && changed)
		}
		return nil
	})
	if err != nil {
		list = append(list, problem.Errorf(problem.Pos{Path: p.Source}, "%v", err))
	}
	w.note(made{Path: p.Path, Key: sum})
	return list, failed
}

// file keeps a picture that is in place already, by the digest in its name, and
// writes any other file.
func (w *writer) file(f assetFile) error {
	w.note(made{Path: f.path})
	if old, ok := w.known[f.path]; ok && f.load != nil && !w.o.Verify && w.tree.Keep(f.path, old.Stamp) {
		return nil
	}
	data, err := f.bytes()
	if err != nil {
		return err
	}
	_, err = w.tree.Stage(f.path, data)
	return err
}

// verify notes a page that has changed though its key has not.
func (w *writer) verify(path string, wrong bool) {
	if !wrong || !w.o.Verify {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.wrong = append(w.wrong, path)
}

func (w *writer) note(m made) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.made = append(w.made, m)
}

// stamp notes what the written files look like: how the next build sees whether
// somebody has touched them.
func (w *writer) stamp() {
	for i := range w.made {
		w.made[i].Stamp, _ = w.tree.Stat(w.made[i].Path)
	}
}

// placed lists every file of the new tree with what it looks like.
func (w *writer) placed() []placed {
	out := make([]placed, len(w.made))
	for i, m := range w.made {
		out[i] = placed{m.Path, m.Stamp}
	}
	return out
}

// remember leaves to the next build what this one knows.
func (w *writer) remember() {
	w.mem.tidy(w.snap.kept)
	b := book{Folder: w.tree.Dir(), Outputs: w.made, Pictures: w.snap.cleaned, Sources: make([]kept, len(w.snap.kept))}
	for i := range b.Sources {
		b.Sources[i] = w.snap.kept[i].kept
	}
	w.mem.save(b)
}
