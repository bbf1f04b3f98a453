package markdown

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"chancery/generator/problem"
)

// What authors write and Markdown drops, or leaves as it was typed, is told here.

// unusedNote is a footnote that nothing refers to.
type unusedNote struct {
	offset int
	label  string
	twice  bool // another of its name is shown
}

// unusedNotes finds those, which goldmark is about to throw away.
type unusedNotes struct{}

// Transform leaves the tree as it is.
func (unusedNotes) Transform(root *ast.Document, _ text.Reader, pc parser.Context) {
	desk := pc.Get(deskKey).(*desk)
	desk.unused = desk.unused[:0]
	list := findNotes(root)
	if list == nil {
		return
	}
	used := map[string]bool{}
	for n := list.FirstChild(); n != nil; n = n.NextSibling() {
		if f := n.(*extast.Footnote); f.Index >= 0 {
			used[string(f.Ref)] = true
		}
	}
	for n := list.FirstChild(); n != nil; n = n.NextSibling() {
		if f := n.(*extast.Footnote); f.Index < 0 {
			desk.unused = append(desk.unused, unusedNote{f.Pos(), string(f.Ref), used[string(f.Ref)]})
		}
	}
}

// findNotes finds the list of footnotes, which stands where the first of them was
// written.
func findNotes(parent ast.Node) ast.Node {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		if n.Kind() == extast.KindFootnoteList {
			return n
		}
		if n.Type() == ast.TypeBlock {
			if list := findNotes(n); list != nil {
				return list
			}
		}
	}
	return nil
}

// reportLost tells of footnotes that are not shown, and of marks without one.
func (d *Document) reportLost() {
	for _, f := range d.unused {
		if d.isHidden(f.offset) {
			continue
		}
		label := clip(f.label)
		if f.twice {
			d.warnAt(f.offset, "give it a name of its own", "the footnote [^%s] is not shown: there is another of its name", label)
			continue
		}
		d.warnAt(f.offset, "write [^"+label+"] where it belongs", "the footnote [^%s] is not shown: nothing refers to it", label)
	}
	if bytes.Contains(d.src, []byte("[^")) {
		d.marksWithoutNote(d.root)
	}
}

var noteMark = regexp.MustCompile(`^\[\^([^\[\]\s]+)\]`)

// marksWithoutNote tells of those below a node, which stay as they were typed.
func (d *Document) marksWithoutNote(parent ast.Node) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		t, ok := n.(*ast.Text)
		switch {
		case n.Kind() == ast.KindCodeSpan:
		case !ok:
			d.marksWithoutNote(n)
		default:
			d.markWithoutNote(t.Segment)
		}
	}
}

func (d *Document) markWithoutNote(s text.Segment) {
	for at := s.Start; at < s.Stop; at++ {
		i := bytes.IndexByte(d.src[at:s.Stop], '[')
		if i < 0 {
			return
		}
		if at += i; at > 0 && d.src[at-1] == '\\' {
			continue
		}
		if m := noteMark.FindSubmatch(d.src[at:]); m != nil {
			label := clip(string(m[1]))
			d.warnAt(at, "write its text in a line of its own, as [^"+label+"]: text", "there is no footnote [^%s]", label)
		}
	}
}

// lostCells tells of the cells of a row that its table has no column for.
func (d *Document) lostCells(row ast.Node) {
	last := row.LastChild()
	if last == nil || last.Lines().Len() == 0 {
		return
	}
	end := last.Lines().At(last.Lines().Len() - 1).Stop
	rest, _, _ := bytes.Cut(d.src[end:], []byte("\n"))
	if lost := bytes.Trim(rest, " \t\r|"); len(lost) > 0 {
		d.warnAt(end+bytes.Index(rest, lost), "give the head of the table another column, or write \\| for a bar within a cell",
			"the row has more cells than its table has columns, which are not shown")
	}
}

var wordMark = regexp.MustCompile(`^\[!([A-Za-z]+)\](?:[^(:\[]|$)`)

// noCallout tells of a quotation that begins like a callout and is none.
func (d *Document) noCallout(first ast.Node) {
	m := wordMark.FindSubmatch(d.raw(first))
	if m == nil {
		return
	}
	word := strings.ToUpper(string(m[1]))
	hint := "write one of [!" + strings.Join(callouts, "], [!") + "]"
	for _, c := range callouts {
		if strings.HasPrefix(c, word) || strings.HasPrefix(word, c) {
			word = c
		}
	}
	if near, ok := problem.Nearest(word, callouts); ok {
		hint = "write [!" + near + "]"
	}
	d.warn(first, hint, "[!%s] is no callout", m[1])
}
