package gazetteer

import "slices"

// decide settles, by all passages that were read, what the forms stand for that
// could be more than one thing.
func (r *Reading) decide() {
	if len(r.hits) == 0 { // most sentences
		return
	}
	r.count()
	r.dropPersons()
	r.dropOpeners()
	for i := range r.hits {
		if h := &r.hits[i]; h.kind == grouped && !h.dropped {
			r.sense(h, r.listed(i))
		}
	}
}

// count counts the evidence for each target: everything but the forms that are
// in question.
func (r *Reading) count() {
	n := len(r.lexicon.targets)
	if cap(r.counts) < n {
		r.counts = make([]int32, n)
	}
	r.counts = r.counts[:n]
	clear(r.counts)
	for i := range r.hits {
		h := &r.hits[i]
		if h.dropped || h.kind == grouped || h.person && !h.certain || h.opens {
			continue
		}
		r.counts[h.target]++
	}
}

// dropPersons drops names that belong to persons. One Michael Jordan makes every
// Jordan of a document his, unless something else in it speaks of the country.
func (r *Reading) dropPersons() {
	for i := range r.hits {
		h := &r.hits[i]
		if !h.like || h.dropped {
			continue
		}
		h.dropped = true
		if h.kind == grouped || r.counts[h.target] > 0 {
			continue
		}
		for j := range r.hits {
			if other := &r.hits[j]; other.person && other.target == h.target && other.kind == h.kind {
				other.dropped = true
			}
		}
	}
}

// dropOpeners drops first words of sentences that need not be names.
func (r *Reading) dropOpeners() {
	for i := range r.hits {
		if h := &r.hits[i]; h.opens && h.kind != grouped && r.counts[h.target] == 0 && !r.listed(i) {
			h.dropped = true
		}
	}
}

// listed says that a hit stands right beside the name of a country, with only a
// comma or a space between, as in "Mali, Niger": then it is one itself.
func (r *Reading) listed(i int) bool {
	const between = 2 // bytes
	h := &r.hits[i]
	if i+1 < len(r.hits) {
		next := &r.hits[i+1]
		if next.kind == name && !next.dropped && next.passage == h.passage && next.start-h.end <= between {
			return true
		}
	}
	if i == 0 {
		return false
	}
	before := &r.hits[i-1]
	return before.kind == name && !before.dropped && before.passage == h.passage && h.start-before.end <= between
}

// sense decides on one country of a group: the one that the document has most
// evidence for, else the fallback, else none. In a list of countries the word
// stands for a country.
func (r *Reading) sense(h *hit, listed bool) {
	g := &r.lexicon.groups[h.target]
	best, most := g.fallback, int32(0)
	if listed && (best < 0 || !isCode(r.lexicon.targets[best])) {
		if i := slices.IndexFunc(g.senses, func(t uint16) bool { return isCode(r.lexicon.targets[t]) }); i >= 0 {
			best = int(g.senses[i])
		}
	}
	for _, t := range g.senses {
		if n := r.counts[t]; n > most {
			best, most = int(t), n
		}
	}
	if best < 0 {
		h.dropped = true
		return
	}
	h.here = uint16(best)
	h.dropped = !isCode(r.lexicon.targets[best])
}

// isCode tells a country's code from the name of another sense.
func isCode(s string) bool {
	return len(s) == 2 && s[0] <= 'Z' || len(s) > 2 && s[:2] == "x-"
}

// mention is the mention of a hit, if it is one.
func (r *Reading) mention(h *hit) (Mention, bool) {
	if h.dropped {
		return Mention{}, false
	}
	switch h.kind {
	case name, demonym, weak, grouped:
		text := r.texts[h.passage]
		return Mention{
			Code: r.lexicon.targets[h.here], Offset: int(h.start), Length: int(h.end - h.start),
			Form: text[h.start:h.end], Weak: h.kind == weak,
		}, true
	}
	return Mention{}, false
}

// Located is a mention with the passage that it stands in.
type Located struct {
	Mention
	Passage int // as Add returned it
}

// Mentions lists the countries found in all passages, in their order.
func (r *Reading) Mentions() []Located {
	return slices.Clone(r.mentions())
}

// mentions are those of Mentions, until it is called again.
func (r *Reading) mentions() []Located {
	r.decide()
	clear(r.found)
	r.found = r.found[:0]
	for i := range r.hits {
		if m, ok := r.mention(&r.hits[i]); ok {
			r.found = append(r.found, Located{m, int(r.hits[i].passage)})
		}
	}
	return r.found
}
