package markdown

import (
	"strconv"

	"github.com/yuin/goldmark/ast"

	"chancery/generator/slug"
)

// ids makes anchors of headings in every script; the parser's own would leave
// nothing of most of them.
type ids struct{ seen map[string]int }

func newIDs() *ids { return &ids{map[string]int{}} }

// Generate makes an anchor of a heading's text. Of headings with one text, and
// of long ones with one beginning, all but the first are numbered. The number
// stands outside of what a slug may be long: within, it would be cut off again,
// and no heading after the first would ever find an anchor.
func (s *ids) Generate(value []byte, _ ast.NodeKind) []byte {
	id := slug.Make(string(value))
	if id == "" {
		id = "section"
	}
	for s.seen[id]++; s.seen[id] > 1; s.seen[id]++ {
		id += "-" + strconv.Itoa(s.seen[id])
	}
	return []byte(id)
}

// Put notes an anchor that is taken.
func (s *ids) Put(value []byte) { s.seen[string(value)]++ }
