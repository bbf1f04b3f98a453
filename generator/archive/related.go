package archive

import (
	"slices"

	"chancery/generator/briefing"
)

const (
	relatedCount = 4  // shown under a briefing
	reach        = 12 // briefings looked at in each dossier, before and after

	sharedCountry = 4
	sharedTopic   = 2
	sameTime      = 3
)

// Related finds what a reader of a briefing may want next.
//
// Candidates are the twelve nearest in time, before and after, within each of
// the briefing's subject countries and topics. Each country in which a candidate
// is near counts 4, each topic 2, and nearness in time up to 3 (3 within thirty
// days, one less with each doubling of that). A new briefing so changes the
// related lists of its neighbours in time only, never those of a whole country.
func (e *Edition) Related(b *briefing.Briefing) []*briefing.Briefing {
	at, ok := e.position[b.Path]
	if !ok {
		return nil
	}
	best := make([]candidate, 0, relatedCount+1)
	for _, c := range e.near(b, at) {
		c.score += nearness(e.days[at], e.days[c.at])
		i := len(best)
		for i > 0 && best[i-1].score < c.score {
			i--
		}
		best = slices.Insert(best, i, c)[:min(len(best)+1, relatedCount)]
	}
	out := make([]*briefing.Briefing, len(best))
	for i, c := range best {
		out[i] = e.Briefings[c.at]
	}
	return out
}

type candidate struct {
	at    int32 // position in the edition
	score int32
}

// near lists the candidates, each once with what its dossiers count, the newest
// first.
func (e *Edition) near(b *briefing.Briefing, at int32) []candidate {
	out := make([]candidate, 0, 128)
	take := func(x *Index, id string, score int32) {
		d, ok := x.Find(id)
		if !ok {
			return
		}
		i, _ := slices.BinarySearch(d.Positions, at)
		for _, c := range d.Positions[max(0, i-reach):min(len(d.Positions), i+reach+1)] {
			if c != at {
				out = append(out, candidate{c, score})
			}
		}
	}
	for _, c := range b.Countries {
		take(&e.Countries, c.Code, sharedCountry)
	}
	for _, t := range b.Topics {
		take(&e.Topics, t.ID, sharedTopic)
	}
	slices.SortFunc(out, func(a, b candidate) int { return int(a.at - b.at) })
	n := 0
	for _, c := range out {
		if n > 0 && out[n-1].at == c.at {
			out[n-1].score += c.score
			continue
		}
		out[n] = c
		n++
	}
	return out[:n]
}

// nearness counts how close two days are.
func nearness(a, b int32) int32 {
	near := int32(sameTime)
	for days := max(a-b, b-a); days > 30 && near > 0; days /= 2 {
		near--
	}
	return near
}
