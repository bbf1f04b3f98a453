package markdown

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// collect gathers what other stages look for.
func (d *Document) collect() {
	texts, heads := 0, 0
	for _, n := range d.nodes {
		switch n.(type) {
		case *ast.Heading:
			heads++
		case *ast.Paragraph, *ast.TextBlock:
			texts++
		}
	}
	d.Passages = slices.Grow(d.passages[:0], texts+heads)
	d.Headings = make([]*Heading, 0, heads)
	c := collector{d, nil}
	c.blocks(d.root)
	d.identify()
	d.turn()
	d.passages = d.Passages
}

// collector goes through the blocks of a document.
type collector struct {
	*Document
	above *Heading // the nearest
}

func (c *collector) blocks(parent ast.Node) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		c.block(n)
	}
}

func (c *collector) block(n ast.Node) {
	switch n := n.(type) {
	case *ast.Heading:
		c.heading(n)
	case *ast.List:
		c.listOf(n)
	case *extast.Table:
		c.table(n)
	case *ast.Paragraph, *ast.TextBlock, *extast.DefinitionTerm:
		c.text(n, c.plain(n))
	default:
		if n.Type() == ast.TypeBlock {
			c.blocks(n)
		}
	}
}

func (c *collector) text(n ast.Node, text string) {
	c.passage(n, passageKind(n), text)
	if c.FirstParagraph == "" && n.Kind() == ast.KindParagraph && n.Parent().Kind() == ast.KindDocument {
		c.FirstParagraph = text
	}
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
	d.Passages = append(d.Passages, Passage{text, d.line(start(n)), kind, d, n})
	d.Words += words(text)
}

// words counts what is separated by space and has a letter or digit. A run of
// Han or kana counts two characters a word.
func words(text string) int {
	n, wide := 0, 0
	between := uint8(1) // 0 within a word that has been counted
	for i := 0; i < len(text); i++ {
		kind := wordBytes[text[i]]
		if kind != longByte { // without branches, which no processor could foretell
			n += int(between & kind)
			between = between&^kind | kind>>1
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		i += size - 1
		switch {
		case r >= 0x2E80 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana):
			wide++
		case (r <= '\u00a0' || r >= '\u1680') && unicode.IsSpace(r): // between lie the letters of most alphabets
			between = 1
		case between == 1 && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			between = 0
			n++
		}
	}
	return n + wide/2
}

// wordBytes says what each byte is to words.
var wordBytes = func() (kinds [256]uint8) {
	for i := range kinds {
		switch c := byte(i); {
		case c >= utf8.RuneSelf:
			kinds[i] = longByte
		case isLetter(c), c-'0' < 10:
			kinds[i] = wordByte
		case c == ' ', c >= '\t' && c <= '\r':
			kinds[i] = spaceByte
		}
	}
	return kinds
}()

const (
	wordByte  = 1 << iota // counts what it stands in
	spaceByte             // ends it
	longByte              // begins a character of several bytes
)

func (c *collector) heading(n *ast.Heading) {
	c.above = c.headings.next()
	*c.above = Heading{Level: n.Level, Text: c.plain(n), Line: c.line(start(n)), doc: c.Document, node: n}
	c.Headings = append(c.Headings, c.above)
	c.passage(n, HeadingText, c.above.Text)
}

// listOf reads a list, and then what stands in its items.
func (c *collector) listOf(n *ast.List) {
	l := c.lists.next()
	*l = List{Heading: c.above, node: n}
	c.Lists = append(c.Lists, l)
	first := len(c.listed)
	for li := n.FirstChild(); li != nil; li = li.NextSibling() {
		item := c.items.next()
		*item = Item{doc: c.Document, node: li, list: n}
		if text := li.FirstChild(); text != nil && text.Kind() != ast.KindList { // whose items are their own
			item.Text = c.plain(text)
			item.Cites = c.cites(text)
		}
		item.Line, item.Col = c.place(start(li))
		c.listed = append(c.listed, item)
	}
	l.Items = slices.Clip(c.listed[first:])
	for _, item := range l.Items {
		first := item.node.FirstChild()
		if first == nil {
			continue
		}
		switch first.Kind() {
		case ast.KindParagraph, ast.KindTextBlock:
			c.text(first, item.Text)
		default:
			c.block(first)
		}
		for more := first.NextSibling(); more != nil; more = more.NextSibling() {
			c.block(more)
		}
	}
}

func (c *collector) table(n *extast.Table) {
	t := &Table{Heading: c.above}
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		item := c.items.next()
		*item = Item{doc: c.Document, node: row, Cites: c.cites(row)}
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			text := c.plain(cell)
			item.Cells = append(item.Cells, text)
			c.passage(cell, Cell, text)
		}
		item.Line, item.Col = c.place(start(row))
		item.Text = strings.Join(item.Cells, " ")
		if row.Kind() != extast.KindTableHeader {
			t.Rows = append(t.Rows, item)
		}
	}
	c.Tables = append(c.Tables, t)
}

// cites are the sources cited in a node.
func (d *Document) cites(n ast.Node) []int {
	if len(d.Cites) == 0 {
		return nil
	}
	var out []int
	ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if c, ok := n.(*citation); ok && entering {
			out = append(out, c.numbers...)
		}
		return ast.WalkContinue, nil
	})
	return out
}

// plain is the text of a node without markup, marks and notes. The texts of
// documents share pieces of memory: who keeps one for long makes a copy.
func (d *Document) plain(n ast.Node) string {
	d.buf = appendPlain(d.buf[:0], n, d.src)
	return d.keep(bytes.TrimSpace(d.buf))
}

// appendPlain appends the text of a node to one that is empty.
func appendPlain(b []byte, parent ast.Node, src []byte) []byte {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n.(type) {
		case *ast.Text, *ast.String, *ast.AutoLink, *when:
			before := len(b)
			b = appendLeaf(b, n, src)
			if closesUp(n, b[before:]) {
				b = append(bytes.TrimRight(b[:before], " "), b[before:]...)
			}
		case *citation, *extast.FootnoteLink, *ast.RawHTML, *ast.List, *markup, *card, *note:
		default:
			b = appendPlain(b, n, src)
		}
	}
	return b
}

// closesUp says that a text goes on without space after a mark that is left out:
// "this summer [1]." is "this summer."
func closesUp(leaf ast.Node, text []byte) bool {
	if !isMark(leaf.PreviousSibling()) {
		return false
	}
	r, _ := utf8.DecodeRune(text)
	return strings.ContainsRune(".,;:!?؟،؛…", r)
}

// isMark says that a node is a citation or a footnote's number.
func isMark(n ast.Node) bool {
	switch n.(type) {
	case *citation, *extast.FootnoteLink:
		return true
	}
	return false
}

// appendLeaves appends the nodes that hold the text of a node, in order. Lists
// inside a node are not part of its text.
func appendLeaves(out []ast.Node, parent ast.Node) []ast.Node {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n.(type) {
		case *ast.Text, *ast.String, *ast.AutoLink, *when:
			out = append(out, n)
		case *citation, *extast.FootnoteLink, *ast.RawHTML, *ast.List, *markup, *card, *note:
		default:
			out = appendLeaves(out, n)
		}
	}
	return out
}

// appendLeaf appends the text of one.
func appendLeaf(b []byte, leaf ast.Node, src []byte) []byte {
	switch n := leaf.(type) {
	case *ast.Text:
		b = append(b, resolved(n, src)...)
		if n.SoftLineBreak() || n.HardLineBreak() {
			b = append(b, ' ')
		}
	case *ast.String:
		b = append(b, n.Value...)
	case *ast.AutoLink:
		b = append(b, n.Label(src)...)
	case *when:
		b = append(b, n.text...)
	}
	return b
}

// resolved is what a text means, without what ends its line.
func resolved(t *ast.Text, src []byte) []byte {
	value := t.Segment.Value(src)
	if t.IsRaw() || bytes.IndexByte(value, '\\') < 0 && bytes.IndexByte(value, '&') < 0 {
		return value
	}
	return util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(bytes.Clone(value))))
}

// leaf is the text of one, until the next is asked for.
func (d *Document) leaf(n ast.Node) []byte {
	if t, ok := n.(*ast.Text); ok && !t.SoftLineBreak() && !t.HardLineBreak() {
		return resolved(t, d.src)
	}
	d.buf = appendLeaf(d.buf[:0], n, d.src)
	return d.buf
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
	it.doc.events[it.node] = m.ID
	if it.list != nil {
		classify(it.list, "timeline")
	}
	if it.node.Kind() == extast.KindTableRow {
		classify(it.node.Parent(), "timeline")
		it.node.SetAttributeString("id", []byte(m.ID))
		return
	}
	block := it.node.FirstChild()
	if block == nil || m.DateLength == 0 {
		return
	}
	text := it.Text[m.DateOffset : m.DateOffset+m.DateLength]
	if it.doc.drop(block, m.DateOffset+m.DateLength) {
		w := it.doc.whens.next()
		w.datetime, w.text = m.Datetime, text
		block.InsertBefore(block, block.FirstChild(), w)
	}
}

// classify gives a node a class.
func classify(n ast.Node, class string) {
	if _, ok := n.AttributeString("class"); !ok {
		n.SetAttributeString("class", []byte(class))
	}
}

// joints are what may join a date to its text.
const joints = " \t:–—-−.,;)،\u00a0"

// drop removes so many bytes from the start of a block's text, with what joins
// a date to its text, unless markup makes that unsafe.
func (d *Document) drop(block ast.Node, n int) bool {
	leaves := appendLeaves(d.leaves[:0], block)
	d.leaves = leaves
	left, touched := n, 0
	for left > 0 && touched < len(leaves) {
		text := d.leaf(leaves[touched])
		t, ok := leaves[touched].(*ast.Text)
		if ok && !t.SoftLineBreak() && !bytes.Equal(text, t.Segment.Value(d.src)) {
			return false
		}
		left -= len(text)
		touched++
	}
	if left > 0 {
		return false
	}
	for i, leaf := range leaves[:touched] {
		rest := 0
		if i == touched-1 {
			rest = -left
		}
		d.trim(leaf, rest)
	}
	for _, leaf := range appendLeaves(d.leaves[:0], block) {
		rest := len(bytes.TrimLeft(d.leaf(leaf), joints))
		d.trim(leaf, rest)
		if rest > 0 {
			break
		}
	}
	return true
}

// trim leaves the last n bytes of a leaf's text.
func (d *Document) trim(leaf ast.Node, n int) {
	switch t := leaf.(type) {
	case *ast.Text:
		cut := min(len(d.leaf(t))-n, t.Segment.Len())
		t.Segment.Start += max(cut, 0)
	case *ast.String:
		t.Value = t.Value[len(t.Value)-min(n, len(t.Value)):]
	case *ast.AutoLink:
		return
	}
	if len(d.leaf(leaf)) > 0 {
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
func (h *Heading) Mark(m Mark) { h.doc.events[h.node] = m.ID }
