package page

import (
	"iter"
	"slices"
	"strings"
	"sync"

	"chancery/generator/date"
	"chancery/generator/digest"
)

// EventsView is a list of events for machines: events.json, .csv or .ics.
type EventsView struct {
	Format string // "json", "csv" or "ics"
	Title  string
	Lang   string
	Host   string // for the ids of calendar entries
	Base   string // before the addresses of events: "https://example.org/"

	e      *edition
	blocks []block[int32] // positions in the timeline
}

// gathered is how many events are looked up at a time. They lie far apart in
// memory, which is fetched sooner when nothing else is done between.
const gathered = 32

// Blocks makes the records one after the other: all of a large site at once would
// be most of its memory. Each is valid until the next.
func (v *EventsView) Blocks() iter.Seq[Block[*EventRecord]] {
	return eachBlock(v.blocks, func(events []int32) iter.Seq[*EventRecord] {
		return func(yield func(*EventRecord) bool) { v.e.eventRecords(events, yield) }
	})
}

func (e *edition) eventRecords(events []int32, yield func(*EventRecord) bool) {
	addresses, timeline, tellers := e.addresses.get(e.pageAddresses), e.Timeline(), e.Tellers()
	batch := make([]EventRecord, 0, gathered)
	for some := range slices.Chunk(events, gathered) {
		batch = batch[:0]
		for _, at := range some {
			v := timeline[at].Event
			told := v.Account()
			batch = append(batch, EventRecord{
				pageAddress: addresses[tellers[at]], Anchor: told.ID, Fragment: escapePath(told.ID), Inferred: told.Inferred, Text: told.Text, Countries: v.Countries, span: v.Span,
			})
		}
		for i := range batch {
			batch[i].EventDates = e.eventDates(batch[i].span)
			if !yield(&batch[i]) {
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
	Fragment  string // the same in an address
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
	Marked    string // what stands before the text where no more than this is said of the date: "c. 1990: "
	First     string // day that the event covers, as calendars write it: "20210727"
	After     string // day after its last one
}

// eventDates are the dates of a span.
func (e *edition) eventDates(s date.Span) *EventDates {
	return e.spans.get(dayNumber(s.Start), s, e.newEventDates)
}

func (e *edition) newEventDates(s date.Span) *EventDates {
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
	if s.Start.Approx || s.End.Approx {
		out.Marked = s.Format(e.Lang, date.Full) + ": "
	}
	return out
}

// pageAddress is where a briefing is told.
type pageAddress struct {
	Path    string // in the output, without index.html: with an anchor it is unique in the edition
	Address string // below the site's own
	Plain   bool   // neither holds anything but letters of ASCII, digits and - . _ /
	Changed string // when the briefing last did, as calendars write it: "20250108T204500Z"
}

func (e *edition) pageAddresses() []pageAddress {
	out := make([]pageAddress, len(e.paths))
	for i, path := range e.paths {
		page := strings.TrimSuffix(path, "index.html")
		out[i] = pageAddress{Path: strings.TrimSuffix(page, "/"), Address: page, Plain: isPlain(page)}
		if !out[i].Plain {
			out[i].Address = escapePath(page)
		}
		out[i].Changed = e.s.moment(e.Briefings[i]).UTC().Format("20060102T150405Z")
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
	blocks := sync.OnceValue(func() []block[int32] { return e.eventBlocks(timeline, limit) })
	sum := sync.OnceValue(func() digest.Sum { return sumOf(blocks()) })
	var out []Page
	formats := []string{"json", "csv", "ics"}
	if !e.tellsEvents(timeline) {
		formats = formats[:2] // a calendar must have something in it, RFC 5545
	}
	for _, format := range formats {
		out = append(out, Page{
			Path: base + "events." + format, Source: "the events of " + title,
			View: func() any { return e.eventsView(format, title, blocks()) },
			Key:  func() digest.Sum { return digest.Of("events", format, title, e.Lang, sum()) },
		})
	}
	return out
}

// tellsEvents says that a timeline is more than briefings.
func (e *edition) tellsEvents(timeline []int32) bool {
	entries := e.Timeline()
	return slices.ContainsFunc(timeline, func(at int32) bool { return entries[at].Event != nil })
}

// eventBlocks are so many events of a timeline.
func (e *edition) eventBlocks(timeline []int32, limit int) []block[int32] {
	dates, sums := e.dates.get(e.entryMonths), e.told.get(e.entrySums)
	events := make([]int32, 0, min(limit, len(timeline)))
	for _, at := range timeline {
		if len(events) == limit {
			break
		}
		if dates[at].isEvent() {
			events = append(events, at)
		}
	}
	return blocksOf(events,
		func(at int32) entryMonth { return dates[at] },
		func(k digest.Writer, at int32) { k.Add(sums[at]) })
}

func (e *edition) eventsView(format, title string, blocks []block[int32]) *EventsView {
	return &EventsView{
		Format: format, Title: title, Lang: e.Lang, Host: e.s.host(), e: e, blocks: blocks,
		Base: first(e.s.in.Config.BaseURL, e.s.in.Config.BasePath) + "/",
	}
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

// calendars leads to the files of a timeline's events under an address.
func (e *edition) calendars(timeline []int32, segments ...string) []Link {
	base := e.prefix + strings.Join(append(segments, ""), "/")
	var out []Link
	formats := []string{"ics", "csv", "json"}
	if !e.tellsEvents(timeline) {
		formats = formats[1:]
	}
	for _, format := range formats {
		out = append(out, Link{Text: strings.ToUpper(format), URL: e.s.url(base + "events." + format)})
	}
	return out
}
