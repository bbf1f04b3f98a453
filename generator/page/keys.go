package page

import (
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
	k := digest.Begin("card")
	k.Add(b.Card)
	k.Add(e.s.sum)
	k.Number(int(e.s.in.Archive.Mark(b)))
	if b.Picture.Ref != "" {
		a, _ := e.s.asset(b.Path, b.Picture.Ref)
		k.Text(a.Path)
		k.Number(a.Width)
		k.Number(a.Height)
	}
	return k.Sum()
}

// eventSum names an event: those who tell it, and which of its countries have a
// page to link to.
func (e *edition) eventSum(a *archive.Event) digest.Sum {
	k := digest.Begin("event")
	k.Add(e.s.sum)
	k.Number(1 + len(a.More))
	for t := range a.Tellings() {
		k.Add(t.In.Card)
		k.Add(t.Sum)
	}
	for _, c := range a.Countries {
		if _, ok := e.Countries.Find(c); ok {
			k.Text(c)
		}
	}
	return k.Sum()
}

// briefingSums names the cards of all briefings.
func (e *edition) briefingSums() []digest.Sum {
	return parallel.Make(len(e.Briefings), func(i int) digest.Sum { return e.newCardSum(e.Briefings[i]) })
}

// entrySums names every entry of the timeline.
func (e *edition) entrySums() []digest.Sum {
	return parallel.Make(len(e.Timeline()), e.entrySum)
}

// entrySum names the entry at a place of the timeline.
func (e *edition) entrySum(at int) digest.Sum {
	if n := e.Timeline()[at]; n.Event != nil {
		return e.eventSum(n.Event)
	}
	return e.shown.get(e.briefingSums)[e.Tellers()[at]]
}

// addEntries adds some entries of the timeline to a key.
func (e *edition) addEntries(k digest.Writer, entries []int32) {
	add(k, e.told.get(e.entrySums), entries)
}

// addAt adds the cards of the briefings at some positions.
func (e *edition) addAt(k digest.Writer, positions []int32) {
	add(k, e.shown.get(e.briefingSums), positions)
}

func add(k digest.Writer, all []digest.Sum, at []int32) {
	k.Number(len(at))
	for _, i := range at {
		k.Add(all[i])
	}
}

// sumAt is one of some sums; zero where there is none.
func sumAt(sums []digest.Sum, at int) digest.Sum {
	if at < 0 || at >= len(sums) {
		return digest.Sum{}
	}
	return sums[at]
}

// addCards adds some cards.
func (e *edition) addCards(k digest.Writer, list []*briefing.Briefing) {
	k.Number(len(list))
	for _, b := range list {
		e.addCard(k, b)
	}
}

// addCard adds a card, of whatever edition; nil is none.
func (e *edition) addCard(k digest.Writer, b *briefing.Briefing) {
	switch {
	case b == nil:
		k.Add(digest.Sum{})
	case b.Lang == e.Lang:
		k.Add(e.cardSum(b))
	default:
		k.Add(e.s.edition(b.Lang).cardSum(b))
	}
}

// addFrame adds the frame of a page.
func (e *edition) addFrame(k digest.Writer, section, path string) {
	k.Add(e.chromeOf(section).sum)
	k.Text(path)
}

// bodySum names a text and where each of its references leads now.
func (s *Site) bodySum(from string, text digest.Sum, links, pictures []briefing.Target) digest.Sum {
	k := digest.Begin("body")
	k.Add(text)
	k.Text(s.in.Config.BasePath)
	k.Number(len(links))
	for _, l := range links {
		target, fragment, ok := s.resolve(from, l.Ref)
		k.Text(target)
		k.Text(fragment)
		k.Bool(ok)
	}
	for _, p := range pictures {
		a, _ := s.asset(from, p.Ref)
		k.Text(a.Path)
	}
	return k.Sum()
}

// bodySum names the text of a briefing.
func (e *edition) bodySum(b *briefing.Briefing) digest.Sum {
	if i, ok := e.Position(b); ok {
		return e.bodies.get(i, b, e.newBodySum)
	}
	return e.newBodySum(b)
}

func (e *edition) newBodySum(b *briefing.Briefing) digest.Sum {
	return e.s.bodySum(b.Path, b.Text, b.Links, b.Pictures)
}

// briefingKey names the page of the briefing at a position: itself, its text with what that
// refers to, and all that it leads on to.
func (e *edition) briefingKey(at int) digest.Sum {
	b, cards := e.Briefings[at], e.shown.get(e.briefingSums)
	k := digest.Begin("briefing")
	e.addFrame(k, "", e.paths[at])
	k.Add(cards[at])
	k.Add(b.Meta)
	k.Add(e.bodies.get(at, b, e.newBodySum))
	k.Add(sumAt(cards, at-1))
	k.Add(sumAt(cards, at+1))
	e.addAt(k, e.relatedTo(at))
	if b.Series != "" {
		e.addCards(k, e.Series(b.Series))
	}
	for _, t := range b.Supersedes {
		if o, ok := e.s.in.Archive.Source(t.Ref); ok {
			e.addCard(k, o)
		}
	}
	e.addCards(k, e.Replacing(b.Path))
	k.Any(e.translations(b))
	e.addLinked(k, b)
	return k.Sum()
}

// addLinked adds the countries named in a briefing or its events that have a page.
func (e *edition) addLinked(k digest.Writer, b *briefing.Briefing) {
	add := func(code string) {
		if _, ok := e.Countries.Find(code); ok {
			k.Text(code)
		}
	}
	for _, m := range b.Mentions {
		add(m.Code)
	}
	for i := range b.Events {
		for _, code := range b.Events[i].Countries {
			add(code)
		}
	}
}

// dossierKey names the first page of a dossier.
func (e *edition) dossierKey(kind string, d *archive.Dossier, r *run) digest.Sum {
	k := digest.Begin("dossier")
	k.Text(kind)
	e.addFrame(k, kind, e.dossierPath(kind, d.ID))
	k.Text(e.dossierName(kind, d))
	k.Add(r.shape(r.years))
	k.Add(e.leads(r))
	e.addEntries(k, r.entries[:min(len(r.entries), r.landing)])
	e.addAt(k, d.Positions)
	k.Number(len(d.Mentions))
	e.addCards(k, d.Mentions[:min(dossierMentions, len(d.Mentions))])
	e.addIntro(k, kind, d.ID)
	k.Any(e.alsoIn(kind, d.ID))
	for _, n := range e.around(kind, d.ID) {
		k.Number(n)
	}
	return k.Sum()
}

// leads names the strip of a run when it leads to the edition's timeline, where
// the page that holds a month depends on what other places have in that year.
func (e *edition) leads(r *run) digest.Sum {
	if r.paged || len(r.entries) <= r.landing {
		return digest.Sum{}
	}
	return digest.Of(e.strip(r))
}

// addIntro adds the introduction of a dossier.
func (e *edition) addIntro(k digest.Writer, kind, id string) {
	if p := e.introOf(kind, id); p != nil {
		k.Add(e.s.bodySum(p.Path, p.Text, p.Links, p.Pictures))
		k.Text(p.Summary)
	}
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
	k := digest.Begin("timeline")
	entries, path, rest := r.entries[:min(len(r.entries), r.landing)], r.path(), 0
	if p != nil {
		rest = 1
		here := p.all[p.at]
		entries = r.entries[here.start:here.end]
		path = r.yearPath(here.year, here.number)
		r.addYear(k, here.year)
		for _, step := range []int{-1, 1} {
			r.addTurn(k, p, step)
		}
	} else {
		k.Add(r.shape(r.years))
	}
	e.addFrame(k, timeline, path)
	e.addEntries(k, entries)
	if of != nil {
		k.Text(of.Text)
		k.Text(of.URL)
	} else {
		k.Add(e.filtered()[rest])
	}
	return k.Sum()
}

// addYear adds what a page about a year shows of its run: that year, and which
// others there are.
func (r *run) addYear(k digest.Writer, year int) {
	k.Number(len(r.years))
	for _, y := range r.years {
		k.Number(y.year)
	}
	k.Add(r.shape(r.in(year)))
}

// addTurn adds the page before or after one of a run; one of the same year is
// named by the months it covers.
func (r *run) addTurn(k digest.Writer, p *partOf, step int) {
	i := p.at + step
	if i < 0 || i >= len(p.all) {
		k.Bool(false)
		return
	}
	to := p.all[i]
	k.Bool(true)
	k.Number(to.year)
	k.Number(to.number)
	if to.year == p.all[p.at].year {
		k.Number(int(r.dates[r.entries[to.start]] &^ ofEvent))
		k.Number(int(r.dates[r.entries[to.end-1]] &^ ofEvent))
	}
}

// addFeed adds briefings with their texts, as feeds show them.
func (e *edition) addFeed(k digest.Writer, list []*briefing.Briefing) {
	for _, b := range list {
		e.addCard(k, b)
		k.Add(e.bodySum(b))
	}
}

// feedKey names a feed.
func (e *edition) feedKey(format, title, base string, list []*briefing.Briefing) digest.Sum {
	k := digest.Begin("feed")
	k.Text(format)
	k.Text(title)
	k.Text(base)
	k.Add(e.chrome[home].sum)
	e.addFeed(k, list)
	return k.Sum()
}

// sitemapKey names a sitemap of some pages.
func (s *Site) sitemapKey(listed []*Page) digest.Sum {
	k := digest.Begin("sitemap")
	k.Text(s.absolute(""))
	for _, p := range listed {
		k.Text(p.Path)
		k.Number(int(p.Modified.Unix()))
		if len(p.Others) > 0 {
			k.Any(p.Others)
		}
	}
	return k.Sum()
}
