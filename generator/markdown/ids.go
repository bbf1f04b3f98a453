package markdown

import (
	"bytes"
	"cmp"
	"html"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"

	"chancery/generator/slug"
)

// ids makes anchors of headings in every script; the parser's own would leave
// nothing of most of them.
type ids struct{ seen map[string]int }

// of makes an anchor of a heading's text. Of headings with one text, and of long
// ones with one beginning, all but the first are numbered. The number stands
// outside of what a slug may be long: within, it would be cut off again, and no
// heading after the first would ever find an anchor.
func (s *ids) of(text []byte) string {
	id := slug.Make(string(text))
	switch {
	case id == "":
		id = section
	case isTaken(id):
		id += "-" + section
	}
	for s.seen[id]++; s.seen[id] > 1; s.seen[id]++ {
		id += "-" + strconv.Itoa(s.seen[id])
	}
	return id
}

// section is what a heading is where its text makes no anchor of its own.
const section = "section"

// taken are the ids that the theme's pages around a text have, and the first
// parts of those of footnotes, citations, events and months, which a number
// follows.
var taken, numbered = map[string]bool{
	"main": true, "contents": true, "dates": true, "corrections": true, "sources": true, "cite": true, "citation": true, "mentioned": true,
	"series": true, "supersedes": true, "related": true, "mentions": true, "newest": true,
}, map[string]bool{"fn": true, "fnref": true, "source": true, "cite": true, "e": true, "m": true}

// ThemeIDs are the ids that the theme's pages have around a text, sorted.
func ThemeIDs() []string { return slices.Sorted(maps.Keys(taken)) }

// IDs are the ids in a body, in order. Quotes stand in it around the values of
// attributes only.
func (b Body) IDs() []string {
	var out []string
	for text := b.HTML; ; {
		_, rest, ok := bytes.Cut(text, []byte(` id="`))
		if !ok {
			return out
		}
		id, after, _ := bytes.Cut(rest, []byte(`"`))
		out, text = append(out, html.UnescapeString(string(id))), after
	}
}

// isTaken says that something else on a page has an id, or may come to have it
// once headings of one text are numbered.
func isTaken(id string) bool {
	first, rest, _ := strings.Cut(id, "-")
	return taken[id] || numbered[first] && (rest == "" || rest[0]-'0' < 10)
}

// identify gives all headings their anchors, in the order in which they were
// written: those in footnotes have been moved. A heading has the anchor of its
// last line.
func (d *Document) identify() {
	order := func(a, b *Heading) int { return cmp.Compare(a.node.Pos(), b.node.Pos()) }
	list := d.Headings
	if !slices.IsSortedFunc(list, order) {
		list = slices.Clone(list)
		slices.SortStableFunc(list, order)
	}
	for _, h := range list {
		h.ID = d.ids.of(d.anchorText(h))
	}
}

// anchorText is what a heading's anchor is made of: its text, where it has HTML,
// which may be hidden or a comment.
func (d *Document) anchorText(h *Heading) []byte {
	line := lastLine(h.node, d.src)
	if bytes.IndexByte(line, '<') >= 0 {
		return []byte(h.Text)
	}
	return line
}

func lastLine(n ast.Node, src []byte) []byte {
	lines := n.Lines()
	if lines.Len() == 0 {
		return nil
	}
	last := lines.At(lines.Len() - 1)
	return last.Value(src)
}
