package archive

import (
	"iter"
	"math"
	"sync"

	"chancery/generator/briefing"
	"chancery/generator/date"
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
// events, then what ends later; events of the same dates as they are told, those
// of the newest briefing first. tellings are all of them, date by date.
func (e *Edition) weave(t *told, h *homes, tellings []dated) {
	events, n := t.events, len(e.Briefings)
	for _, g := range events {
		n += len(g.events)
	}
	t.entries, t.tellers = make([]Entry, 0, n), make([]int32, 0, n)
	next := int32(0)
	tellBriefings := func(order int64) { // that are no older than a date
		for ; int(next) < len(e.Briefings) && e.Briefings[next].Date.Day.Order() >= order; next++ {
			t.entries, t.tellers = append(t.entries, Entry{Briefing: e.Briefings[next]}), append(t.tellers, next)
		}
	}
	for i, g := range events {
		if i == 0 || g.date>>32 != events[i-1].date>>32 {
			tellBriefings(g.date >> 32)
		}
		for k := range g.events {
			t.entries = append(t.entries, Entry{Event: &g.events[k]})
			t.tellers = append(t.tellers, tellings[g.fullest[k]].in)
		}
		tellings = tellings[len(g.tellings):]
	}
	tellBriefings(math.MinInt64)
	for d, list := range e.give(h, n, func(h *homes, i int) { h.entry(t.entries[i], t.tellers[i]) }) {
		e.dossiers[d].timeline = list
	}
}

// Date is the date by which the entry is ordered.
func (n Entry) Date() date.Date {
	if n.Briefing != nil {
		return n.Briefing.Date.Day
	}
	return n.Event.Span.Start
}
