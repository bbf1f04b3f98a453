package markdown

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"chancery/generator/problem"
)

// transform makes of the parsed tree what is to be rendered.
func (d *Document) transform() {
	d.nodes = appendNodes(d.nodes[:0], d.root)
	if d.signQuotes() {
		d.nodes = appendNodes(d.nodes[:0], d.root)
	}
	d.levelHeadings()
	for _, n := range d.nodes {
		switch n := n.(type) {
		case *ast.Link:
			d.link(n, string(n.Destination))
		case *ast.AutoLink:
			d.link(n, autoURL(n, d.src))
		case *ast.Image:
			d.image(n)
		case *ast.RawHTML:
			d.inlineHTML(n)
		case *ast.HTMLBlock:
			d.htmlBlock(n)
		case *ast.Blockquote:
			d.quote(n)
		case *ast.Paragraph:
			d.paragraph(n)
		case *extast.TableRow:
			d.lostCells(n)
		case *extast.TableCell:
			if n.Alignment == extast.AlignRight {
				n.SetAttributeString("class", []byte("number"))
			}
		}
		if n.Type() != ast.TypeInline || n.Kind() == ast.KindEmphasis || n.Kind() == extast.KindStrikethrough {
			d.citations(n)
		}
	}
	d.closeDetails()
	d.placeNotes()
}

// appendNodes appends the nodes below another, but for texts, of which nothing
// is made by themselves.
func appendNodes(out []ast.Node, parent ast.Node) []ast.Node {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n.(type) {
		case *ast.Text, *ast.String, *ast.CodeSpan:
		default:
			out = appendNodes(append(out, n), n)
		}
	}
	return out
}

func autoURL(n *ast.AutoLink, src []byte) string {
	u := string(n.URL(src))
	if n.AutoLinkType == ast.AutoLinkEmail && !isMail(u) {
		return "mailto:" + u
	}
	return u
}

// start is the offset at which a node begins in the text.
func start(n ast.Node) int {
	for m := n; m != nil; m = m.FirstChild() {
		switch m := m.(type) {
		case *ast.Text:
			return m.Segment.Start
		case *ast.RawHTML:
			if m.Segments.Len() > 0 {
				return m.Segments.At(0).Start
			}
		}
		if m.Type() == ast.TypeBlock && m.Lines() != nil && m.Lines().Len() > 0 {
			return m.Lines().At(0).Start
		}
	}
	if n.PreviousSibling() != nil && n.Type() == ast.TypeInline {
		return start(n.PreviousSibling())
	}
	if n.Parent() != nil {
		return start(n.Parent())
	}
	return 0
}

// place is the line of the file, and the column, of an offset.
func (d *Document) place(offset int) (line, col int) {
	i := d.lineAt(offset)
	return d.in.Line + i, 1 + utf8.RuneCount(d.src[d.starts[i]:min(offset, len(d.src))])
}

// line is the line of the file of an offset.
func (d *Document) line(offset int) int { return d.in.Line + d.lineAt(offset) }

func (d *Document) lineAt(offset int) int {
	last := min(d.lastLine+3, len(d.starts)) // most are asked for in order
	if d.starts[d.lastLine] <= offset {
		for i := d.lastLine + 1; i < last; i++ {
			if d.starts[i] > offset {
				d.lastLine = i - 1
				return d.lastLine
			}
		}
	}
	i, found := slices.BinarySearch(d.starts, offset)
	if !found {
		i--
	}
	d.lastLine = max(i, 0)
	return d.lastLine
}

func (d *Document) warn(n ast.Node, hint, format string, args ...any) {
	d.warnAt(start(n), hint, format, args...)
}

func (d *Document) warnAt(offset int, hint, format string, args ...any) {
	line, col := d.place(offset)
	p := problem.Warnf(problem.Pos{Path: d.in.Path, Line: line, Col: col}, format, args...)
	p.Hint = hint
	d.list = append(d.list, p)
}

// doubt warns of a link or picture.
func (d *Document) doubt(n ast.Node, hint, format string, args ...any) {
	d.warn(n, hint, format, args...)
	d.list[len(d.list)-1].About = problem.Reference
}

// Attributes by which transform speaks to the renderer of what is rare.
const (
	attrSafe   = "chancery-html"   // string: harmless markup
	attrKind   = "chancery-kind"   // string: of a callout or figure
	attrTitle  = "chancery-title"  // string: of a callout
	attrFooter = "chancery-footer" // of a quotation
)

func (d *Document) link(n ast.Node, url string) {
	safe, ok := SafeURL(url)
	switch {
	case !ok:
		d.doubt(n, "write an address that begins with https:// or mailto:, or the path of a file", "the link %q was taken out", clip(url))
	case isExternal(safe):
		d.links[n] = link{url: safe}
	default:
		d.links[n] = link{unescaped(url), true}
	}
}

func clip(s string) string {
	if len(s) > 80 {
		return strings.ToValidUTF8(s[:80], "") + "…"
	}
	return s
}

// unescaped undoes %20 and the like in a reference to a file.
func unescaped(ref string) string {
	if !strings.Contains(ref, "%") {
		return ref
	}
	var b strings.Builder
	for i := 0; i < len(ref); i++ {
		if ref[i] == '%' && i+2 < len(ref) {
			if v, err := strconv.ParseUint(ref[i+1:i+3], 16, 8); err == nil && v >= ' ' {
				b.WriteByte(byte(v))
				i += 2
				continue
			}
		}
		b.WriteByte(ref[i])
	}
	return strings.ToValidUTF8(b.String(), "")
}

func (d *Document) image(n *ast.Image) {
	url := string(n.Destination)
	safe, ok := SafeURL(url)
	switch {
	case !ok:
		d.doubt(n, "put the picture beside the text and write its file name", "the picture %q was taken out", clip(url))
	case isExternal(safe):
		d.doubt(n, "put the picture beside the text and write its file name", "the picture %q lies elsewhere, so it is shown as a link", clip(url))
		d.links[n] = link{url: safe}
	default:
		d.links[n] = link{unescaped(url), true}
		if d.plain(n) == "" {
			d.doubt(n, "write what it shows between the brackets, for those who cannot see it", "the picture %q has no description", clip(url))
		}
	}
}

// levelHeadings shifts all headings so that the highest is of level 2: level 1 is
// the title's.
func (d *Document) levelHeadings() {
	top, last := 2, 1
	for _, n := range d.nodes {
		if h, ok := n.(*ast.Heading); ok {
			top = min(top, h.Level)
		}
	}
	for _, n := range d.nodes {
		if h, ok := n.(*ast.Heading); ok {
			h.Level = min(h.Level+2-top, 6, last+1) // no level is left out
			last = h.Level
		}
	}
}

// callouts are the words that make one of a quotation.
var callouts = []string{"NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"}

var calloutMark = regexp.MustCompile(`^\[!(` + strings.Join(callouts, "|") + `)\][ \t]*\n?`)

// quote makes a callout of a quotation that begins with its mark, and a footer
// of a last paragraph that names the source.
func (d *Document) quote(q *ast.Blockquote) {
	first, ok := q.FirstChild().(*ast.Paragraph)
	if !ok {
		return
	}
	if m := d.callout(first); m != nil {
		kind := strings.ToLower(string(m[1]))
		w := d.in.Words
		q.SetAttributeString(attrKind, kind)
		q.SetAttributeString(attrTitle, map[string]string{
			"note": w.Note, "tip": w.Tip, "important": w.Important, "warning": w.Warning, "caution": w.Caution,
		}[kind])
		dropStart(first, first.Lines().At(0).Start+bytes.IndexByte(d.src[first.Lines().At(0).Start:], ']')+1)
		if first.FirstChild() == nil {
			q.RemoveChild(q, first)
		}
		return
	}
	d.noCallout(first)
	if last, ok := q.LastChild().(*ast.Paragraph); ok && last != first && isDashed(d.raw(last)) {
		last.SetAttributeString(attrFooter, true)
	}
}

// callout is what the mark of one says.
func (d *Document) callout(first ast.Node) [][]byte {
	raw := d.raw(first)
	if !bytes.HasPrefix(raw, []byte("[!")) {
		return nil
	}
	return calloutMark.FindSubmatch(raw)
}

// raw is the source text of a block's lines.
func (d *Document) raw(n ast.Node) []byte {
	switch lines := n.Lines(); {
	case lines == nil:
		return nil
	case lines.Len() == 1: // most have
		line := lines.At(0)
		return line.Value(d.src)
	default:
		return lines.Value(d.src)
	}
}

// dropStart removes the inline text of a block before an offset.
func dropStart(block ast.Node, offset int) {
	for n := block.FirstChild(); n != nil; {
		next := n.NextSibling()
		t, ok := n.(*ast.Text)
		if !ok || t.Segment.Start >= offset {
			return
		}
		if t.Segment.Stop <= offset {
			block.RemoveChild(block, n)
		} else {
			t.Segment.Start = offset
		}
		n = next
	}
}

// paragraph makes a card of an address that stands alone, and a figure of a
// picture that does.
func (d *Document) paragraph(p *ast.Paragraph) {
	if p.Parent() == nil || p.Parent().Kind() != ast.KindDocument {
		return
	}
	if e, ok := d.embed(p); ok {
		p.Parent().ReplaceChild(p.Parent(), p, &card{embed: e, words: d.in.Words})
		return
	}
	if img, ok := p.FirstChild().(*ast.Image); ok && p.ChildCount() == 1 {
		if l, ok := d.links[img]; !ok || l.inside {
			p.SetAttributeString(attrKind, "figure")
		}
	}
}

// embed is the post or video whose address a paragraph is.
func (d *Document) embed(p *ast.Paragraph) (Embed, bool) {
	if p.Lines().Len() != 1 {
		return Embed{}, false
	}
	raw := d.raw(p)
	if !bytes.Contains(raw, []byte("://")) { // nearly every paragraph
		return Embed{}, false
	}
	line := strings.Trim(strings.TrimSpace(string(raw)), "<>")
	if strings.ContainsAny(line, " \n") {
		return Embed{}, false
	}
	return EmbedOf(line)
}

var credit = regexp.MustCompile(`^(.*?)\s*\((?:Photo|Credit|Crédit|Image|Foto|Фото|صورة|الصورة)\s?: ?([^()]+)\)$`)

// caption splits the title of a picture into caption and credit.
func caption(title string) (text, who string) {
	if text, who, ok := strings.Cut(title, " | "); ok {
		return strings.TrimSpace(text), strings.TrimSpace(who)
	}
	if m := credit.FindStringSubmatch(title); m != nil {
		return m[1], m[2]
	}
	return title, ""
}

// placeNotes puts every footnote right behind the block that first refers to it.
func (d *Document) placeNotes() {
	var list *extast.FootnoteList
	for n := d.root.LastChild(); n != nil; n = n.PreviousSibling() {
		if l, ok := n.(*extast.FootnoteList); ok {
			list = l
			break
		}
	}
	if list == nil {
		return
	}
	d.root.RemoveChild(d.root, list)
	byIndex := map[int]*extast.Footnote{}
	for n := list.FirstChild(); n != nil; n = n.NextSibling() {
		if f, ok := n.(*extast.Footnote); ok {
			byIndex[f.Index] = f
		}
	}
	after := map[ast.Node]ast.Node{}
	for _, m := range d.marks() {
		f := byIndex[m.Index]
		if f == nil {
			continue
		}
		delete(byIndex, m.Index)
		block := topBlock(m)
		last := after[block]
		if last == nil {
			last = block
		}
		aside := &note{index: f.Index, prefix: d.in.IDPrefix, back: d.in.Words.BackToText}
		for c := f.FirstChild(); c != nil; {
			next := c.NextSibling()
			aside.AppendChild(aside, c)
			c = next
		}
		d.root.InsertAfter(d.root, last, aside)
		after[block] = aside
	}
}

// marks are the marks of footnotes, in order.
func (d *Document) marks() []*extast.FootnoteLink {
	var out []*extast.FootnoteLink
	ast.Walk(d.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if m, ok := n.(*extast.FootnoteLink); ok && entering {
			out = append(out, m)
		}
		return ast.WalkContinue, nil
	})
	return out
}

func topBlock(n ast.Node) ast.Node {
	for n.Parent() != nil && n.Parent().Kind() != ast.KindDocument {
		n = n.Parent()
	}
	return n
}

// segment is a piece of text as a node.
func segment(from, to int) *ast.Text { return ast.NewTextSegment(text.NewSegment(from, to)) }
