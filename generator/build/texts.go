package build

import (
	"slices"

	"chancery/generator/digest"
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
func (w *writer) texts(last state) (list problem.List, ok bool, err error) {
	pages := w.snap.Site.Texts(func(path string, own digest.Sum) bool {
		m, ok := w.known.find(path, 0)
		return ok && m.Own == own
	})
	w.made, ok = slices.Clone(last.Outputs), true
	taken := make([]bool, len(w.made))
	take := func(path string) int {
		at, found := w.known.number(path, 0)
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
	var rest []made
	for i, m := range w.made {
		if !taken[i] {
			rest = append(rest, m)
		}
	}
	if !ok || !keepAll(w.tree, rest) {
		return nil, false, nil
	}
	list, err = w.run(pages, jobs, files)
	return list, true, err
}
