package gazetteer

import "unicode/utf8"

// starts is the first three letters of the words that the forms of a language
// begin with, as bits by the codes of the letters. A shorter word ends in a
// divider: of one letter, it has another one before it.
type starts [1 << (3 * codeBits) / 64]uint64

// Codes of bytes: letters of ASCII have 1 to 26.
const (
	divider = 0 // what is of no word
	figure  = 27
	beyond  = 31 // a letter outside ASCII, or the ampersand, which may be a word
	large   = 32 // is added to a capital's

	codeBits = 6
)

// codes are the codes of all bytes.
var codes = func() (t [256]uint8) {
	for c := range t {
		switch small := byte(c) | 0x20; {
		case c >= utf8.RuneSelf || c == '&':
			t[c] = beyond
		case small-'a' < 26:
			t[c] = small - 'a' + 1 + ^byte(c)&large
		case byte(c)-'0' < 10:
			t[c] = figure
		}
	}
	return t
}()

// seek reads the next word that a form may begin with; it is false at the end of
// the text. It looks at each letter together with the two before it, and sees
// where words begin and end only when a form may begin there.
func (l *lexicon) seek(s *scanner, t *token) bool {
	text, from := s.text, s.pos
	last := uint32(divider) // the codes of the last letters
	for i := from; i <= len(text); i++ {
		at, code := i, uint8(divider)
		if i < len(text) {
			code = codes[text[i]]
		}
		if code == beyond {
			n := markAt(text, i)
			if n == 0 {
				s.pos = wordStart(text, from, i)
				return s.next(t)
			}
			code, i = divider, i+n-1
		}
		last = last<<codeBits | uint32(code)
		if !l.starts.has(last) {
			continue
		}
		if start := wordStart(text, from, at); at-start < 3 {
			s.pos = start
			return s.next(t)
		}
	}
	s.pos = len(text)
	return false
}

// markAt is the length of what stands at a place outside ASCII, if it is of no
// word: mostly a dash or a quotation mark.
func markAt(text string, i int) int {
	if text[i] < utf8.RuneSelf {
		return 0
	}
	r, size := utf8.DecodeRuneInString(text[i:])
	if kindOf(r) != other {
		return 0
	}
	return size
}

// wordStart is where the word begins that ends at a place or goes on there, if it
// has only ASCII before.
func wordStart(text string, from, i int) int {
	for i > from && codes[text[i-1]] != divider && codes[text[i-1]] != beyond {
		i--
	}
	return i
}

func (s *starts) has(last uint32) bool {
	key := last & (1<<(3*codeBits) - 1)
	return s[key>>6]&(1<<(key&63)) != 0
}

// add enters the first word of a form, as one that has its capitals.
func (s *starts) add(word string, shape shape) {
	var letters []uint8
	for _, r := range word {
		f := foldRune(r)
		if f >= utf8.RuneSelf {
			return // no word in ASCII is this one
		}
		if f != 0 {
			letters = append(letters, codes[f])
		}
	}
	first := 0
	switch len(letters) {
	case 1:
		first, letters = 1, []uint8{divider, letters[0], divider}
	case 2:
		letters = append(letters, divider)
	}
	for capitals := range uint32(8) {
		if capitals>>first&1 == 0 && !shape.opensSmall() {
			continue
		}
		key := uint32(0)
		for i, code := range letters[:3] {
			key = key<<codeBits | uint32(code) | capitals>>i&1*large
		}
		s[key>>6] |= 1 << (key & 63)
	}
}

// opensSmall says that a word which stands for one of a shape may begin with a
// small letter.
func (s shape) opensSmall() bool { return s == lower || s == mixed }

// openings are, as bits, the codes of the bytes that a word of a form may begin
// with in a text; and those that only a closer look can judge.
func openings(word string, shape shape) uint64 {
	const unclear = 1<<divider | 1<<beyond
	r, _ := utf8.DecodeRuneInString(word)
	r = foldRune(r)
	if r >= utf8.RuneSelf {
		return unclear
	}
	bits := uint64(unclear) | 1<<(codes[r]|large)
	if shape.opensSmall() {
		bits |= 1 << codes[r]
	}
	return bits
}
