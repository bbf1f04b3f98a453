package build

import (
	"maps"
	"slices"

	"chancery/generator/archive"
	"chancery/generator/briefing"
	"chancery/generator/content"
	"chancery/generator/problem"
)

// Update reads again the sources at some paths of the site, of a snapshot that is
// otherwise as it was, and shares with that all that stays. It reports false
// when it cannot: when something else than a source has changed, or one is
// wrong. Then Load tells the rest.
func (w *Workshop) Update(old *Snapshot, paths []string) (*Snapshot, problem.List, bool) {
	old.Renderer.Age()
	if snap, ok := w.replace(old, paths); ok {
		return snap, snap.told(), true
	}
	// What was replaced since stands in the listing with the size and time it had then.
	paths = slices.AppendSeq(slices.Clone(paths), maps.Keys(old.texts))
	slices.Sort(paths)
	listing, ok := old.from.listing.Again(w.root.FS(), slices.Compact(paths))
	if !ok {
		return nil, nil, false
	}
	snap, list, err := w.finish(old.from.again(w.o, old, listing).gather())
	return snap, list, err == nil && snap != nil
}

// replace brings sources in that stand on their own pages and in lists where
// they stood before.
func (w *Workshop) replace(old *Snapshot, paths []string) (*Snapshot, bool) {
	u := updater{w: w, archive: old.Archive, texts: map[string]place{}, problems: old.problems, old: old}
	maps.Copy(u.texts, old.texts)
	for _, path := range paths {
		if !u.read(path) {
			return nil, false
		}
	}
	w.learn(u.learnt)
	if u.archive == old.Archive {
		return old, true
	}
	next := *old
	next.Archive, next.texts, next.problems = u.archive, u.texts, u.problems
	next.Site = old.Site.Replace(u.archive, next.text)
	return &next, true
}

// again is a loader that has read all but the sources, which are listed anew.
func (l *loader) again(o Options, base *Snapshot, listing content.Listing) *loader {
	out := &loader{
		o: o, base: base, root: l.root, site: l.site, memory: l.memory, listing: listing, list: slices.Clone(l.told),
		settings: l.settings, strings: l.strings, static: l.static, parser: l.parser,
	}
	out.s.Config, out.s.Places, out.s.Renderer = l.s.Config, l.s.Places, l.s.Renderer
	return out
}

// updater gathers what is new of a snapshot.
type updater struct {
	w        *Workshop
	old      *Snapshot
	archive  *archive.Archive
	texts    map[string]place
	problems problem.List
	learnt   []*remembered
}

func (u *updater) read(path string) bool {
	known, ok := u.w.mem.source(path, 0)
	if !ok || len(known.Briefing) != 1 || u.old.from.shared[path] {
		return false
	}
	info, err := u.w.root.Lstat(path)
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	p := u.old.from.shelved(u.old.from.read(content.FileOf(path, info), 0, newFiles(u.w.root, nil)))
	if p.list.Errors() > 0 || len(p.Briefing) != 1 {
		return false
	}
	if p.Content == known.Content {
		u.learnt = append(u.learnt, p.remembered)
		return true
	}
	// What leaves the archive as it is has no place in it yet, so that nothing
	// can come in here that was kept out when the archive was made.
	b := &p.Briefing[0]
	if u.archive, ok = u.archive.Replace(b); !ok {
		return false
	}
	u.texts[path] = p.Text
	u.problems = u.problems.With(path, p.list)
	u.learnt = append(u.learnt, p.remembered)
	return true
}

// learn makes what was read part of the memory of the next reading.
func (w *Workshop) learn(list []*remembered) {
	for _, r := range list {
		if was, ok := w.mem.source(r.Path, 0); ok && was.Text != r.Text {
			w.mem.texts.drop(was.Text)
		}
		w.mem.learnt[r.Path] = r
	}
}

// text reads the rendered body of a source of the snapshot.
func (s *Snapshot) text(path string, use func(briefing.Text)) error {
	if at, ok := s.texts[path]; ok {
		return s.from.textAt(path, at, use)
	}
	return s.from.text(path, use)
}
