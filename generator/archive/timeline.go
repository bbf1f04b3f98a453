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
func (e *Edition) weave(places *gazetteer.Gazetteer) {
	events := merge(e.Briefings)
	e.Timeline = make([]Entry, 0, len(e.Briefings)+len(events))
	for _, b := range e.Briefings {
		e.Timeline = append(e.Timeline, Entry{Briefing: b})
	}
	for _, v := range events {
		e.Timeline = append(e.Timeline, Entry{Event: v})
	}
	slices.SortFunc(e.Timeline, entryOrder)
	for i, entry := range e.Timeline {
		if entry.Briefing != nil {
			for _, d := range e.of(entry.Briefing, places) {
				d.Timeline = append(d.Timeline, int32(i))
			}
			continue
		}
		for _, d := range e.concerned(entry.Event, places) {
			d.Timeline = append(d.Timeline, int32(i))
		}
	}
}

// concerned lists the dossiers an event belongs to: its own countries and their
// regions; every author and topic of the briefings that tell it.
func (e *Edition) concerned(v *Event, places *gazetteer.Gazetteer) []*Dossier {
	var out []*Dossier
	add := func(d *Dossier) {
		if !slices.Contains(out, d) {
			out = append(out, d)
		}
	}
	for _, code := range v.Countries {
		add(e.Countries.at(code, ""))
		for _, id := range places.RegionsOf(code) {
			add(e.Regions.at(id, ""))
		}
	}
	for _, b := range v.In {
		for _, a := range b.Authors {
			add(e.Authors.at(a.ID, a.Name))
		}
		for _, t := range b.Topics {
			add(e.Topics.at(t.ID, t.Name))
		}
		if len(v.Countries) > 0 {
			continue
		}
		for _, id := range b.Regions {
			add(e.Regions.at(id, ""))
		}
	}
	return out
}

// entryOrder is newest first: by date, then the closer date before the vaguer
// one, then briefings before events, then by id.
func entryOrder(a, b Entry) int {
	return cmp.Or(
		b.day().Compare(a.day()),
		cmp.Compare(a.kind(), b.kind()),
		strings.Compare(a.id(), b.id()),
	)
}

// Day is the date by which the entry is ordered.
func (n Entry) day() date.Date {
	if n.Briefing != nil {
		return n.Briefing.Date.Day
	}
	return n.Event.Span.Start
}

// Date is the entry's date.
func (n Entry) Date() date.Date { return n.day() }

func (n Entry) kind() int {
	if n.Briefing != nil {
		return 0
	}
	return 1
}

// id tells entries of one day apart: two events of one id differ in who tells them.
func (n Entry) id() string {
	if n.Briefing != nil {
		return n.Briefing.Path
	}
	return n.Event.ID + "\x00" + n.Event.In[0].Path
}
