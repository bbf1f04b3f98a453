package markdown

import (
	"bytes"
	"html"
	"strings"
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

// HTML is a part of the item's Text with its emphasis; safe. It must be asked
// for before the item is marked.
func (it *Item) HTML(from, to int) string {
	if it.node.FirstChild() == nil {
		return ""
	}
	return emphasised(it.node.FirstChild(), it.doc.src, from, to)
}

// CellHTML is one of the item's Cells with its emphasis; safe.
func (it *Item) CellHTML(i int) string {
	cell := it.node.FirstChild()
	for ; i > 0; i-- {
		cell = cell.NextSibling()
	}
	return emphasised(cell, it.doc.src, 0, -1)
}

// HTML is a part of the heading's Text with its emphasis; safe.
func (h *Heading) HTML(from, to int) string { return emphasised(h.node, h.doc.src, from, to) }

// HTML is a part of the passage's Text with its emphasis; safe.
func (p Passage) HTML(from, to int) string { return emphasised(p.node, p.doc.src, from, to) }

// emphasised is a part of the plain text of a node, to its end where to is
// negative, with emphasis.
func emphasised(n ast.Node, src []byte, from, to int) string {
	text, styled := plainStyled(n, src)
	if to < 0 || to > len(text) {
		to = len(text)
	}
	var b strings.Builder
	for end := from; from < to; from = end {
		for end < to && styled[end] == styled[from] {
			end++
		}
		writeStyled(&b, styled[from], string(text[from:end]))
	}
	return b.String()
}

func writeStyled(b *strings.Builder, s style, text string) {
	for i, tag := range styles {
		if s&(1<<i) != 0 {
			b.WriteString("<" + tag + ">")
		}
	}
	b.WriteString(html.EscapeString(text))
	for i := len(styles) - 1; i >= 0; i-- {
		if s&(1<<i) != 0 {
			b.WriteString("</" + styles[i] + ">")
		}
	}
}

// plainStyled is the text that plain makes, and the style of each of its bytes.
func plainStyled(n ast.Node, src []byte) ([]byte, []style) {
	var text []byte
	var styled []style
	leaves(n, func(leaf ast.Node) bool {
		more := leafText(leaf, src)
		if closesUp(leaf, more) {
			text = bytes.TrimRight(text, " ")
		}
		text = append(text, more...)
		s := styleOf(leaf, n)
		styled = styled[:min(len(styled), len(text)-len(more))]
		for len(styled) < len(text) {
			styled = append(styled, s)
		}
		return true
	})
	lead := len(text) - len(bytes.TrimLeftFunc(text, unicode.IsSpace))
	text = bytes.TrimSpace(text)
	return text, styled[lead : lead+len(text)]
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
