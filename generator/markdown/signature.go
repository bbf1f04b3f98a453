package markdown

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
)

// isDashed says that a line begins with a dash, as the one does that names who is
// quoted.
func isDashed(line []byte) bool {
	line = bytes.TrimSpace(line)
	return bytes.HasPrefix(line, []byte("-- ")) || bytes.HasPrefix(line, []byte("— ")) || bytes.HasPrefix(line, []byte("– "))
}

// signQuotes makes a paragraph of its own of the last line of quotations that
// names who is quoted. It reports whether there are such.
func (d *Document) signQuotes() bool {
	found := false
	for _, n := range d.nodes {
		q, ok := n.(*ast.Blockquote)
		if !ok || q.FirstChild() == nil || d.callout(q.FirstChild()) != nil {
			continue
		}
		p, ok := q.LastChild().(*ast.Paragraph)
		if ok && d.isSigned(p) && d.cutLastLine(p) {
			found = true
		}
	}
	return found
}

// isSigned says that the last line of a paragraph, and no other, begins with a
// dash, and goes on with what may be a name. Where several do, it is a dialogue.
func (d *Document) isSigned(p *ast.Paragraph) bool {
	last := p.Lines().Len() - 1
	if last < 1 {
		return false
	}
	for i := range last {
		if at := p.Lines().At(i); isDashed(at.Value(d.src)) {
			return false
		}
	}
	at := p.Lines().At(last)
	line := at.Value(d.src)
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(string(line), " \t-—–*_[\"'«“"))
	return isDashed(line) && unicode.IsLetter(r) && !unicode.IsLower(r)
}

// cutLastLine makes the last line of a paragraph the next one, unless something
// goes on from the line before.
func (d *Document) cutLastLine(p *ast.Paragraph) bool {
	lines := p.Lines()
	line := lines.At(lines.Len() - 1)
	for n := p.LastChild(); n != nil; n = n.PreviousSibling() {
		end, ok := n.(*ast.Text)
		if !ok || !end.SoftLineBreak() && !end.HardLineBreak() {
			continue
		}
		if len(bytes.Trim(d.src[end.Segment.Stop:line.Start], " \t\r\n>\\")) > 0 {
			return false
		}
		end.SetSoftLineBreak(false)
		end.SetHardLineBreak(false)
		next := ast.NewParagraph()
		next.Lines().Append(line)
		lines.SetSliced(0, lines.Len()-1)
		for c := end.NextSibling(); c != nil; c = end.NextSibling() {
			next.AppendChild(next, c)
		}
		p.Parent().InsertAfter(p.Parent(), p, next)
		return true
	}
	return false
}
