package gazetteer

import "slices"

// Mention is a country found in a text.
type Mention struct {
	Code   string // as found; Resolve says under which code the site shows it
	Offset int    // in bytes, with what is written together with the name (Arabic "and", "in")
	Length int    // in bytes
	Form   string // the words found, a part of the text
	Weak   bool   // a capital or seat of government: it may stand for its own city alone
}

// Find appends the countries that a text names to dst, in their order. lang is
// the text's; one that the site does not have counts as English. Forms are
// matched with their capitals, longest first, from word boundary to word
// boundary; what a longer form such as "South China Sea" holds is not found.
//
// Names that several places share are decided by what else the text names. A
// document of several passages is better read with NewReading, which decides
// by all of them.
func (g *Gazetteer) Find(text, lang string, dst []Mention) []Mention {
	r := g.NewReading(lang)
	defer r.Close()
	r.Add(Body, text)
	r.decide()
	for i := range r.hits {
		if m, ok := r.mention(&r.hits[i]); ok {
			dst = append(dst, m)
		}
	}
	return dst
}

// Role is the part that a passage plays in a document.
type Role uint8

// The roles of passages. A document has at most one title and one summary as a
// rule, and one lead: its first paragraph.
const (
	Title Role = iota
	Summary
	Lead
	Body
)

// Reading reads the passages of one document, to find the countries in all of
// them together. Add all passages, in the order of the document, then ask. It
// serves one goroutine.
type Reading struct {
	lexicon *lexicon
	texts   []string
	roles   []Role
	tokens  []token // of the passage being read; see word
	hits    []hit
	counts  []int32 // of each target of the lexicon
	found   []Located
	said    []Evidence
	last    []int // the passage that each of these was last seen in
	places  *Gazetteer
}

// hit is a form where it stands.
type hit struct {
	form
	passage       int32
	start, end    int32
	here          uint16 // the target decided on
	dropped       bool
	like, certain bool // beside it: what makes it a person's name, what makes it a place
	opens         bool // it is the first word of a sentence
}

// NewReading begins to read a document in a language.
func (g *Gazetteer) NewReading(lang string) *Reading {
	r := g.scratch.Get().(*Reading)
	r.lexicon, r.places = g.lexicons(lang), g
	return r
}

// Close ends a reading: its memory serves another. It need not be called, and
// nothing may be asked of the reading after it.
func (r *Reading) Close() {
	clear(r.texts) // texts are not held on to
	clear(r.found)
	r.texts, r.roles, r.hits, r.found = r.texts[:0], r.roles[:0], r.hits[:0], r.found[:0]
	r.places.scratch.Put(r)
}

// Add reads a passage and returns its index.
func (r *Reading) Add(role Role, text string) int {
	at := len(r.texts)
	r.texts, r.roles, r.tokens = append(r.texts, text), append(r.roles, role), r.tokens[:0]
	s := scanner{text: text}
	for t := (token{}); r.lexicon.seek(&s, &t); {
		if !r.lexicon.mayBegin(&t) {
			continue
		}
		if f, words, end := r.longest(&t, text); words > 0 {
			r.hit(hit{form: f, passage: int32(at), start: t.start, end: end, here: f.target}, words)
			s.pos = int(end)
		}
	}
	return at
}

// longest is the longest form that begins with a word, of how many words it is,
// and where it ends; of 0 when none begins there.
func (r *Reading) longest(t *token, text string) (found form, words int, end int32) {
	l := r.lexicon
	if l.beginsWith(t.hash) {
		if found, words, end = l.walk(*t, text); words > 0 {
			return found, words, end
		}
	}
	if !l.mayHoldClitics(t) {
		return form{}, 0, 0
	}
	l.clitics.strip(text[t.start:t.end], func(hash uint64, letters int) bool {
		bare := *t
		bare.hash = hash
		found, words, end = l.walk(bare, text)
		if letters < 4 && found.kind != name && found.kind != grouped {
			words = 0 // too little is left of the word
		}
		return words > 0
	})
	return found, words, end
}

// walk follows the words of a text from a first one.
func (l *lexicon) walk(t token, text string) (best form, words int, end int32) {
	s := scanner{text: text, pos: int(t.end)}
	at := l.follow(0, &t, text)
	for n := 1; at != 0; n++ {
		node, last := &l.nodes[at], t.end
		if node.form.kind != none {
			best, words, end = node.form, n, last
		}
		if !node.goesOn(text, last) || !s.next(&t) {
			break
		}
		if node.prefix.kind != none && t.gap == hyphen {
			best, words, end = node.prefix, n, last
		}
		at = l.follow(at, &t, text)
	}
	return best, words, end
}

// hit notes a form of so many words and what stands beside it.
func (r *Reading) hit(h hit, words int) {
	alone := h.person && words == 1
	states := h.kind == state || h.kind == grouped && r.lexicon.groups[h.target].byState
	if h.opener || alone || states {
		r.beside(&h, alone, states)
	}
	if h.kind != nothing {
		r.hits = append(r.hits, h)
	}
}

// beside looks at what stands beside a form.
func (r *Reading) beside(h *hit, alone, states bool) {
	i := r.word(h.start)
	first := &r.tokens[i]
	if h.opener {
		h.opens = first.gap == hard || first.gap == stop
	}
	if alone {
		h.like = r.personal(i)
		h.certain = !h.like && i > 0 && r.lexicon.within[r.tokens[i-1].hash]
	}
	if states {
		r.afterCity(h, first)
	}
}

// word finds the word of the passage being read that begins at an offset. All of
// its words are read when one is first asked for: few passages need that.
func (r *Reading) word(start int32) int {
	if len(r.tokens) == 0 {
		r.tokens = tokenize(r.tokens, r.texts[len(r.texts)-1])
	}
	i, _ := slices.BinarySearchFunc(r.tokens, start, func(t token, start int32) int { return int(t.start - start) })
	return i
}

// afterCity takes back a city when the name of a federal state follows it, as
// in Paris, Texas.
func (r *Reading) afterCity(h *hit, first *token) {
	if first.gap != comma || len(r.hits) == 0 {
		return
	}
	city := &r.hits[len(r.hits)-1]
	if city.passage != h.passage || first.start-city.end > 3 {
		return
	}
	if h.kind == grouped {
		g := r.lexicon.groups[h.target]
		if city.kind != weak || len(g.senses) > 0 && g.senses[0] == city.target {
			return // Tbilisi, Georgia
		}
		h.dropped = true
	}
	city.dropped = true
}

// personal says that a name stands beside another word that makes it a person's:
// Jordan Smith, Michael Jordan; but not Jordan in King Hussein of Jordan, nor
// in a heading between words of titles.
func (r *Reading) personal(i int) bool {
	l := r.lexicon
	if i+1 < len(r.tokens) {
		next := &r.tokens[i+1]
		if next.gap == soft && capitalised(next.shape) && !l.titles[next.hash] {
			return true
		}
	}
	if i == 0 || r.tokens[i].gap != soft {
		return false
	}
	before := &r.tokens[i-1]
	if !capitalised(before.shape) || l.titles[before.hash] {
		return false
	}
	opens := i == 1 || before.gap == hard || before.gap == stop
	return !opens || !verbal(r.texts[len(r.texts)-1][before.start:before.end])
}

func capitalised(s shape) bool { return s == title || s == single || s == mixed }

// verbal says that the first word of a sentence is one that takes a place after
// it: Visiting Jordan, Neighbouring Chad.
func verbal(word string) bool {
	n := len(word)
	return n > 4 && (word[n-3:] == "ing" || word[n-2:] == "ed" || word[n-2:] == "ly")
}
