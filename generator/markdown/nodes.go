package markdown

import (
	"fmt"

	"github.com/yuin/goldmark/ast"

	"chancery/generator/problem"
)

// Nodes that goldmark does not have.

var (
	kindCard     = ast.NewNodeKind("Card")
	kindNote     = ast.NewNodeKind("Note")
	kindCitation = ast.NewNodeKind("Citation")
	kindWhen     = ast.NewNodeKind("When")
	kindAnchor   = ast.NewNodeKind("Anchor")
	kindMarkup   = ast.NewNodeKind("Markup")
)

// card stands for a post or video elsewhere.
type card struct {
	ast.BaseBlock
	embed Embed
	words Words
}

func (*card) Kind() ast.NodeKind           { return kindCard }
func (c *card) Dump(src []byte, level int) { ast.DumpHelper(c, src, level, nil, nil) }

// note is a footnote behind the block that refers to it.
type note struct {
	ast.BaseBlock
	index  int
	prefix string
	back   string
}

func (*note) Kind() ast.NodeKind           { return kindNote }
func (n *note) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

// citation is one pair of brackets.
type citation struct {
	ast.BaseInline
	prefix  string
	numbers []int
	ids     []string
}

func (*citation) Kind() ast.NodeKind           { return kindCitation }
func (c *citation) Dump(src []byte, level int) { ast.DumpHelper(c, src, level, nil, nil) }

// when is the date of an event, as it was written.
type when struct {
	ast.BaseInline
	datetime, text string
}

func (*when) Kind() ast.NodeKind           { return kindWhen }
func (w *when) Dump(src []byte, level int) { ast.DumpHelper(w, src, level, nil, nil) }

// anchor is a place in a text that links lead to.
type anchor struct {
	ast.BaseInline
	id string
}

func (*anchor) Kind() ast.NodeKind           { return kindAnchor }
func (a *anchor) Dump(src []byte, level int) { ast.DumpHelper(a, src, level, nil, nil) }

// markup is harmless HTML of the author's, as it is to be written.
type markup struct {
	ast.BaseBlock
	html string
}

func (*markup) Kind() ast.NodeKind           { return kindMarkup }
func (m *markup) Dump(src []byte, level int) { ast.DumpHelper(m, src, level, nil, nil) }

func warning(path string, line, col int, format string, args ...any) problem.Problem {
	return problem.Warnf(problem.Pos{Path: path, Line: line, Col: col}, "%s", fmt.Sprintf(format, args...))
}
