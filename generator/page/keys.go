package page

import (
	"slices"
	"strings"

	"chancery/generator/archive"
	"chancery/generator/briefing"
	"chancery/generator/digest"
	"chancery/generator/parallel"
)

// Keys are composed of sums that exist already: a briefing's, made when it was
// read, and the site's, made of the configuration, the words and the places. So
// that nothing about a page has changed is seen without making its view. What a
// view shows beyond its briefings, such as whether a country has a page, must
// be part of the key as well; the tests compare builds with and without memory.

// cardSum names the card of a briefing.
func (e *edition) cardSum(b *briefing.Briefing) digest.Sum {
	if i, ok := e.Position(b); ok {
		return e.shown.get(e.briefingSums)[i]
	}
	return e.newCardSum(b)
}

func (e *edition) newCardSum(b *briefing.Briefing) digest.Sum {
	picture := Asset{}
	if b.Picture.Ref != "" {
		picture, _ = e.s.asset(b.Path, b.Picture.Ref)
	}
	return digest.Of("card", b.Card, e.s.sum, uint8(e.s.in.Archive.Mark(b)), picture)
}

// eventSum names an event: those who tell it, and which of its countries have a
// page to link to.
func (e *edition) eventSum(a *archive.Event) digest.Sum {
	parts := make([]digest.Sum, 0, 8)
	var linked strings.Builder
	for i, b := range a.In {
		parts = append(parts, b.Card, a.Tellings[i].Sum)
	}
	for _, c := range a.Countries {
		if _, ok := e.Countries.Find(c); ok {
			linked.WriteString(c)
		}
	}
	return digest.Of("event", e.s.sum, parts, linked.String())
}

// briefingSums names the cards of all briefings.
func (e *edition) briefingSums() []digest.Sum {
	return parallel.Make(len(e.Briefings), func(i int) digest.Sum { return e.newCardSum(e.Briefings[i]) })
}

// entrySums names every entry of the timeline.
func (e *edition) entrySums() []digest.Sum {
	return parallel.Make(len(e.Timeline), func(i int) digest.Sum { return e.entrySum(e.Timeline[i]) })
}

func (e *edition) entrySum(n archive.Entry) digest.Sum {
	if n.Briefing != nil {
		return e.cardSum(n.Briefing)
	}
	return e.eventSum(n.Event)
}

// sumsOf are the sums of some entries.
func (e *edition) sumsOf(entries []int32) []digest.Sum {
	return pick(e.told.get(e.entrySums), entries)
}

// sumsAt are the sums of the cards of the briefings at some positions.
func (e *edition) sumsAt(positions []int32) []digest.Sum {
	return pick(e.shown.get(e.briefingSums), positions)
}

func pick(all []digest.Sum, at []int32) []digest.Sum {
	out := make([]digest.Sum, len(at))
	for k, i := range at {
		out[k] = all[i]
	}
	return out
}

// cardSums are the sums of some cards.
func (e *edition) cardSums(list []*briefing.Briefing) []digest.Sum {
	out := make([]digest.Sum, len(list))
	for i, b := range list {
		if b.Lang == e.Lang {
			out[i] = e.cardSum(b)
		} else {
			out[i] = e.s.edition(b.Lang).cardSum(b)
		}
	}
	return out
}

// frameSum names the frame of a page.
func (e *edition) frameSum(section, path string) digest.Sum {
	return digest.Of(e.frame(section, "", path).Chrome.sum, path)
}

// briefingKey names the page of a briefing: itself, its text with what that
// refers to, and all that it leads on to.
func (e *edition) briefingKey(b *briefing.Briefing) digest.Sum {
	before, after := e.Edition.Neighbours(b)
	near := slices.DeleteFunc([]*briefing.Briefing{before, after}, func(b *briefing.Briefing) bool { return b == nil })
	var series, old []*briefing.Briefing
	if b.Series != "" {
		series = e.Series(b.Series)
	}
	for _, t := range b.Supersedes {
		if o, ok := e.s.in.Archive.Source(t.Ref); ok {
			old = append(old, o)
		}
	}
	return digest.Of("briefing", e.frameSum("", e.briefingPath(b)), e.cardSum(b), b.Meta, e.body(b).sum,
		before == nil, e.cardSums(near), e.cardSums(e.Related(b)), e.cardSums(series), e.cardSums(old),
		e.cardSums(e.Replacing(b.Path)), e.translations(b), e.linkedOf(b), e.s.in.Archive.IsPreview())
}

// linkedOf lists the countries named in a briefing or its events that have a page.
func (e *edition) linkedOf(b *briefing.Briefing) []string {
	var out []string
	add := func(code string) {
		if _, ok := e.Countries.Find(code); ok {
			out = append(out, code)
		}
	}
	for _, m := range b.Mentions {
		add(m.Code)
	}
	for i := range b.Events {
		if b.Events[i].Rule == briefing.Declared {
			for _, code := range b.Events[i].Countries {
				add(code)
			}
		}
	}
	return out
}

// dossierKey names the first page of a dossier.
func (e *edition) dossierKey(kind string, d *archive.Dossier, r *run) digest.Sum {
	return digest.Of("dossier", kind, e.frameSum(kind, e.dossierPath(kind, d.ID)), e.dossierName(kind, d),
		r.shape(), e.leads(r), e.sumsOf(r.entries[:min(len(r.entries), r.landing)]),
		e.sumsAt(d.Positions), len(d.Mentions), e.cardSums(d.Mentions[:min(dossierMentions, len(d.Mentions))]), e.introSum(kind, d.ID), e.alsoIn(kind, d.ID),
		e.around(kind, d.ID))
}

// leads names the strip of a run when it leads to the edition's timeline, where
// the page that holds a month depends on what other places have in that year.
func (e *edition) leads(r *run) digest.Sum {
	if r.paged || len(r.entries) <= r.landing {
		return digest.Sum{}
	}
	return digest.Of(e.strip(r))
}

// introSum names the introduction of a dossier.
func (e *edition) introSum(kind, id string) digest.Sum {
	p := e.introOf(kind, id)
	if p == nil {
		return digest.Sum{}
	}
	return digest.Of(e.intro(kind, id).sum, p.Summary)
}

// around tells of the places about a country or region that its page names how
// many briefings they have, or for those it only leads to, that they have any;
// -1 stands for no page.
func (e *edition) around(kind, id string) []int {
	var out []int
	count := func(kind, id string) {
		n := -1
		if d, ok := e.indexOf(kind).Find(id); ok {
			n = len(d.Briefings)
		}
		out = append(out, n)
	}
	exists := func(kind, id string) {
		count(kind, id)
		out[len(out)-1] = min(out[len(out)-1], 0)
	}
	places := e.s.in.Places
	switch kind {
	case countries:
		for _, region := range places.RegionsOf(id) {
			exists(regions, region)
		}
		for _, code := range e.s.maps.Neighbours(id) {
			count(countries, code)
		}
	case regions:
		r, _ := places.Region(id)
		for _, code := range r.Members {
			count(countries, code)
		}
		for _, child := range r.Children {
			count(regions, child)
		}
		for up := r.Parent; up != ""; {
			exists(regions, up)
			r, _ := places.Region(up)
			up = r.Parent
		}
	}
	return out
}

// timelineKey names a page of a timeline.
func (e *edition) timelineKey(r *run, p *partOf, of *Link) digest.Sum {
	entries, segments, year := r.entries[:min(len(r.entries), r.landing)], r.base, 0
	var beside []digest.Sum
	if p != nil {
		here := p.all[p.at]
		entries, year = r.entries[here.start:here.end], here.year
		segments = r.yearSegments(here.year, here.number)
		for _, step := range []int{-1, 1} {
			if turn := e.turn(r, p, step); turn != nil {
				beside = append(beside, digest.Of(*turn))
			} else {
				beside = append(beside, digest.Sum{})
			}
		}
	}
	key := digest.Of("timeline", e.frameSum(timeline, e.path(segments...)), of, e.shapeIn(r, year), e.sumsOf(entries), beside)
	if of != nil {
		return key
	}
	return digest.Of(key, e.filters(p))
}

// shapeIn is what a page about a year shows of its run: that year, and which
// others there are. Year 0 stands for all of it.
func (e *edition) shapeIn(r *run, year int) digest.Sum {
	if year == 0 {
		return r.shape()
	}
	years := make([]int, len(r.years))
	for i, y := range r.years {
		years[i] = y.year
	}
	y := r.in(year)
	return digest.Of(years, r.shapeOf(r.entries[y.start:y.end]))
}

// feedKey names a feed.
func (e *edition) feedKey(format, title, base string, list []*briefing.Briefing) digest.Sum {
	parts := make([]digest.Sum, 0, 2*len(list))
	for _, b := range list {
		parts = append(parts, e.cardSum(b), e.s.bodyOf(b.Path, b.Text, b.Links, b.Pictures, e.s.absolute).sum)
	}
	return digest.Of("feed", format, title, base, e.chrome[home].sum, parts)
}

// eventsKey names a file of events.
func (e *edition) eventsKey(format, title string, timeline []int32, limit int) digest.Sum {
	all := e.told.get(e.entrySums)
	parts := make([]digest.Sum, 0, min(limit, len(timeline)))
	for _, i := range timeline {
		if e.Timeline[i].Event == nil {
			continue
		}
		if len(parts) == limit {
			break
		}
		parts = append(parts, all[i])
	}
	return digest.Of("events", format, title, e.Lang, parts)
}
