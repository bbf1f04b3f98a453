// Package build is the whole way from a site's folder to its output, in one
// function that reads from top to bottom, and the memory between two builds.
package build

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"chancery/generator/output"
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
	if list := noSite(root.FS(), o.Dir); len(list) > 0 {
		return Result{}, list, nil // and nothing is left in a folder that is no site
	}
	release, err := hold(o)
	if err != nil {
		return Result{}, nil, err
	}
	defer release()
	site := begin(func() *surveyed { return survey(root.FS(), began) })
	defer site() // it reads below root
	looks := func() inputs { return site().inputs }
	folder := newDestination(o, dir)
	defer folder.abort()
	last, key := o.recall(root), stateKey(o, dir)
	if !o.Verify {
		if r, list, ok := last.unchanged(o.Now, key, looks, folder); ok {
			r.Elapsed = time.Since(began)
			return r, list, nil
		}
	}
	before := earlier{state: last, outputs: newOutputs(last.Outputs), folder: folder}
	before.untouched = begin(func() []bool { return last.untouched(looks(), key, folder) })
	defer before.untouched() // it reads below the folder
	sound := func() bool { return !o.Verify && last.sameSetup(looks(), key) }
	memory := begin(func() *memory { return openMemory(root, o.Version, o.Clean, false) })
	defer func() { memory().close() }()

	snap, list, err := load(o, root, memory, found{site, sound}, nil) // configuration, sources, briefings, archive, templates
	if err != nil || list.Errors() > 0 {
		return Result{}, list, err
	}
	snap.forget(site())
	r := snap.result()
	mem := memory()
	mem.sources = nil // all are in the snapshot
	w, faults, err := o.write(snap, mem, before, &r)
	list = append(list, faults...)
	list.Sort()
	if err != nil || list.Errors() > 0 {
		return r, list, err
	}
	w.stamp()
	left := state{
		Key: key, From: o.Now, Until: r.Next, Inputs: looks(), Shows: w.shows,
		Folder: w.tree.Dir(), Outputs: w.made, Result: r, Problems: list,
	}
	// What is remembered of an output counts only while the file is as it was
	// staged: it may be written before, and whether or not, the tree is switched.
	remembered := begin(func() bool { w.remember(); return mem.prepare(left) })
	r.Summary, err = w.tree.Commit()
	if remembered() {
		mem.leave(err == nil)
	}
	r.Elapsed = time.Since(began)
	return r, list, err
}

// write makes the pages of a snapshot and stages them. What it returns without
// errors is to be committed; else the old tree stands.
func (o Options) write(snap *Snapshot, mem *memory, before earlier, r *Result) (*writer, problem.List, error) {
	shows := snap.shows()
	if shows == before.Shows && !o.Verify {
		if list := snap.awaited(before.outputs.paths()); len(list) > 0 {
			return nil, list, nil
		}
		w, err := newWriter(snap, mem, before, o)
		if err != nil {
			return nil, nil, err
		}
		list, ok, err := w.texts()
		if ok {
			r.Pages = before.Result.Pages
			return w.end(shows, r, list, err)
		}
		w.note(r)
		before.folder.abort()
	}
	mem.await()
	pages := snap.Site.Pages()
	if list := snap.collisions(pages); list.Errors() > 0 {
		return nil, list, nil
	}
	w, err := newWriter(snap, mem, before, o)
	if err != nil {
		return nil, nil, err
	}
	r.Pages = len(pages)
	list, err := w.all(pages)
	return w.end(shows, r, list, err)
}

// begin starts to find something out, and returns how to wait for it.
func begin[T any](find func() T) func() T {
	done := make(chan T, 1)
	go func() { done <- find() }()
	return sync.OnceValue(func() T { return <-done })
}

// recall reads the state that the last build left; it is empty when nothing is to
// be remembered.
func (o Options) recall(site *os.Root) state {
	if o.Clean {
		return state{}
	}
	memory, err := site.OpenRoot(memoryFolder)
	if err != nil {
		return state{}
	}
	defer memory.Close()
	return readState(memory, memoryVersion(o.Version))
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

// String is the line that ends a build.
func (r Result) String() string {
	plural := "s"
	if r.Briefings == 1 {
		plural = ""
	}
	return fmt.Sprintf("%d briefing%s, %d pages: %d files written, %d unchanged, %d removed in %.2f s",
		r.Briefings, plural, r.Pages, r.Written, r.Kept, r.Deleted, r.Elapsed.Seconds())
}
