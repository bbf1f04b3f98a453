package archive

import "slices"

const (
	relatedCount = 4  // shown under a briefing
	reach        = 12 // briefings looked at in each dossier, before and after

	sharedCountry = 4
	sharedTopic   = 2
	sameTime      = 3
)

// Related finds what a reader of the briefing at a position may want next, by
// their positions.
//
// Candidates are the twelve nearest in time, before and after, within each of
// the briefing's subject countries and topics. Each country in which a candidate
// is near counts 4, each topic 2, and nearness in time up to 3 (3 within thirty
// days, one less with each doubling of that). A new briefing so changes the
// related lists of its neighbours in time only, never those of a whole country.
func (e *Edition) Related(at int) []int32 {
	best := make([]candidate, 0, relatedCount+1)
	var room [256]candidate
	for _, c := range e.near(int32(at), room[:0]) {
		c.score += nearness(e.days[at], e.days[c.at])
		i := len(best)
		for i > 0 && c.before(best[i-1]) {
			i--
		}
		if i < relatedCount {
			best = slices.Insert(best, i, c)[:min(len(best)+1, relatedCount)]
		}
	}
	out := make([]int32, len(best))
	for i, c := range best {
		out[i] = c.at
	}
	return out
}

type candidate struct {
	at    int32 // position in the edition
	score int32
}

// before orders candidates by their score, then the newest first.
func (c candidate) before(o candidate) bool {
	return c.score > o.score || c.score == o.score && c.at < o.at
}

// near adds the candidates to a list, each once with what its dossiers count.
func (e *Edition) near(at int32, out []candidate) []candidate {
	b := e.Briefings[at]
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
	return together(out)
}

// together adds up what stands for the same briefing. There are a hundred or so:
// a small table by the last bits of their positions is faster than sorting them.
func together(list []candidate) []candidate {
	var small [512]uint16
	table := small[:] // number of the one that was there first, from 1
	for 2*len(list) > len(table) {
		table = make([]uint16, 2*len(table))
	}
	mask := uint32(len(table) - 1)
	n := 0
	for _, c := range list {
		slot := uint32(c.at) & mask
		for table[slot] != 0 && list[table[slot]-1].at != c.at {
			slot = (slot + 1) & mask
		}
		if i := table[slot]; i != 0 {
			list[i-1].score += c.score
			continue
		}
		list[n] = c
		n++
		table[slot] = uint16(n)
	}
	return list[:n]
}

// nearness counts how close two days are.
func nearness(a, b int32) int32 {
	near := int32(sameTime)
	for days := max(a-b, b-a); days > 30 && near > 0; days /= 2 {
		near--
	}
	return near
}
