package markdown

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// stars is goldmark's parser of emphasis, with nodes from the desk: it makes two
// for each pair of marks, of which nothing is left when the block ends.
type stars struct{}

// Trigger tells the parser where to ask.
func (stars) Trigger() []byte { return []byte("*_") }

// Parse notes a run of marks, which may open or close emphasis.
func (stars) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	before := block.PrecendingCharacter()
	line, at := block.PeekLine()
	n := 1
	for n < len(line) && line[n] == line[0] {
		n++
	}
	after := ' '
	if n < len(line) {
		after = util.ToRune(line, n)
	}
	d := pc.Get(deskKey).(*desk)
	m := d.delimiters.next()
	*m = parser.Delimiter{Segment: at.WithStop(at.Start + n), Length: n, OriginalLength: n, Char: line[0], Processor: pairs{d}}
	m.CanOpen, m.CanClose = flanks(before, after, line[0] == '_')
	block.Advance(n)
	pc.PushDelimiter(m)
	return m
}

// flanks says whether a run of marks between two letters may open emphasis, and
// whether it may close it. Within words only stars do.
func flanks(before, after rune, low bool) (left, right bool) {
	spaceBefore, spaceAfter := util.IsSpaceRune(before), util.IsSpaceRune(after)
	pointBefore, pointAfter := util.IsPunctRune(before), util.IsPunctRune(after)
	left = !spaceAfter && (!pointAfter || spaceBefore || pointBefore)
	right = !spaceBefore && (!pointBefore || spaceAfter || pointAfter)
	if low {
		return left && (!right || pointBefore), right && (!left || pointAfter)
	}
	return left, right
}

// pairs makes emphasis of two marks.
type pairs struct{ *desk }

// IsDelimiter knows the marks.
func (pairs) IsDelimiter(c byte) bool { return c == '*' || c == '_' }

// CanOpenCloser pairs equal marks.
func (pairs) CanOpenCloser(opener, closer *parser.Delimiter) bool { return opener.Char == closer.Char }

// OnMatch makes the node.
func (p pairs) OnMatch(marks int) ast.Node {
	e := p.emphases.next()
	e.Level = marks
	return e
}
