package build

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"chancery/generator/briefing"
	"chancery/generator/markdown"
	"chancery/generator/problem"
)

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
		for _, told := range b.Told() {
			ids = append(ids, told.ID)
		}
	}
	d.ids[file] = ids
	return ids
}
