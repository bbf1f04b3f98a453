package gazetteer

import (
	"slices"
	"strings"
	"sync"
	"unicode"
)

// lexicon is the forms of one language as a trie over words. Words are known
// by the hash of their folded letters alone: that two of the few thousand words
// of a lexicon and the words of a text share 64 bits does not happen.
//
// All edges are in one open-addressed table, so that a word which begins no
// name, which is nearly every word, costs one look into a bitmap: most are passed
// over by their first letters, and not even hashed.
type lexicon struct {
	starts  starts
	begins  [1024]uint64 // bits of the hashes of first words
	keys    []uint64     // of edges, 0 where there is none
	edges   []edge
	mask    uint64
	nodes   []node // the root is the first
	targets []string
	groups  []group
	titles  map[uint64]bool // words that stand before a country and before no person
	within  map[uint64]bool // words that stand before a country only
	persons map[string]bool // forms that are also names of persons
	openers map[string]bool // forms that are also words at the start of a sentence
	clitics clitics
}

type edge struct {
	exact uint64 // the hash of the word with its marks, when these matter
	next  int32
	shape shape // what the form has; see fits
}

// node is where a form may end.
type node struct {
	form, prefix form   // prefix: when a hyphen follows, as in Franco-German
	next         uint64 // the openings of the words that may follow
}

// goesOn says whether a form may go on behind the end of a word.
func (n *node) goesOn(text string, end int32) bool {
	if next := int(end) + 1; next < len(text) && text[end] == ' ' {
		return n.next&(1<<codes[text[next]]) != 0
	}
	return n.next != 0
}

// mayBegin says quickly of nearly every word that no form begins with it.
func (l *lexicon) mayBegin(t *token) bool { return l.beginsWith(t.hash) || l.mayHoldClitics(t) }

func (l *lexicon) beginsWith(hash uint64) bool { return l.begins[hash>>6&1023]&(1<<(hash&63)) != 0 }

// mayHoldClitics says that a word has letters enough, of two bytes each, to be
// a name and a word of one letter before it.
func (l *lexicon) mayHoldClitics(t *token) bool {
	return len(l.clitics.second) > 0 && t.end-t.start >= 6
}

// form is what a found form means.
type form struct {
	kind           formKind
	target         uint16 // into targets, or groups
	person, opener bool
}

// formKind is the letter that the tables have for it.
type formKind uint8

const (
	none    formKind = 0   // no form ends here
	name    formKind = 'n' // of a country
	demonym formKind = 'd' // or adjective
	weak    formKind = 'w' // a capital or seat of government
	cue     formKind = 'c' // speaks for one sense of a group
	nothing formKind = 'x' // holds a country's name, and is none
	grouped formKind = 'g' // of several countries
	state   formKind = 't' // of a federation: Paris, Texas
)

// group is a form that several countries share, or a country with others.
type group struct {
	senses   []uint16 // into targets
	fallback int      // into targets, -1 for none
	byState  bool     // one of the senses is a state of a federation
}

// stateCue is the sense that names of federal states speak for.
const stateCue = "us-state"

// lexiconReader makes each lexicon when a text of its language is first read.
func (g *Gazetteer) lexiconReader() func(string) *lexicon {
	readers := map[string]func() *lexicon{}
	for _, lang := range g.languages {
		if table("forms/"+lang) != "" {
			readers[lang] = sync.OnceValue(func() *lexicon { return g.readLexicon(lang) })
		}
	}
	return func(tag string) *lexicon {
		if read := readers[base(tag)]; read != nil {
			return read()
		}
		return readers["en"]()
	}
}

func (g *Gazetteer) readLexicon(lang string) *lexicon {
	text := table("forms/" + lang)
	size := uint64(1 << 12)
	for size < uint64(len(text))/6 {
		size *= 2
	}
	l := &lexicon{
		keys: make([]uint64, size), edges: make([]edge, size), mask: size - 1, nodes: make([]node, 1, size/4),
		titles: map[uint64]bool{}, within: map[uint64]bool{}, persons: map[string]bool{}, openers: map[string]bool{},
		clitics: cliticsOf[lang],
	}
	b := builder{lexicon: l, index: map[string]uint16{}, groupOf: map[string]uint16{}}
	g.addOwn(&b, lang)
	for line := range strings.Lines(text) {
		b.line(strings.TrimSuffix(line, "\n"))
	}
	return l
}

// addOwn adds what the site itself calls places; what is there first, stays.
func (g *Gazetteer) addOwn(b *builder, lang string) {
	for _, code := range sortedCodes(g.countries) {
		ruled := g.countries[code].ruled
		for _, in := range []string{lang, ""} {
			if own := ruled[in]; own != "" {
				b.add(form{kind: name, target: b.target(code)}, own)
			}
		}
	}
}

// builder fills a lexicon from lines of a table.
type builder struct {
	*lexicon
	index   map[string]uint16 // of targets
	groupOf map[string]uint16
	used    int
	tokens  []token
}

func (b *builder) target(s string) uint16 {
	i, ok := b.index[s]
	if !ok {
		i = uint16(len(b.targets))
		b.index[s] = i
		b.targets = append(b.targets, s)
	}
	return i
}

// line reads a line: a letter, a target and forms, between tabs.
func (b *builder) line(s string) {
	what, rest, _ := strings.Cut(s, "\t")
	target, forms, _ := strings.Cut(rest, "\t")
	switch what {
	case "G":
		b.group(target, forms)
	case "P":
		markAll(b.persons, forms)
	case "S":
		markAll(b.openers, forms)
	case "T":
		b.hashAll(b.titles, forms)
	case "W":
		b.hashAll(b.within, forms)
	default:
		f := form{kind: formKind(what[0])}
		switch f.kind {
		case grouped:
			f.target = b.groupOf[target]
		case state:
			f.target = b.target(stateCue)
		default:
			f.target = b.target(target)
		}
		for item := range strings.SplitSeq(forms, "|") {
			b.item(f, item)
		}
	}
}

// item adds a form, or several that share a stem: stem+ending,ending.
func (b *builder) item(f form, item string) {
	stem, endings, several := strings.Cut(item, "+")
	if !several {
		b.add(f, item)
		return
	}
	for end := range strings.SplitSeq(endings, ",") {
		b.add(f, stem+end)
	}
}

func (b *builder) group(id, senses string) {
	list, fallback, _ := strings.Cut(senses, "\t")
	g := group{fallback: -1}
	for s := range strings.SplitSeq(list, ",") {
		g.senses = append(g.senses, b.target(s))
		g.byState = g.byState || s == stateCue
	}
	if fallback != "" {
		g.fallback = int(b.target(fallback))
	}
	b.groupOf[id] = uint16(len(b.groups))
	b.groups = append(b.groups, g)
}

func markAll(set map[string]bool, words string) {
	for w := range strings.SplitSeq(words, "|") {
		set[w] = true
	}
}

func (b *builder) hashAll(set map[uint64]bool, words string) {
	for w := range strings.SplitSeq(words, "|") {
		s := scanner{text: w}
		for t := (token{}); s.next(&t); {
			set[t.hash] = true
		}
	}
}

// add enters one form. A form that is there already keeps its meaning.
func (b *builder) add(f form, text string) {
	bare := strings.TrimPrefix(text, "=")
	f.person, f.opener = b.persons[bare], b.openers[bare]
	strict := len(bare) < len(text)
	b.tokens = tokenize(b.tokens[:0], bare)
	at := int32(0)
	for i, t := range b.tokens {
		if i > 0 {
			b.tokens[i].gap = t.gap.joins()
			b.nodes[at].next |= openings(bare[t.start:t.end], t.shape)
		} else {
			b.begins[t.hash>>6&1023] |= 1 << (t.hash & 63)
			b.starts.add(bare[t.start:t.end], t.shape)
		}
		e := edge{shape: t.shape}
		if strict {
			e.exact = exactHash(bare[t.start:t.end])
		}
		at = b.step(at, b.tokens[i], e)
	}
	if at == 0 {
		return
	}
	slot := &b.nodes[at].form
	if strings.HasSuffix(bare, "-") {
		slot = &b.nodes[at].prefix
		b.nodes[at].next |= 1 << divider
	}
	if slot.kind == none {
		*slot = f
	}
}

// step follows the edge of a word, which it makes when there is none.
func (b *builder) step(from int32, t token, e edge) int32 {
	k := edgeKey(from, t)
	i := k & b.mask
	for b.keys[i] != 0 {
		if b.keys[i] == k {
			old := &b.edges[i]
			old.shape = laxer(old.shape, e.shape)
			if e.exact != old.exact {
				old.exact = 0
			}
			return old.next
		}
		i = (i + 1) & b.mask
	}
	e.next = int32(len(b.nodes))
	b.nodes = append(b.nodes, node{})
	b.keys[i], b.edges[i] = k, e
	if b.used++; b.used*2 > len(b.keys) {
		b.grow()
	}
	return e.next
}

// grow doubles the table of edges.
func (b *builder) grow() {
	keys, edges := b.keys, b.edges
	size := uint64(len(keys) * 2)
	b.keys, b.edges, b.mask = make([]uint64, size), make([]edge, size), size-1
	for j, k := range keys {
		if k == 0 {
			continue
		}
		i := k & b.mask
		for b.keys[i] != 0 {
			i = (i + 1) & b.mask
		}
		b.keys[i], b.edges[i] = k, edges[j]
	}
}

// edgeKey is the key of the edge that leads on from a node by a word. At the
// root it does not matter what stands before the word.
func edgeKey(from int32, t token) uint64 {
	k := t.hash
	if from != 0 {
		k ^= uint64(from)*0x9E3779B97F4A7C15 ^ uint64(t.gap.joins())<<57
	}
	k ^= k >> 29
	k *= 0xBF58476D1CE4E5B9
	return k ^ k>>32 | 1
}

// follow finds the edge of a word.
func (l *lexicon) follow(from int32, t *token, text string) int32 {
	k := edgeKey(from, *t)
	for i := k & l.mask; l.keys[i] != 0; i = (i + 1) & l.mask {
		if l.keys[i] != k {
			continue
		}
		e := &l.edges[i]
		if !fits(e.shape, t.shape) || e.exact != 0 && e.exact != exactHash(text[t.start:t.end]) {
			return 0
		}
		return e.next
	}
	return 0
}

// fits says whether a word of a text may stand for a word of a form: one in
// lower case for any, a name for itself in capitals too, and an abbreviation
// for nothing else. So "us" is never US, nor "turkey" Turkey.
func fits(want, got shape) bool {
	switch want {
	case lower:
		return true
	case title:
		return got == title || got == upper
	}
	return got == want
}

func laxer(a, b shape) shape {
	if a == b {
		return a
	}
	if a == lower || b == lower {
		return lower
	}
	return title
}

// exactHash is the hash of a word in lower case with its marks.
func exactHash(word string) uint64 {
	h := uint64(hashStart)
	for _, r := range word {
		h = (h ^ uint64(unicode.ToLower(r))) * hashPrime
	}
	return h
}

func tokenize(dst []token, text string) []token {
	s := scanner{text: text}
	for {
		dst = append(dst, token{})
		if last := len(dst) - 1; !s.next(&dst[last]) {
			return dst[:last]
		}
	}
}

// clitics are words of one letter that a script writes together with the next
// word: at most one of each, in this order.
type clitics struct {
	first, second []rune
}

var cliticsOf = map[string]clitics{
	"ar": {first: []rune("وف"), second: []rune("بكل")},
	"he": {first: []rune("ו"), second: []rune("בלמהכש")},
	"am": {second: []rune("የበለከ")},
}

// strip calls try with the hashes of a word without its clitics, until one
// leads somewhere. Words that would keep fewer than three letters are left.
func (c clitics) strip(word string, try func(hash uint64, letters int) bool) bool {
	var letters [24]rune
	n := 0
	for _, r := range word {
		f := foldRune(r)
		if f == 0 {
			continue
		}
		if n == len(letters) {
			return false
		}
		letters[n] = f
		n++
	}
	rest := letters[:n]
	if slices.Contains(c.first, rest[0]) {
		if rest = rest[1:]; len(rest) < 3 {
			return false
		}
		if try(hashOf(rest), len(rest)) {
			return true
		}
	}
	if len(rest) < 4 || !slices.Contains(c.second, rest[0]) {
		return false
	}
	if try(hashOf(rest[1:]), len(rest)-1) {
		return true
	}
	if rest[0] != 'ل' || rest[1] != 'ل' {
		return false
	}
	rest[0] = 'ا' // the article loses its first letter after this one
	return try(hashOf(rest), len(rest))
}

func hashOf(letters []rune) uint64 {
	h := uint64(hashStart)
	for _, r := range letters {
		h = (h ^ uint64(r)) * hashPrime
	}
	return h
}
