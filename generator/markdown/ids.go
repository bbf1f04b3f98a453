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

// Generate makes an anchor of a heading's text.
func (s *ids) Generate(value []byte, kind ast.NodeKind) []byte {
	id := slug.Make(string(value))
	if id == "" {
		id = "section"
	}
	s.seen[id]++
	if n := s.seen[id]; n > 1 {
		return s.Generate([]byte(id+"-"+strconv.Itoa(n)), kind)
	}
	return []byte(id)
}

// Put notes an anchor that is taken.
func (s *ids) Put(value []byte) { s.seen[string(value)]++ }
