package page

import (
	"slices"

	"chancery/generator/archive"
	"chancery/generator/briefing"
)

// Ref names a small group of pages that are made together: all about a briefing,
// all about a country. Refs of a site hold for the sites made of it by Replace.
type Ref struct {
	edition  int
	kind, id string
}

// The kinds of groups beside those of dossiers.
const (
	briefingPages = "briefing"
	editionPages  = "edition"
	sitePages     = "site"
	sitemapPages  = "sitemap"
)

var dossierKinds = []string{countries, regions, authors, topics}

// Refs lists every group of pages, in a fixed order.
func (s *Site) Refs() []Ref { return append(s.refs(), Ref{kind: sitemapPages}) }

func (s *Site) refs() []Ref {
	var out []Ref
	for i, e := range s.editions {
		out = append(out, Ref{i, home, ""})
		for _, b := range e.Briefings {
			out = append(out, Ref{i, briefingPages, b.Path})
		}
		out = append(out, Ref{i, timeline, ""})
		for _, kind := range dossierKinds {
			for _, d := range e.indexOf(kind).Dossiers {
				out = append(out, Ref{i, kind, d.ID})
			}
		}
		out = append(out, Ref{i, editionPages, ""})
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
		b, ok := s.in.Archive.Source(r.id)
		if !ok {
			return nil
		}
		return append([]Page{e.briefing(b)}, e.redirects(b)...)
	case timeline:
		return e.timelines()
	case editionPages:
		return slices.Concat(e.indexes(), e.standingPages(), []Page{e.names()}, e.feeds(), e.eventData())
	case sitePages:
		return []Page{s.missing(), s.briefingData(), s.robots()}
	case sitemapPages:
		return s.sitemaps(s.pages())
	}
	d, ok := e.indexOf(r.kind).Find(r.id)
	if !ok {
		return nil
	}
	return e.dossierPages(r.kind, d)
}

// Pages lists every page, in a fixed order.
func (s *Site) Pages() []Page {
	out := s.pages()
	return append(out, s.sitemaps(out)...)
}

func (s *Site) pages() []Page {
	var out []Page
	for _, r := range s.refs() {
		out = append(out, s.Group(r)...)
	}
	return out
}

// Replace is the site with another archive that Replace made of its own: one
// briefing is another, and all that does not show it stays as it is.
func (s *Site) Replace(a *archive.Archive, texts func(path string) (briefing.Text, error)) *Site {
	out := *s
	out.in.Archive, out.in.Texts = a, texts
	out.editions = make([]*edition, len(s.editions))
	for i, e := range s.editions {
		out.editions[i] = e.replace(&out, a.Editions[i])
	}
	return &out
}

// replace shares with the earlier edition what depends on no briefing's text:
// paths, chrome, and the cards and sums of all entries that are the same.
func (e *edition) replace(s *Site, ed *archive.Edition) *edition {
	out := s.newEditionOf(ed)
	out.paths, out.chrome, out.shared = e.paths, e.chrome, e.shared
	for i := range out.cards {
		if c := e.cards[i].Load(); c != nil && ed.Briefings[i] == e.Briefings[i] {
			out.cards[i].Store(c)
		}
	}
	out.dates.share(&e.dates)
	out.whole.share(&e.whole)
	out.replaceSums(e)
	return out
}

// replaceSums takes over the sums that the earlier edition has made, and makes
// those anew that are of something else now.
func (e *edition) replaceSums(old *edition) {
	if sums, ok := old.shown.made(); ok {
		sums = slices.Clone(sums)
		for i, b := range e.Briefings {
			if b != old.Briefings[i] {
				sums[i] = e.newCardSum(b)
			}
		}
		e.shown.set(sums)
	}
	if sums, ok := old.told.made(); ok {
		sums = slices.Clone(sums)
		for i, n := range e.Timeline {
			if n != old.Timeline[i] {
				sums[i] = e.entrySum(n)
			}
		}
		e.told.set(sums)
	}
}
