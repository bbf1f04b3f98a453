package archive

import (
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
	at, ok := e.position[b]
	if !ok {
		return nil
	}
	type scored struct {
		at    int32
		score int
	}
	best := make([]scored, 0, relatedCount+1)
	for _, c := range e.near(b, at) {
		s := scored{c, score(b, e.Briefings[c])}
		i := len(best)
		for i > 0 && best[i-1].score < s.score {
			i--
		}
		best = slices.Insert(best, i, s)[:min(len(best)+1, relatedCount)]
	}
	out := make([]*briefing.Briefing, len(best))
	for i, s := range best {
		out[i] = e.Briefings[s.at]
	}
	return out
}

// near lists the positions of the neighbours in time within each of the
// briefing's dossiers, each once, the newest first.
func (e *Edition) near(b *briefing.Briefing, at int32) []int32 {
	out := make([]int32, 0, 128)
	take := func(x *Index, id string) {
		d, ok := x.Find(id)
		if !ok {
			return
		}
		i, _ := slices.BinarySearch(d.positions, at)
		out = append(out, d.positions[max(0, i-reach):min(len(d.positions), i+reach+1)]...)
	}
	for _, c := range b.Countries {
		take(&e.Countries, c.Code)
	}
	for _, t := range b.Topics {
		take(&e.Topics, t.ID)
	}
	slices.Sort(out)
	return slices.DeleteFunc(slices.Compact(out), func(c int32) bool { return c == at })
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
