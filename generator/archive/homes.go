package archive

import (
	"sync"

	"chancery/generator/briefing"
	"chancery/generator/gazetteer"
	"chancery/generator/parallel"
)

// homes finds the dossiers that briefings and events belong to. Its answers are
// valid until the next question. One is used by one goroutine at a time.
type homes struct {
	e      *Edition
	places *gazetteer.Gazetteer
	lands  map[string][]*Dossier // a country and its regions, by its code
	signed [][]*Dossier          // authors and topics, by position of the briefing
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
	out.signed, out.all = h.signed, true
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

// give hands each of n things to its dossiers: it lists their numbers, in order,
// for each dossier by its own. of finds the dossiers of a thing; it is asked once to
// count them, and once more to enter the thing: to hold all answers of a large
// archive spares no time, as memory must be had for them.
func (e *Edition) give(h *homes, n int, of func(h *homes, thing int)) [][]int32 {
	spans, finders := parallel.Spans(n), sync.Pool{New: func() any { return h.settled() }}
	visit := func(s parallel.Span, each func(dossier, thing int32)) {
		own := finders.Get().(*homes)
		defer finders.Put(own)
		for i := s.From; i < s.To; i++ {
			for _, d := range own.find(i, of) {
				each(d.number, int32(i))
			}
		}
	}
	next := parallel.Make(len(spans), func(k int) []int32 { // how many there are of a span; then where they begin
		counts := make([]int32, len(e.dossiers))
		visit(spans[k], func(dossier, _ int32) { counts[dossier]++ })
		return counts
	})
	out := make([][]int32, len(e.dossiers))
	for d := range out {
		all := int32(0)
		for _, counts := range next {
			all, counts[d] = all+counts[d], all
		}
		out[d] = make([]int32, all)
	}
	parallel.Each(len(spans), func(k int) {
		visit(spans[k], func(dossier, thing int32) {
			out[dossier][next[k][dossier]] = thing
			next[k][dossier]++
		})
	})
	return out
}

// find asks for the homes of a thing, by its number.
func (h *homes) find(thing int, of func(h *homes, thing int)) []*Dossier {
	h.found = h.found[:0]
	h.round++
	of(h, thing)
	return h.found
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

// entry adds those of an entry of the timeline, by where its teller stands.
func (h *homes) entry(n Entry, teller int32) {
	if n.Briefing != nil {
		h.briefing(n.Briefing, teller)
	} else {
		h.event(n.Event, teller)
	}
}

// briefing adds the countries, regions, authors and topics of a briefing, which
// stands at a position.
func (h *homes) briefing(b *briefing.Briefing, at int32) {
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
	h.signers(at)
}

// event adds an event's own countries and their regions, and every author and
// topic of the briefings that tell it, of which the fullest stands at a position.
func (h *homes) event(v *Event, at int32) {
	for _, code := range v.Countries {
		for _, d := range h.land(code) {
			h.add(d)
		}
	}
	h.signers(at)
	for _, t := range v.More {
		h.signers(h.e.position[t.In.Path])
	}
	if len(v.Countries) > 0 {
		return
	}
	for t := range v.Tellings() {
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

// signers adds the authors and topics of the briefing at a position.
func (h *homes) signers(at int32) {
	for _, d := range h.signed[at] {
		h.add(d)
	}
}

// sign finds the authors and topics of the briefing at a position.
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
