package page

import (
	"fmt"
	"iter"
	"strings"
	"time"

	"chancery/generator/briefing"
	"chancery/generator/date"
	"chancery/generator/digest"
)

// BriefingsView is data/briefings.json: every briefing of every edition.
type BriefingsView struct {
	s *Site
}

// Briefings makes the records one after the other.
func (v *BriefingsView) Briefings() iter.Seq[BriefingRecord] {
	return func(yield func(BriefingRecord) bool) {
		for _, e := range v.s.editions {
			for _, b := range e.Briefings {
				if !yield(e.record(b)) {
					return
				}
			}
		}
	}
}

// BriefingRecord is one briefing in data/briefings.json.
type BriefingRecord struct {
	URL       string          `json:"url"`
	Title     string          `json:"title"`
	Date      string          `json:"date"`
	Lang      string          `json:"lang"`
	Authors   []string        `json:"authors"`
	Regions   []string        `json:"regions"`
	Countries []string        `json:"countries"` // ISO codes of the subject countries
	Inferred  bool            `json:"inferred"`  // countries were found in the text
	Mentions  []MentionRecord `json:"mentions"`
	Topics    []string        `json:"topics"`
	Summary   string          `json:"summary"`
}

// MentionRecord is a country named in a briefing.
type MentionRecord struct {
	Country string `json:"country"`
	Count   int    `json:"count"`
}

func (s *Site) briefingData() Page {
	return Page{
		Path: "data/briefings.json", Source: "data/briefings.json", Key: s.briefingsKey,
		View: func() any { return &BriefingsView{s} },
	}
}

func (e *edition) record(b *briefing.Briefing) BriefingRecord {
	path := e.briefingPath(b)
	r := BriefingRecord{
		URL: first(e.s.absolute(path), e.s.url(path)), Title: b.Title, Date: e.instant(b.Date).Datetime, Lang: b.Lang,
		Authors: []string{}, Regions: []string{}, Countries: []string{}, Mentions: []MentionRecord{}, Topics: []string{},
		Inferred: b.Inferred, Summary: b.Detail().Summary,
	}
	for _, a := range b.Authors {
		r.Authors = append(r.Authors, e.authorName(a.ID, a.Name))
	}
	r.Regions = append(r.Regions, b.Regions...)
	r.Countries = append(r.Countries, subjectCodes(b)...)
	for _, m := range b.Mentions {
		r.Mentions = append(r.Mentions, MentionRecord{m.Code, m.N})
	}
	for _, t := range b.Topics {
		r.Topics = append(r.Topics, e.topicName(t.ID, t.Name))
	}
	return r
}

// EventsView is a list of events for machines: events.json, .csv or .ics.
type EventsView struct {
	Format string // "json", "csv" or "ics"
	Title  string
	Lang   string
	Host   string // for the ids of calendar entries
	Stamp  string // of the newest change, for calendars: "20250108T204500Z"

	e       *edition
	entries []int32
}

// Events makes the records one after the other: all of a large site at once
// would be most of its memory.
func (v *EventsView) Events() iter.Seq[EventRecord] {
	return func(yield func(EventRecord) bool) {
		base := first(v.e.s.in.Config.BaseURL, v.e.s.in.Config.BasePath) + "/"
		for _, i := range v.entries {
			if !yield(v.e.eventRecord(i, base)) {
				return
			}
		}
	}
}

// EventRecord is one event for machines. Its addresses are in parts that events
// share: there are hundreds of thousands of records.
type EventRecord struct {
	Path      string // of its briefing in the output, without index.html: with the anchor it is unique in the edition
	Base      string // before Address: "https://example.org/"
	Address   string // of the page that tells it
	Anchor    string // in that page
	Date      string
	End       string // empty when it is no range
	Precision string
	Inferred  bool
	Text      string
	Countries []string

	span date.Span
}

// Days are the first day that the event covers and the day after its last one,
// as calendars write them: "20210727".
func (r EventRecord) Days() (first, after string) {
	return compact(r.span.First().Plain()), compact(r.span.Last().AddDays(1).Plain())
}

// placeEvents bounds the calendar of one country or region: its newest events.
// The edition's own files hold all.
const placeEvents = 200

// eventData are the files of all events of the edition.
func (e *edition) eventData() []Page {
	return e.eventPages(e.chrome[home].SiteTitle, e.main().entries, len(e.Timeline()), "data")
}

func (e *edition) eventPages(title string, timeline []int32, limit int, segments ...string) []Page {
	base := e.prefix + strings.Join(append(segments, ""), "/")
	var out []Page
	for _, format := range []string{"json", "csv", "ics"} {
		out = append(out, Page{
			Path: base + "events." + format, Source: "the events of " + title,
			View: func() any { return e.eventsView(format, title, timeline, limit) },
			Key:  func() digest.Sum { return e.eventsKey(format, title, timeline, limit) },
		})
	}
	return out
}

func (e *edition) eventsView(format, title string, timeline []int32, limit int) *EventsView {
	v := &EventsView{Format: format, Title: title, Lang: e.Lang, Host: e.s.host(), e: e}
	var newest time.Time
	for _, i := range timeline {
		if e.Timeline()[i].Event == nil {
			continue
		}
		if len(v.entries) == limit {
			break
		}
		v.entries = append(v.entries, i)
		if m := e.s.moment(e.Timeline()[i].Event.In[0]); m.After(newest) {
			newest = m
		}
	}
	v.Stamp = newest.UTC().Format("20060102T150405Z")
	return v
}

func (e *edition) eventRecord(i int32, base string) EventRecord {
	a := e.Timeline()[i].Event
	path := e.briefingPath(a.In[0])
	r := EventRecord{
		Path: strings.TrimSuffix(path, "/index.html"), Base: base,
		Address: escapePath(strings.TrimSuffix(path, "index.html")), Anchor: a.ID,
		Date: a.Span.Start.Plain(), Precision: a.Span.Start.Precision().String(), Inferred: a.Inferred,
		Text: a.Text, Countries: a.Countries, span: a.Span,
	}
	if a.Span.Start.Approx {
		r.Precision = "approximate " + r.Precision
	}
	if !a.Span.End.IsZero() {
		r.End = a.Span.End.Plain()
	}
	return r
}

func compact(day string) string { return strings.ReplaceAll(day, "-", "") }

// host is the site's name for ids; without base_url there is none.
func (s *Site) host() string {
	rest := s.in.Config.BaseURL
	if _, after, ok := strings.Cut(rest, "://"); ok {
		rest = after
	}
	host, _, _ := strings.Cut(rest, "/")
	return first(host, "site.invalid")
}

// calendars leads to the files of events under an address.
func (e *edition) calendars(segments ...string) []Link {
	base := e.prefix + strings.Join(append(segments, ""), "/")
	var out []Link
	for _, format := range []string{"ics", "csv", "json"} {
		out = append(out, Link{Text: strings.ToUpper(format), URL: e.s.url(base + "events." + format)})
	}
	return out
}

// Redirect is a page at a former address.
type Redirect struct {
	Title, Lang, URL, Canonical string
}

// RobotsView is robots.txt.
type RobotsView struct {
	Sitemap string // absolute; empty without base_url
	Closed  bool   // a preview: nothing is to be indexed
}

func (s *Site) robots() Page {
	return Page{Path: "robots.txt", Source: "robots.txt", View: func() any {
		v := &RobotsView{Closed: s.in.Archive.IsPreview()}
		v.Sitemap = s.absolute("sitemap.xml")
		return v
	}}
}

// SitemapView is a sitemap, or the index of several.
type SitemapView struct {
	URLs     []SitemapURL
	Sitemaps []string // addresses of the parts; then URLs is empty
}

// SitemapURL is one page in a sitemap.
type SitemapURL struct {
	Loc        string
	Modified   string // "2025-01-08"; empty when unknown
	Alternates []Alternate
}

// sitemapLimit is what the sitemaps protocol allows in one file, less some room.
const sitemapLimit = 45000

// sitemaps lists all pages that are to be found; none without base_url.
func (s *Site) sitemaps(pages []Page) []Page {
	if s.in.Config.BaseURL == "" {
		return nil
	}
	listed := listedOf(pages)
	if len(listed) <= sitemapLimit {
		return []Page{s.sitemap("sitemap.xml", listed)}
	}
	var out []Page
	var names []string
	for i := 0; i < len(listed); i += sitemapLimit {
		name := fmt.Sprintf("sitemap-%d.xml", len(names)+1)
		names = append(names, s.absolute(name))
		out = append(out, s.sitemap(name, listed[i:min(len(listed), i+sitemapLimit)]))
	}
	index := Page{Path: "sitemap.xml", Source: "the sitemap", View: func() any { return &SitemapView{Sitemaps: names} }}
	return append(out, index)
}

// maxSitemaps is the most sitemaps that so many pages need, with their index.
func maxSitemaps(pages int) int { return pages/sitemapLimit + 2 }

// listedOf are the pages that belong in a sitemap.
func listedOf(pages []Page) []*Page {
	out := make([]*Page, 0, len(pages))
	for i := range pages {
		if pages[i].Listed {
			out = append(out, &pages[i])
		}
	}
	return out
}

func (s *Site) sitemap(path string, listed []*Page) Page {
	return Page{
		Path: path, Source: "the sitemap",
		View: func() any { return &SitemapView{URLs: s.sitemapURLs(listed)} },
		Key:  func() digest.Sum { return s.sitemapKey(listed) },
	}
}

func (s *Site) sitemapURLs(pages []*Page) []SitemapURL {
	out := make([]SitemapURL, len(pages))
	for i, p := range pages {
		out[i] = SitemapURL{Loc: s.absolute(p.Path), Alternates: p.Others}
		if !p.Modified.IsZero() {
			out[i].Modified = p.Modified.Format("2006-01-02")
		}
	}
	return out
}
