package build

import (
	"iter"
	"strings"
	"time"

	"chancery/generator/briefing"
	"chancery/generator/output"
	"chancery/generator/page"
	"chancery/generator/problem"
)

// reservation is an address that a briefing will have when its embargo ends.
type reservation struct {
	by    *briefing.Briefing
	path  string
	until time.Time

	dossier bool // of an author or topic that has no page before
}

// awaited finds addresses of embargoed pieces that something else has by the time
// they are public: nobody may be there then to mend what stops a build. held are
// the paths of all that is public now.
func (s *Snapshot) awaited(held iter.Seq[string]) problem.List {
	reserved := s.reservations()
	if len(reserved) == 0 {
		return nil
	}
	var list problem.List
	taken := map[string]bool{} // by briefings, which are compared below
	for _, p := range s.Sifted.Public {
		for _, path := range s.Site.Paths(p.Briefing()) {
			key := output.Fold(path)
			taken[key] = true
			for _, c := range reserved[key] {
				list = s.clash(list, c, reservation{by: p.Briefing()})
			}
		}
	}
	for _, all := range reserved {
		for i, c := range all {
			for _, other := range all[:i] {
				if !c.dossier || !other.dossier { // two pieces of one author share a page
					list = s.clash(list, c, other)
				}
			}
		}
	}
	for path := range held {
		key := output.Fold(path)
		if all := reserved[key]; len(all) > 0 && !taken[key] {
			list = append(list, all[0].problem("another page of the site"))
		}
	}
	return list
}

// reservations are the addresses of embargoed pieces, by what they fold to.
func (s *Snapshot) reservations() map[string][]reservation {
	out := map[string][]reservation{}
	if s.Archive.IsPreview() {
		return out // they are pages like all others
	}
	for _, h := range s.Sifted.Hidden {
		if h.Visibility != briefing.Embargoed {
			continue
		}
		for _, path := range s.Site.Paths(h.Briefing) {
			key := output.Fold(path)
			out[key] = append(out[key], reservation{by: h.Briefing, path: path, until: h.Until})
		}
		for _, path := range s.Site.Dossiers(h.Briefing) {
			key := output.Fold(path)
			out[key] = append(out[key], reservation{by: h.Briefing, path: path, until: h.Until, dossier: true})
		}
	}
	return out
}

// clash adds a problem when both pieces are public at the moment that the later
// of them becomes so.
func (s *Snapshot) clash(list problem.List, c, other reservation) problem.List {
	at := c.until
	if other.until.After(at) {
		at = other.until
	}
	for _, b := range []*briefing.Briefing{c.by, other.by} {
		if v, _ := b.At(at, s.Config.TimeZone); v != briefing.Visible {
			return list
		}
	}
	return append(list, c.problem(other.by.Path))
}

func (c reservation) problem(other string) problem.Problem {
	what, hint := "will have an address", "give it another slug or alias"
	if c.dossier {
		what, hint = "names an author or topic whose page will have an address", "write the name otherwise, or give what has the address another"
	}
	p := problem.Errorf(problem.Pos{Path: c.by.Path}, "%s that %s has, when its embargo ends: /%s", what, other, strings.TrimSuffix(c.path, "index.html"))
	p.Private = true
	return p.WithHint("%s", hint)
}

// pathsOf are the paths of pages and of the files beside them.
func pathsOf(pages []page.Page, files []assetFile) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, p := range pages {
			if !yield(p.Path) {
				return
			}
		}
		for _, f := range files {
			if !yield(f.path) {
				return
			}
		}
	}
}

// paths are those of all outputs.
func (o outputs) paths() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, m := range o.list {
			if !yield(m.Path) {
				return
			}
		}
	}
}
