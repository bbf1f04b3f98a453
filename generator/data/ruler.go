package data

import "unicode/utf8"

// ruler turns byte offsets into lines and columns. Asked in growing order it
// walks the text once, however long its lines are.
type ruler struct {
	text          []byte
	at, line, col int // where it stands; line and column from 0
}

// place is the line and column of an offset, both from 1. The column counts
// characters.
func (r *ruler) place(offset int) (line, col int) {
	if offset < r.at {
		*r = ruler{text: r.text}
	}
	for end := min(offset, len(r.text)); r.at < end; r.at++ {
		switch c := r.text[r.at]; {
		case c == '\n':
			r.line, r.col = r.line+1, 0
		case utf8.RuneStart(c):
			r.col++
		}
	}
	return r.line + 1, r.col + 1
}
