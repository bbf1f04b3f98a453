package gazetteer

import (
	"unicode"
	"unicode/utf8"
)

// token is a word of a text: letters, digits and their marks. Chinese
// characters are a word each, since nothing divides words there.
type token struct {
	hash       uint64 // of the folded letters
	start, end int32  // in bytes
	shape      shape
	gap        gap // between the word before and this one
}

// shape is how a word uses capitals.
type shape uint8

const (
	lower  shape = iota // none, or a script that has none
	title               // only the first letter
	upper               // all, and more than one
	single              // one letter, a capital
	mixed               // some other letter than the first
)

// gap is what stands between two words.
type gap uint8

const (
	hard   gap = iota // anything else, or the start of the text
	soft              // spaces
	hyphen            // no space, a hyphen or more
	tick              // an apostrophe
	dot               // a full stop alone, as in U.S.
	stop              // a full stop and spaces
	dash              // a dash between spaces
	paren             // an opening bracket, after spaces
	comma             // a comma and spaces
)

// joins is what a gap counts as inside a name: St Lucia, Guinea Bissau and
// Côte d’Ivoire are found however they are joined.
func (g gap) joins() gap {
	if g == hyphen || g == tick {
		return soft
	}
	return g
}

const (
	hashStart = 14695981039346656037
	hashPrime = 1099511628211
)

// scanner reads the words of a text one after the other.
type scanner struct {
	text string
	pos  int
}

// next reads one word; it is false at the end of the text.
func (s *scanner) next(t *token) bool {
	text, i := s.text, s.pos
	t.gap = hard
	if i > 0 && i+1 < len(text) && text[i] == ' ' && isASCIILetter(text[i+1]) {
		t.gap = soft
		i++
	} else {
		i = skip(text, i)
		if s.pos > 0 && i < len(text) {
			t.gap = gapOf(text[s.pos:i])
		}
	}
	if i >= len(text) {
		s.pos = i
		return false
	}
	t.start = int32(i)
	w := word{hash: hashStart}
	i = w.ascii(text, i)
	if i < len(text) && (text[i] >= utf8.RuneSelf || text[i] == '&' && w.letters == 0) {
		i = w.others(text, i)
	}
	t.hash, t.end, t.shape = w.hash, int32(i), shapeOf(w.first, w.uppers, w.letters)
	s.pos = i
	return true
}

// word is what has been read of one.
type word struct {
	hash            uint64
	uppers, letters int
	first           bool // its first letter is a capital
}

// ascii reads letters and digits of ASCII, which are nearly all there are in
// many languages, and returns where they end.
func (w *word) ascii(text string, i int) int {
	start, h, uppers := i, w.hash, 0
	for ; i < len(text); i++ {
		c := text[i]
		small := c | 0x20
		if small-'a' < 26 {
			uppers += int(small-c) >> 5
		} else if small = c; c-'0' >= 10 {
			break
		}
		h = (h ^ uint64(small)) * hashPrime
	}
	if w.letters == 0 && i > start {
		w.first = text[start]-'A' < 26
	}
	w.hash, w.uppers, w.letters = h, w.uppers+uppers, w.letters+i-start
	return i
}

// others reads the rest of a word that has a letter outside ASCII, or the
// ampersand that is one.
func (w *word) others(text string, i int) int {
	if text[i] == '&' {
		w.hash, w.letters = (w.hash^'&')*hashPrime, 1
		return i + 1
	}
	for i < len(text) {
		if text[i] < utf8.RuneSelf {
			end := w.ascii(text, i)
			if end == i {
				return i
			}
			i = end
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		kind := kindOf(r)
		if kind == other || kind == ideograph && w.letters > 0 {
			return i
		}
		i += size
		f := foldRune(r)
		if f == 0 {
			continue
		}
		w.hash = (w.hash ^ uint64(f)) * hashPrime
		if kind == capital {
			w.first = w.first || w.letters == 0
			w.uppers++
		}
		w.letters++
		if kind == ideograph {
			return i
		}
	}
	return i
}

func isASCIILetter(c byte) bool { return (c|0x20)-'a' < 26 }

func shapeOf(first bool, uppers, letters int) shape {
	switch {
	case uppers == 0:
		return lower
	case letters == 1:
		return single
	case uppers == letters:
		return upper
	case first && uppers == 1:
		return title
	}
	return mixed
}

// skip moves on to the next letter, digit or ampersand.
func skip(text string, i int) int {
	for i < len(text) {
		c := text[i]
		if c < utf8.RuneSelf {
			if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '&' {
				return i
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if kindOf(r) != other && foldRune(r) != 0 {
			return i
		}
		i += size
	}
	return i
}

// gapOf tells what a run of letters that belong to no word means.
func gapOf(s string) gap {
	if s == " " {
		return soft
	}
	g, spaces := soft, 0
	marks := 0
	for _, r := range s {
		switch r {
		case ' ', '\n', '\t', '\r', 0xA0, 0x2009, 0x202F, 0x200C:
			spaces++
			continue
		case '-', 0x2010, 0x2011:
			g = hyphen
		case '\'', '’', 0x2BC, 0x2BB, '`':
			g = tick
		case '.':
			g = dot
		case ',', '،':
			g = comma
		case '(':
			g = paren
		case '–', '—':
			g = dash
		case 0xAD, 0x200D, 0x200E, 0x200F, 0x2060, 0x640:
			continue
		default:
			return hard
		}
		marks++
	}
	return settle(g, marks, spaces, s)
}

// settle is the meaning of marks together with the spaces around them.
func settle(g gap, marks, spaces int, s string) gap {
	switch {
	case marks > 1:
		return hard
	case g == dot && spaces > 0:
		return stop
	case g == hyphen && spaces > 0:
		return dash
	case g == dash && spaces == 0:
		return hyphen
	case g == tick && spaces > 0, g == comma && spaces == 0:
		return hard
	case g == paren && s[len(s)-1] != '(':
		return hard
	}
	return g
}

// kindOf is what a letter outside ASCII is to a word.
func kindOf(r rune) kind {
	switch {
	case r >= 0x430 && r <= 0x45F, r >= 0x620 && r <= 0x669, r >= 0xDF && r <= 0xFF && r != 0xF7:
		return small
	case r >= 0x400 && r <= 0x42F, r >= 0xC0 && r <= 0xDE && r != 0xD7:
		return capital
	case r >= 0x2000 && r <= 0x206F, r == 0xA0, r == 0xAD:
		return other
	case r >= 0x3400 && r <= 0x9FFF, r >= 0xF900 && r <= 0xFAFF:
		return ideograph
	case unicode.IsUpper(r):
		return capital
	case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
		return small
	}
	return other
}

type kind uint8

const (
	other kind = iota // divides words
	small             // a letter without case too
	capital
	ideograph
)
