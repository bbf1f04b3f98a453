package page

import (
	"slices"
	"strconv"

	"chancery/generator/archive"
	"chancery/generator/atlas"
	"chancery/generator/briefing"
	"chancery/generator/digest"
	"chancery/generator/markdown"
)

// Lists beside a dossier's timeline show at most so many names.
const (
	dossierNames    = 12
	dossierMentions = 10
)

// dossierPages are all pages about a country, region, author or topic: its own,
// those by year, its feeds and events.
func (e *edition) dossierPages(kind string, d *archive.Dossier) []Page {
	r := e.dossierRun(kind, d)
	of := e.link(kind, d)
	out := []Page{{
		Path: e.dossierPath(kind, d.ID), Template: singular[kind], Listed: true,
		Source:   singular[kind] + " " + d.ID,
		Modified: e.s.moment(d.Briefings[0]),
		Others:   e.alsoIn(kind, d.ID),
		View:     func() any { return e.dossierView(kind, d, r) },
		Key:      func() digest.Sum { return e.dossierKey(kind, d, r) },
	}}
	out = append(out, e.yearPages(r, &of)...)
	out = append(out, e.dossierFeeds(kind, d)...)
	if kind == countries || kind == regions {
		out = append(out, e.eventPages(e.dossierName(kind, d), d.Timeline(), placeEvents, kind, e.slug(kind, d.ID))...)
	}
	return out
}

var singular = map[string]string{countries: "country", regions: "region", authors: "author", topics: "topic"}

// alsoIn is the same dossier in the other editions.
func (e *edition) alsoIn(kind, id string) []Alternate {
	has := func(o *edition) bool { _, ok := o.indexOf(kind).Find(id); return ok }
	return e.sameEverywhere(has, kind, e.slug(kind, id))
}

func (e *edition) dossierView(kind string, d *archive.Dossier, r *run) any {
	base := e.dossier(kind, d, r)
	switch kind {
	case countries:
		return e.countryView(base, d)
	case regions:
		return e.regionView(base, d)
	case authors:
		return e.personView(base, d)
	}
	return &Topic{Dossier: base, Countries: e.among(kind, d, countries)}
}

// dossier is what all kinds share.
func (e *edition) dossier(kind string, d *archive.Dossier, r *run) Dossier {
	v := Dossier{
		Frame: e.frame(kind, e.dossierName(kind, d), e.dossierPath(kind, d.ID)),
		Kind:  singular[kind], IndexURL: e.s.url(e.path(kind)), Name: e.dossierName(kind, d), N: len(d.Briefings),
		Strip:   e.strip(r),
		Months:  e.months(r.entries[:min(len(r.entries), r.landing)], false),
		Authors: e.among(kind, d, authors), Topics: e.among(kind, d, topics),
	}
	v.Events = r.events()
	v.Alternates = e.alsoIn(kind, d.ID)
	v.Feeds = e.feedLinks(v.Name, kind, e.slug(kind, d.ID))
	v.Facts = e.facts(d, v.Events)
	if r.paged {
		v.More = e.yearLinks(r, "")
	}
	if kind == countries || kind == regions {
		v.Calendars = e.calendars(d.Timeline(), kind, e.slug(kind, d.ID))
	}
	v.Intro = e.intro(kind, d.ID)
	if p := e.introOf(kind, d.ID); p != nil {
		v.Description = p.Summary
	}
	return v
}

func (e *edition) facts(d *archive.Dossier, events int) []Fact {
	out := []Fact{
		{e.t.Briefings, strconv.Itoa(len(d.Briefings))},
		{e.t.Events, strconv.Itoa(events)},
	}
	oldest := d.Briefings[len(d.Briefings)-1]
	return append(out,
		Fact{e.t.FirstDate, e.day(oldest.Date.Day).Text},
		Fact{e.t.LastDate, e.day(d.Briefings[0].Date.Day).Text})
}

func (e *edition) introOf(kind, id string) *briefing.Standing {
	intro := map[string]briefing.Kind{
		countries: briefing.CountryIntro, regions: briefing.RegionIntro,
		authors: briefing.AuthorIntro, topics: briefing.TopicIntro,
	}[kind]
	return e.s.standing[standingKey{intro, e.Lang, id}]
}

func (e *edition) intro(kind, id string) Body {
	p := e.introOf(kind, id)
	if p == nil {
		return Body{}
	}
	return e.s.standingBody(p)
}

func (e *edition) countryView(base Dossier, d *archive.Dossier) *Country {
	v := &Country{Dossier: base, Code: d.ID, MentionCount: len(d.Mentions)}
	places := e.s.in.Places
	v.Map = e.locator([]string{d.ID}, v.Name)
	if own, lang := places.Endonym(d.ID); own != v.Name {
		v.OwnName, v.OwnLang, v.OwnDir = own, lang, markdown.Direction(lang)
	}
	if a, ok := e.s.in.Flags[d.ID]; ok {
		v.Flag = e.s.url(a.Path)
	}
	for _, id := range places.Breadcrumb(d.ID) {
		v.Breadcrumb = append(v.Breadcrumb, Link{Text: places.RegionName(id, e.Lang), URL: e.dossierURL(regions, id)})
	}
	for _, id := range places.RegionsOf(d.ID) {
		if r, ok := e.Regions.Find(id); ok {
			// Without its count, which would make a briefing about one country
			// change the pages of all on its continent.
			v.Regions = append(v.Regions, Count{Link: e.link(regions, r)})
		}
	}
	v.Together = e.among(countries, d, countries)
	for _, code := range e.s.maps.Neighbours(d.ID) {
		if n, ok := e.Countries.Find(code); ok {
			v.Neighbours = append(v.Neighbours, Count{Link: e.link(countries, n), N: len(n.Briefings)})
		}
	}
	v.Mentions = e.cardsOf(d.Mentions[:min(dossierMentions, len(d.Mentions))])
	v.Note = places.Note(d.ID, e.Lang)
	return v
}

func (e *edition) regionView(base Dossier, d *archive.Dossier) *Region {
	places := e.s.in.Places
	r, _ := places.Region(d.ID)
	v := &Region{Dossier: base, Source: r.Source}
	v.Map = e.drawing("region", r.Members, v.Name, func(l atlas.Labels) string { return e.s.maps.Region(r.Members, l) })
	for id := r.Parent; id != ""; {
		up, ok := places.Region(id)
		if !ok {
			break
		}
		v.Breadcrumb = append(v.Breadcrumb, Link{Text: places.RegionName(id, e.Lang), URL: e.dossierURL(regions, id)})
		id = up.Parent
	}
	slices.Reverse(v.Breadcrumb)
	for _, code := range r.Members {
		c := e.country(code)
		count := Count{Link: Link{Text: c.Name, URL: c.URL}}
		if m, ok := e.Countries.Find(code); ok {
			count.N = len(m.Briefings)
		}
		v.Members = append(v.Members, count)
	}
	for _, id := range r.Children {
		if child, ok := e.Regions.Find(id); ok {
			v.Children = append(v.Children, Count{Link: e.link(regions, child), N: len(child.Briefings)})
		}
	}
	return v
}

func (e *edition) personView(base Dossier, d *archive.Dossier) *Person {
	v := &Person{Dossier: base, Countries: e.among(authors, d, countries)}
	v.Authors = nil
	fallback := e.s.in.Config.Languages[0]
	for _, a := range e.s.in.Config.Authors {
		if a.ID != d.ID {
			continue
		}
		v.Role, v.Bio, v.Pseudonym = a.Role.In(e.Lang, fallback), a.Bio.In(e.Lang, fallback), a.Pseudonym
		for _, l := range a.Links {
			v.Links = append(v.Links, Link{Text: l.Label, URL: l.URL})
		}
	}
	return v
}
