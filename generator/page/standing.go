package page

import (
	"strings"

	"chancery/generator/briefing"
)

// standingPages are the pages under content/pages.
func (e *edition) standingPages() []Page {
	var out []Page
	for _, p := range e.s.in.Standing {
		if p.Kind != briefing.StandingPage || p.Lang != e.Lang {
			continue
		}
		segments := strings.Split(p.ID, "/")
		has := func(o *edition) bool {
			_, ok := e.s.standing[standingKey{p.Kind, o.Lang, p.ID}]
			return ok
		}
		out = append(out, Page{
			Path: e.path(segments...), Template: "page", Source: p.Path, Listed: true,
			Others: e.sameEverywhere(has, segments...),
			View:   func() any { return e.standingView(p, e.sameEverywhere(has, segments...)) },
		})
	}
	return out
}

func (e *edition) standingView(p *briefing.Standing, others []Alternate) *Standing {
	path, _ := e.s.standingPath(p)
	text := e.s.standingText(p)
	v := &Standing{Frame: e.frame(standing, p.Title, path), Outline: text.outline, Body: text.body}
	v.Description, v.Alternates = p.Summary, others
	if !p.Updated.IsZero() {
		w := e.day(p.Updated)
		v.Updated = &w
	}
	return v
}

// names is the page that says how places are named and drawn.
func (e *edition) names() Page {
	path := e.path("names-and-borders")
	return Page{
		Path: path, Template: "names", Source: "the page on names and borders", Listed: true,
		Others: e.sameEverywhere(nil, "names-and-borders"),
		View: func() any {
			v := &Names{Frame: e.frame(standing, e.t.NamesAndBorders, path), Policy: e.t.NamesPolicyCommon}
			if e.s.in.Config.Places.UNNames {
				v.Policy = e.t.NamesPolicyUN
			}
			v.Alternates = e.sameEverywhere(nil, "names-and-borders")
			v.Rows = e.nameRows()
			return v
		},
	}
}

// missing is the page for addresses that lead nowhere. Static hosts know one
// only, so it speaks the default language.
func (s *Site) missing() Page {
	e := s.editions[0]
	return Page{Path: "404.html", Template: "404", Source: "the page for missing addresses", View: func() any {
		v := &Missing{Frame: e.frame("", e.t.NotFound, "404.html")}
		v.Robots = "noindex"
		v.Latest = e.cardsOf(e.Briefings[:min(len(e.Briefings), 5)])
		return v
	}}
}
