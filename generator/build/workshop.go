package build

import (
	"os"
	"time"

	"chancery/generator/page"
	"chancery/generator/problem"
	"chancery/generator/render"
)

// Workshop reads one site again and again, for a preview. It uses what builds
// have remembered, keeps what it learns to itself, and writes nothing.
type Workshop struct {
	o    Options
	root *os.Root
	mem  *memory
	last *Snapshot
}

// Open prepares to read a site.
func Open(o Options) (*Workshop, error) {
	root, err := openSite(o.Dir)
	if err != nil {
		return nil, err
	}
	return &Workshop{o: o, root: root, mem: openMemory(root, o.Version, o.Clean, true)}, nil
}

// At decides by another moment what is public, from the next Load on.
func (w *Workshop) At(now time.Time) { w.o.Now = now }

// Close gives the site's folder back. Snapshots cannot read texts any more.
func (w *Workshop) Close() error {
	w.mem.close()
	return w.root.Close()
}

// Load reads the site as it is now. Sources whose files have not changed are not
// read again, and their briefings are shared with earlier snapshots. Problems
// are all there are; with errors there is no snapshot.
func (w *Workshop) Load() (*Snapshot, problem.List, error) {
	return w.finish(load(w.o, w.root, func() *memory { return w.mem }, found{}, w.last))
}

// finish makes a snapshot ready to be looked at, and learns from it.
func (w *Workshop) finish(snap *Snapshot, list problem.List, err error) (*Snapshot, problem.List, error) {
	if err != nil || snap == nil {
		return nil, list, err
	}
	snap.Archive.Weave() // now, not when the first edit waits for it
	pages := snap.index()
	if list = append(list, snap.collisions(pages)...); list.Errors() > 0 {
		list.Sort()
		return nil, list, nil
	}
	w.mem.adopt(snap.kept, snap.cleaned)
	snap.from.last, snap.from.base, w.last = nil, nil, snap // no chain of snapshots
	return snap, list, nil
}

// adopt makes what was read the memory of the next reading.
func (m *memory) adopt(kept []*remembered, pictures []cleaned) {
	m.pictures = make(map[string]cleaned, len(pictures))
	for _, p := range pictures {
		m.pictures[p.Path] = p
	}
	m.sources, m.learnt = kept, map[string]*remembered{}
}

// index finds pages and files by their paths. It lists the pages.
func (s *Snapshot) index() []page.Page {
	var all []page.Page
	s.refs = map[string]page.Ref{}
	s.Site.Each(func(ref page.Ref, p page.Page) {
		s.refs[p.Path] = ref
		all = append(all, p)
	})
	s.files = make(map[string]assetFile, len(s.Files))
	for _, f := range s.Files {
		s.files[f.path] = f
	}
	return all
}

// Page finds a page by its path in the output.
func (s *Snapshot) Page(path string) (page.Page, bool) {
	ref, ok := s.refs[path]
	if !ok {
		return page.Page{}, false
	}
	for _, p := range s.Site.Group(ref) {
		if p.Path == path {
			return p, true
		}
	}
	return page.Page{}, false
}

// File finds a file that is published beside pages.
func (s *Snapshot) File(path string) ([]byte, bool) {
	f, ok := s.files[path]
	if !ok {
		return nil, false
	}
	b, err := f.bytes()
	return b, err == nil
}

// Render makes the bytes of a page, those that a build would write.
func (s *Snapshot) Render(p page.Page) ([]byte, error) {
	var out []byte
	err := s.Renderer.Page(p.Template, p.View(), render.Sink{Take: func(piece []byte, _ bool) error {
		out = append(out, piece...)
		return nil
	}})
	return out, err
}
