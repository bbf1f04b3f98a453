// Package build is the whole way from a site's folder to its output, in one
// function that reads from top to bottom, and the memory between two builds.
package build

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"chancery/generator/digest"
	"chancery/generator/output"
	"chancery/generator/page"
	"chancery/generator/problem"
)

// Result is what a build did.
type Result struct {
	output.Summary
	Briefings int
	Pages     int
	Rendered  int // pages that were made anew
	Left      []Left
	Wrong     []string  // of a build that verifies: pages that were not as they had been remembered
	Next      time.Time // when time alone changes the site; zero when never
	Absolute  bool      // base_url is known, so feeds and sitemap were made
	Notes     []string  // what is to be known of the output folder
	Elapsed   time.Duration
}

// Left is a briefing that was left out.
type Left struct {
	Path, Reason string
}

// Build renders a site into a folder. Problems are all there are, sorted; while
// one is an error nothing is written. err is for what is no fault of the site's:
// a full disk, a locked folder.
func Build(o Options, dir string) (Result, problem.List, error) {
	began := time.Now()
	root, err := openSite(o.Dir)
	if err != nil {
		return Result{}, nil, err
	}
	defer root.Close()
	release, err := hold(o)
	if err != nil {
		return Result{}, nil, err
	}
	defer release()
	inputs := begin(func() []seen { return survey(root.FS(), began) })
	defer inputs() // it reads below root
	if !o.Clean && !o.Verify {
		if r, list, ok := o.recall(dir, root, inputs); ok {
			r.Elapsed = time.Since(began)
			return r, list, nil
		}
	}
	mem := openMemory(root, o.Version, o.Clean, false)
	defer mem.close()

	snap, list, err := load(o, root, mem, nil) // configuration, sources, briefings, archive, templates
	if err != nil || list.Errors() > 0 {
		return Result{}, list, err
	}
	r := snap.result()
	pages := snap.Site.Pages()
	if list = append(list, collisions(pages, snap.Files)...); list.Errors() > 0 {
		list.Sort()
		return r, list, nil
	}
	tree, err := output.Open(dir, output.Options{SiteDir: o.Dir, Wait: o.Wait})
	if err != nil {
		return r, list, err
	}
	r.Notes = tree.Notes()
	w := newWriter(snap, tree, mem, o)
	faults, err := w.all(pages)
	list = append(list, faults...)
	list.Sort()
	if err != nil || list.Errors() > 0 { // the old tree stands
		tree.Abort()
		return r, list, err
	}
	r.Rendered, r.Pages, r.Wrong = int(w.rendered.Load()), len(pages), w.wrong
	w.stamp()
	outputs := w.placed()
	// What is remembered of an output counts only while the file is as it was
	// staged: it may be written before, and whether or not, the tree is switched.
	remembered := begin(func() bool { w.remember(); return true })
	r.Summary, err = tree.Commit()
	remembered()
	if err == nil {
		mem.leave(state{
			Key: stateKey(o, dir), From: o.Now, Until: r.Next, Folder: tree.Dir(),
			Inputs: inputs(), Outputs: outputs, Result: r, Problems: list,
		})
	}
	r.Elapsed = time.Since(began)
	return r, list, err
}

// begin starts to find something out, and returns how to wait for it.
func begin[T any](find func() T) func() T {
	done := make(chan T, 1)
	go func() { done <- find() }()
	return sync.OnceValue(func() T { return <-done })
}

// recall asks the state that the last build left whether there is anything to do.
func (o Options) recall(dir string, site *os.Root, inputs func() []seen) (Result, problem.List, bool) {
	memory, err := site.OpenRoot(memoryFolder)
	if err != nil {
		return Result{}, nil, false
	}
	defer memory.Close()
	return unchanged(o, dir, memory, inputs)
}

// result is what is known of a build before it renders.
func (s *Snapshot) result() Result {
	r := Result{Briefings: len(s.Sifted.Public), Next: s.Sifted.Next, Absolute: s.Config.BaseURL != ""}
	if s.Archive.IsPreview() {
		r.Briefings += len(s.Sifted.Hidden)
		return r
	}
	for _, h := range s.Sifted.Hidden {
		r.Left = append(r.Left, Left{h.Briefing.Path, h.Reason()})
	}
	return r
}

// openSite opens a site's folder.
func openSite(dir string) (*os.Root, error) {
	root, err := os.OpenRoot(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no folder %s: name the site's with --site, or begin one with chancery init", dir)
	}
	return root, err
}

// hold takes the site for this build alone.
func hold(o Options) (release func() error, err error) {
	folder := filepath.Join(o.Dir, memoryFolder)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, err
	}
	release, err = output.Hold(folder, o.Wait)
	if err != nil {
		return nil, fmt.Errorf("another build of this site may be at work (--wait waits for it): %w", err)
	}
	return release, nil
}

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
	if mem.old.Folder == tree.Dir() {
		w.known = mem.outputs
	}
	return w
}

// all renders every page that is not as it was, on all processors, while the
// files beside pages are staged.
func (w *writer) all(pages []page.Page) (problem.List, error) {
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

// page keeps a page whose view and templates are those it was made from, and
// renders any other. What a template or a text does wrong is a problem of the
// site; only writing can fail otherwise.
func (w *writer) page(p page.Page) (problem.List, error) {
	sum := digest.Of(p.Template, w.snap.Renderer.Digest(), p.Sum())
	old, ok := w.known[p.Path]
	same := ok && old.Key == sum
	if same && !w.o.Verify && w.tree.Keep(p.Path, old.Stamp) {
		w.note(*old)
		return nil, nil
	}
	w.rendered.Add(1)
	var list problem.List
	var failed error
	err := w.snap.Renderer.Page(p.Template, p.View(), func(b []byte) error {
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
	sources := w.snap.kept
	if w.mem.wasteful(sources) {
		sources = w.mem.compact(sources)
	}
	b := book{Folder: w.tree.Dir(), Outputs: w.made, Pictures: w.snap.cleaned, Records: make([]string, len(sources))}
	for i := range sources {
		b.Records[i] = sources[i].record()
	}
	w.mem.save(b)
}

// collisions finds pages and files that would be written to one path. Paths
// that differ by case or composition only are one path on many file systems.
func collisions(pages []page.Page, files []assetFile) problem.List {
	var list problem.List
	seen := make(map[string]string, len(pages)+len(files))
	enter := func(path, source string) {
		if err := output.CleanPath(path); err != nil {
			list = append(list, problem.Errorf(problem.Pos{Path: source}, "its address /%s cannot be written: %v", path, err).
				WithHint("give it another slug"))
			return
		}
		key := output.Fold(path)
		if other, ok := seen[key]; ok {
			list = append(list, problem.Errorf(problem.Pos{Path: source}, "has the same address as %s: /%s", other, path).
				WithHint("give one of them another slug"))
			return
		}
		seen[key] = source
	}
	for _, p := range pages {
		enter(p.Path, p.Source)
	}
	for _, f := range files {
		enter(f.path, f.from)
	}
	return list
}

// String is the line that ends a build.
func (r Result) String() string {
	plural := "s"
	if r.Briefings == 1 {
		plural = ""
	}
	return fmt.Sprintf("%d briefing%s, %d pages: %d files written, %d unchanged, %d removed in %.2f s",
		r.Briefings, plural, r.Pages, r.Written, r.Kept, r.Deleted, r.Elapsed.Seconds())
}
