package page

import (
	"chancery/generator/archive"
	"chancery/generator/briefing"
	"chancery/generator/digest"
	"slices"
)

// Replace is the site with another archive that Replace made of its own: one
// briefing is another, and all that does not show it stays as it is.
func (s *Site) Replace(a *archive.Archive, texts func(path string, use func(briefing.Text)) error) *Site {
	out := *s
	out.in.Archive, out.in.Texts = a, texts
	out.editions = make([]*edition, len(s.editions))
	for i, e := range s.editions {
		out.editions[i] = e.replace(&out, a.Editions[i])
	}
	return &out
}

// Next is the site of another input, which differs by its briefings alone: what
// is known of those that have stayed is taken over.
func (s *Site) Next(in Input) *Site {
	out := New(in)
	if out.sum != s.sum {
		return out
	}
	for _, e := range out.editions {
		for _, old := range s.editions {
			if old.Lang == e.Lang {
				e.inherit(old)
			}
		}
	}
	return out
}

// replace shares with the earlier edition what depends on no briefing's text.
func (e *edition) replace(s *Site, ed *archive.Edition) *edition {
	out := s.newEditionOf(ed, e.number)
	out.paths, out.urls, out.chrome = e.paths, e.urls, e.chrome
	out.days, out.spans = e.days, e.spans
	out.dates.share(&e.dates)
	for i := range e.belongs {
		out.belongs[i].share(&e.belongs[i])
		out.directories[i].share(&e.directories[i])
	}
	out.whole.share(&e.whole)
	out.inherit(e)
	return out
}

// inherit takes over the cards and sums that an earlier edition has made of the
// same briefings and events.
func (e *edition) inherit(old *edition) {
	from := align(old.Briefings, e.Briefings)
	for i, b := range e.Briefings {
		if from[i] >= 0 && e.s.in.Archive.Mark(b) != old.s.in.Archive.Mark(b) {
			from[i] = -1
		}
		if from[i] >= 0 {
			e.cards.take(i, b, old.cards, int(from[i]))
		}
	}
	if sums, ok := old.shown.made(); ok {
		e.shown.set(carry(sums, from, func(i int) digest.Sum { return e.newCardSum(e.Briefings[i]) }))
	}
	if sums, ok := old.told.made(); ok && old.linked() == e.linked() {
		from := align(old.Timeline(), e.Timeline())
		for i, n := range e.Timeline() {
			if n.Briefing != nil {
				from[i] = -1 // known by its card
			}
		}
		e.told.set(carry(sums, from, e.entrySum))
	}
}

// ahead is how many elements that went align looks past.
const ahead = 64

// align finds the elements of a list in an earlier state of it, which is in the
// same order: for each its place there, or -1.
func align[T comparable](old, list []T) []int32 {
	out := make([]int32, len(list))
	next := 0
	for i, v := range list {
		out[i] = -1
		if k := slices.Index(old[next:min(next+ahead, len(old))], v); k >= 0 {
			out[i] = int32(next + k)
			next += k + 1
		}
	}
	return out
}

// carry takes over sums from their earlier places, and makes those that are new.
func carry(sums []digest.Sum, from []int32, sum func(i int) digest.Sum) []digest.Sum {
	out := make([]digest.Sum, len(from))
	for i, at := range from {
		if at >= 0 {
			out[i] = sums[at]
		} else {
			out[i] = sum(i)
		}
	}
	return out
}
