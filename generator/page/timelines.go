package page

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"chancery/generator/archive"
	"chancery/generator/digest"
)

// timelines are the pages of the edition's own timeline.
func (e *edition) timelines() []Page {
	r := e.main()
	out := []Page{{
		Path: e.path("timeline"), Template: "timeline", Source: "the timeline", Listed: true,
		View: func() any { return e.timelineView(r, nil, nil) },
		Key:  func() digest.Sum { return e.timelineKey(r, nil, nil) },
	}}
	return append(out, e.yearPages(r, nil)...)
}

// yearPages are the pages of a run by year.
func (e *edition) yearPages(r *run, of *Link) []Page {
	if !r.paged {
		return nil
	}
	var out []Page
	parts := r.parts()
	for i, p := range parts {
		out = append(out, Page{
			Path: r.yearPath(p.year, p.number), Template: "timeline",
			Source: fmt.Sprintf("the timeline of %d", p.year), Listed: p.number == 0, Year: p.year,
			View: func() any { return e.timelineView(r, &partOf{parts, i}, of) },
			Key:  func() digest.Sum { return e.timelineKey(r, &partOf{parts, i}, of) },
		})
	}
	return out
}

// partOf is a page among all those of its run.
type partOf struct {
	all []part
	at  int
}

// timelineView shows the newest entries of a run, or one part of it.
func (e *edition) timelineView(r *run, p *partOf, of *Link) *Timeline {
	v := &Timeline{Of: of, Heading: e.t.Timeline}
	if of != nil {
		v.Heading = fmt.Sprintf(e.t.TimelineOf, of.Text)
	}
	entries, path := r.entries[:min(len(r.entries), r.landing)], r.path()
	if p != nil {
		here := p.all[p.at]
		entries = r.entries[here.start:here.end]
		path = r.yearPath(here.year, here.number)
		v.Year = strconv.Itoa(here.year)
		v.Heading += ", " + v.Year
		v.Pager.Newer, v.Pager.Older = e.turn(r, p, -1), e.turn(r, p, 1)
	}
	v.Frame = e.frame("timeline", v.Heading, path)
	if p != nil && p.all[p.at].number > 0 {
		v.Robots = "noindex"
	}
	v.Months, v.N = e.months(entries, of == nil), len(entries)
	v.Pager.All = e.yearLinks(r, v.Year)
	if p == nil {
		v.Strip = e.strip(r)
	} else {
		v.Strip = e.yearStrip(r, p.all[p.at].year)
	}
	if of == nil {
		top := e.filters(p)
		v.Regions, v.Places, v.Topics = top[0], top[1], top[2]
		v.Calendars = e.calendars(e.main().entries, "data")
	}
	return v
}

// filterCount is the number of countries, regions and topics offered as filters.
const filterCount = 24

// filters are what a timeline can be narrowed to. On the pages of years they
// stand in the order of their names and without counts: one more briefing is no
// reason to make every year anew.
func (e *edition) filters(p *partOf) [3][]Count {
	out := e.tops()
	if p == nil {
		return out
	}
	for i, list := range out {
		out[i] = slices.Clone(list)
		for k := range out[i] {
			out[i][k].N = 0
		}
		slices.SortFunc(out[i], func(a, b Count) int { return strings.Compare(a.URL, b.URL) })
	}
	return out
}

// turn leads to the page before or after one of a run; nil at the ends.
func (e *edition) turn(r *run, p *partOf, step int) *Link {
	i := p.at + step
	if i < 0 || i >= len(p.all) {
		return nil
	}
	to := p.all[i]
	text := strconv.Itoa(to.year)
	if to.year == p.all[p.at].year {
		text = e.span(r, to)
	}
	return &Link{Text: text, URL: r.yearURL(to.year, to.number)}
}

// span names the months a part covers: "March 2021", "March 2021 – July 2021".
func (e *edition) span(r *run, p part) string {
	newest, oldest := e.Timeline()[r.entries[p.start]].Date(), e.Timeline()[r.entries[p.end-1]].Date()
	if monthOf(newest) == monthOf(oldest) {
		return e.monthName(newest)
	}
	return e.monthName(oldest) + " – " + e.monthName(newest)
}

// yearLinks leads to every year of a run. Only its first page, where no year is
// current, tells how much each of them holds.
func (e *edition) yearLinks(r *run, current string) []YearLink {
	out := make([]YearLink, 0, len(r.years))
	for _, y := range r.years {
		text := strconv.Itoa(y.year)
		link := YearLink{Link: Link{Text: text, URL: r.yearURL(y.year, 0)}, Current: text == current}
		if current == "" {
			link.N = y.end - y.start
		}
		out = append(out, link)
	}
	return out
}

// top lists the dossiers of a kind with the most briefings, at most n.
func (e *edition) top(kind string, n int) []Count {
	all := slices.Clone(e.indexOf(kind).Dossiers)
	slices.SortStableFunc(all, func(a, b *archive.Dossier) int { return len(b.Briefings) - len(a.Briefings) })
	var out []Count
	for _, d := range all[:min(n, len(all))] {
		out = append(out, Count{Link: e.link(kind, d), N: len(d.Briefings), In: e.filterWords(kind, d.ID)})
	}
	return out
}

// filterWords are the words of which what a filter shows has one: a region shows
// its countries too.
func (e *edition) filterWords(kind, id string) string {
	words := e.word(kind, id)
	if kind != regions {
		return words
	}
	r, _ := e.s.in.Places.Region(id)
	for _, code := range r.Members {
		if _, ok := e.Countries.Find(code); ok {
			words += " " + e.word(countries, code)
		}
	}
	return words
}
