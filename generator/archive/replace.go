package archive

import (
	"cmp"
	"maps"
	"reflect"
	"slices"

	"chancery/generator/briefing"
	"chancery/generator/date"
)

// Replace puts a briefing in the place of its earlier state, where it takes
// exactly that place: nothing has changed that an index is made of, as when an
// author edits the text, the title or the summary. It reports false when an
// archive must be made anew. The new archive shares all else with the old one,
// which stays as it is.
func (a *Archive) Replace(b *briefing.Briefing) (*Archive, bool) {
	old, ok := a.Source(b.Path)
	if !ok || !samePlace(old, b) {
		return nil, false
	}
	out := *a
	out.Editions = slices.Clone(a.Editions)
	for i, e := range out.Editions {
		if e.Lang == b.Lang {
			out.Editions[i] = e.replace(old, b)
		}
	}
	return &out, true
}

// samePlace compares all by which briefings and events are found and ordered.
func samePlace(old, b *briefing.Briefing) bool {
	return old.Lang == b.Lang && old.Stem == b.Stem && old.Slug == b.Slug && old.Date == b.Date &&
		old.TranslationOf.Ref == b.TranslationOf.Ref && old.Series == b.Series && old.Picture.Ref == b.Picture.Ref &&
		old.Draft == b.Draft && old.Embargo == b.Embargo && old.Expires == b.Expires &&
		slices.Equal(old.Authors, b.Authors) && slices.Equal(old.Topics, b.Topics) && slices.Equal(old.Regions, b.Regions) &&
		slices.Equal(old.Aliases, b.Aliases) &&
		slices.EqualFunc(old.Countries, b.Countries, func(x, y briefing.Subject) bool { return x.Code == y.Code }) &&
		slices.EqualFunc(old.Mentions, b.Mentions, func(x, y briefing.Mention) bool { return x.Code == y.Code }) &&
		slices.EqualFunc(old.Events, b.Events, func(x, y briefing.Event) bool { return x.Sum == y.Sum }) &&
		reflect.DeepEqual(old.Detail().Params, b.Detail().Params) && // which may name files
		sameTargets(old.Supersedes, b.Supersedes) && sameTargets(old.Links, b.Links) && sameTargets(old.Pictures, b.Pictures)
}

func sameTargets(a, b []briefing.Target) bool {
	return slices.EqualFunc(a, b, func(x, y briefing.Target) bool { return x.Ref == y.Ref })
}

func (e *Edition) replace(old, b *briefing.Briefing) *Edition {
	out := *e
	at := e.position[b.Path]
	out.Briefings = swapped(e.Briefings, old, b)
	out.told = &told{entries: slices.Clone(e.Timeline()), tellers: e.Tellers(), events: e.groups()}
	out.retell(old, b)
	for _, x := range out.indexes() {
		*x = x.replace(at, old, b)
	}
	if b.Series != "" {
		out.series = maps.Clone(e.series)
		out.series[b.Series] = swapped(e.series[b.Series], old, b)
	}
	if len(b.Supersedes) > 0 {
		out.replacing = maps.Clone(e.replacing)
	}
	for _, t := range b.Supersedes {
		out.replacing[t.Ref] = swapped(e.replacing[t.Ref], old, b)
	}
	return &out
}

// retell puts a briefing in the place of another in the timeline: in the lines of
// its own date, and in those of the dates of its events.
func (e *Edition) retell(old, b *briefing.Briefing) {
	dates := []date.Date{old.Date.Day}
	for _, v := range old.Events {
		dates = append(dates, v.Span.Start)
	}
	timeline := e.Timeline() // of its own
	for _, d := range dates {
		for i := e.firstOf(d); i < len(timeline) && timeline[i].Date().Order() == d.Order(); i++ {
			n := &timeline[i]
			if n.Briefing == old {
				n.Briefing = b
			}
			if n.Event != nil && n.Event.toldIn(old) {
				n.Event = n.Event.retold(old, b)
			}
		}
	}
}

// firstOf is where the entries of a date begin in the timeline.
func (e *Edition) firstOf(d date.Date) int {
	i, _ := slices.BinarySearchFunc(e.Timeline(), d.Order(), func(n Entry, order int64) int {
		return cmp.Compare(order, n.Date().Order())
	})
	return i
}

// swapped is a list with one briefing in the place of another.
func swapped(list []*briefing.Briefing, old, b *briefing.Briefing) []*briefing.Briefing {
	i := slices.Index(list, old)
	if i < 0 {
		return list
	}
	list = slices.Clone(list)
	list[i] = b
	return list
}

// toldIn says that a briefing tells the event.
func (v *Event) toldIn(b *briefing.Briefing) bool {
	return v.In == b || slices.ContainsFunc(v.More, func(t Telling) bool { return t.In == b })
}

// retold is an event as it is told with one briefing in the place of another,
// whose events are the same in the same order.
func (v *Event) retold(old, b *briefing.Briefing) *Event {
	retold := func(t Telling) Telling {
		if t.In != old {
			return t
		}
		return Telling{&b.Events[t.At], b}
	}
	out := &Event{Telling: retold(v.Telling), More: slices.Clone(v.More)}
	for i, t := range out.More {
		out.More[i] = retold(t)
	}
	return out
}

func (x *Index) replace(at int32, old, b *briefing.Briefing) Index {
	out := Index{Dossiers: slices.Clone(x.Dossiers), byID: maps.Clone(x.byID)}
	for i, d := range out.Dossiers {
		_, in := slices.BinarySearch(d.Positions, at)
		if !in && !slices.Contains(d.Mentions, old) {
			continue
		}
		dossier := *d
		dossier.Briefings = swapped(d.Briefings, old, b)
		dossier.Mentions = swapped(d.Mentions, old, b)
		out.Dossiers[i] = &dossier
		out.byID[d.ID] = &dossier
	}
	return out
}
