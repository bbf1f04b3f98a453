package render

import (
	"iter"
	"strconv"

	"chancery/generator/digest"
	"chancery/generator/page"
)

// Sink takes the bytes of a page, most often as one piece; a long file for
// machines comes in several.
type Sink struct {
	// Take takes a piece, which is valid only until it returns.
	Take func(piece []byte, last bool) error

	// Has is asked about each block of a long file, named by what it shows, which
	// follows the pieces taken so far, and about the zero one where the last has
	// ended. Where it says yes, the sink has the bytes of the block, and they are
	// not made. It may be nil.
	Has func(block digest.Sum) (bool, error)
}

// tape takes what is written line by line, and hands it on in pieces: the files
// of a large publication would otherwise be most of a build's memory.
type tape struct {
	buf, long []byte
	sink      Sink
	err       error
}

// pieceSize is the length in bytes from which on a piece is handed on.
const pieceSize = 256 << 10

// line ends a line. It reports false when nothing more is wanted.
func (t *tape) line() bool {
	t.buf = append(t.buf, '\n')
	if len(t.buf) >= pieceSize {
		t.hand()
	}
	return t.err == nil
}

// hand hands on what there is.
func (t *tape) hand() {
	if t.err == nil && len(t.buf) > 0 {
		t.err = t.sink.Take(t.buf, false)
		t.buf = t.buf[:0]
	}
}

// has asks whether the sink has a block already.
func (t *tape) has(block digest.Sum) (has bool) {
	if t.sink.Has == nil {
		return false
	}
	if t.hand(); t.err == nil {
		has, t.err = t.sink.Has(block)
	}
	return has
}

// begin begins a JSON file of records, each on a line of its own.
func (t *tape) begin(records string) {
	t.buf = strconv.AppendInt(append(t.buf, `{"version":`...), dataVersion, 10)
	t.buf = append(append(append(t.buf, `,"`...), records...), `":[`...)
	t.line()
}

// records writes the records that the sink does not have, each on a line.
func records[R any](t *tape, blocks iter.Seq[page.Block[R]], write func(r R, first bool)) {
	first, cut := true, false
	for block := range blocks {
		if cut = !block.Sum.IsZero(); cut && t.has(block.Sum) {
			first = false
			continue
		}
		for r := range block.Records {
			write(r, first)
			first = false
			if !t.line() {
				return
			}
		}
	}
	if cut {
		t.has(digest.Sum{})
	}
}
