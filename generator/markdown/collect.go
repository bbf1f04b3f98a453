package markdown

import (
	"bytes"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// collect gathers what other stages look for.
func (d *Document) collect() {
	var heading *Heading
	ast.Walk(d.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			heading = d.heading(n)
			d.passage(n, HeadingText, heading.Text)
		case *ast.List:
			d.listOf(n, heading)
		case *extast.Table:
			d.table(n, heading)
			return ast.WalkSkipChildren, nil
		case *ast.Paragraph, *ast.TextBlock, *extast.DefinitionTerm:
			text := plain(n, d.src)
			d.passage(n, passageKind(n), text)
			if _, ok := n.(*ast.Paragraph); ok && d.FirstParagraph == "" && n.Parent().Kind() == ast.KindDocument {
				d.FirstParagraph = text
			}
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
}

func passageKind(n ast.Node) PassageKind {
	switch n.Parent().Kind() {
	case ast.KindListItem:
		return ItemText
	case ast.KindBlockquote:
		return Quote
	}
	return Paragraph
}

func (d *Document) passage(n ast.Node, kind PassageKind, text string) {
	if text == "" {
		return
	}
	line, _ := d.place(start(n))
	d.Passages = append(d.Passages, Passage{text, line, kind, d, n})
	d.Words += words(text)
}

// words counts what is separated by space and has a letter or digit. A run of
// Han or kana counts two characters a word.
func words(text string) int {
	n, wide := 0, 0
	in := false
	for _, r := range text {
		switch {
		case r >= 'a' && r <= 'z': // nearly every letter of most texts
			if !in {
				in = true
				n++
			}
		case r == ' ':
			in = false
		case r >= 0x2E80 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana):
			wide++
		case unicode.IsSpace(r):
			in = false
		case !in && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			in = true
			n++
		}
	}
	return n + wide/2
}

func (d *Document) heading(n *ast.Heading) *Heading {
	h := &Heading{Level: n.Level, Text: plain(n, d.src), doc: d, node: n}
	h.Line, _ = d.place(start(n))
	if id, ok := n.AttributeString("id"); ok {
		if b, ok := id.([]byte); ok {
			h.ID = string(b)
		}
	}
	d.Headings = append(d.Headings, h)
	return h
}

func (d *Document) listOf(n *ast.List, heading *Heading) {
	l := &List{Heading: heading, node: n}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		item := &Item{doc: d, node: c, list: n}
		if first := c.FirstChild(); first != nil && first.Kind() != ast.KindList { // whose items are their own
			item.Text = plain(first, d.src)
			item.Cites = cites(first)
		}
		item.Line, item.Col = d.place(start(c))
		l.Items = append(l.Items, item)
	}
	d.Lists = append(d.Lists, l)
}

func (d *Document) table(n *extast.Table, heading *Heading) {
	t := &Table{Heading: heading}
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		item := &Item{doc: d, node: row, Cites: cites(row)}
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			text := plain(cell, d.src)
			item.Cells = append(item.Cells, text)
			d.passage(cell, Cell, text)
		}
		item.Line, item.Col = d.place(start(row))
		item.Text = strings.Join(item.Cells, " ")
		if row.Kind() != extast.KindTableHeader {
			t.Rows = append(t.Rows, item)
		}
	}
	d.Tables = append(d.Tables, t)
}

// cites are the sources cited in a node.
func cites(n ast.Node) []int {
	var out []int
	ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if c, ok := n.(*citation); ok && entering {
			out = append(out, c.numbers...)
		}
		return ast.WalkContinue, nil
	})
	return out
}

// plain is the text of a node without markup, marks and notes.
func plain(n ast.Node, src []byte) string {
	var b []byte
	leaves(n, func(leaf ast.Node) bool {
		text := leafText(leaf, src)
		if closesUp(leaf, text) {
			b = bytes.TrimRight(b, " ")
		}
		b = append(b, text...)
		return true
	})
	return string(bytes.TrimSpace(b))
}

// closesUp says that a text goes on without space after a mark that is left out:
// "this summer [1]." is "this summer."
func closesUp(leaf ast.Node, text string) bool {
	return isMark(leaf.PreviousSibling()) && strings.IndexAny(text, ".,;:!?؟،؛…") == 0
}

// isMark says that a node is a citation or a footnote's number.
func isMark(n ast.Node) bool {
	switch n.(type) {
	case *citation, *extast.FootnoteLink:
		return true
	}
	return false
}

// leaves visits the nodes that hold the text of a node, in order, until visit
// reports false. Lists inside a node are not part of its text.
func leaves(n ast.Node, visit func(ast.Node) bool) bool {
	for c := n.FirstChild(); c != nil; {
		next := c.NextSibling()
		switch c.(type) {
		case *ast.Text, *ast.String, *ast.AutoLink, *when:
			if !visit(c) {
				return false
			}
		case *citation, *extast.FootnoteLink, *ast.RawHTML, *ast.List, *markup, *card, *note:
		default:
			if !leaves(c, visit) {
				return false
			}
		}
		c = next
	}
	return true
}

func leafText(n ast.Node, src []byte) string {
	switch n := n.(type) {
	case *ast.Text:
		s := string(n.Segment.Value(src))
		if !n.IsRaw() && strings.ContainsAny(s, `\&`) {
			s = string(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations([]byte(s)))))
		}
		if n.SoftLineBreak() || n.HardLineBreak() {
			s += " "
		}
		return s
	case *ast.String:
		return string(n.Value)
	case *ast.AutoLink:
		return string(n.Label(src))
	case *when:
		return n.text
	}
	return ""
}

// Mark says that an item or heading is an event.
type Mark struct {
	ID         string
	Datetime   string
	DateOffset int // of the date in the item's Text
	DateLength int // 0: the date is not set apart
}

// Mark makes the item an event: it gets the anchor, and its date is set apart
// from its text.
func (it *Item) Mark(m Mark) {
	it.node.SetAttributeString(attrEvent, m)
	if it.list != nil {
		it.list.SetAttributeString("class", []byte("timeline"))
	}
	if it.node.Kind() == extast.KindTableRow {
		it.node.Parent().SetAttributeString("class", []byte("timeline"))
		it.node.SetAttributeString("id", []byte(m.ID))
		return
	}
	block := it.node.FirstChild()
	if block == nil || m.DateLength == 0 {
		return
	}
	text := it.Text[m.DateOffset : m.DateOffset+m.DateLength]
	if it.drop(block, m.DateOffset+m.DateLength) {
		block.InsertBefore(block, block.FirstChild(), &when{datetime: m.Datetime, text: text})
	}
}

// drop removes so many bytes from the start of a block's text, with what joins
// a date to its text, unless markup makes that unsafe.
func (it *Item) drop(block ast.Node, n int) bool {
	var touched []ast.Node
	left, clean := n, true
	leaves(block, func(leaf ast.Node) bool {
		t, ok := leaf.(*ast.Text)
		text := leafText(leaf, it.doc.src)
		if ok && text != string(t.Segment.Value(it.doc.src)) && !t.SoftLineBreak() {
			clean = false
		}
		touched = append(touched, leaf)
		left -= len(text)
		return left > 0 && clean
	})
	if !clean || left > 0 {
		return false
	}
	for i, leaf := range touched {
		rest := ""
		if i == len(touched)-1 {
			rest = leafText(leaf, it.doc.src)
			rest = rest[len(rest)+left:]
		}
		trim(leaf, len(rest), it.doc.src)
	}
	leaves(block, func(leaf ast.Node) bool {
		text := leafText(leaf, it.doc.src)
		rest := strings.TrimLeft(text, " \t:–—-−.,;)،\u00a0")
		trim(leaf, len(rest), it.doc.src)
		return rest == ""
	})
	return true
}

// trim leaves the last n bytes of a leaf's text.
func trim(leaf ast.Node, n int, src []byte) {
	switch t := leaf.(type) {
	case *ast.Text:
		text := leafText(t, src)
		cut := min(len(text)-n, t.Segment.Len())
		t.Segment.Start += max(cut, 0)
	case *ast.String:
		t.Value = t.Value[len(t.Value)-min(n, len(t.Value)):]
	case *ast.AutoLink:
		return
	}
	if leafText(leaf, src) != "" {
		return
	}
	for up := leaf.Parent(); up != nil && leaf.Type() == ast.TypeInline; leaf, up = up, up.Parent() {
		up.RemoveChild(up, leaf)
		if up.FirstChild() != nil || up.Type() == ast.TypeBlock {
			return
		}
	}
}

// Mark makes the heading an event: it keeps its own anchor and gets another.
func (h *Heading) Mark(m Mark) { h.node.SetAttributeString(attrEvent, m) }
