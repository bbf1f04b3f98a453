package build

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"chancery/generator/atlas"
	"chancery/generator/briefing"
	"chancery/generator/content"
	"chancery/generator/digest"
	"chancery/generator/markdown"
	"chancery/generator/page"
	"chancery/generator/picture"
	"chancery/generator/problem"
	"chancery/generator/slug"
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

// doubts are links of what is published that lead to a place which is not on its
// page, or to a piece that is not public. They are judged by what was read and
// remembered of both ends, each time: neither knows when the other changes.
func (s *Snapshot) doubts() problem.List {
	d := doubter{Snapshot: s, ids: map[string][]string{}, hidden: map[string]bool{}, names: map[string]bool{}}
	if !s.Archive.IsPreview() {
		for _, h := range s.Sifted.Hidden {
			d.hidden[h.Briefing.Path] = true
			d.names[path.Base(h.Briefing.Path)] = true
		}
	}
	s.from.published(s.Archive, func(from string, links, _ []briefing.Target) {
		for _, t := range links {
			d.link(from, t)
		}
	})
	return d.list
}

// isSitePath says that a link is an address of the site, which its pages answer for.
func isSitePath(ref string) bool { return strings.HasPrefix(ref, "/") }

// doubter looks for places on pages.
type doubter struct {
	*Snapshot
	hidden map[string]bool     // paths of what is not shown
	names  map[string]bool     // of these files, which tell most links apart
	ids    map[string][]string // of the text of each page that was asked for
	list   problem.List
}

func (d *doubter) link(from string, t briefing.Target) {
	ref, fragment, _ := strings.Cut(t.Ref, "#")
	if fragment == "" && !d.names[path.Base(ref)] || isSitePath(ref) {
		return
	}
	file, ok := local(from, ref)
	switch {
	case ref == "":
		d.anchor(from, t, from, fragment)
	case ok && d.hidden[file]:
		d.doubt(from, t, "leave it, or link to a piece that is public", "the link %q leads to a piece that is not public: its text stays without a link", t.Ref)
	case ok && fragment != "":
		d.anchor(from, t, file, fragment)
	}
}

func (d *doubter) doubt(from string, t briefing.Target, hint, format string, args ...any) {
	p := problem.Warnf(problem.Pos{Path: from, Line: t.Line, Col: t.Col}, format, args...)
	d.list = append(d.list, p.WithHint("%s", hint).Concerning(problem.Reference))
}

func (d *doubter) anchor(from string, t briefing.Target, file, fragment string) {
	ids := d.anchors(file)
	if len(ids) == 0 || slices.Contains(ids, fragment) {
		return
	}
	hint := "a heading's place is its text in small letters with hyphens"
	if near, ok := problem.Nearest(fragment, ids); ok {
		hint = "did you mean #" + near + "?"
	}
	d.doubt(from, t, hint, "the link %q leads to the top of its page: there is no place %s", t.Ref, fragment)
}

// anchors are the places that links can lead to on the page of a source.
func (d *doubter) anchors(file string) []string {
	if ids, ok := d.ids[file]; ok {
		return ids
	}
	var ids []string
	if d.text(file, func(t briefing.Text) { ids = t.Body.IDs() }) != nil {
		return nil // it cannot be read, which is told elsewhere
	}
	ids = append(ids, markdown.ThemeIDs()...)
	if b, ok := d.Archive.Source(file); ok {
		for i := range b.Detail().Sources {
			ids = append(ids, fmt.Sprintf("source-%d", i+1))
		}
		for _, e := range b.Detail().Events {
			ids = append(ids, e.ID)
		}
	}
	d.ids[file] = ids
	return ids
}

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

// known says that there is a source of that path.
func (l *loader) known(file string) bool {
	_, ok := slices.BinarySearchFunc(l.listing.Sources, file, func(f content.File, path string) int { return strings.Compare(f.Path, path) })
	return ok
}

// missing reports a reference to a source that does not exist, with the nearest
// that does.
func (l *loader) missing(from string, t briefing.Target, file string) {
	p := problem.Errorf(problem.Pos{Path: from, Line: t.Line, Col: t.Col}, "the link %q leads nowhere: there is no %s", t.Ref, file)
	if near, ok := problem.Nearest(path.Base(file), l.names()); ok {
		p.Hint = "did you mean " + near + "?"
	}
	l.unresolved(p)
}

func (l *loader) unresolved(p problem.Problem) {
	l.list = append(l.list, p.Concerning(problem.Reference))
}

// names are the file names of all sources, each once.
func (l *loader) names() []string {
	var out []string
	for _, f := range l.listing.Sources {
		out = append(out, path.Base(f.Path))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// assets reads what is published beside pages because of them: the pictures that
// public sources show, and the flags of the countries that have a page. A
// picture that only a hidden piece shows is not read at all.
func (l *loader) assets() {
	l.shown = assets{table: map[string]page.Asset{}, taken: map[string]bool{}}
	l.published(l.s.Archive, func(from string, _, pictures []briefing.Target) {
		for _, t := range pictures {
			l.show(from, t)
		}
	})
	l.readFlags()
}

// show enters a picture in the site, once.
func (l *loader) show(from string, t briefing.Target) {
	pos := problem.Pos{Path: from, Line: t.Line, Col: t.Col}
	if name, ok := strings.CutPrefix(t.Ref, "/"); ok {
		if _, ok := l.static.table[name]; !ok {
			l.unresolved(problem.Errorf(pos, "there is no picture static/%s", name))
		}
		return
	}
	file, ok := local(from, t.Ref)
	if !ok {
		l.unresolved(problem.Errorf(pos, "the picture %q lies outside content/", t.Ref).
			WithHint("put it beside the briefing"))
		return
	}
	if _, done := l.shown.table[file]; done {
		return
	}
	if _, ok := l.pictures[file]; !ok {
		l.noPicture(pos, t.Ref, file)
		return
	}
	p, err := l.picture(file)
	if err != nil {
		l.list = append(l.list, problem.Errorf(problem.Pos{Path: file}, "%v", err))
		return
	}
	l.cleaned = append(l.cleaned, p)
	l.shown.table[file] = page.Asset{Path: p.Out, Width: p.Width, Height: p.Height}
	if !l.shown.taken[p.Out] { // two copies of one picture share a file
		l.shown.taken[p.Out] = true
		l.shown.files = append(l.shown.files, assetFile{path: p.Out, from: file, load: func() ([]byte, error) {
			p, err := l.clean(file)
			return p.Data, err
		}})
	}
}

// picture finds out what becomes of a picture: from the memory, when its file is
// as it was.
func (l *loader) picture(file string) (cleaned, error) {
	info, now := l.pictures[file].Info, time.Now()
	if old, ok := l.memory.pictures[file]; ok && old.Stamp.same(info) {
		return old, nil
	}
	p, err := l.clean(file)
	if err != nil {
		return cleaned{}, err
	}
	return cleaned{Path: file, Stamp: stampOf(info, now), Out: picturePath(file, p.Data), Width: p.Width, Height: p.Height}, nil
}

func (l *loader) clean(file string) (picture.Picture, error) {
	raw, err := fs.ReadFile(l.site, file)
	if err != nil {
		return picture.Picture{}, err
	}
	return picture.Clean(file, raw)
}

func (l *loader) noPicture(pos problem.Pos, ref, file string) {
	p := problem.Errorf(pos, "there is no picture %s", file)
	var near []string
	for known := range l.pictures {
		if path.Dir(known) == path.Dir(file) {
			near = append(near, path.Base(known))
		}
	}
	slices.Sort(near)
	if name, ok := problem.Nearest(path.Base(ref), near); ok {
		p.Hint = "did you mean " + name + "?"
	} else {
		p.Hint = "put it beside the briefing"
	}
	l.unresolved(p)
}

// picturePath is where a picture is published: under a digest of its content,
// so that two pieces that show it share one file, and hosts may let browsers
// keep it.
func picturePath(file string, data []byte) string {
	ext := strings.ToLower(path.Ext(file))
	name := slug.Make(strings.TrimSuffix(path.Base(file), path.Ext(file)))
	return "pictures/" + name + "." + digest.Bytes(data).String()[:8] + ext
}

// readFlags takes the flags of the countries that have a page, but for those
// that the site has switched off.
func (l *loader) readFlags() {
	l.flags = map[string]page.Asset{}
	for _, e := range l.s.Archive.Editions {
		for _, d := range e.Countries.Dossiers {
			c, _ := l.s.Places.Country(d.ID)
			if _, done := l.flags[d.ID]; done || !c.Flag {
				continue
			}
			data, ok := atlas.Flag(d.ID)
			if !ok {
				continue
			}
			name := "flags/" + strings.ToLower(d.ID) + ".svg"
			l.flags[d.ID] = page.Asset{Path: name, Width: 3, Height: 2}
			l.shown.files = append(l.shown.files, assetFile{path: name, data: data, from: "the flag of " + d.ID})
		}
	}
}
