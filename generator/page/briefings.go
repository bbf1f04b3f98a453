package page

import (
	"fmt"
	"html/template"
	"slices"
	"strings"
	"time"

	"chancery/generator/archive"
	"chancery/generator/briefing"
	"chancery/generator/digest"
	"chancery/generator/markdown"
)

// briefing is the page of the briefing at a position.
func (e *edition) briefing(at int) Page {
	b := e.Briefings[at]
	return Page{
		Path: e.paths[at], Template: "briefing", Source: b.Path, Listed: true, Year: int(b.Date.Day.Year),
		Modified: e.s.moment(b),
		Others:   e.translations(b),
		Own:      ownSum(b),
		View:     func() any { return e.briefingView(at) },
		Key:      func() digest.Sum { return e.briefingKey(at) },
	}
}

// moment is when a briefing last changed for its readers.
func (s *Site) moment(b *briefing.Briefing) time.Time {
	zone := s.in.Config.TimeZone
	if zone == nil {
		zone = time.UTC
	}
	return b.Changed.Start(zone)
}

func (e *edition) briefingView(at int) *Briefing {
	b := e.Briefings[at]
	c, d := e.card(b), b.Detail()
	text := e.text(b)
	v := &Briefing{
		Frame: e.frame("", b.Title, e.paths[at]),
		Date:  c.Date, Authors: c.Authors, Countries: e.subjects(b), Regions: c.Regions, Topics: c.Topics,
		Mentioned: e.mentioned(b), Minutes: c.Minutes, Words: b.Words, Mark: c.Mark, Params: d.Params,
		Outline: text.outline, Lead: c.Picture, Body: text.body, Events: len(b.Events),
		Corrections: e.corrections(b), Sources: e.sources(b, text.marks),
	}
	if len(b.Countries) == 1 {
		v.Dateline = v.Countries[0].Name
	}
	if d.SummaryDeclared {
		v.Summary = d.Summary
	}
	if !b.Updated.IsZero() {
		w := e.instant(b.Updated)
		v.Updated = &w
	}
	if m, ok := markdown.EmbedOf(d.Video); ok {
		v.Video = &Embed{Service: m.Service, Who: m.Who, What: m.What, URL: m.URL}
	}
	v.Dates = e.declaredEvents(b)
	e.relate(v, at)
	e.describe(v, b)
	return v
}

// declaredEvents are those of the front matter: they stand nowhere in the text,
// and what links to them must find them.
func (e *edition) declaredEvents(b *briefing.Briefing) []*Event {
	var out []*Event
	for v, told := range b.Told() {
		if told.Rule == briefing.Declared {
			out = append(out, e.newEvent(&archive.Event{Telling: archive.Telling{Event: v, In: b}}))
		}
	}
	return out
}

// relate fills in what leads on from the briefing at a position.
func (e *edition) relate(v *Briefing, at int) {
	b := e.Briefings[at]
	v.Previous, v.Next = e.cardAt(at+1), e.cardAt(at-1)
	for _, i := range e.relatedTo(at) {
		v.Related = append(v.Related, e.cardAt(int(i)))
	}
	v.SupersededBy = e.cardsOf(e.Replacing(b.Path))
	for _, t := range b.Supersedes {
		if old, ok := e.s.in.Archive.Source(t.Ref); ok {
			v.Supersedes = append(v.Supersedes, e.card(old))
		}
	}
	if run := e.Series(b.Series); b.Series != "" && len(run) > 1 {
		v.Series = &Series{Name: b.Series, Items: e.cardsOf(run), Number: slices.Index(run, b) + 1}
	}
}

// relatedTo are the positions of the briefings that a reader of one may want
// next: asked for by the key of its page and again by the page.
func (e *edition) relatedTo(at int) []int32 { return e.related.get(at, at, e.Related) }

// describe fills in what the head of the document says.
func (e *edition) describe(v *Briefing, b *briefing.Briefing) {
	v.Type, v.Description = "article", b.Detail().Summary
	v.Published = v.Date.Datetime
	if v.Updated != nil {
		v.Modified = v.Updated.Datetime
	}
	v.Image = v.Lead
	v.Alternates = e.translations(b)
	v.Feeds = e.feedLinks(v.SiteTitle)
	v.Citation = e.citation(v)
	v.Data = e.articleData(v, b)
}

// translations are the same piece in all languages it exists in, this one
// included; none when it exists in one only.
func (e *edition) translations(b *briefing.Briefing) []Alternate {
	others := e.s.in.Archive.Translations(b)
	if len(others) == 0 {
		return nil
	}
	out := []Alternate{e.alternate(e.briefingPath(b))}
	for _, o := range others {
		other := e.s.edition(o.Lang)
		out = append(out, other.alternate(other.briefingPath(o)))
	}
	return out
}

// mentioned are the countries that a briefing names without being about them.
func (e *edition) mentioned(b *briefing.Briefing) []Place {
	isSubject := func(code string) bool {
		return slices.ContainsFunc(b.Countries, func(s briefing.Subject) bool { return s.Code == code })
	}
	out := make([]Place, 0, len(b.Mentions))
	for _, m := range b.Mentions {
		if !isSubject(m.Code) {
			p := e.country(m.Code)
			p.Score = m.N
			out = append(out, p)
		}
	}
	return out
}

func (e *edition) corrections(b *briefing.Briefing) []Correction {
	names := map[string]string{
		"correction": e.t.Correction, "clarification": e.t.Clarification,
		"retraction": e.t.Retraction, "update": e.t.Update,
	}
	var out []Correction
	for _, c := range b.Detail().Corrections {
		out = append(out, Correction{Date: e.day(c.Date), Type: names[c.Type], Text: c.Text})
	}
	return out
}

func (e *edition) sources(b *briefing.Briefing, marks []briefing.Mark) []Source {
	d := b.Detail()
	out := make([]Source, 0, len(d.Sources))
	for i, s := range d.Sources {
		source := Source{
			ID: fmt.Sprintf("source-%d", i+1), Number: i + 1, Title: s.Title,
			HTML: template.HTML(s.HTML), // safe by the converter that made it
			URL:  s.URL, Publisher: s.Publisher, Archived: s.Archived,
		}
		if !s.Date.IsZero() {
			source.Date = e.day(s.Date).Text
		}
		for _, m := range marks {
			if m.Source == i+1 {
				source.Marks = append(source.Marks, Link{Text: letter(len(source.Marks)), URL: "#" + m.ID})
			}
		}
		out = append(out, source)
	}
	return out
}

// letter names the n-th back-link of a source: a, b … z, aa.
func letter(n int) string {
	if n < 26 {
		return string(rune('a' + n))
	}
	return letter(n/26-1) + letter(n%26)
}

// citation says how to cite a briefing, in plain text.
func (e *edition) citation(v *Briefing) string {
	names := make([]string, len(v.Authors))
	for i, a := range v.Authors {
		names[i] = a.Name
	}
	address, form := first(v.Canonical, v.URL), e.t.CitationForm
	if after, ok := strings.CutPrefix(form, "%[1]s"); ok && len(names) == 0 {
		form = strings.TrimLeft(after, " ,،.;:")
	}
	return fmt.Sprintf(form, strings.Join(names, ", "), v.Title, v.SiteTitle, v.Date.Day, address)
}

// redirects are the pages at a briefing's former addresses.
func (e *edition) redirects(at int) []Page {
	var out []Page
	b := e.Briefings[at]
	for _, alias := range b.Aliases {
		out = append(out, Page{Path: aliasPath(alias), Source: b.Path, View: func() any {
			return &Redirect{Title: b.Title, Lang: b.Lang, URL: e.urls[at], Canonical: first(e.s.absolute(e.paths[at]), e.urls[at])}
		}})
	}
	return out
}
