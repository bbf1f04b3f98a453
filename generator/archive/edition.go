package archive

import (
	"slices"
	"strings"

	"chancery/generator/briefing"
	"chancery/generator/digest"
	"chancery/generator/gazetteer"
	"chancery/generator/parallel"
)

// Edition is the publication in one language: its briefings and their indexes.
type Edition struct {
	Lang      string
	Briefings []*briefing.Briefing // newest first

	Countries, Regions, Authors, Topics Index

	told      *told
	dossiers  []*Dossier                      // of all kinds, by their numbers
	series    map[string][]*briefing.Briefing // oldest first
	replacing map[string][]*briefing.Briefing // by the path of what they supersede
	position  map[string]int32                // in Briefings, by source path
	days      []int32                         // of Briefings, since 1970
}

// Entry is one line of a timeline: a briefing or an event.
type Entry struct {
	Briefing *briefing.Briefing // nil when it is an event
	Event    *Event
}

// Index is all dossiers of one kind.
type Index struct {
	Dossiers []*Dossier // sorted by id
	byID     map[string]*Dossier
}

// Find returns the dossier with an id.
func (x *Index) Find(id string) (*Dossier, bool) {
	d, ok := x.byID[id]
	return d, ok
}

// Dossier is what the archive knows of one country, region, author or topic.
type Dossier struct {
	ID        string
	Name      string               // authors and topics: as first written, newest briefing first
	Briefings []*briefing.Briefing // newest first
	Mentions  []*briefing.Briefing // countries: those that name it without being about it
	Positions []int32              // of Briefings, in the edition's

	told     *told
	timeline []int32 // once that is told
	number   int32   // among all of the edition
}

// Timeline is the dossier's part of the edition's timeline, by position, newest
// first.
func (d *Dossier) Timeline() []int32 {
	d.told.get()
	return d.timeline
}

func newIndex() Index { return Index{byID: map[string]*Dossier{}} }

// finish drops dossiers that no briefing is about, and sorts the others.
func (x *Index) finish() {
	for id, d := range x.byID {
		if len(d.Briefings) == 0 {
			delete(x.byID, id)
			continue
		}
		x.Dossiers = append(x.Dossiers, d)
	}
	slices.SortFunc(x.Dossiers, func(a, b *Dossier) int { return strings.Compare(a.ID, b.ID) })
}

// newEdition indexes briefings that are sorted newest first. What an earlier
// state of the edition has made of the same events is used again; it may be nil.
func newEdition(lang string, briefings []*briefing.Briefing, places *gazetteer.Gazetteer, last *Edition, known map[digest.Sum]Merging) *Edition {
	e := &Edition{
		Lang: lang, Briefings: briefings, told: &told{},
		Countries: newIndex(), Regions: newIndex(), Authors: newIndex(), Topics: newIndex(),
	}
	h := newHomes(e, places)
	parallel.Do(e.number, func() { e.gather(h) })
	earlier := last.groups()
	e.told.weave = func(t *told) {
		events, tellings := merge(briefings, earlier, known)
		t.events = events
		e.weave(t, h, tellings)
	}
	for _, x := range e.indexes() {
		x.finish()
	}
	return e
}

// number enters where each briefing stands, and in which series.
func (e *Edition) number() {
	e.series, e.replacing = map[string][]*briefing.Briefing{}, map[string][]*briefing.Briefing{}
	e.position, e.days = make(map[string]int32, len(e.Briefings)), make([]int32, len(e.Briefings))
	for i, b := range e.Briefings {
		e.position[b.Path] = int32(i)
		e.days[i] = int32(b.Date.Day.Days())
		if b.Series != "" {
			e.series[b.Series] = append(e.series[b.Series], b)
		}
		for _, old := range b.Supersedes {
			e.replacing[old.Ref] = append(e.replacing[old.Ref], b)
		}
	}
	for _, run := range e.series {
		slices.Reverse(run)
	}
}

// gather gives each briefing to its dossiers, and makes these.
func (e *Edition) gather(h *homes) {
	h.signed = make([][]*Dossier, len(e.Briefings))
	home := func(h *homes, i int) { h.briefing(e.Briefings[i], int32(i)) }
	for i, b := range e.Briefings {
		h.sign(i, b)
		for _, d := range h.find(i, home) {
			d.Positions = append(d.Positions, int32(i))
		}
		e.mention(b)
	}
	for _, d := range e.dossiers {
		d.Briefings = make([]*briefing.Briefing, len(d.Positions))
		for i, at := range d.Positions {
			d.Briefings[i] = e.Briefings[at]
		}
	}
}

// mention enters a briefing with the countries it only names.
func (e *Edition) mention(b *briefing.Briefing) {
	for _, m := range b.Mentions {
		if slices.ContainsFunc(b.Countries, func(s briefing.Subject) bool { return s.Code == m.Code }) {
			continue
		}
		d := e.at(&e.Countries, m.Code, "")
		d.Mentions = append(d.Mentions, b)
	}
}

// indexes are those of all kinds.
func (e *Edition) indexes() []*Index {
	return []*Index{&e.Countries, &e.Regions, &e.Authors, &e.Topics}
}

// groups are the events by date; none of a nil edition.
func (e *Edition) groups() []group {
	if e == nil {
		return nil
	}
	return e.told.get().events
}

// Position is where a briefing stands in the edition's; false when it does not.
func (e *Edition) Position(b *briefing.Briefing) (int, bool) {
	i, ok := e.position[b.Path]
	return int(i), ok
}

// Series is the run that a briefing belongs to, oldest first.
func (e *Edition) Series(name string) []*briefing.Briefing { return e.series[name] }

// Replacing lists the briefings that say they supersede a source path.
func (e *Edition) Replacing(path string) []*briefing.Briefing { return e.replacing[path] }
