package page

import (
	"html/template"
	"strings"
	"time"

	"chancery/generator/archive"
	"chancery/generator/briefing"
	"chancery/generator/date"
	"chancery/generator/markdown"
)

// card makes the card of a briefing.
func (e *edition) card(b *briefing.Briefing) *Card {
	if b == nil {
		return nil
	}
	i, ok := e.Position(b)
	if !ok {
		return e.s.edition(b.Lang).card(b)
	}
	return e.cards.get(i, b, e.newCard)
}

// cardAt is the card of the briefing at a position; nil where there is none.
func (e *edition) cardAt(at int) *Card {
	if at < 0 || at >= len(e.Briefings) {
		return nil
	}
	return e.cards.get(at, e.Briefings[at], e.newCard)
}

func (e *edition) newCard(b *briefing.Briefing) *Card {
	d := b.Detail()
	c := &Card{
		URL: e.briefingURL(b), Title: b.Title, Lang: b.Lang, Dir: markdown.Direction(b.Lang),
		Date:    e.instant(b.Date),
		Authors: e.bylines(b), Places: e.subjects(b), Regions: e.declaredRegions(b), Topics: e.topicLinks(b),
		Summary: d.Summary, Video: d.Video != "", Minutes: b.Minutes(),
		In: e.wordsOf(subjectCodes(b), b), T: e.t,
	}
	if b.Picture.Ref != "" {
		c.Picture = e.picture(b)
	}
	if v := e.s.in.Archive.Mark(b); v != briefing.Visible {
		c.Mark = v.String()
	}
	if len(c.Places) == 0 {
		c.Places = c.Regions
	}
	names := make([]string, len(c.Authors))
	for i, a := range c.Authors {
		names[i] = a.Name
	}
	c.Signed, c.Where = strings.Join(names, ", "), namesOf(c.Places)
	c.sum = e.cardSum(b)
	return c
}

func (e *edition) cardsOf(list []*briefing.Briefing) []*Card {
	out := make([]*Card, 0, len(list))
	for _, b := range list {
		out = append(out, e.card(b))
	}
	return out
}

func (e *edition) bylines(b *briefing.Briefing) []Byline {
	out := make([]Byline, 0, len(b.Authors))
	for _, a := range b.Authors {
		line := Byline{Name: e.authorName(a.ID, a.Name), URL: e.dossierURL(authors, a.ID)}
		for _, known := range e.s.in.Config.Authors {
			if known.ID == a.ID {
				line.Role = known.Role.In(e.Lang, e.s.in.Config.Languages[0])
			}
		}
		out = append(out, line)
	}
	return out
}

func (e *edition) subjects(b *briefing.Briefing) []Place {
	out := make([]Place, 0, len(b.Countries))
	for _, c := range b.Countries {
		p := e.country(c.Code)
		p.Inferred = b.Inferred
		out = append(out, p)
	}
	return out
}

// country is a country with its page, if it has one.
func (e *edition) country(code string) Place {
	l, ok := e.directory(countries).link(code)
	if !ok {
		l.Text = e.s.in.Places.Name(code, e.Lang)
	}
	return Place{Code: code, Name: l.Text, URL: l.URL}
}

func (e *edition) region(id string) Place {
	return Place{Code: id, Name: e.s.in.Places.RegionName(id, e.Lang), URL: e.dossierURL(regions, id)}
}

func (e *edition) declaredRegions(b *briefing.Briefing) []Place {
	var out []Place
	for _, id := range b.Regions {
		out = append(out, e.region(id))
	}
	return out
}

func (e *edition) topicLinks(b *briefing.Briefing) []Link {
	var out []Link
	for _, t := range b.Topics {
		out = append(out, Link{Text: e.topicName(t.ID, t.Name), URL: e.dossierURL(topics, t.ID)})
	}
	return out
}

func subjectCodes(b *briefing.Briefing) []string {
	var out []string
	for _, c := range b.Countries {
		out = append(out, c.Code)
	}
	return out
}

// wordsOf are the words by which a list can be narrowed to what a briefing or an
// event of it is about.
func (e *edition) wordsOf(codes []string, b *briefing.Briefing) string {
	words := make([]byte, 0, 128)
	for _, c := range codes {
		words = e.appendWord(words, countries, c)
	}
	for _, id := range b.Regions {
		words = e.appendWord(words, regions, id)
	}
	for _, t := range b.Topics {
		words = e.appendWord(words, topics, t.ID)
	}
	return string(words)
}

func (e *edition) appendWord(words []byte, kind, id string) []byte {
	if len(words) > 0 {
		words = append(words, ' ')
	}
	d := e.directory(kind)
	if n, ok := d.numbers[id]; ok {
		return append(words, d.words[n]...)
	}
	return append(words, e.word(kind, id)...)
}

// word stands for a dossier among the words of a list: "c-mali".
func (e *edition) word(kind, id string) string { return kind[:1] + "-" + e.slug(kind, id) }

// namesOf joins the names of places.
func namesOf(places []Place) string {
	names := make([]string, len(places))
	for i, p := range places {
		names[i] = p.Name
	}
	return joined(names)
}

// joined joins names.
func joined(names []string) string { return string(appendJoined(nil, names)) }

// appendJoined joins names. Each is isolated, so that names in scripts of two
// directions do not disturb each other (Unicode Standard Annex 9).
func appendJoined(dst []byte, names []string) []byte {
	const isolate, pop = "\u2068", "\u2069"
	if len(names) == 1 {
		return append(dst, names[0]...)
	}
	for i, name := range names {
		if i > 0 {
			dst = append(dst, " · "...)
		}
		dst = append(append(append(dst, isolate...), name...), pop...)
	}
	return dst
}

// tell makes a line of the entry at a place of the timeline, with the words by
// which a list can be narrowed where one can be.
func (e *edition) tell(v *Line, at int32, narrow bool) {
	n := e.Timeline()[at]
	if n.Event != nil {
		e.tellEvent(v, n.Event, e.urls[e.Tellers()[at]])
		if narrow {
			v.In = e.wordsOf(n.Event.Countries, n.Event.In)
		}
		return
	}
	c := e.cardAt(int(e.Tellers()[at]))
	*v = Line{
		Label: e.t.BriefingMark, Datetime: c.Date.Datetime, Date: c.Date.Short, URL: c.URL,
		Title: template.HTML(template.HTMLEscapeString(c.Title)), Summary: c.Summary, Meta: c.Signed, T: e.t,
	}
	if narrow {
		v.In = c.In
	}
	if c.Where != "" && v.Meta != "" {
		v.Meta += " · "
	}
	v.Meta += c.Where
	v.Mark = e.markOf(c)
}

// markOf is the mark of a card in words.
func (e *edition) markOf(c *Card) string {
	switch c.Mark {
	case "":
		return ""
	case briefing.Draft.String():
		return e.t.Draft
	case briefing.Expired.String():
		return e.t.Expired
	}
	return e.t.Embargoed
}

// tellEvent makes a line of an event that is told first on a page.
func (e *edition) tellEvent(v *Line, a *archive.Event, page string) {
	start, told := e.day(a.Span.Start), a.Account()
	*v = Line{
		Datetime: start.Datetime, Date: start.Short, Approx: start.Approx, Inferred: told.Inferred,
		URL: page + "#" + told.ID, Title: template.HTML(told.HTML), // safe by the converter that made it
		T: e.t,
	}
	if !a.Span.End.IsZero() {
		v.Date = a.Span.Format(e.Lang, date.Full)
	}
	names := make([]string, 0, 8) // enough for nearly all, so that it stays on the stack
	for _, code := range a.Countries {
		names = append(names, e.country(code).Name)
	}
	meta := appendJoined(make([]byte, 0, 256), names)
	if len(names) > 0 {
		meta = append(meta, " · "...)
	}
	meta = append(append(append(meta, e.t.ToldIn...), ' '), a.In.Title...)
	v.Meta = string(meta)
	for _, t := range a.More {
		v.Also = append(v.Also, e.teller(t))
	}
}

// teller leads to where an event is told.
func (e *edition) teller(t archive.Telling) *Link {
	return &Link{Text: t.In.Title, URL: e.anchorURL(t.In, t.Account().ID)}
}

// anchorURL is the address of a place within a briefing's page.
func (e *edition) anchorURL(b *briefing.Briefing, id string) string {
	return e.briefingURL(b) + "#" + id
}

func (e *edition) places(codes []string) []Place {
	out := make([]Place, len(codes))
	for i, code := range codes {
		out[i] = e.country(code)
	}
	return out
}

func (e *edition) newEvent(a *archive.Event) *Event {
	told := a.Account()
	v := &Event{
		ID: told.ID, Date: e.day(a.Span.Start), Text: told.Text, HTML: template.HTML(told.HTML), // safe by the converter that made it
		URL: e.anchorURL(a.In, told.ID), T: e.t,
	}
	v.Date.Inferred = told.Inferred
	if !a.Span.End.IsZero() {
		end := e.day(a.Span.End)
		v.End = &end
		v.Date.Text = a.Span.Format(e.Lang, date.Full)
	}
	v.Places = e.places(a.Countries)
	for t := range a.Tellings() {
		v.Briefings = append(v.Briefings, e.teller(t))
	}
	v.sum = e.eventSum(a)
	return v
}

// day is a date ready to print.
func (e *edition) day(d date.Date) When { return e.days.get(dayNumber(d), d, e.newDay) }

// dayNumber is a number that days beside each other have beside each other.
func dayNumber(d date.Date) int { return (int(d.Year)*13+int(d.Month))*32 + int(d.Day) }

func (e *edition) newDay(d date.Date) When {
	text := d.Format(e.Lang, date.Full)
	return When{Datetime: d.Plain(), Text: text, Day: text, Short: d.Format(e.Lang, date.Short), Approx: d.Approx}
}

// instant is a day, with its time of day when one was given.
func (e *edition) instant(i date.Instant) When {
	w := e.day(i.Day)
	if i.HasTime {
		w.Datetime = i.String()
		w.Text += ", " + i.Time.Format("15:04") + foreign(i.Time, e.s.in.Config.TimeZone)
	}
	return w
}

// foreign names the zone of a time that is no time of the site's. It is shown as
// it was written, for its day is that of its address and of its place in lists.
func foreign(t time.Time, site *time.Location) string {
	_, offset := t.Zone()
	if site != nil {
		if _, own := t.In(site).Zone(); own == offset {
			return ""
		}
	}
	if offset == 0 {
		return " UTC"
	}
	return t.Format(" UTC-07:00")
}

// entries are lines of a timeline, from their positions.
func (e *edition) entries(list []int32, narrow bool) []Entry {
	out := make([]Entry, len(list))
	for k, i := range list {
		out[k] = Entry{e: e, at: i, narrow: narrow}
	}
	return out
}
