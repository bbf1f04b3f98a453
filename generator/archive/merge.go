package archive

import (
	"cmp"
	"maps"
	"math/bits"
	"slices"
	"strings"
	"unicode"

	"chancery/generator/briefing"
	"chancery/generator/date"
	"chancery/generator/parallel"
)

// Two tellings are one event when they have the same dates and share at least
// this part of their words (Jaccard's coefficient over words of three letters
// and more), or when the shorter one's words nearly all stand in the longer.
const (
	similar   = 0.6
	contained = 0.9
	fewWords  = 4 // containment wants at least this many words in the shorter one
)

// telling is an event with what is needed to compare it.
type telling struct {
	event *briefing.Event
	in    *briefing.Briefing
	words []uint64 // hashes of distinct words, sorted
	marks uint64   // a bit for each word
}

// when is what all tellings of one event have in common.
type when struct{ start, end date.Date }

// group is the events of one date, and the tellings they were made of.
type group struct {
	tellings []*briefing.Event
	events   []*Event
}

// merge makes one Event of all tellings of the same thing, by date. Dates whose
// tellings are those of an earlier merging keep the events made then.
//
// Within one date, candidates are those that share one of their rarest words,
// taken as the smallest hashes; so a date with very many events costs no more
// than its words.
func merge(briefings []*briefing.Briefing, last map[when]group) map[when]group {
	found := map[when][]telling{}
	for _, b := range briefings {
		for i := range b.Events {
			v := &b.Events[i]
			key := when{v.Span.Start, v.Span.End}
			found[key] = append(found[key], telling{event: v, in: b})
		}
	}
	keys := slices.Collect(maps.Keys(found))
	groups := parallel.Make(len(keys), func(i int) group { return newGroup(found[keys[i]], last[keys[i]]) })
	out := make(map[when]group, len(keys))
	for i, key := range keys {
		out[key] = groups[i]
	}
	return out
}

func newGroup(tellings []telling, last group) group {
	g := group{tellings: make([]*briefing.Event, len(tellings))}
	for i, t := range tellings {
		g.tellings[i] = t.event
	}
	if slices.Equal(g.tellings, last.tellings) {
		return last
	}
	g.events = mergeGroup(tellings)
	return g
}

func mergeGroup(group []telling) []*Event {
	if len(group) == 1 {
		return []*Event{newEvent(group)}
	}
	for i := range group {
		group[i].words = wordHashes(group[i].event.Text)
		for _, h := range group[i].words {
			group[i].marks |= 1 << (h & 63)
		}
	}
	// The fullest first, so that every later one is compared with the fullest
	// of its kind and the order of files does not matter.
	slices.SortFunc(group, func(a, b telling) int {
		return cmp.Or(
			cmp.Compare(len(b.words), len(a.words)),
			strings.Compare(a.in.Path, b.in.Path),
			strings.Compare(a.event.ID, b.event.ID),
		)
	})
	var sets [][]telling
	found := candidates{all: len(group) <= fewTellings}
	for _, t := range group {
		at := found.find(sets, t)
		if at < 0 {
			at = len(sets)
			sets = append(sets, nil)
			found.enter(at, t)
		}
		sets[at] = append(sets[at], t)
	}
	out := make([]*Event, len(sets))
	for i, s := range sets {
		out[i] = newEvent(s)
	}
	return out
}

const (
	// fewTellings of one date are all compared with each other.
	fewTellings = 32
	// commonWord is the number of events of one date after which a word no longer
	// makes candidates: it tells nothing apart.
	commonWord = 8
)

// candidates finds the events that a telling may tell: all of the date when
// these are few, else those that share a word with it.
type candidates struct {
	all     bool
	byWord  map[uint64][]int
	visited []int // by event, the telling that last tried it
	round   int
}

func (c *candidates) enter(at int, t telling) {
	if c.all {
		return
	}
	if c.byWord == nil {
		c.byWord = map[uint64][]int{}
	}
	c.visited = append(c.visited, 0)
	for _, h := range t.words {
		if len(c.byWord[h]) < commonWord {
			c.byWord[h] = append(c.byWord[h], at)
		}
	}
}

// find returns the first set whose fullest telling is the same event, or -1.
func (c *candidates) find(sets [][]telling, t telling) int {
	if c.all {
		return slices.IndexFunc(sets, func(s []telling) bool { return same(s[0], t) })
	}
	c.round++
	for _, h := range t.words {
		for _, at := range c.byWord[h] {
			if c.visited[at] == c.round {
				continue
			}
			c.visited[at] = c.round
			if same(sets[at][0], t) {
				return at
			}
		}
	}
	return -1
}

// same compares a telling with one that has at least as many words. A briefing
// that dates two things alike means two things.
func same(full, t telling) bool {
	if full.in == t.in || len(t.words) == 0 {
		return false
	}
	// Words of which the other has not even the bit are missing in it: most
	// pairs are told apart by that alone.
	if missing := bits.OnesCount64(t.marks &^ full.marks); float64(missing) > (1-similar)*float64(len(t.words)) {
		return false
	}
	shared := 0
	for i, j := 0, 0; i < len(full.words) && j < len(t.words); {
		switch {
		case full.words[i] == t.words[j]:
			shared, i, j = shared+1, i+1, j+1
		case full.words[i] < t.words[j]:
			i++
		default:
			j++
		}
	}
	union := len(full.words) + len(t.words) - shared
	if float64(shared) >= similar*float64(union) {
		return true
	}
	return len(t.words) >= fewWords && float64(shared) >= contained*float64(len(t.words))
}

func newEvent(set []telling) *Event {
	e := &Event{Event: set[0].event}
	for _, t := range set {
		e.In = append(e.In, t.in)
		e.Tellings = append(e.Tellings, t.event)
	}
	return e
}

// wordHashes hashes the distinct words of a text with FNV-1a, the same in every
// run, for the choice among candidates depends on their order.
func wordHashes(text string) []uint64 {
	const offset, prime = 14695981039346656037, 1099511628211
	hashes := make([]uint64, 0, 24)
	h, letters := uint64(offset), 0
	end := func() {
		if letters > 2 {
			hashes = append(hashes, h)
		}
		h, letters = offset, 0
	}
	for _, r := range text {
		switch {
		case r >= 'a' && r <= 'z':
		case unicode.IsLetter(r), unicode.IsDigit(r):
			r = unicode.ToLower(r)
		default:
			end()
			continue
		}
		h = (h ^ uint64(r)) * prime
		letters++
	}
	end()
	slices.Sort(hashes)
	return slices.Compact(hashes)
}
