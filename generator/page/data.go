package page

import (
	"fmt"
	"iter"
	"strings"
	"sync"
	"time"

	"chancery/generator/archive"
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
	URL       string
	Title     string
	Date      string
	Lang      string
	Authors   []string
	Regions   []string
	Countries []string // ISO codes of the subject countries
	Inferred  bool     // countries were found in the text
	Mentions  []MentionRecord
	Topics    []string
	Summary   string
}

// MentionRecord is a country named in a briefing.
type MentionRecord struct {
	Country string
	Count   int
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
		Regions: b.Regions, Countries: subjectCodes(b), Inferred: b.Inferred, Summary: b.Detail().Summary,
	}
	for _, a := range b.Authors {
		r.Authors = append(r.Authors, e.authorName(a.ID, a.Name))
	}
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
	Base   string // before the addresses of events: "https://example.org/"

	e        *edition
	timeline []int32
	limit    int // to so many events
}

// gathered is how many events are looked up at a time. They lie far apart in
// memory, which is fetched sooner when nothing else is done between.
const gathered = 32

// Events makes the records one after the other: all of a large site at once
// would be most of its memory. Each is valid until the next.
func (v *EventsView) Events() iter.Seq[*EventRecord] {
	return func(yield func(*EventRecord) bool) {
		addresses := v.e.addresses.get(v.e.pageAddresses)
		batch := make([]EventRecord, 0, gathered)
		hand := func() bool {
			for i := range batch {
				batch[i].EventDates = v.e.eventDates(batch[i].span)
				if !yield(&batch[i]) {
					return false
				}
			}
			batch = batch[:0]
			return true
		}
		for a, at := range v.e.events(v.timeline, v.limit) {
			batch = append(batch, EventRecord{
				pageAddress: addresses[at], Anchor: a.ID, Inferred: a.Inferred, Text: a.Text, Countries: a.Countries, span: a.Span,
			})
			if len(batch) == gathered && !hand() {
				return
			}
		}
		hand()
	}
}

// events goes through so many events of a timeline, each with the position of
// the briefing that tells it.
func (e *edition) events(timeline []int32, limit int) iter.Seq2[*archive.Event, int32] {
	return func(yield func(*archive.Event, int32) bool) {
		all, tellers := e.Timeline(), e.Tellers()
		for _, i := range timeline {
			if limit == 0 {
				return
			}
			if all[i].Event == nil {
				continue
			}
			if limit--; !yield(all[i].Event, tellers[i]) {
				return
			}
		}
	}
}

// EventRecord is one event for machines. What events share is made once: there
// are hundreds of thousands of records.
type EventRecord struct {
	pageAddress
	*EventDates
	Anchor    string // in the page that tells it
	Inferred  bool
	Text      string
	Countries []string

	span date.Span
}

// EventDates are the dates of an event.
type EventDates struct {
	Date      string
	End       string // empty when it is no range
	Precision string
	First     string // day that the event covers, as calendars write it: "20210727"
	After     string // day after its last one
}

// eventDates are the dates of a span.
func (e *edition) eventDates(s date.Span) *EventDates {
	return e.spans.get(dayNumber(s.Start), s, newEventDates)
}

func newEventDates(s date.Span) *EventDates {
	out := &EventDates{
		Date: s.Start.Plain(), Precision: s.Start.Precision().String(),
		First: compact(s.First()), After: compact(s.Last().AddDays(1)),
	}
	if s.Start.Approx {
		out.Precision = "approximate " + out.Precision
	}
	if !s.End.IsZero() {
		out.End = s.End.Plain()
	}
	return out
}

// pageAddress is where a briefing is told.
type pageAddress struct {
	Path    string // in the output, without index.html: with an anchor it is unique in the edition
	Address string // below the site's own
	Plain   bool   // neither holds anything but letters of ASCII, digits and - . _ /
}

func (e *edition) pageAddresses() []pageAddress {
	out := make([]pageAddress, len(e.paths))
	for i, path := range e.paths {
		page := strings.TrimSuffix(path, "index.html")
		out[i] = pageAddress{Path: strings.TrimSuffix(page, "/"), Address: page, Plain: isPlain(page)}
		if !out[i].Plain {
			out[i].Address = escapePath(page)
		}
	}
	return out
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
	told := sync.OnceValue(func() digest.Sum { return e.eventsSum(timeline, limit) })
	var out []Page
	for _, format := range []string{"json", "csv", "ics"} {
		out = append(out, Page{
			Path: base + "events." + format, Source: "the events of " + title,
			View: func() any { return e.eventsView(format, title, timeline, limit) },
			Key:  func() digest.Sum { return digest.Of("events", format, title, e.Lang, told()) },
		})
	}
	return out
}

func (e *edition) eventsView(format, title string, timeline []int32, limit int) *EventsView {
	v := &EventsView{Format: format, Title: title, Lang: e.Lang, Host: e.s.host(), e: e, timeline: timeline, limit: limit}
	v.Base = first(e.s.in.Config.BaseURL, e.s.in.Config.BasePath) + "/"
	if format == "ics" {
		v.Stamp = e.newest(timeline, limit).UTC().Format("20060102T150405Z")
	}
	return v
}

// newest is when one of the briefings that tell some events last changed.
func (e *edition) newest(timeline []int32, limit int) time.Time {
	var newest time.Time
	for _, at := range e.events(timeline, limit) {
		if m := e.s.moment(e.Briefings[at]); m.After(newest) {
			newest = m
		}
	}
	return newest
}

func compact(day date.Date) string { return strings.ReplaceAll(day.Plain(), "-", "") }

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
