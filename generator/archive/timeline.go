package archive

import (
	"cmp"
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

// weave makes the edition's timeline, and that of every dossier, in one pass.
func (e *Edition) weave(homes *homes) {
	lines := make([]line, 0, len(e.Briefings))
	for _, b := range e.Briefings {
		lines = append(lines, line{Entry{Briefing: b}, b.Date.Day.Order()})
	}
	for key, g := range e.events {
		for _, v := range g.events {
			lines = append(lines, line{Entry{Event: v}, key.start.Order()})
		}
	}
	slices.SortFunc(lines, newestLine)
	e.Timeline = make([]Entry, len(lines))
	for i, l := range lines {
		e.Timeline[i] = l.Entry
		for _, d := range homes.of(l.Entry) {
			d.Timeline = append(d.Timeline, int32(i))
		}
	}
}

// homes finds the dossiers that entries belong to. Its answers are valid until
// the next question.
type homes struct {
	e      *Edition
	places *gazetteer.Gazetteer
	around map[string][]*Dossier // regions, by country
	found  []*Dossier
}

func (h *homes) of(n Entry) []*Dossier {
	h.found = h.found[:0]
	if n.Briefing != nil {
		h.briefing(n.Briefing)
	} else {
		h.event(n.Event)
	}
	return h.found
}

func (h *homes) add(d *Dossier) {
	if !slices.Contains(h.found, d) {
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
		h.regions(c.Code)
	}
	h.signed(b)
}

// event adds an event's own countries and their regions, and every author and
// topic of the briefings that tell it.
func (h *homes) event(v *Event) {
	for _, code := range v.Countries {
		h.add(h.e.Countries.at(code, ""))
		h.regions(code)
	}
	for _, b := range v.In {
		h.signed(b)
		if len(v.Countries) > 0 {
			continue
		}
		for _, id := range b.Regions {
			h.add(h.e.Regions.at(id, ""))
		}
	}
}

func (h *homes) signed(b *briefing.Briefing) {
	for _, a := range b.Authors {
		h.add(h.e.Authors.at(a.ID, a.Name))
	}
	for _, t := range b.Topics {
		h.add(h.e.Topics.at(t.ID, t.Name))
	}
}

// regions adds the regions that hold a country.
func (h *homes) regions(code string) {
	around, ok := h.around[code]
	if !ok {
		for _, id := range h.places.RegionsOf(code) {
			around = append(around, h.e.Regions.at(id, ""))
		}
		h.around[code] = around
	}
	for _, d := range around {
		h.add(d)
	}
}

// line is an entry with the number it is sorted by.
type line struct {
	Entry
	order int64
}

// newestLine is newest first: by date, then the closer date before the vaguer
// one, then briefings before events, then by id.
func newestLine(a, b line) int {
	if a.order != b.order {
		return cmp.Compare(b.order, a.order)
	}
	switch {
	case a.Briefing != nil && b.Briefing != nil:
		return newestFirst(a.Briefing, b.Briefing)
	case a.Briefing != nil:
		return -1
	case b.Briefing != nil:
		return 1
	}
	return cmp.Or(
		strings.Compare(a.Event.ID, b.Event.ID),
		strings.Compare(a.Event.In[0].Path, b.Event.In[0].Path),
	)
}

// Date is the date by which the entry is ordered.
func (n Entry) Date() date.Date {
	if n.Briefing != nil {
		return n.Briefing.Date.Day
	}
	return n.Event.Span.Start
}
