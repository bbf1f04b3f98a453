package date

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Leading reads the date that a list item or table cell begins with. There a
// year may stand alone, when a mark or the end follows it.
func (r *Reader) Leading(text string, context Date) (Found, bool) {
	start := 0
	for start < len(text) {
		c, n := utf8.DecodeRuneInString(text[start:])
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			break
		}
		start += n
	}
	if start >= len(text) {
		return Found{}, false
	}
	if f, ok := r.leads(text, start, context); ok {
		return f, true
	}
	if at := afterPreposition(text, start); at > 0 {
		return r.leads(text, at, context)
	}
	return Found{}, false
}

func (r *Reader) leads(text string, at int, context Date) (Found, bool) {
	f, ok := r.at(text, at, context, true)
	if !ok || f.Inferred && names(text, f) {
		return Found{}, false
	}
	return f, f.Start.Precision() != Year || endsThere(text[f.Offset+f.Length:])
}

// prepositions may stand before the date of a list item: "On 27 July", "Le 3".
var prepositions = func() map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq("on in the by from since le la en au à depuis el am im desde a в во на с со em no في يوم منذ بتاريخ") {
		set[w] = true
	}
	return set
}()

// afterPreposition is what follows the first word, when that is one of them; else 0.
func afterPreposition(text string, start int) int {
	n := strings.IndexByte(text[start:], ' ')
	if n < 0 || n > len("بتاريخ") {
		return 0
	}
	end := start + n
	var buf [longestWord + 1]byte
	if !prepositions[string(lowered(buf[:0], text[start:end]))] {
		return 0
	}
	return end + 1
}

// endsThere says that a mark, or nothing, follows a bare year.
func endsThere(rest string) bool {
	rest = strings.TrimLeft(rest, " \u00a0\u202f")
	if rest == "" {
		return true
	}
	c, _ := utf8.DecodeRuneInString(rest)
	return strings.ContainsRune(":–—-.,;)]|،(", c)
}

// Trailing reads the date that a heading ends with, after a mark where it is
// years only: ", 1962", "(1794–1941)", ", 1990-91".
func (r *Reader) Trailing(text string, context Date) (Found, bool) {
	trimmed := strings.TrimRight(text, " .)]")
	found := r.Find(trimmed, context)
	if n := len(found); n > 0 {
		if f := found[n-1]; f.Offset+f.Length == len(trimmed) {
			return f, !f.Inferred
		}
	}
	years := strings.TrimRightFunc(trimmed, func(c rune) bool { return unicode.IsDigit(c) || strings.ContainsRune("–—-", c) })
	before := strings.TrimRight(years, " ")
	if before == "" || !strings.ContainsRune(",،()–—-:", lastRune(before)) {
		return Found{}, false
	}
	f, ok := r.at(trimmed, len(years), context, true)
	return f, ok && f.Offset+f.Length == len(trimmed)
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}
