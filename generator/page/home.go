package page

import (
	"slices"

	"chancery/generator/archive"
	"chancery/generator/atlas"
	"chancery/generator/digest"
)

const (
	homeLatest = 8 // briefings under the lead
	homeEvents = 10
	homeBands  = 6
)

func (e *edition) home() Page {
	return Page{
		Path: e.path(), Template: "home", Source: "the front page", Listed: true,
		Others: e.sameEverywhere(nil),
		View:   func() any { return e.homeView() },
	}
}

func (e *edition) homeView() *Home {
	v := &Home{
		Frame:     e.frame(home, e.chrome[home].SiteTitle, e.path()),
		Briefings: len(e.Briefings), Countries: len(e.Countries.Dossiers),
	}
	v.Description, v.TimelineURL = v.Tagline, e.s.url(e.path(timeline))
	v.Alternates = e.sameEverywhere(nil)
	v.Feeds = e.feedLinks(v.SiteTitle)
	if len(e.Briefings) == 0 {
		return v
	}
	lead := e.Briefings[0]
	v.Lead = e.card(lead)
	if codes := subjectCodes(lead); len(codes) > 0 {
		v.LeadMap = e.locator(codes, namesOf(e.places(codes)))
	}
	v.Latest = e.cardsOf(e.Briefings[1:min(len(e.Briefings), 1+homeLatest)])
	v.Events = e.latestEvents(homeEvents)
	v.Bands = e.bands()
	return v
}

// latestEvents are the newest events, none later than the newest briefing: what
// is still to come is for the timeline.
func (e *edition) latestEvents(n int) []*Event {
	var out []*Event
	today := e.Briefings[0].Date.Day
	for _, entry := range e.Timeline() {
		if len(out) == n {
			break
		}
		if entry.Event != nil && entry.Date().Compare(today) <= 0 {
			out = append(out, e.newEvent(entry.Event))
		}
	}
	return out
}

// bands are the regions with the most coverage.
func (e *edition) bands() []Band {
	all := slices.Clone(e.bandRegions())
	slices.SortStableFunc(all, func(a, b *archive.Dossier) int { return len(b.Briefings) - len(a.Briefings) })
	var out []Band
	for _, d := range all[:min(homeBands, len(all))] {
		r := e.dossierRun(regions, d)
		out = append(out, Band{
			Count: Count{Link: e.link(regions, d), N: len(d.Briefings)}, Last: e.card(d.Briefings[0]), Strip: e.strip(r),
		})
	}
	return out
}

// bandRegions are those that briefings name themselves; all of them when none does.
func (e *edition) bandRegions() []*archive.Dossier {
	declared := e.belonging(regions).numbers
	if len(declared) == 0 {
		return e.Regions.Dossiers
	}
	named := make([]bool, len(e.Regions.Dossiers))
	for _, n := range declared {
		named[n] = true
	}
	var out []*archive.Dossier
	for i, d := range e.Regions.Dossiers {
		if named[i] {
			out = append(out, d)
		}
	}
	return out
}

// locator is a map of where some countries are.
func (e *edition) locator(codes []string, title string) Drawing {
	return e.drawing("locator", codes, title, func(l atlas.Labels) string { return e.s.maps.Locator(codes, l) })
}

// drawing is a map in the edition's language. Its digest covers the names and
// addresses of the countries it is made for; which of the others have a page,
// and what they are called, follows from the edition's own digest.
func (e *edition) drawing(kind string, codes any, title string, draw func(atlas.Labels) string) Drawing {
	l := atlas.Labels{
		Title: title,
		Desc:  e.t.LocatorText,
		Name:  func(code string) string { return e.s.in.Places.Name(code, e.Lang) },
		URL:   func(code string) string { return e.dossierURL(countries, code) },
	}
	return Drawing{
		sum:  digest.Of("map", kind, codes, title, e.Lang, e.linked()),
		draw: func() string { return draw(l) },
	}
}
