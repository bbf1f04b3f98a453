package page

import (
	"chancery/generator/parallel"
	"slices"
)

// Ref names a small group of pages that are made together: all about a briefing,
// all about a country. Refs of a site hold for the sites made of it by Replace.
type Ref struct {
	edition  int
	kind, id string
	at       int32 // position of a briefing
}

// The kinds of groups beside those of dossiers.
const (
	briefingPages = "briefing"
	editionPages  = "edition"
	sitePages     = "site"
	sitemapPages  = "sitemap"
)

var dossierKinds = []string{countries, regions, authors, topics}

// groups is the number of groups of pages.
func (s *Site) groups() int {
	n := 1
	for _, e := range s.editions {
		n += 3 + len(e.Briefings)
		for _, kind := range dossierKinds {
			n += len(e.indexOf(kind).Dossiers)
		}
	}
	return n
}

// refs lists every group of pages but the sitemap, in a fixed order.
func (s *Site) refs() []Ref {
	out := make([]Ref, 0, s.groups())
	for i, e := range s.editions {
		out = append(out, Ref{edition: i, kind: home})
		for at := range e.Briefings {
			out = append(out, Ref{edition: i, kind: briefingPages, at: int32(at)})
		}
		out = append(out, Ref{edition: i, kind: timeline})
		for _, kind := range dossierKinds {
			for _, d := range e.indexOf(kind).Dossiers {
				out = append(out, Ref{edition: i, kind: kind, id: d.ID})
			}
		}
		out = append(out, Ref{edition: i, kind: editionPages})
	}
	return append(out, Ref{kind: sitePages})
}

// Group lists the pages of a group; none when what it was about is gone.
func (s *Site) Group(r Ref) []Page {
	e := s.editions[r.edition]
	switch r.kind {
	case home:
		return []Page{e.home()}
	case briefingPages:
		return append([]Page{e.briefing(int(r.at))}, e.redirects(int(r.at))...)
	case timeline:
		return e.timelines()
	case editionPages:
		return slices.Concat(e.indexes(), e.standingPages(), []Page{e.names()}, e.feeds(), e.eventData())
	case sitePages:
		return []Page{s.missing(), s.briefingData(), s.robots()}
	case sitemapPages:
		all, of := s.Listed()
		if i := slices.Index(of, r); i >= 0 {
			return all[i:]
		}
		return nil
	}
	d, ok := e.indexOf(r.kind).Find(r.id)
	if !ok {
		return nil
	}
	return e.dossierPages(r.kind, d)
}

// Listed lists every page, in a fixed order, and the groups they belong to.
func (s *Site) Listed() ([]Page, []Ref) {
	refs := s.refs()
	all, starts := s.listed(refs)
	of := make([]Ref, 0, len(all))
	for i, ref := range refs {
		for range starts[i+1] - starts[i] {
			of = append(of, ref)
		}
	}
	for len(of) < len(all) {
		of = append(of, Ref{kind: sitemapPages})
	}
	return all, of
}

// Pages lists every page, in a fixed order.
func (s *Site) Pages() []Page {
	all, _ := s.listed(s.refs())
	return all
}

// listed lists the pages of groups, and the sitemaps of these, which lead to those
// in the list: all pages of a large archive should not be held twice. That is why
// those of briefings, which are nearly all, are made in their places. A group's
// pages begin at its start, and end at that of the next.
func (s *Site) listed(refs []Ref) (all []Page, starts []int) {
	others := parallel.Make(len(refs), func(i int) []Page {
		if r := refs[i]; r.kind == briefingPages {
			return s.editions[r.edition].redirects(int(r.at))
		}
		return s.Group(refs[i])
	})
	starts = make([]int, len(refs)+1)
	for i, r := range refs {
		starts[i+1] = starts[i] + len(others[i])
		if r.kind == briefingPages {
			starts[i+1]++
		}
	}
	n := starts[len(refs)]
	all = make([]Page, n, n+maxSitemaps(n))
	parallel.Each(len(refs), func(i int) {
		at, r := starts[i], refs[i]
		if r.kind == briefingPages {
			all[at] = s.editions[r.edition].briefing(int(r.at))
			at++
		}
		copy(all[at:], others[i])
	})
	return append(all, s.sitemaps(all)...), starts
}
