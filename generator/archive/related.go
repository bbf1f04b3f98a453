package archive

import (
	"cmp"
	"slices"

	"chancery/generator/briefing"
)

const (
	relatedCount = 4  // shown under a briefing
	reach        = 12 // briefings looked at in each dossier, before and after
)

// Related finds what a reader of a briefing may want next.
//
// The score of a candidate is 4 for each shared subject country, 2 for each
// shared topic, and up to 3 for nearness in time (3 on the same day, one less
// with each doubling of 30 days). Candidates are the nearest in time within the
// briefing's countries and topics: a new briefing so changes the related lists
// of its neighbours in time only, never those of a whole country.
func (e *Edition) Related(b *briefing.Briefing) []*briefing.Briefing {
	type scored struct {
		b     *briefing.Briefing
		score int
	}
	var found []scored
	for _, c := range e.near(b) {
		if c == b || slices.ContainsFunc(found, func(s scored) bool { return s.b == c }) {
			continue
		}
		found = append(found, scored{c, score(b, c)})
	}
	slices.SortFunc(found, func(x, y scored) int {
		return cmp.Or(cmp.Compare(y.score, x.score), newestFirst(x.b, y.b))
	})
	var out []*briefing.Briefing
	for _, s := range found[:min(relatedCount, len(found))] {
		out = append(out, s.b)
	}
	return out
}

// near gathers the neighbours in time within each of the briefing's dossiers.
func (e *Edition) near(b *briefing.Briefing) []*briefing.Briefing {
	var out []*briefing.Briefing
	take := func(x *Index, id string) {
		d, ok := x.Find(id)
		if !ok {
			return
		}
		i, _ := slices.BinarySearchFunc(d.Briefings, b, newestFirst)
		out = append(out, d.Briefings[max(0, i-reach):min(len(d.Briefings), i+reach+1)]...)
	}
	for _, c := range b.Countries {
		take(&e.Countries, c.Code)
	}
	for _, t := range b.Topics {
		take(&e.Topics, t.ID)
	}
	return out
}

func score(a, b *briefing.Briefing) int {
	s := 0
	for _, c := range a.Countries {
		for _, o := range b.Countries {
			if c.Code == o.Code {
				s += 4
			}
		}
	}
	for _, t := range a.Topics {
		for _, o := range b.Topics {
			if t.ID == o.ID {
				s += 2
			}
		}
	}
	near := 3
	for days := abs(a.Date.Day.Days() - b.Date.Day.Days()); days > 30 && near > 0; days /= 2 {
		near--
	}
	return s + near
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
