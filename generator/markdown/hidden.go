package markdown

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"golang.org/x/net/html"

	"chancery/generator/problem"
)

// unseen are elements whose text no browser shows.
var unseen = map[string]bool{
	"script": true, "style": true, "template": true, "head": true, "title": true, "noscript": true, "noembed": true, "noframes": true,
	"iframe": true, "video": true, "audio": true, "canvas": true, "datalist": true,
}

// contentless elements have no end tag.
var contentless = map[string]bool{
	"area": true, "base": true, "br": true, "col": true, "embed": true, "hr": true, "img": true, "input": true, "link": true, "meta": true,
	"source": true, "track": true, "wbr": true,
}

// extent is a part of the text.
type extent struct{ from, to int }

// token is one of the author's HTML, with where it lies in the text.
type token struct {
	html.Token
	extent
	node ast.Node
}

// hide takes out of the tree what a browser would not show of the author's HTML,
// wherever its elements begin and end, before anything is read from the tree.
func (d *Document) hide() {
	if bytes.IndexByte(d.src, '<') < 0 {
		return
	}
	var list []token
	d.eachToken(d.root, func(t token) { list = append(list, t) })
	slices.SortStableFunc(list, func(a, b token) int { return cmp.Compare(a.from, b.from) }) // footnotes have been moved
	d.conceal(list)
	if len(d.hidden) > 0 {
		at := 0
		d.removeHidden(d.root, &at)
	}
}

// conceal finds what is hidden, from the outermost hidden element to its end.
func (d *Document) conceal(list []token) {
	var outer token
	depth := 0
	for _, t := range list {
		opens := t.Type == html.StartTagToken || t.Type == html.SelfClosingTagToken
		switch {
		case depth == 0 && opens && conceals(t.Token):
			outer, depth = t, 1
		case depth == 0 || t.Data != outer.Data:
		case opens && t.Data != "script" && t.Data != "style":
			depth++
		case t.Type == html.EndTagToken:
			if depth--; depth == 0 {
				d.hidden = append(d.hidden, extent{outer.from, t.to})
				d.warnHidden(outer)
			}
		}
	}
	if depth > 0 {
		d.hidden = append(d.hidden, extent{outer.from, len(d.src)})
		d.errorAt(outer.from, "close it with </"+outer.Data+">, or take it out", "the <%s>, which browsers do not show, is not closed", outer.Data)
	}
}

func (d *Document) warnHidden(t token) {
	hint := instead[t.Data]
	if hint == "" || !unseen[t.Data] {
		hint = "take it out, or write what only authors are to read as <!-- a comment -->"
	}
	d.warnAt(t.from, hint, "the HTML <%s> was taken out with the text in it, which browsers do not show", t.Data)
}

// conceals says that an element keeps its text from being seen.
func conceals(t html.Token) bool {
	if contentless[t.Data] {
		return false
	}
	hidden := unseen[t.Data] || t.Data == "dialog"
	for _, a := range t.Attr {
		switch {
		case a.Key == "hidden", a.Key == "style" && stylesAway(a.Val):
			return true
		case a.Key == "open" && t.Data == "dialog":
			hidden = false
		}
	}
	return hidden
}

// stylesAway says that a style leaves nothing to see.
func stylesAway(style string) bool {
	for rule := range strings.SplitSeq(strings.ToLower(style), ";") {
		name, value, _ := strings.Cut(rule, ":")
		value, _, _ = strings.Cut(value, "!")
		switch strings.TrimSpace(name) + ":" + strings.TrimSpace(value) {
		case "display:none", "visibility:hidden", "visibility:collapse", "content-visibility:hidden", "opacity:0", "font-size:0":
			return true
		}
	}
	return false
}

// eachToken visits the tokens of the author's HTML below a node. Comments that
// stay open are told on the way: what is in them was not to be read.
func (d *Document) eachToken(parent ast.Node, visit func(token)) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.RawHTML:
			d.tokens(n, n.Segments.Sliced(0, n.Segments.Len()), visit)
		case *ast.HTMLBlock:
			d.tokens(n, htmlLines(n), visit)
			d.openBlock(n)
		case *ast.Text:
			d.openComment(n)
		case *ast.CodeSpan:
		default:
			d.eachToken(n, visit)
		}
	}
}

// tokens visits those in some lines.
func (d *Document) tokens(n ast.Node, lines []text.Segment, visit func(token)) {
	var raw []byte
	var offsets []extent // of a line in raw, and in the text
	for _, line := range lines {
		offsets = append(offsets, extent{len(raw), line.Start - line.Padding})
		raw = append(raw, line.Value(d.src)...)
	}
	place := func(at int) int {
		i, found := slices.BinarySearchFunc(offsets, at, func(e extent, at int) int { return cmp.Compare(e.from, at) })
		if !found {
			i--
		}
		return max(offsets[i].to+at-offsets[i].from, lines[i].Start)
	}
	z := html.NewTokenizer(bytes.NewReader(raw))
	for at := 0; z.Next() != html.ErrorToken; {
		end := at + len(z.Raw())
		visit(token{z.Token(), extent{place(at), place(end-1) + 1}, n})
		at = end
	}
}

// htmlLines are the lines of a block of HTML.
func htmlLines(n *ast.HTMLBlock) []text.Segment {
	lines := n.Lines().Sliced(0, n.Lines().Len())
	if n.HasClosure() {
		lines = append(slices.Clone(lines), n.ClosureLine)
	}
	return lines
}

// openBlock tells of a comment that takes the rest of the text with it.
func (d *Document) openBlock(n *ast.HTMLBlock) {
	if n.HTMLBlockType == ast.HTMLBlockType2 && !n.HasClosure() && !bytes.Contains(d.raw(n), []byte("-->")) {
		d.errorAt(start(n), "close it with -->", "the comment is not closed")
	}
}

// openComment tells of a comment that Markdown takes for text, because its
// paragraph ends before it does.
func (d *Document) openComment(t *ast.Text) {
	const mark = "<!--"
	value := t.Segment.Value(d.src)
	for i := range value {
		at := t.Segment.Start + i
		if value[i] == '<' && bytes.HasPrefix(d.src[at:], []byte(mark)) && (at == 0 || d.src[at-1] != '\\') {
			d.errorAt(at, "close it with -->, or begin it on a line of its own, where it may have empty lines", "the comment does not end in its paragraph")
			return
		}
	}
}

// definesHidden says that a link's definition lies in what is hidden.
func (d *Document) definesHidden(label []byte) bool {
	at := bytes.Index(d.src, slices.Concat([]byte("["), label, []byte("]:")))
	return at >= 0 && d.isHidden(at)
}

// isHidden says that an offset in the text lies in what is hidden.
func (d *Document) isHidden(offset int) bool {
	i, found := slices.BinarySearchFunc(d.hidden, offset, func(e extent, at int) int { return cmp.Compare(e.from, at) })
	return found || i > 0 && offset < d.hidden[i-1].to
}

// removeHidden takes out the hidden nodes below another, and what is left empty
// by that. Where a node does not know its place it is that of the one before.
func (d *Document) removeHidden(parent ast.Node, at *int) {
	for n := parent.FirstChild(); n != nil; {
		next := n.NextSibling()
		if pos := n.Pos(); pos >= 0 {
			*at = pos
		}
		gone := d.isHidden(*at)
		switch n := n.(type) {
		case *ast.Text:
			*at = n.Segment.Stop
		case *ast.RawHTML:
			*at = n.Segments.At(n.Segments.Len() - 1).Stop
		case *ast.HTMLBlock:
			gone = false // it is read token by token
		default:
			if n.HasChildren() {
				d.removeHidden(n, at)
				gone = isEmpty(n)
			}
		}
		if gone {
			parent.RemoveChild(parent, n)
			d.removeMarks(n)
		}
		n = next
	}
}

// removeMarks takes out what leads to a footnote that was taken out.
func (d *Document) removeMarks(n ast.Node) {
	f, ok := n.(*extast.Footnote)
	if !ok {
		return
	}
	for _, m := range d.marks() {
		if m.Index == f.Index {
			m.Parent().RemoveChild(m.Parent(), m)
		}
	}
}

// isEmpty says that nothing is left in a node but the way back from a footnote.
// Tables keep their cells.
func isEmpty(n ast.Node) bool {
	if c := n.FirstChild(); c != nil && c.Kind() == extast.KindFootnoteBacklink {
		return true
	}
	switch n.Kind() {
	case extast.KindTableHeader, extast.KindTableRow, extast.KindTableCell:
		return false
	case extast.KindTable:
		return !hasCells(n)
	}
	return !n.HasChildren()
}

func hasCells(table ast.Node) bool {
	for row := table.FirstChild(); row != nil; row = row.NextSibling() {
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			if cell.HasChildren() {
				return true
			}
		}
	}
	return false
}

func (d *Document) errorAt(offset int, hint, format string, args ...any) {
	line, col := d.place(offset)
	p := problem.Errorf(problem.Pos{Path: d.in.Path, Line: line, Col: col}, format, args...)
	d.list = append(d.list, p.WithHint("%s", hint))
}
