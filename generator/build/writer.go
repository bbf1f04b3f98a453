package build

import (
	"cmp"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"chancery/generator/digest"
	"chancery/generator/output"
	"chancery/generator/page"
	"chancery/generator/problem"
)

// writer renders pages and stages them.
type writer struct {
	snap     *Snapshot
	tree     *output.Tree
	mem      *memory
	o        Options
	before   earlier    // of this folder; else empty
	shows    digest.Sum // of all that the pages show but texts
	rendered atomic.Int64
	made     []made // of each page, then of each file beside them

	mu    sync.Mutex
	wrong []string
}

// newWriter takes the folder of the output.
func newWriter(s *Snapshot, mem *memory, before earlier, o Options) (*writer, error) {
	tree, err := before.folder.tree()
	if err != nil {
		return nil, err
	}
	if before.Folder != tree.Dir() {
		before = earlier{folder: before.folder}
	}
	return &writer{snap: s, tree: tree, mem: mem, o: o, before: before}, nil
}

// end gives the folder back when anything was wrong: the old tree stands.
func (w *writer) end(shows digest.Sum, r *Result, list problem.List, err error) (*writer, problem.List, error) {
	list = append(list, w.mem.faults()...)
	if err != nil || list.Errors() > 0 {
		w.before.folder.abort()
	}
	w.note(r)
	w.shows, r.Rendered, r.Wrong = shows, int(w.rendered.Load()), w.wrong
	return w, list, err
}

// note tells once what is to be known of the folder.
func (w *writer) note(r *Result) {
	for _, n := range w.tree.Notes() {
		if !slices.Contains(r.Notes, n) {
			r.Notes = append(r.Notes, n)
		}
	}
}

// chapters are parts of a build between which fragments are forgotten.
const (
	feedChapter  = iota // entries of feeds stand in several
	dataChapter         // all else for machines
	frontChapter        // pages of no year, which list entries of many
	// and one for each year, the newest first
)

func chapterOf(p page.Page) int {
	switch {
	case p.Feed:
		return feedChapter
	case p.Template == "":
		return dataChapter
	case p.Year == 0:
		return frontChapter
	}
	return math.MaxInt - p.Year
}

// job is a page to be made, by its number in a list, and its number among the
// outputs.
type job struct {
	page, at int32
	chapter  int
}

// inOrder lists pages chapter by chapter, so that little must be held at a time.
func inOrder(pages []page.Page) []job {
	out := make([]job, len(pages))
	for i, p := range pages {
		out[i] = job{int32(i), int32(i), chapterOf(p)}
	}
	slices.SortStableFunc(out, func(a, b job) int { return cmp.Compare(a.chapter, b.chapter) })
	return out
}

// all makes every page, and stages the files beside them.
func (w *writer) all(pages []page.Page) (problem.List, error) {
	w.made = make([]made, len(pages)+len(w.snap.Files))
	files := make([]int, len(w.snap.Files))
	for i := range files {
		files[i] = len(pages) + i
	}
	return w.run(pages, inOrder(pages), files)
}

// run renders every page that is not as it was, on all processors, while the
// files beside pages are staged under their numbers.
func (w *writer) run(pages []page.Page, jobs []job, files []int) (problem.List, error) {
	var g errgroup.Group
	var next, done atomic.Int64
	lists := make([]problem.List, runtime.GOMAXPROCS(0))
	for k := range lists {
		g.Go(func() error {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(jobs) {
					return nil
				}
				if i > 0 {
					w.between(jobs[i-1].chapter, jobs[i].chapter)
				}
				faults, err := w.page(int(jobs[i].at), pages[jobs[i].page])
				lists[k] = append(lists[k], faults...)
				if err != nil {
					return err
				}
				if n := done.Add(1); w.o.Progress != nil {
					w.o.Progress(int(n), len(jobs))
				}
			}
		})
	}
	g.Go(func() error {
		for i, f := range w.snap.Files {
			if err := w.file(files[i], f); err != nil {
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

// between goes from one chapter to the next. The pages of years list again what
// those of no year have listed; all others list none but their own.
func (w *writer) between(last, chapter int) {
	switch last {
	case chapter:
	case frontChapter:
		w.snap.Renderer.PutAside()
	default:
		w.snap.Renderer.Age()
		w.snap.Renderer.Age()
	}
}

// page keeps a page whose view and templates are those it was made from, and
// renders any other. What a template or a text does wrong is a problem of the
// site; only writing can fail otherwise.
func (w *writer) page(at int, p page.Page) (problem.List, error) {
	sum := digest.Of(p.Template, w.snap.Renderer.Digest(p.Template), p.Sum())
	w.made[at] = made{Path: p.Path, Key: sum, Own: p.Own}
	old, ok := w.before.number(p.Path, at)
	same := ok && w.before.list[old].Key == sum
	if same && !w.o.Verify && w.keep(old) {
		w.made[at].Stamp, w.made[at].Blocks = w.before.list[old].Stamp, w.before.list[old].Blocks
		return nil, nil
	}
	w.rendered.Add(1)
	in := intake{tree: w.tree, page: p}
	if ok && !w.o.Verify {
		in.place = w.place(old)
	}
	err := w.snap.Renderer.Page(p.Template, p.View(), in.sink())
	w.made[at].Blocks = in.blocks
	if err != nil && in.failed == nil {
		in.faults = append(in.faults, problem.Errorf(problem.Pos{Path: p.Source}, "%v", err))
	}
	w.verify(p.Path, same && in.changed)
	return in.faults, in.failed
}

// keep takes an output of the last build, by its number, as it is; false when
// somebody has touched it.
func (w *writer) keep(number int) bool {
	m := w.before.list[number]
	return w.untouched(number) && w.tree.Take(m.Path, m.Stamp)
}

// place is where the blocks of an output of the last build stand; none when
// somebody has touched it.
func (w *writer) place(number int) map[digest.Sum]block {
	blocks := w.before.list[number].Blocks
	if len(blocks) == 0 || !w.untouched(number) {
		return nil
	}
	out := make(map[digest.Sum]block, len(blocks))
	for _, b := range blocks {
		out[b.Sum] = b
	}
	return out
}

// untouched says whether an output of the last build is as that has left it.
func (w *writer) untouched(number int) bool {
	if known := w.before.untouched(); known != nil {
		return known[number]
	}
	m := w.before.list[number]
	return w.tree.Untouched(m.Path, m.Stamp)
}

// file keeps a picture that is in place already, by the digest in its name, and
// writes any other file.
func (w *writer) file(at int, f assetFile) error {
	w.made[at] = made{Path: f.path}
	if old, ok := w.before.number(f.path, at); ok && f.load != nil && !w.o.Verify && w.keep(old) {
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

// stamp notes what the written files look like: how the next build sees whether
// somebody has touched them.
func (w *writer) stamp() {
	for i := range w.made {
		if m := &w.made[i]; m.Stamp == (output.Stamp{}) {
			m.Stamp, _ = w.tree.Stat(m.Path)
		}
	}
}

// remember leaves to the next build what this one knows of sources.
func (w *writer) remember() {
	w.mem.tidy(w.snap.kept)
	w.mem.save(book{Pictures: w.snap.cleaned, Sources: w.snap.kept, Mergings: w.snap.Archive.Mergings()})
}
