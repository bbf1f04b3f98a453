package gazetteer

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
	tokens  []token
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
	clear(r.found[:cap(r.found)])
	r.texts, r.roles, r.hits = r.texts[:0], r.roles[:0], r.hits[:0]
	r.places.scratch.Put(r)
}

// Add reads a passage and returns its index.
func (r *Reading) Add(role Role, text string) int {
	at := len(r.texts)
	r.texts, r.roles = append(r.texts, text), append(r.roles, role)
	r.tokens = tokenize(r.tokens[:0], text)
	for i := 0; i < len(r.tokens); {
		if !r.lexicon.mayBegin(&r.tokens[i]) {
			i++
			continue
		}
		f, n := r.longest(i, text)
		if n == 0 {
			i++
			continue
		}
		r.hit(int32(at), f, i, n)
		i += n
	}
	return at
}

// longest is the longest form that begins with a word, and of how many words it
// is; 0 when none begins there.
func (r *Reading) longest(i int, text string) (form, int) {
	l, t := r.lexicon, &r.tokens[i]
	if l.beginsWith(t.hash) {
		if f, n := r.walk(i, *t, text); n > 0 {
			return f, n
		}
	}
	if !l.mayHoldClitics(t) {
		return form{}, 0
	}
	var found form
	words := 0
	l.clitics.strip(text[t.start:t.end], func(hash uint64, letters int) bool {
		bare := *t
		bare.hash = hash
		found, words = r.walk(i, bare, text)
		if letters < 4 && found.kind != name && found.kind != grouped {
			words = 0 // too little is left of the word
		}
		return words > 0
	})
	return found, words
}

// walk follows the words of a text from a first one.
func (r *Reading) walk(i int, first token, text string) (form, int) {
	l := r.lexicon
	var best form
	n := 0
	at := l.follow(0, &first, text)
	for j := i + 1; at != 0; j++ {
		node := &l.nodes[at]
		if node.form.kind != none {
			best, n = node.form, j-i
		}
		if j == len(r.tokens) {
			break
		}
		if node.prefix.kind != none && r.tokens[j].gap == hyphen {
			best, n = node.prefix, j-i
		}
		at = l.follow(at, &r.tokens[j], text)
	}
	return best, n
}

// hit notes a form and what stands beside it.
func (r *Reading) hit(passage int32, f form, i, n int) {
	first, last := &r.tokens[i], &r.tokens[i+n-1]
	h := hit{form: f, passage: passage, start: first.start, end: last.end, here: f.target}
	if f.opener {
		h.opens = first.gap == hard || first.gap == stop
	}
	if f.person && n == 1 {
		h.like = r.personal(i)
		h.certain = !h.like && i > 0 && r.lexicon.within[r.tokens[i-1].hash]
	}
	if f.kind == state || f.kind == grouped && r.lexicon.groups[f.target].byState {
		r.afterCity(&h, first)
	}
	if f.kind != nothing {
		r.hits = append(r.hits, h)
	}
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
