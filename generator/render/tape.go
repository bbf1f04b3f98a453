package render

import "strconv"

// tape takes what is written line by line, and hands it on in pieces: the files
// of a large publication would otherwise be most of a build's memory.
type tape struct {
	buf, long []byte
	use       func(piece []byte, last bool) error
	err       error
}

// pieceSize is the length in bytes from which on a piece is handed on.
const pieceSize = 256 << 10

// line ends a line. It reports false when nothing more is wanted.
func (t *tape) line() bool {
	t.buf = append(t.buf, '\n')
	if len(t.buf) >= pieceSize && t.err == nil {
		t.err = t.use(t.buf, false)
		t.buf = t.buf[:0]
	}
	return t.err == nil
}

// begin begins a JSON file of records, each on a line of its own.
func (t *tape) begin(records string) {
	t.buf = strconv.AppendInt(append(t.buf, `{"version":`...), dataVersion, 10)
	t.buf = append(append(append(t.buf, `,"`...), records...), `":[`...)
}
