package archive

import (
	"iter"
	"math"
	"slices"
	"sync"

	"chancery/generator/briefing"
	"chancery/generator/date"
	"chancery/generator/gazetteer"
	"chancery/generator/parallel"
)

// Telling is an event as one briefing tells it.
type Telling struct {
	*briefing.Event
	In *briefing.Briefing
}

// Account is how the briefing tells it.
func (t Telling) Account() *briefing.Account { return t.In.Account(t.Event) }

// Event is something dated, told by one or more briefings of an edition.
type Event struct {
	Telling           // the fullest
	More    []Telling // those of other briefings, the fuller first
}

// Tellings are all tellings of the event, the fullest first.
func (v *Event) Tellings() iter.Seq[Telling] {
	return func(yield func(Telling) bool) {
		if !yield(v.Telling) {
			return
		}
		for _, t := range v.More {
			if !yield(t) {
				return
			}
		}
	}
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
		from, groups := len(timeline), 0
		for ; i < len(events) && events[i].date>>32 == order; i++ {
			for k := range events[i].events {
				timeline = append(timeline, Entry{Event: &events[i].events[k]})
			}
			groups++
		}
		if groups > 1 { // each is sorted
			slices.SortFunc(timeline[from:], func(a, b Entry) int { return byID(*a.Event, *b.Event) })
		}
	}
	timeline, _ = e.tellBriefings(timeline, next, math.MinInt64)
	e.give(e.shared(h, timeline), func(d *Dossier) *[]int32 { return &d.timeline })
	t.entries, t.tellers = timeline, h.tellers(timeline)
}

// tellers finds where the first teller of each entry stands.
func (h *homes) tellers(timeline []Entry) []int32 {
	out := make([]int32, len(timeline))
	for i, n := range timeline {
		b := n.Briefing
		if b == nil {
			b = n.Event.In
		}
		out[i] = h.where[b]
	}
	return out
}

// sharedAtOnce is how many entries of a timeline one processor looks at in a row.
const sharedAtOnce = 4096

// shared finds the dossiers of all entries of a timeline.
func (e *Edition) shared(h *homes, timeline []Entry) []shares {
	finders := sync.Pool{New: func() any { return h.settled() }}
	return parallel.Make((len(timeline)+sharedAtOnce-1)/sharedAtOnce, func(k int) shares {
		own := finders.Get().(*homes)
		defer finders.Put(own)
		from := k * sharedAtOnce
		return own.find(from, min(from+sharedAtOnce, len(timeline)), func(h *homes, i int) { h.entry(timeline[i]) })
	})
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

// homes finds the dossiers that briefings and events belong to. Its answers are
// valid until the next question. One is used by one goroutine at a time.
type homes struct {
	e      *Edition
	places *gazetteer.Gazetteer
	lands  map[string][]*Dossier // a country and its regions, by its code
	where  map[*briefing.Briefing]int32
	signed [][]*Dossier // authors and topics, by position of the briefing
	found  []*Dossier
	asked  []int32 // by number of the dossier: the last question that it was found for
	round  int32   // the number of the question
	all    bool    // there will be no other dossiers
}

func newHomes(e *Edition, places *gazetteer.Gazetteer) *homes {
	return &homes{e: e, places: places, lands: map[string][]*Dossier{}}
}

// settled finds homes among the dossiers that there are, of which each has a
// briefing. What is known of briefings is shared.
func (h *homes) settled() *homes {
	out := newHomes(h.e, h.places)
	out.where, out.signed, out.all = h.where, h.signed, true
	return out
}

// at is a dossier; nil when there is none, and no more are made.
func (h *homes) at(x *Index, id, name string) *Dossier {
	if h.all {
		return x.byID[id]
	}
	return h.e.at(x, id, name)
}

// at is a dossier, which is made when it is new.
func (e *Edition) at(x *Index, id, name string) *Dossier {
	d, ok := x.byID[id]
	if !ok {
		d = &Dossier{ID: id, Name: name, told: e.told, number: int32(len(e.dossiers))}
		x.byID[id] = d
		e.dossiers = append(e.dossiers, d)
	}
	return d
}

// shares are the dossiers of things, by their numbers, one thing after the other.
type shares struct {
	dossiers []int32
	ends     []int32 // of each thing's in dossiers
}

// usualHomes is about how many dossiers a thing belongs to: two or three countries
// and their regions, an author or two, three topics.
const usualHomes = 12

// find asks for the homes of the things from one to another.
func (h *homes) find(from, to int, of func(h *homes, i int)) shares {
	out := shares{make([]int32, 0, usualHomes*(to-from)), make([]int32, 0, to-from)}
	for i := from; i < to; i++ {
		h.found = h.found[:0]
		h.round++
		of(h, i)
		for _, d := range h.found {
			out.dossiers = append(out.dossiers, d.number)
		}
		out.ends = append(out.ends, int32(len(out.dossiers)))
	}
	return out
}

// give hands each thing, by its number, to its dossiers, in order.
func (e *Edition) give(all []shares, list func(*Dossier) *[]int32) {
	n := make([]int32, len(e.dossiers))
	for _, s := range all {
		for _, d := range s.dossiers {
			n[d]++
		}
	}
	for i, d := range e.dossiers {
		*list(d) = make([]int32, 0, n[i])
	}
	thing := int32(0)
	for _, s := range all {
		from := int32(0)
		for _, end := range s.ends {
			for _, d := range s.dossiers[from:end] {
				l := list(e.dossiers[d])
				*l = append(*l, thing)
			}
			from = end
			thing++
		}
	}
}

func (h *homes) add(d *Dossier) {
	if d == nil {
		return
	}
	if int(d.number) >= len(h.asked) {
		h.asked = append(h.asked, make([]int32, len(h.e.dossiers)-len(h.asked))...)
	}
	if h.asked[d.number] != h.round {
		h.asked[d.number] = h.round
		h.found = append(h.found, d)
	}
}

func (h *homes) entry(n Entry) {
	if n.Briefing != nil {
		h.briefing(n.Briefing)
	} else {
		h.event(n.Event)
	}
}

// briefing adds the countries, regions, authors and topics of a briefing.
func (h *homes) briefing(b *briefing.Briefing) {
	for _, id := range b.Regions {
		for id != "" {
			h.add(h.at(&h.e.Regions, id, ""))
			r, _ := h.places.Region(id)
			id = r.Parent
		}
	}
	for _, c := range b.Countries {
		for _, d := range h.land(c.Code) {
			h.add(d)
		}
	}
	h.signers(b)
}

// event adds an event's own countries and their regions, and every author and
// topic of the briefings that tell it.
func (h *homes) event(v *Event) {
	for _, code := range v.Countries {
		for _, d := range h.land(code) {
			h.add(d)
		}
	}
	for t := range v.Tellings() {
		h.signers(t.In)
		if len(v.Countries) > 0 {
			continue
		}
		for _, id := range t.In.Regions {
			h.add(h.at(&h.e.Regions, id, ""))
		}
	}
}

// land is a country and the regions that hold it.
func (h *homes) land(code string) []*Dossier {
	all, ok := h.lands[code]
	if !ok {
		all = append(all, h.at(&h.e.Countries, code, ""))
		for _, id := range h.places.RegionsOf(code) {
			all = append(all, h.at(&h.e.Regions, id, ""))
		}
		h.lands[code] = all
	}
	return all
}

// signers adds the authors and topics of a briefing.
func (h *homes) signers(b *briefing.Briefing) {
	for _, d := range h.signed[h.where[b]] {
		h.add(d)
	}
}

// sign finds the authors and topics of a briefing.
func (h *homes) sign(at int, b *briefing.Briefing) {
	all := make([]*Dossier, 0, len(b.Authors)+len(b.Topics))
	for _, a := range b.Authors {
		all = append(all, h.at(&h.e.Authors, a.ID, a.Name))
	}
	for _, t := range b.Topics {
		all = append(all, h.at(&h.e.Topics, t.ID, t.Name))
	}
	h.signed[at] = all
}

// Date is the date by which the entry is ordered.
func (n Entry) Date() date.Date {
	if n.Briefing != nil {
		return n.Briefing.Date.Day
	}
	return n.Event.Span.Start
}
