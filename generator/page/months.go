package page

import (
	"slices"
	"strconv"
	"strings"

	"chancery/generator/archive"
	"chancery/generator/date"
	"chancery/generator/digest"
)

// run is a timeline that is told on pages: the edition's own, or a dossier's.
type run struct {
	folder  string       // in the output: "timeline/", "fr/countries/mali/"
	url     string       // of its first page
	landing int          // entries on its first page
	entries []int32      // newest first
	dates   []entryMonth // of the edition's timeline
	years   []yearOf     // newest first
	size    int          // entries on a page of a year
	paged   bool         // it has a page, or several, for each year
}

// yearOf is the part of a run that one year holds. It is counted once: every page
// of the year draws its months.
type yearOf struct {
	year   int
	start  int // in run.entries
	end    int
	months [13]tally // the first is of what only the year is known of
}

// tally counts the entries of some time.
type tally struct {
	briefings, events int

	month  entryMonth // of the newest
	newest int        // where it is in run.entries
}

func (t *tally) all() int { return t.briefings + t.events }

// add counts what another tally did.
func (t *tally) add(o tally) {
	if t.all() == 0 || o.newest < t.newest {
		t.month, t.newest = o.month, o.newest
	}
	t.briefings += o.briefings
	t.events += o.events
}

// Sizes of the pages of a run, in list pages of the site. A dossier with no more
// than wholeRun of them is one page; others show their newest and have pages by
// year.
const (
	perPage     = 16 // of one page of a year
	wholeRun    = 16
	firstOfRun  = 2
	firstOfMain = 4
)

// wideRegion is the number of members from which on a region is told by those of
// its parts alone, as are regions that have others inside them: its own page
// shows the newest, and leads to the timeline of the edition for the rest.
const wideRegion = 30

// newRun cuts a timeline into years. Its base is its address: "countries", "mali".
func (e *edition) newRun(entries []int32, landing int, base ...string) *run {
	r := &run{
		folder: e.prefix + strings.Join(base, "/") + "/", landing: landing, entries: entries,
		size: perPage * e.s.in.Config.PageSize, dates: e.dates.get(e.entryMonths),
	}
	r.url = e.s.url(r.folder)
	r.years = make([]yearOf, 0, r.countYears())
	for i, at := range entries {
		r.count(i, r.dates[at])
	}
	return r
}

// countYears is how many years have entries.
func (r *run) countYears() (n int) {
	for i, at := range r.entries {
		if i == 0 || r.dates[at].year() != r.dates[r.entries[i-1]].year() {
			n++
		}
	}
	return n
}

// count adds the next entry, which is not newer than those before it.
func (r *run) count(at int, m entryMonth) {
	if n := len(r.years); n == 0 || r.years[n-1].year != m.year() {
		r.years = append(r.years, yearOf{year: m.year(), start: at})
	}
	y := &r.years[len(r.years)-1]
	y.end = at + 1
	one := tally{month: m &^ ofEvent, newest: at}
	if m.isEvent() {
		one.events = 1
	} else {
		one.briefings = 1
	}
	y.months[m.month()].add(one)
}

// holding is the number of the part that shows the entry at a place of the run.
func (r *run) holding(y *yearOf, at int) int {
	total := (y.end - y.start + r.size - 1) / r.size
	if number := (y.end-at-1)/r.size + 1; number < total {
		return number
	}
	return 0
}

// in is the part of the run that a year holds, as a list of one.
func (r *run) in(year int) []yearOf {
	i := slices.IndexFunc(r.years, func(y yearOf) bool { return y.year == year })
	return r.years[i : i+1]
}

// path is where the run's first page lies in the output.
func (r *run) path() string { return r.folder + "index.html" }

// yearPath is where a year's page lies in the output; part 0 is its newest.
func (r *run) yearPath(year, part int) string {
	return string(append(appendYear(append(make([]byte, 0, 96), r.folder...), year, part), "index.html"...))
}

// yearURL is the address of a year's page.
func (r *run) yearURL(year, part int) string {
	return string(appendYear(append(make([]byte, 0, 96), r.url...), year, part))
}

// appendYear writes the last segments of the address of a year's page.
func appendYear(dst []byte, year, part int) []byte {
	dst = append(strconv.AppendInt(dst, int64(year), 10), '/')
	if part > 0 {
		dst = append(strconv.AppendInt(dst, int64(part), 10), '/')
	}
	return dst
}

// part is one page of a year. Pages are cut from the oldest entry on, and all
// but the newest are numbered from there: what is added at the end of a year
// leaves its other pages as they are.
type part struct {
	year       int
	number     int // 0 for the newest
	start, end int // in run.entries
}

func (r *run) parts() []part {
	var out []part
	for _, y := range r.years {
		n := (y.end - y.start + r.size - 1) / r.size
		for k := n; k >= 1; k-- {
			p := part{year: y.year, number: k}
			p.end = y.end - (k-1)*r.size
			p.start = max(y.start, p.end-r.size)
			if k == n {
				p.number = 0
			}
			out = append(out, p)
		}
	}
	return out
}

// months groups entries that are sorted newest first.
func (e *edition) months(list []int32, narrow bool) []Month {
	entries, dates := e.entries(list, narrow), e.dates.get(e.entryMonths)
	var out []Month
	year, start := 0, 0
	for k := range entries {
		here := dates[list[k]] &^ ofEvent
		if k+1 < len(list) && dates[list[k+1]]&^ofEvent == here {
			continue
		}
		d := here.date()
		m := Month{ID: e.monthID(d), Name: e.monthName(d), Entries: entries[start : k+1]}
		if len(out) == 0 || here.year() != year {
			year = here.year()
			m.Year = strconv.Itoa(year)
		}
		out, start = append(out, m), k+1
	}
	return out
}

// monthOf is the month of a date, or its year when that is all that is known.
func monthOf(d date.Date) date.Date {
	d.Day, d.Approx = 0, false
	return d
}

// monthID is the anchor of a month. It begins with a letter, as style sheets and
// some programs want it.
func (e *edition) monthID(d date.Date) string { return "m-" + e.day(monthOf(d)).Datetime }

func (e *edition) monthName(d date.Date) string { return e.day(monthOf(d)).Text }

// events counts what is no briefing.
func (r *run) events() int {
	n := 0
	for i := range r.years {
		for _, t := range r.years[i].months {
			n += t.events
		}
	}
	return n
}

// dossierRun is the timeline of a dossier.
func (e *edition) dossierRun(kind string, d *archive.Dossier) *run {
	size := e.s.in.Config.PageSize
	r := e.newRun(d.Timeline(), wholeRun*size, kind, e.slug(kind, d.ID))
	if len(r.entries) > r.landing {
		r.landing, r.paged = firstOfRun*size, kind != regions || !e.isWide(d.ID)
	}
	return r
}

func (e *edition) isWide(region string) bool {
	r, _ := e.s.in.Places.Region(region)
	return len(r.Members) >= wideRegion || slices.ContainsFunc(r.Children, func(id string) bool {
		_, ok := e.Regions.Find(id)
		return ok
	})
}

// main is the edition's own timeline.
func (e *edition) main() *run { return e.whole.get(e.timelineRun) }

func (e *edition) timelineRun() *run {
	all := make([]int32, len(e.Timeline()))
	for i := range all {
		all[i] = int32(i)
	}
	r := e.newRun(all, firstOfMain*e.s.in.Config.PageSize, "timeline")
	r.paged = true
	return r
}

// shape names all that pages of a run say of some of its years: how many briefings
// and events each month has.
func (r *run) shape(years []yearOf) digest.Sum {
	k := digest.Begin("shape")
	k.Bool(r.paged)
	k.Number(r.landing)
	k.Number(r.size)
	for i := range years {
		y := &years[i]
		k.Number(y.year)
		for _, t := range y.months {
			k.Number(t.briefings)
			k.Number(t.events)
		}
	}
	return k.Sum()
}

// entryMonth is the month of an entry and whether it is an event, in one number:
// a timeline is counted again and again, for each country, region and topic.
type entryMonth int32

const ofEvent entryMonth = 1

func (m entryMonth) year() int { return int(m >> 5) }

// month is 0 when only the year is known.
func (m entryMonth) month() int { return int(m>>1) & 15 }

// date is the month, or the year when only that is known.
func (m entryMonth) date() date.Date {
	return date.Date{Year: int16(m.year()), Month: uint8(m.month())}
}

func (m entryMonth) isEvent() bool { return m&ofEvent != 0 }

// monthIn is the month of a date.
func monthIn(d date.Date) entryMonth { return entryMonth(d.Year)<<5 | entryMonth(d.Month)<<1 }

// entryMonths are those of the timeline, by position.
func (e *edition) entryMonths() []entryMonth {
	out := make([]entryMonth, len(e.Timeline()))
	for i, n := range e.Timeline() {
		out[i] = monthIn(n.Date())
		if n.Event != nil {
			out[i] |= ofEvent
		}
	}
	return out
}
