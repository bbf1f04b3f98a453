package build

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
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
		d.doubt(from, t, "leave it, or link to a piece that is public",
			"the link %q leads to a piece that is not public: its text stays without a link", t.Ref).Private = true
	case ok && fragment != "":
		d.anchor(from, t, file, fragment)
	}
}

func (d *doubter) doubt(from string, t briefing.Target, hint, format string, args ...any) *problem.Problem {
	p := problem.Warnf(problem.Pos{Path: from, Line: t.Line, Col: t.Col}, format, args...)
	d.list = append(d.list, p.WithHint("%s", hint).Concerning(problem.Reference))
	return &d.list[len(d.list)-1]
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

// conceal marks what is told of sources that are not public, or may not be, for
// they cannot be read.
func (l *loader) conceal() {
	if l.o.Drafts || len(l.list) == 0 {
		return
	}
	open := map[string]bool{}
	for _, p := range l.s.Sifted.Public {
		open[p.Briefing().Path] = true
	}
	for _, p := range l.standing {
		open[p.Path] = true
	}
	for i, p := range l.list {
		l.list[i].Private = p.Private || strings.HasPrefix(p.Path, "content") && !open[p.Path]
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

// assets reads what is published beside pages because of them: the pictures that
// public sources show, and the flags of the countries that have a page. Those of
// embargoed pieces are read as well, and not published: what is wrong with them
// is to be told before the minute at which nobody may be there to mend it. A
// picture that only a draft or an expired piece shows is not read at all.
func (l *loader) assets() {
	l.shown = assets{table: map[string]page.Asset{}, taken: map[string]bool{}}
	l.published(l.s.Archive, func(from string, _, pictures []briefing.Target) {
		for _, t := range pictures {
			l.show(from, t)
		}
	})
	l.readFlags()
	if !l.o.Drafts { // else they are shown
		l.awaited()
	}
	l.withhold()
}

// show enters a picture in the site, once.
func (l *loader) show(from string, t briefing.Target) {
	p, ok := l.look(from, t)
	if !ok {
		return
	}
	l.shown.table[p.Path] = page.Asset{Path: p.Out, Width: p.Width, Height: p.Height}
	if !l.shown.taken[p.Out] { // two copies of one picture share a file
		l.shown.taken[p.Out] = true
		l.shown.files = append(l.shown.files, assetFile{path: p.Out, from: p.Path, load: func() ([]byte, error) {
			c, err := l.clean(p.Path)
			return c.Data, err
		}})
	}
}

// awaited looks at the pictures of pieces that are to become public.
func (l *loader) awaited() {
	for _, h := range l.s.Sifted.Hidden {
		if h.Visibility != briefing.Embargoed {
			continue
		}
		for _, t := range picturesOf(h.Briefing) {
			l.look(h.Briefing.Path, t)
		}
	}
}

// look reads a picture that a source refers to, and reports what is wrong with
// it. It reports false for one that needs no entry as well: a file of static/,
// or one that is in the site already.
func (l *loader) look(from string, t briefing.Target) (cleaned, bool) {
	pos := problem.Pos{Path: from, Line: t.Line, Col: t.Col}
	if name, ok := strings.CutPrefix(t.Ref, "/"); ok {
		if _, ok := l.static.table[name]; !ok && !l.static.wrong[name] {
			l.unresolved(problem.Errorf(pos, "there is no picture static/%s", name))
		}
		return cleaned{}, false
	}
	file, ok := local(from, t.Ref)
	if !ok {
		l.unresolved(problem.Errorf(pos, "the picture %q lies outside content/", t.Ref).
			WithHint("put it beside the briefing"))
		return cleaned{}, false
	}
	if _, done := l.shown.table[file]; done {
		return cleaned{}, false
	}
	if _, ok := l.pictures[file]; !ok {
		l.noPicture(pos, t.Ref, file)
		return cleaned{}, false
	}
	p, err := l.picture(file)
	if err != nil {
		l.list = append(l.list, unpublished(file, err))
		return cleaned{}, false
	}
	l.cleaned = append(l.cleaned, p)
	return p, true
}

// picture finds out what becomes of a picture: from the memory, when its file is
// as it was.
func (l *loader) picture(file string) (cleaned, error) {
	now, f := time.Now(), l.pictures[file]
	if limit := l.s.Config.Limits.PictureBytes; f.Size > int64(limit) {
		return cleaned{}, tooLarge{limit}
	}
	if old, ok := l.memory.pictures[file]; ok && old.Stamp.same(f) {
		return old, nil
	}
	p, err := l.clean(file)
	if err != nil {
		return cleaned{}, err
	}
	return cleaned{Path: file, Stamp: stampOf(f, now), Out: picturePath(file, p.Data), Width: p.Width, Height: p.Height}, nil
}

func (l *loader) clean(file string) (picture.Picture, error) {
	raw, err := fs.ReadFile(l.site, file)
	if err != nil {
		return picture.Picture{}, err
	}
	return cleanPicture(file, raw, l.s.Config.Limits.PictureBytes)
}

// tooLarge is a picture of more bytes than the site allows.
type tooLarge struct{ limit int }

func (e tooLarge) Error() string { return fmt.Sprintf("is larger than %d bytes", e.limit) }

func cleanPicture(name string, raw []byte, limit int) (picture.Picture, error) {
	if len(raw) > limit {
		return picture.Picture{}, tooLarge{limit}
	}
	return picture.Clean(name, raw)
}

// unpublished says why a file cannot be published.
func unpublished(file string, err error) problem.Problem {
	var large tooLarge
	var at *picture.LineError
	switch {
	case errors.As(err, &large):
		return problem.Errorf(problem.Pos{Path: file}, "%v", err).
			WithHint("make it smaller, or raise limits.picture_bytes in site.yaml")
	case errors.As(err, &at):
		return problem.Errorf(problem.Pos{Path: file, Line: at.Line}, "%v", at.Err)
	}
	return problem.Errorf(problem.Pos{Path: file}, "%v", err)
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
