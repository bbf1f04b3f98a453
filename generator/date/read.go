package date

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Reader finds dates in prose. It is immutable and safe for concurrent use.
type Reader struct {
	v     *vocabulary
	order Order
}

// NewReader makes a reader for texts in some languages; English is always among
// them. order says how numbers such as 08/01/2025 are read; undeclared, they
// are no dates.
func NewReader(langs []string, order Order) *Reader {
	return &Reader{newVocabulary(langs), order}
}

// Found is a date in a text.
type Found struct {
	Offset, Length int // in bytes
	Span
	Inferred    bool   // the year was not written: it follows from the context
	Contradicts string // the weekday that was written, when the date has another
}

// Find lists the dates in a text, in order. context is the day from which a
// missing year is taken: the one that brings the date nearest, but no more than
// a month ahead. Weekdays alone, words such as "yesterday" and bare years are
// left alone.
func (r *Reader) Find(text string, context Date) []Found {
	var out []Found
	for at := 0; at < len(text); {
		at = nextDigit(text, at)
		if at >= len(text) {
			break
		}
		f, ok := r.around(text, at, lastEnd(out), context)
		if !ok || f.Inferred && names(text, f) {
			at = skipNumber(text, at)
			continue
		}
		out = append(out, f)
		at = f.Offset + f.Length
	}
	return out
}

// names says that a day without year is the name of something: "March 23
// Movement", "Place du 7 novembre".
func names(text string, f Found) bool {
	after, _, _ := strings.Cut(strings.TrimLeft(text[f.Offset+f.Length:], " \u00a0"), " ")
	if named[strings.ToLower(strings.TrimRight(after, ".,;:)"))] {
		return true
	}
	before := strings.Fields(text[max(0, f.Offset-namedBefore):f.Offset])
	for _, w := range before[max(0, len(before)-2):] { // "place du"
		if named[strings.ToLower(w)] {
			return true
		}
	}
	return false
}

// namedBefore is how many bytes before a date may hold what is called by it.
const namedBefore = 48

func lastEnd(found []Found) int {
	if len(found) == 0 {
		return 0
	}
	f := found[len(found)-1]
	return f.Offset + f.Length
}

func nextDigit(text string, at int) int {
	for ; at < len(text); at++ {
		if c := text[at]; c >= '0' && c <= '9' || c == 0xd9 || c == 0xdb {
			if _, n := digit(text[at:]); n > 0 {
				return at
			}
		}
	}
	return at
}

func skipNumber(text string, at int) int {
	for at < len(text) {
		_, n := digit(text[at:])
		if n == 0 {
			break
		}
		at += n
	}
	return at
}

// around tries to read a date that holds the number at a place: beginning with
// the words before it ("early March 2021", "July 27"), or with the number.
func (r *Reader) around(text string, at, floor int, context Date) (Found, bool) {
	starts, n := wordsBefore(text, at, floor)
	for _, start := range starts[:n] {
		if f, ok := r.at(text, start, context, false); ok && f.Offset+f.Length > at {
			return f, true
		}
	}
	return Found{}, false
}

// lookBack is the number of words before a number that may belong to its date:
// "between June and August 2022" has four.
const lookBack = 4

// wordsBefore lists where a date may begin, the earliest first, the number
// itself last.
func wordsBefore(text string, at, floor int) (starts [lookBack + 1]int, n int) {
	first := lookBack // they are found from the last to the first
	starts[first] = at
	pos := at
	for first > 0 {
		end := strings.TrimRightFunc(text[floor:pos], func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("-–—,", r) })
		i := strings.LastIndexFunc(end, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) && r != '.' })
		if i >= 0 {
			_, n := utf8.DecodeRuneInString(end[i:])
			i += n - 1
		}
		if floor+i+1 >= floor+len(end) {
			break
		}
		pos = floor + i + 1
		first--
		starts[first] = pos
	}
	n = copy(starts[:], starts[first:])
	return starts, n
}

// at reads a date that begins exactly at a place. bareYear lets a year stand
// alone.
func (r *Reader) at(text string, start int, context Date, bareYear bool) (Found, bool) {
	if !r.mayBegin(text, start) {
		return Found{}, false
	}
	p := parser{lexer: lexer{r.v, text, start}, none: token{kind: other}, order: r.order, bareYear: bareYear}
	return p.found(start, context)
}

// mayBegin says quickly of most places that no date begins there: at a word that
// means nothing to dates.
func (r *Reader) mayBegin(text string, start int) bool {
	l := lexer{r.v, text, start}
	t, ok := l.next()
	return ok && t.kind != word && t.kind != other
}
