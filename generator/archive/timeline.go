package archive

import (
	"cmp"
	"math"
	"slices"
	"strings"

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

// weave makes the edition's timeline, and that of every dossier: newest first by
// date, then the closer date before the vaguer one, then briefings before
// events, then events by id.
func (e *Edition) weave(h *homes) {
	n := len(e.Briefings)
	for _, g := range e.events {
		n += len(g.events)
	}
	e.Timeline = make([]Entry, 0, n)
	next := 0
	for i := 0; i < len(e.events); {
		order := e.events[i].date >> 32
		next = e.tellBriefings(next, order)
		from := len(e.Timeline)
		for ; i < len(e.events) && e.events[i].date>>32 == order; i++ {
			for _, v := range e.events[i].events {
				e.Timeline = append(e.Timeline, Entry{Event: v})
			}
		}
		slices.SortFunc(e.Timeline[from:], byID)
	}
	e.tellBriefings(next, math.MinInt64)
	h.share(len(e.Timeline), func(i int) []*Dossier { return h.of(e.Timeline[i]) }, func(d *Dossier) *[]int32 { return &d.Timeline })
}

// tellBriefings enters the briefings from next on that are no older than a date,
// and returns which comes then.
func (e *Edition) tellBriefings(next int, order int64) int {
	for next < len(e.Briefings) && e.Briefings[next].Date.Day.Order() >= order {
		e.Timeline = append(e.Timeline, Entry{Briefing: e.Briefings[next]})
		next++
	}
	return next
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

func (h *homes) of(n Entry) []*Dossier {
	h.found = h.found[:0]
	h.asked++
	if n.Briefing != nil {
		h.briefing(n.Briefing)
	} else {
		h.event(n.Event)
	}
	return h.found
}

func (h *homes) add(d *Dossier) {
	if d.asked != h.asked {
		d.asked = h.asked
		h.found = append(h.found, d)
	}
}

// briefing adds the countries, regions, authors and topics of a briefing.
func (h *homes) briefing(b *briefing.Briefing) {
	for _, c := range b.Countries {
		h.add(h.e.Countries.at(c.Code, ""))
	}
	for _, id := range b.Regions {
		for id != "" {
			h.add(h.e.Regions.at(id, ""))
			r, _ := h.places.Region(id)
			id = r.Parent
		}
	}
	for _, c := range b.Countries {
		for _, d := range h.regionsOf(c.Code) {
			h.add(d)
		}
	}
	h.signers(b)
}

// event adds an event's own countries and their regions, and every author and
// topic of the briefings that tell it.
func (h *homes) event(v *Event) {
	for _, d := range h.lands(v.Countries) {
		h.add(d)
	}
	for _, b := range v.In {
		h.signers(b)
		if len(v.Countries) > 0 {
			continue
		}
		for _, id := range b.Regions {
			h.add(h.e.Regions.at(id, ""))
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
			known = append(append(known, h.e.Countries.at(code, "")), h.regionsOf(code)...)
		}
		h.known[&codes[0]] = known
	}
	return known
}

// signers adds the authors and topics of a briefing.
func (h *homes) signers(b *briefing.Briefing) {
	at := h.e.position[b.Path]
	if h.signed[at] == nil {
		for _, a := range b.Authors {
			h.signed[at] = append(h.signed[at], h.e.Authors.at(a.ID, a.Name))
		}
		for _, t := range b.Topics {
			h.signed[at] = append(h.signed[at], h.e.Topics.at(t.ID, t.Name))
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
			around = append(around, h.e.Regions.at(id, ""))
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
