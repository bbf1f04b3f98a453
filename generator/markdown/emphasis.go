package markdown

import (
	"bytes"
	"unicode"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// Plain texts are told again elsewhere, where a whole line is a link already: so
// their emphasis is kept, and links in them are words.

// A style is a set of the elements around a byte of text.
type style uint8

// styles are those elements, from the outermost.
var styles = []string{"strong", "em", "del", "code"}

const (
	strong style = 1 << iota
	em
	del
	code
)

// run is a part of a text with one style, up to an end.
type run struct {
	end   int
	style style
}

// HTML is a part of the item's Text with its emphasis; safe. It must be asked
// for before the item is marked.
func (it *Item) HTML(from, to int) string {
	if it.node.FirstChild() == nil {
		return ""
	}
	return it.doc.emphasised(it.node.FirstChild(), from, to)
}

// CellHTML is one of the item's Cells with its emphasis; safe.
func (it *Item) CellHTML(i int) string {
	cell := it.node.FirstChild()
	for ; i > 0; i-- {
		cell = cell.NextSibling()
	}
	return it.doc.emphasised(cell, 0, -1)
}

// HTML is a part of the heading's Text with its emphasis; safe.
func (h *Heading) HTML(from, to int) string { return h.doc.emphasised(h.node, from, to) }

// HTML is a part of the passage's Text with its emphasis; safe.
func (p Passage) HTML(from, to int) string { return p.doc.emphasised(p.node, from, to) }

// emphasised is a part of the plain text of a node, to its end where to is
// negative, with emphasis. Like plain texts it shares their memory.
func (d *Document) emphasised(n ast.Node, from, to int) string {
	d.buf, d.runs = appendStyled(d.buf[:0], d.runs[:0], n, n, d.src)
	text := d.buf
	lead := len(text) - len(bytes.TrimLeftFunc(text, unicode.IsSpace))
	end := lead + len(bytes.TrimSpace(text))
	if to >= 0 {
		end = min(end, lead+to)
	}
	styled := len(text)
	at := lead + from
	for _, r := range d.runs {
		if stop := min(r.end, end); stop > at {
			d.buf = appendMarked(d.buf, r.style, d.buf[at:stop])
			at = stop
		}
	}
	return d.keep(d.buf[styled:])
}

func appendMarked(b []byte, s style, text []byte) []byte {
	for i, tag := range styles {
		if s&(1<<i) != 0 {
			b = append(append(append(b, '<'), tag...), '>')
		}
	}
	b = appendEscaped(b, text)
	for i := len(styles) - 1; i >= 0; i-- {
		if s&(1<<i) != 0 {
			b = append(append(append(b, "</"...), styles[i]...), '>')
		}
	}
	return b
}

// appendStyled makes the text that appendPlain makes, and the styles of its
// parts.
func appendStyled(b []byte, runs []run, parent, whole ast.Node, src []byte) ([]byte, []run) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n.(type) {
		case *ast.Text, *ast.String, *ast.AutoLink, *when:
			before := len(b)
			b = appendLeaf(b, n, src)
			if closesUp(n, b[before:]) {
				kept := bytes.TrimRight(b[:before], " ")
				b, runs = append(kept, b[before:]...), cutRuns(runs, len(kept))
			}
			runs = appendRun(runs, run{len(b), styleOf(n, whole)})
		case *citation, *extast.FootnoteLink, *ast.RawHTML, *ast.List, *markup, *card, *note:
		default:
			b, runs = appendStyled(b, runs, n, whole, src)
		}
	}
	return b, runs
}

// cutRuns shortens what is styled.
func cutRuns(runs []run, end int) []run {
	for len(runs) > 1 && runs[len(runs)-2].end >= end {
		runs = runs[:len(runs)-1]
	}
	if last := len(runs) - 1; last >= 0 {
		runs[last].end = min(runs[last].end, end)
	}
	return runs
}

// appendRun goes on with a text, in the same run where it has the same style.
func appendRun(runs []run, r run) []run {
	last := len(runs) - 1
	if last >= 0 && runs[last].style == r.style {
		runs[last].end = r.end
		return runs
	}
	if last >= 0 && runs[last].end == r.end || last < 0 && r.end == 0 {
		return runs
	}
	return append(runs, r)
}

// styleOf is the style that a leaf has within a node.
func styleOf(leaf, within ast.Node) style {
	var s style
	for p := leaf.Parent(); p != nil && p != within; p = p.Parent() {
		switch p := p.(type) {
		case *ast.Emphasis:
			if p.Level == 2 {
				s |= strong
			} else {
				s |= em
			}
		case *extast.Strikethrough:
			s |= del
		case *ast.CodeSpan:
			s |= code
		}
	}
	return s
}
