package build

import (
	"slices"
	"sync/atomic"

	"chancery/generator/digest"
	"chancery/generator/parallel"
	"chancery/generator/problem"
)

// shows names all that the pages of a snapshot show but texts.
func (s *Snapshot) shows() digest.Sum {
	return digest.Of("shows", s.Site.Sum(), s.Renderer.Sum())
}

// texts makes the pages that may show other texts than they did, of a site that
// is the same in all else as when the last build left its outputs: no other page
// need be listed or named. It reports false, and has made nothing, when some
// output is not as it was left.
func (w *writer) texts() (list problem.List, ok bool, err error) {
	at := 0 // pages are listed in much the order of the outputs
	find := func(path string) (found bool) {
		number, found := w.before.number(path, at+1)
		if found {
			at = number
		}
		return found
	}
	pages := w.snap.Site.Texts(func(path string, own digest.Sum) bool {
		return find(path) && w.before.list[at].Own == own
	})
	w.made, ok = slices.Clone(w.before.list), true
	taken := make([]bool, len(w.made))
	take := func(path string) int {
		found := find(path)
		if found {
			taken[at] = true
		}
		ok = ok && found
		return at
	}
	jobs := inOrder(pages)
	for i := range jobs {
		jobs[i].at = int32(take(pages[jobs[i].page].Path))
	}
	files := make([]int, len(w.snap.Files))
	for i, f := range w.snap.Files {
		files[i] = take(f.path)
	}
	if !ok || !w.keepBut(taken) {
		return nil, false, nil
	}
	list, err = w.run(pages, jobs, files)
	return list, true, err
}

// keepBut takes over all outputs of the last build but some, on all processors;
// false when one of them is not as it was left.
func (w *writer) keepBut(some []bool) bool {
	var touched atomic.Bool
	parallel.Each(len(some), func(i int) {
		if !some[i] && !touched.Load() && !w.keep(i) {
			touched.Store(true)
		}
	})
	return !touched.Load()
}
