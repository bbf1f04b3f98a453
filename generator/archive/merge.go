package archive

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"
	"sync"
	"unicode"

	"chancery/generator/briefing"
	"chancery/generator/date"
	"chancery/generator/digest"
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

	at     int32   // its number among those of its date
	more   []int32 // the numbers of others that tell its event, of which it is the fullest
	merged bool    // another that tells its event is fuller
}

// Merging says which tellings of one date tell the same event. It depends on
// nothing but these, so that who keeps it spares the next archive the comparing.
type Merging struct {
	Tellings digest.Sum // in their order
	Sets     [][]int32  // by number, from two on, the fullest first; all others are alone
}

// group is the events of one date, and the tellings they were made of: the newest
// briefing's first, in its order.
type group struct {
	date     int64 // what all its tellings have in common, see when
	tellings []*briefing.Event
	events   []Event // in the order of their fullest tellings
	fullest  []int32 // the numbers of these
	merging  Merging // zero of a single telling
}

// when is a number for the dates of an event, which orders by their beginning.
func when(s date.Span) int64 { return s.Start.Order()<<32 | s.End.Order()&(1<<32-1) }

// dated is a telling by its place, for sorting.
type dated struct {
	date   int64
	in, at int32 // briefing and event
}

// event is the telling itself.
func (d dated) event(briefings []*briefing.Briefing) *briefing.Event {
	return &briefings[d.in].Events[d.at]
}

// compare orders tellings by date, the newest first, then by their place.
func (d dated) compare(o dated) int {
	switch {
	case d.date != o.date:
		return cmp.Compare(o.date, d.date)
	case d.in != o.in:
		return cmp.Compare(d.in, o.in)
	}
	return cmp.Compare(d.at, o.at)
}

// merge makes one Event of all tellings of the same thing, by date, the newest
// dates first, and returns as well where the tellings of all dates stand, one date
// after the other. Dates whose tellings are those of an earlier merging keep the
// events made then, and what is known of mergings is not found out again.
//
// Within one date, candidates are those that share one of their rarest words,
// taken as the smallest hashes; so a date with very many events costs no more
// than its words.
func merge(briefings []*briefing.Briefing, last []group, known map[digest.Sum]Merging) ([]group, []dated) {
	all := inOrder(briefings)
	tellings := make([]*briefing.Event, len(all))
	for i, d := range all {
		tellings[i] = d.event(briefings)
	}
	var groups []group
	var starts []int
	for i, d := range all {
		if i == 0 || d.date != all[i-1].date {
			groups, starts = append(groups, group{date: d.date}), append(starts, i)
		}
	}
	scratch := sync.Pool{New: func() any { return &merger{} }}
	parallel.Each(len(groups), func(i int) {
		end := len(all)
		if i+1 < len(groups) {
			end = starts[i+1]
		}
		g := &groups[i]
		g.tellings = tellings[starts[i]:end:end]
		if old := find(last, g.date); slices.Equal(g.tellings, old.tellings) {
			*g = old
			return
		}
		m := scratch.Get().(*merger)
		defer scratch.Put(m)
		m.begin(briefings, all[starts[i]:end])
		g.merging = m.merging(known)
		g.events, g.fullest = m.events(g.merging.Sets)
	})
	return groups, all
}

// inOrder lists all tellings by date, the newest first, those of one date in the
// order of their briefings.
func inOrder(briefings []*briefing.Briefing) []dated {
	n := 0
	for _, b := range briefings {
		n += len(b.Events)
	}
	all := make([]dated, 0, n)
	for i, b := range briefings {
		for k := range b.Events {
			all = append(all, dated{when(b.Events[k].Span), int32(i), int32(k)})
		}
	}
	parallel.Sort(all, dated.compare)
	return all
}

// find is the group of a date among groups in order; empty when there is none.
func find(groups []group, date int64) group {
	i, ok := slices.BinarySearchFunc(groups, date, func(g group, date int64) int { return cmp.Compare(date, g.date) })
	if !ok {
		return group{}
	}
	return groups[i]
}

// merger merges one date after the other. What it holds has no meaning between
// two of them.
type merger struct {
	tellings []telling
	words    []uint64
	sets     [][]telling
	found    candidates
}

// begin takes the tellings of a date.
func (m *merger) begin(briefings []*briefing.Briefing, group []dated) {
	m.tellings, m.words, m.sets = m.tellings[:0], m.words[:0], m.sets[:0]
	for i, d := range group {
		m.tellings = append(m.tellings, telling{event: d.event(briefings), in: briefings[d.in], at: int32(i)})
	}
}

// merging finds which of the tellings are one event, unless that is known.
func (m *merger) merging(known map[digest.Sum]Merging) Merging {
	if len(m.tellings) < 2 {
		return Merging{}
	}
	sum := m.sum()
	if old, ok := known[sum]; ok {
		return old
	}
	return Merging{sum, m.compare()}
}

// sum names all that a comparing depends on.
func (m *merger) sum() digest.Sum {
	k := digest.Begin("tellings")
	for _, t := range m.tellings {
		k.Text(t.in.Path)
		k.Add(t.event.Sum)
	}
	return k.Sum()
}

// compare finds the sets of tellings of one event.
func (m *merger) compare() [][]int32 {
	m.hash()
	m.found.begin(len(m.tellings), len(m.words))
	for _, t := range m.tellings {
		at := m.found.find(m.sets, t)
		if at < 0 {
			at = m.newSet()
			m.found.enter(at, t)
		}
		m.sets[at] = append(m.sets[at], t)
	}
	var out [][]int32
	for _, s := range m.sets {
		if len(s) < 2 {
			continue
		}
		set := make([]int32, len(s))
		for i, t := range s {
			set[i] = t.at
		}
		out = append(out, set)
	}
	slices.SortFunc(m.tellings, func(a, b telling) int { return cmp.Compare(a.at, b.at) })
	return out
}

// newSet adds an empty set, in the place of one of an earlier date.
func (m *merger) newSet() int {
	at := len(m.sets)
	if at == cap(m.sets) {
		m.sets = append(m.sets, nil)
		return at
	}
	m.sets = m.sets[:at+1]
	m.sets[at] = m.sets[at][:0]
	return at
}

// hash finds the words of all tellings and sorts these, the fullest first, so
// that every later one is compared with the fullest of its kind and the order of
// files does not matter.
func (m *merger) hash() {
	for i := range m.tellings {
		t, from := &m.tellings[i], len(m.words)
		m.words = appendWords(m.words, t.in.Account(t.event).Text)
		t.words = m.words[from:len(m.words):len(m.words)]
		for _, h := range t.words {
			t.marks |= 1 << (h & 63)
		}
	}
	slices.SortFunc(m.tellings, func(a, b telling) int {
		return cmp.Or(
			cmp.Compare(len(b.words), len(a.words)),
			strings.Compare(a.in.Path, b.in.Path),
			cmp.Compare(a.event.At, b.event.At),
		)
	})
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
	words   []word  // a table by hash, of which the slots of other dates are free
	date    uint32  // number of the date
	visited []int32 // by event, the telling that last tried it
	round   int32
}

// word is one that events of a date have.
type word struct {
	hash uint64
	date uint32
	n    int32
	at   [commonWord]int32 // the events, in order
}

// begin prepares for another date, of so many tellings with so many words.
func (c *candidates) begin(tellings, words int) {
	c.all, c.visited, c.round = tellings <= fewTellings, c.visited[:0], 0
	c.date++
	if c.all || 2*words <= len(c.words) {
		return
	}
	size := 1024
	for size < 2*words {
		size *= 2
	}
	c.words, c.date = make([]word, size), 1
}

// slot is where a word stands, or would.
func (c *candidates) slot(hash uint64) *word {
	mask := uint64(len(c.words) - 1)
	for i := hash & mask; ; i = (i + 1) & mask {
		if w := &c.words[i]; w.date != c.date || w.hash == hash {
			return w
		}
	}
}

func (c *candidates) enter(at int, t telling) {
	if c.all {
		return
	}
	c.visited = append(c.visited, 0)
	for _, h := range t.words {
		w := c.slot(h)
		if w.date != c.date {
			*w = word{hash: h, date: c.date}
		}
		if w.n < commonWord {
			w.at[w.n] = int32(at)
			w.n++
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
		w := c.slot(h)
		if w.date != c.date {
			continue
		}
		for _, at := range w.at[:w.n] {
			if c.visited[at] == c.round {
				continue
			}
			c.visited[at] = c.round
			if same(sets[at][0], t) {
				return int(at)
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

// events makes an event of each set of tellings, and of each that is in none, in
// the order of the fullest ones, and lists the numbers of these.
func (m *merger) events(sets [][]int32) (events []Event, fullest []int32) {
	n := len(m.tellings)
	for _, set := range sets {
		n -= len(set) - 1
		m.tellings[set[0]].more = set[1:]
		for _, at := range set[1:] {
			m.tellings[at].merged = true
		}
	}
	events, fullest = make([]Event, 0, n), make([]int32, 0, n)
	for i := range m.tellings {
		t := &m.tellings[i]
		if t.merged {
			continue
		}
		v := Event{Telling: Telling{t.event, t.in}}
		for _, at := range t.more {
			o := &m.tellings[at]
			v.More = append(v.More, Telling{o.event, o.in})
		}
		events, fullest = append(events, v), append(fullest, t.at)
	}
	return events, fullest
}

// appendWords hashes the distinct words of a text with FNV-1a, the same in every
// run, for the choice among candidates depends on their order.
func appendWords(hashes []uint64, text string) []uint64 {
	const offset, prime = 14695981039346656037, 1099511628211
	from := len(hashes)
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
	slices.Sort(hashes[from:])
	return hashes[:from+len(slices.Compact(hashes[from:]))]
}
