package date

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A date is read from a few tokens around a number: the lexer makes those, and
// no more of the text.

type tokenKind uint8

const (
	word      tokenKind = iota // that means nothing here
	number                     // digits, in val; ordinal endings belong to it
	monthWord                  // val is the month
	dayWord                    // a weekday; val from Sunday
	vagueWord                  // "early", "c."; val is 1 where a joiner must follow: "end of"
	joiner                     // "of", "de", "le": may stand inside a date
	through                    // "to", "–", "au": joins two dates to a range
	opener                     // "between": begins a range
	and                        // joins the dates of a range that an opener begins
	yearWord                   // "года", "г.": may follow a year
	comma
	slash // between numbers: / . or -
	other
)

type token struct {
	kind       tokenKind
	val        int
	digits     int // of a number
	start, end int
	mark       byte // of a slash
	spaced     bool // white space stands before it
	ordinal    bool // an ending belongs to the number: "27th"
}

// vocabulary is what words mean, in all languages of a reader.
type vocabulary struct {
	words map[string]token // lower case
	pairs map[string]bool  // first words of months of two words: "تشرين"
	sizes [256]uint64      // by the first byte of a word, the bits of the lengths that such have
}

// mayMean says quickly of nearly every word in lower case that it means nothing.
func (v *vocabulary) mayMean(lower []byte) bool { return v.sizes[lower[0]]&(1<<len(lower)) != 0 }

// enter adds a word in lower case.
func (v *vocabulary) enter(w string, t token) {
	if w == "" { // a language without short weekdays
		return
	}
	v.words[w] = t
	v.size(w)
	v.size(strings.TrimSuffix(w, "."))
}

func (v *vocabulary) size(w string) { v.sizes[w[0]] |= 1 << len(w) }

// links are words that mean the same to dates in whatever text they stand.
var links = map[tokenKind][]string{
	joiner:   {"of", "de", "del", "le", "the", "du", "den", "el", "من", "عام", "سنة", "année", "año", "شهر"},
	through:  {"to", "until", "through", "au", "à", "al", "a", "hasta", "bis", "по", "إلى", "الى", "حتى", "até"},
	opener:   {"between", "entre", "zwischen", "между", "بين"},
	and:      {"and", "et", "y", "e", "und", "и", "و"},
	yearWord: {"год", "года", "году", "годы", "годов", "годах", "г.", "гг.", "г", "гг", "р.", "рік", "року", "م", "م."},
}

func newVocabulary(langs []string) *vocabulary {
	v := &vocabulary{words: map[string]token{}, pairs: map[string]bool{}}
	for kind, words := range links {
		for _, w := range words {
			v.enter(w, token{kind: kind})
		}
	}
	seen := map[string]bool{}
	for _, lang := range append([]string{"en"}, langs...) {
		if l := base(lang); !seen[l] {
			seen[l] = true
			v.add(l)
		}
	}
	return v
}

func (v *vocabulary) add(lang string) {
	for i, name := range weekdays[lang] {
		v.enter(strings.ToLower(name), token{kind: dayWord, val: i})
	}
	for i, name := range weekdaysShort[lang] {
		v.enter(strings.ToLower(name), token{kind: dayWord, val: i})
	}
	for _, w := range vague[lang] {
		w, _, joined := strings.Cut(strings.ToLower(w), " ")
		t := token{kind: vagueWord}
		if joined {
			t.val = 1
		}
		v.enter(w, t)
	}
	m := monthNames[lang]
	for i := range 12 {
		for _, name := range append([]string{m.format[i], m.alone[i], m.short[i]}, furtherMonths[lang][i]...) {
			v.month(name, i+1)
		}
		if lang == "ar" {
			for _, set := range arabicMonths {
				v.month(set[i], i+1)
			}
		}
	}
}

func (v *vocabulary) month(name string, n int) {
	if name == "" {
		return
	}
	name = strings.ToLower(name)
	v.enter(name, token{kind: monthWord, val: n})
	v.enter(strings.TrimSuffix(name, "."), token{kind: monthWord, val: n})
	if first, _, ok := strings.Cut(name, " "); ok {
		v.pairs[first] = true
		v.size(first)
	}
}

// needsCapital lists English words that belong to dates only when they are
// capitalised.
func needsCapital(lower string) bool {
	switch lower {
	case "may", "march", "august", "sun", "mon", "wed", "sat":
		return true
	}
	return false
}

// lexer makes tokens of a text from a place on.
type lexer struct {
	v    *vocabulary
	text string
	at   int
}

// next makes a token. It reports false at the end of the text.
func (l *lexer) next() (token, bool) {
	start := l.at
	for l.at < len(l.text) && isSpace(l.text[l.at:]) > 0 {
		l.at += isSpace(l.text[l.at:])
	}
	if l.at >= len(l.text) {
		return token{}, false
	}
	spaced := l.at > start
	t := l.token()
	t.spaced = spaced
	return t, true
}

// isSpace is the length of the white space at the start of a text, among it the
// no-break spaces that French and Russian dates are set with.
func isSpace(s string) int {
	switch {
	case s[0] == ' ' || s[0] == '\t' || s[0] == '\n':
		return 1
	case s[0] < utf8.RuneSelf:
		return 0
	case strings.HasPrefix(s, "\u00a0"):
		return 2
	case strings.HasPrefix(s, "\u202f"), strings.HasPrefix(s, "\u2009"):
		return 3
	}
	return 0
}

func (l *lexer) token() token {
	start := l.at
	if _, n := digit(l.text[l.at:]); n > 0 {
		return l.number()
	}
	r, n := utf8.DecodeRuneInString(l.text[l.at:])
	switch {
	case unicode.IsLetter(r):
		return l.word()
	case r == ',' || r == '،':
		l.at += n
		return token{kind: comma, start: start, end: l.at}
	case r == '–' || r == '—' || r == '−':
		l.at += n
		return token{kind: through, start: start, end: l.at}
	case r == '-' || r == '/' || r == '.':
		l.at += n
		return token{kind: slash, mark: byte(r), start: start, end: l.at}
	}
	l.at += n
	return token{kind: other, start: start, end: l.at}
}

// digit is the value and length of the digit at the start of a text: Western,
// Arabic-Indic or Persian.
func digit(s string) (val, n int) {
	switch c := s[0]; {
	case c >= '0' && c <= '9':
		return int(c - '0'), 1
	case c == 0xd9 && len(s) > 1 && s[1] >= 0xa0 && s[1] <= 0xa9:
		return int(s[1] - 0xa0), 2
	case c == 0xdb && len(s) > 1 && s[1] >= 0xb0 && s[1] <= 0xb9:
		return int(s[1] - 0xb0), 2
	}
	return 0, 0
}

func (l *lexer) number() token {
	t := token{kind: number, start: l.at}
	for l.at < len(l.text) {
		d, n := digit(l.text[l.at:])
		if n == 0 {
			break
		}
		if t.digits++; t.digits < 9 {
			t.val = 10*t.val + d
		}
		l.at += n
	}
	n := ordinal(l.text[l.at:])
	l.at += n
	t.end, t.ordinal = l.at, n > 0
	return t
}

// ordinal is the length of an ordinal ending: "27th", "1er", "1º", "3-е".
func ordinal(s string) int {
	for _, e := range []string{"st", "nd", "rd", "th", ".º", ".ª", ".°", "er", "ᵉʳ", "º", "°", "-е", "-го", "re", "e"} {
		if rest, ok := strings.CutPrefix(s, e); ok {
			if r, _ := utf8.DecodeRuneInString(rest); rest == "" || !unicode.IsLetter(r) && !unicode.IsDigit(r) {
				return len(e)
			}
		}
	}
	return 0
}

// word reads letters, and the dot of an abbreviation.
func (l *lexer) word() token {
	start := l.at
	l.letters()
	w := l.text[start:l.at]
	var buf [longestWord + 1]byte
	lower := lowered(buf[:0], w)
	if lower == nil || !l.v.mayMean(lower) {
		return token{kind: word, start: start, end: l.at}
	}
	if l.v.pairs[string(lower)] {
		if t, ok := l.pair(start); ok {
			return t
		}
	}
	t, known := l.v.words[string(lower)]
	if l.at < len(l.text) && l.text[l.at] == '.' {
		if dotted, ok := l.v.words[string(append(lower, '.'))]; ok || known && (t.kind == monthWord || t.kind == dayWord) && len(w) <= 5 {
			if ok {
				t, known = dotted, true
			}
			l.at++
		}
	}
	if known && (t.kind == monthWord || t.kind == dayWord) && needsCapital(string(lower)) && w[0] >= 'a' && w[0] <= 'z' {
		known = false
	}
	if !known {
		t = token{kind: word}
	}
	t.start, t.end = start, l.at
	return t
}

// longestWord bounds the words that mean anything, in bytes. (A test holds that
// all of them are shorter.)
const longestWord = 47

// lowered appends a word in lower case, unless it is too long to mean anything.
func lowered(b []byte, w string) []byte {
	if len(w) > longestWord {
		return nil
	}
	for i := range len(w) {
		c := w[i]
		if c >= utf8.RuneSelf {
			return append(b[:0], strings.ToLower(w)...)
		}
		if c-'A' < 26 {
			c += 'a' - 'A'
		}
		b = append(b, c)
	}
	return b
}

func (l *lexer) letters() {
	for l.at < len(l.text) {
		if (l.text[l.at]|0x20)-'a' < 26 {
			l.at++
			continue
		}
		r, n := utf8.DecodeRuneInString(l.text[l.at:])
		if !unicode.IsLetter(r) && !unicode.IsMark(r) {
			break
		}
		l.at += n
	}
}

// pair reads a month of two words.
func (l *lexer) pair(start int) (token, bool) {
	back := l.at
	if l.at < len(l.text) && l.text[l.at] == ' ' {
		l.at++
		l.letters()
		if t, ok := l.v.words[strings.ToLower(l.text[start:l.at])]; ok {
			t.start, t.end = start, l.at
			return t, true
		}
	}
	l.at = back
	return token{}, false
}
