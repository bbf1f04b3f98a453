// Package escape writes texts of which a few bytes cannot stand as they are.
package escape

import "unicode/utf8"

// Table says what stands for each byte that a text cannot hold as it is.
type Table struct {
	kinds [256]uint8
	with  [256]string
}

const (
	escaped = 1 << iota // something else stands for it
	foreign             // not ASCII
)

// New takes pairs of what is escaped, a byte, and its escape.
func New(pairs ...string) *Table {
	var t Table
	for c := utf8.RuneSelf; c < len(t.kinds); c++ {
		t.kinds[c] = foreign
	}
	for i := 0; i < len(pairs); i += 2 {
		t.set(pairs[i][0], pairs[i+1])
	}
	return &t
}

func (t *Table) set(c byte, with string) { t.kinds[c], t.with[c] = escaped, with }

// Controls adds what is escaped of the control characters that have no escape.
func (t *Table) Controls(escape func(c int) string) *Table {
	for c := range int(' ') {
		if t.with[c] == "" {
			t.set(byte(c), escape(c))
		}
	}
	return t
}

// Append writes a text, and reports whether it is ASCII. Eight bytes are looked at
// in a stride: few are escaped.
func (t *Table) Append(dst []byte, s string) (out []byte, ascii bool) {
	from, i, all := 0, 0, uint8(0)
	for {
		for ; i+8 <= len(s); i += 8 {
			g := s[i : i+8]
			some := t.kinds[g[0]] | t.kinds[g[1]] | t.kinds[g[2]] | t.kinds[g[3]] |
				t.kinds[g[4]] | t.kinds[g[5]] | t.kinds[g[6]] | t.kinds[g[7]]
			if some&escaped != 0 {
				break
			}
			all |= some
		}
		for ; i < len(s) && t.kinds[s[i]] != escaped; i++ {
			all |= t.kinds[s[i]]
		}
		if i == len(s) {
			return append(dst, s[from:]...), all&foreign == 0
		}
		dst = append(append(dst, s[from:i]...), t.with[s[i]]...)
		i++
		from = i
	}
}

// Cell keeps a spreadsheet from taking a text for a formula.
func Cell(text string) string {
	if text == "" {
		return text
	}
	switch text[0] {
	case '=', '+', '-', '@', '\t', '\r':
		return "'" + text
	}
	return text
}
