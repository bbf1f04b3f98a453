package page

import (
	"cmp"
	"slices"
	"strings"

	"chancery/generator/archive"
	"chancery/generator/briefing"
)

// belonging says to which dossiers of a kind each briefing of an edition belongs,
// by their numbers in the index: dossiers of another kind are counted for each
// country, region, author and topic.
type belonging struct {
	starts  []int32 // in numbers, of each briefing by position, and the end of the last
	numbers []int32
}

// of are the dossiers of the briefing at a position.
func (b *belonging) of(at int32) []int32 { return b.numbers[b.starts[at]:b.starts[at+1]] }

func (e *edition) belonging(kind string) *belonging {
	return e.belongs[number(kind)].get(func() *belonging { return e.newBelonging(kind) })
}

func (e *edition) newBelonging(kind string) *belonging {
	n := 0
	for _, d := range e.indexOf(kind).Dossiers {
		n += len(d.Positions)
	}
	out, numbers := &belonging{make([]int32, 1, len(e.Briefings)+1), make([]int32, 0, n)}, e.directory(kind).numbers
	for _, b := range e.Briefings {
		eachOf(b, kind, func(id string) {
			if n, ok := numbers[id]; ok {
				out.numbers = append(out.numbers, n)
			}
		})
		out.starts = append(out.starts, int32(len(out.numbers)))
	}
	return out
}

// eachOf goes through the ids of the dossiers of a kind that a briefing names.
func eachOf(b *briefing.Briefing, kind string, do func(id string)) {
	switch kind {
	case countries:
		for _, c := range b.Countries {
			do(c.Code)
		}
	case regions:
		for _, id := range b.Regions {
			do(id)
		}
	case authors:
		for _, a := range b.Authors {
			do(a.ID)
		}
	case topics:
		for _, t := range b.Topics {
			do(t.ID)
		}
	}
}

// among counts the dossiers of another kind that the briefings of one belong to.
func (e *edition) among(of string, d *archive.Dossier, kind string) []Count {
	b, all := e.belonging(kind), e.directory(kind)
	counts := make([]int, len(all.links))
	for _, at := range d.Positions {
		for _, n := range b.of(at) {
			counts[n]++
		}
	}
	if of == kind {
		counts[all.numbers[d.ID]] = 0
	}
	return all.ranked(counts, dossierNames)
}

// ranked turns counts into links, the largest first, at most limit.
func (d *directory) ranked(counts []int, limit int) []Count {
	var some []int
	for n, count := range counts {
		if count > 0 {
			some = append(some, n)
		}
	}
	slices.SortFunc(some, func(x, y int) int {
		return cmp.Or(counts[y]-counts[x], strings.Compare(d.links[x].URL, d.links[y].URL))
	})
	some = some[:min(limit, len(some))]
	out := make([]Count, len(some))
	for i, n := range some {
		out[i] = Count{Link: d.links[n], N: counts[n]}
	}
	return out
}
