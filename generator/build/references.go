package build

import (
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"chancery/generator/briefing"
	"chancery/generator/content"
	"chancery/generator/problem"
)

// references checks that whatever a source refers to inside the site is there.
func (l *loader) references() {
	for _, b := range l.s.Briefings {
		for _, t := range b.Links {
			l.linkExists(b.Path, t)
		}
		for _, t := range append([]briefing.Target{b.TranslationOf}, b.Supersedes...) {
			if t.Ref != "" && !l.known(t.Ref) {
				l.missing(b.Path, t, t.Ref)
			}
		}
	}
	for _, p := range l.standing {
		for _, t := range p.Links {
			l.linkExists(p.Path, t)
		}
	}
	l.circles()
}

// circles finds pieces that replace themselves, or one that replaces them in turn,
// and those that are their own translation.
func (l *loader) circles() {
	older := map[string][]briefing.Target{}
	for _, b := range l.s.Briefings {
		if len(b.Supersedes) > 0 {
			older[b.Path] = b.Supersedes
		}
		if t := b.TranslationOf; t.Ref == b.Path {
			l.unresolved(problem.Errorf(problem.Pos{Path: b.Path, Line: t.Line, Col: t.Col}, "translation_of: names this piece itself").
				WithHint("write it in the translations only, with the path of the original"))
		}
	}
	known := map[string]bool{}
	for _, b := range l.s.Briefings {
		for _, t := range b.Supersedes {
			if ends(older, b.Path, known) {
				break
			}
			pos := problem.Pos{Path: b.Path, Line: t.Line, Col: t.Col}
			switch {
			case t.Ref == b.Path:
				l.unresolved(problem.Errorf(pos, "supersedes: names this piece itself").WithHint("write the path of the older piece"))
			case replaces(older, t.Ref, b.Path, map[string]bool{}):
				l.unresolved(problem.Errorf(pos, "supersedes: %s replaces this piece in turn", t.Ref).
					WithHint("leave it to the newer of the two"))
			}
		}
	}
}

// replaces says that a piece replaces another, or one that does.
func replaces(older map[string][]briefing.Target, from, to string, seen map[string]bool) bool {
	if seen[from] {
		return false
	}
	seen[from] = true
	return slices.ContainsFunc(older[from], func(t briefing.Target) bool {
		return t.Ref == to || replaces(older, t.Ref, to, seen)
	})
}

// ends says that what a piece replaces comes to an end, as nearly always. What is
// known of pieces is kept, so that long rows are gone through once.
func ends(older map[string][]briefing.Target, from string, known map[string]bool) bool {
	end, done := known[from]
	if done {
		return end
	}
	known[from] = false
	end = !slices.ContainsFunc(older[from], func(t briefing.Target) bool { return !ends(older, t.Ref, known) })
	known[from] = end
	return end
}

// isSitePath says that a link is an address of the site, which its pages answer for.
func isSitePath(ref string) bool { return strings.HasPrefix(ref, "/") }

func (l *loader) linkExists(from string, t briefing.Target) {
	file, ok := local(from, t.Ref)
	if isSitePath(t.Ref) || strings.HasPrefix(t.Ref, "#") {
		return
	}
	if !ok {
		l.unresolved(problem.Errorf(problem.Pos{Path: from, Line: t.Line, Col: t.Col}, "the link %q leads out of content/", t.Ref))
		return
	}
	if !l.known(file) {
		l.missing(from, t, file)
	}
}

// conceal marks what is told of sources that are not public, or may not be, for
// they cannot be read.
func (l *loader) conceal() {
	if l.o.Drafts || len(l.list) == 0 {
		return
	}
	private := map[string]bool{} // of what there are problems with
	for _, p := range l.list {
		private[p.Path] = strings.HasPrefix(p.Path, "content")
	}
	open := func(path string) {
		if private[path] {
			private[path] = false
		}
	}
	for _, p := range l.s.Sifted.Public {
		open(p.Briefing().Path)
	}
	for _, p := range l.standing {
		open(p.Path)
	}
	for i, p := range l.list {
		l.list[i].Private = p.Private || private[p.Path]
	}
}

// known says that there is a source of that path.
func (l *loader) known(file string) bool {
	_, ok := slices.BinarySearchFunc(l.listing.Sources, file, func(f content.File, path string) int { return strings.Compare(f.Path, path) })
	return ok
}

// missing reports a reference to a source that does not exist, with the nearest
// that does.
func (l *loader) missing(from string, t briefing.Target, file string) {
	pos := problem.Pos{Path: from, Line: t.Line, Col: t.Col}
	if _, err := fs.Stat(l.site, file); err == nil {
		name := path.Base(file)
		l.unresolved(problem.Errorf(pos, "the link %q leads to %s, which is no briefing, page or introduction", t.Ref, file).
			WithHint("links beside a text lead to other texts; put any other file below static/ and write its path there: static/files/%s is /files/%s", name, name))
		return
	}
	p := problem.Errorf(pos, "the link %q leads nowhere: there is no %s", t.Ref, file)
	if l.named == nil {
		l.named = newDirectory(l.listing.Sources)
	}
	if near, ok := problem.Nearest(name(file), l.named.names); ok {
		p.Hint = "did you mean " + relative(from, l.named.paths[near]) + "?"
	}
	l.unresolved(p)
}

func (l *loader) unresolved(p problem.Problem) {
	l.list = append(l.list, p.Concerning(problem.Reference))
}

// name is what authors know a source by: the name of its file, with the folder
// where all such files are called the same.
func name(file string) string {
	dir, base := path.Split(file)
	if strings.HasPrefix(base, "index.") {
		return path.Base(dir) + "/" + base
	}
	return base
}

// directory finds sources by their names.
type directory struct {
	names []string          // sorted
	paths map[string]string // of one name, the last
}

func newDirectory(sources []content.File) *directory {
	d := &directory{paths: make(map[string]string, len(sources))}
	for _, f := range sources {
		d.paths[name(f.Path)] = f.Path
	}
	d.names = slices.Sorted(maps.Keys(d.paths))
	return d
}

// relative is what a link in one source says that leads to another.
func relative(from, to string) string {
	out, err := filepath.Rel(path.Dir(from), to)
	if err != nil {
		return to
	}
	return filepath.ToSlash(out)
}
