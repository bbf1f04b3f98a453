package archive

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"sync"

	"chancery/generator/briefing"
	"chancery/generator/date"
	"chancery/generator/gazetteer"
)

// Event is something dated, told by one or more briefings of an edition.
type Event struct {
	*briefing.Event                      // as its fullest telling has it
	In              []*briefing.Briefing // those that tell it, the fullest first
	Tellings        []*briefing.Event    // parallel to In
}

// told is a timeline, which is made when it is first asked for: an edit of a text
// changes no line of it.
type told struct {
	once    sync.Once
	weave   func(*told) // makes it; nil when it is made
	entries []Entry
	tellers []int32 // of entries, see Tellers
	events  []group // newest first
}

func (t *told) get() *told {
	t.once.Do(func() {
		if t.weave != nil {
			t.weave(t)
			t.weave = nil // and what it was made from
		}
	})
	return t
}

// Timeline is the briefings and events of the edition, newest first.
func (e *Edition) Timeline() []Entry { return e.told.get().entries }

// Tellers are the positions in Briefings of the entries of the timeline: of a
// briefing itself, of an event the first of those that tell it.
func (e *Edition) Tellers() []int32 { return e.told.get().tellers }

// Weave makes the timelines of all editions, which otherwise wait until they are
// asked for.
func (a *Archive) Weave() {
	for _, e := range a.Editions {
		e.told.get()
	}
}

// weave makes the edition's timeline, and that of every dossier: newest first by
// date, then the closer date before the vaguer one, then briefings before
// events, then events by id.
func (e *Edition) weave(t *told, h *homes) {
	events, n := t.events, len(e.Briefings)
	for _, g := range events {
		n += len(g.events)
	}
	timeline := make([]Entry, 0, n)
	next := 0
	for i := 0; i < len(events); {
		order := events[i].date >> 32
		timeline, next = e.tellBriefings(timeline, next, order)
		from := len(timeline)
		for ; i < len(events) && events[i].date>>32 == order; i++ {
			for _, v := range events[i].events {
				timeline = append(timeline, Entry{Event: v})
			}
		}
		slices.SortFunc(timeline[from:], byID)
	}
	timeline, _ = e.tellBriefings(timeline, next, math.MinInt64)
	t.entries, t.tellers = timeline, e.tellersOf(timeline)
	h.share(len(timeline), func(i int) []*Dossier { return h.of(timeline[i], t.tellers[i]) }, func(d *Dossier) *[]int32 { return &d.timeline })
}

func (e *Edition) tellersOf(timeline []Entry) []int32 {
	out := make([]int32, len(timeline))
	for i, n := range timeline {
		if n.Briefing == nil {
			out[i] = e.position[n.Event.In[0].Path]
		} else {
			out[i] = e.position[n.Briefing.Path]
		}
	}
	return out
}

// tellBriefings enters the briefings from next on that are no older than a date,
// and returns which comes then.
func (e *Edition) tellBriefings(timeline []Entry, next int, order int64) ([]Entry, int) {
	for next < len(e.Briefings) && e.Briefings[next].Date.Day.Order() >= order {
		timeline = append(timeline, Entry{Briefing: e.Briefings[next]})
		next++
	}
	return timeline, next
}

func byID(a, b Entry) int {
	return cmp.Or(strings.Compare(a.Event.ID, b.Event.ID), strings.Compare(a.Event.In[0].Path, b.Event.In[0].Path))
}

// homes finds the dossiers that entries belong to. Its answers are valid until
// the next question.
type homes struct {
	e      *Edition
	places *gazetteer.Gazetteer
	around map[string][]*Dossier  // regions, by country
	known  map[*string][]*Dossier // countries and regions, by the list of codes of an event
	signed [][]*Dossier           // authors and topics, by position of the briefing
	found  []*Dossier
	asked  int32 // how often it was
	all    bool  // there will be no other dossiers
}

// settled finds the same among the dossiers that there are: each has a briefing.
func (h *homes) settled() *homes {
	h.all = true
	clear(h.around)
	return h
}

// at is a dossier; nil when there is none, and no more are made.
func (h *homes) at(x *Index, id, name string) *Dossier {
	if h.all {
		return x.byID[id]
	}
	return x.at(id, name, h.e.told)
}

// at is a dossier, which is made when it is new.
func (x *Index) at(id, name string, told *told) *Dossier {
	d, ok := x.byID[id]
	if !ok {
		d = &Dossier{ID: id, Name: name, told: told}
		x.byID[id] = d
	}
	return d
}

// share gives each of n things, by its number, to its homes. It goes through them
// twice, to know how many each home will have.
func (h *homes) share(n int, of func(i int) []*Dossier, list func(*Dossier) *[]int32) {
	var all []*Dossier
	for i := range n {
		for _, d := range of(i) {
			if d.n == 0 {
				all = append(all, d)
			}
			d.n++
		}
	}
	for _, d := range all {
		*list(d), d.n = make([]int32, 0, d.n), 0
	}
	for i := range n {
		for _, d := range of(i) {
			l := list(d)
			*l = append(*l, int32(i))
		}
	}
}

// of are the homes of an entry, whose teller stands at a position.
func (h *homes) of(n Entry, at int32) []*Dossier {
	h.found = h.found[:0]
	h.asked++
	if n.Briefing != nil {
		h.briefing(n.Briefing, at)
	} else {
		h.event(n.Event, at)
	}
	return h.found
}

func (h *homes) add(d *Dossier) {
	if d != nil && d.asked != h.asked {
		d.asked = h.asked
		h.found = append(h.found, d)
	}
}

// briefing adds the countries, regions, authors and topics of a briefing.
func (h *homes) briefing(b *briefing.Briefing, at int32) {
	for _, c := range b.Countries {
		h.add(h.at(&h.e.Countries, c.Code, ""))
	}
	for _, id := range b.Regions {
		for id != "" {
			h.add(h.at(&h.e.Regions, id, ""))
			r, _ := h.places.Region(id)
			id = r.Parent
		}
	}
	for _, c := range b.Countries {
		for _, d := range h.regionsOf(c.Code) {
			h.add(d)
		}
	}
	h.signers(b, at)
}

// event adds an event's own countries and their regions, and every author and
// topic of the briefings that tell it.
func (h *homes) event(v *Event, at int32) {
	for _, d := range h.lands(v.Countries) {
		h.add(d)
	}
	for i, b := range v.In {
		if i > 0 {
			at = h.e.position[b.Path]
		}
		h.signers(b, at)
		if len(v.Countries) > 0 {
			continue
		}
		for _, id := range b.Regions {
			h.add(h.at(&h.e.Regions, id, ""))
		}
	}
}

// lands are the dossiers of countries and their regions. Events of one briefing
// mostly share their list of countries, by which it is known again.
func (h *homes) lands(codes []string) []*Dossier {
	if len(codes) == 0 {
		return nil
	}
	known, ok := h.known[&codes[0]]
	if !ok {
		for _, code := range codes {
			known = append(append(known, h.at(&h.e.Countries, code, "")), h.regionsOf(code)...)
		}
		h.known[&codes[0]] = known
	}
	return known
}

// signers adds the authors and topics of a briefing, which stands at a position.
func (h *homes) signers(b *briefing.Briefing, at int32) {
	if h.signed[at] == nil {
		for _, a := range b.Authors {
			h.signed[at] = append(h.signed[at], h.at(&h.e.Authors, a.ID, a.Name))
		}
		for _, t := range b.Topics {
			h.signed[at] = append(h.signed[at], h.at(&h.e.Topics, t.ID, t.Name))
		}
	}
	for _, d := range h.signed[at] {
		h.add(d)
	}
}

// regionsOf are the regions that hold a country.
func (h *homes) regionsOf(code string) []*Dossier {
	around, ok := h.around[code]
	if !ok {
		for _, id := range h.places.RegionsOf(code) {
			around = append(around, h.at(&h.e.Regions, id, ""))
		}
		h.around[code] = around
	}
	return around
}

// Date is the date by which the entry is ordered.
func (n Entry) Date() date.Date {
	if n.Briefing != nil {
		return n.Briefing.Date.Day
	}
	return n.Event.Span.Start
}
