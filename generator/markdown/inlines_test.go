package markdown

import (
	"fmt"
	"html"
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// FuzzInlines compares the nodes of a text with those that goldmark makes by
// itself.
func FuzzInlines(f *testing.F) {
	for _, s := range []string{
		"a \\\nb  \nc\n\\\\\\\nd\r\n  e \\\r\nf  \r\ng", "*a **b* c** _d_ \\*e\\* \\", "[a](b \"c\") ![d][e] [f\n\n[e]: g", "'a' \"b\" -- c... <<d>>",
		"- [ ] a\n- [x] b~~c~~ ~d\n", "| a | b\\|c |\n|---|:-:|\n| *d* | `e` |", "a[^1] b\n\n[^1]: c *d*", "a\n: b\n\nwww.example.org https://example.org/a_b_c, d@example.org.",
		"<b>c</b> &amp; `` ` `` <https://example.org>\n> d\n> - e\n\n# f *g*\n\nh\n===", "a\\ b \\", "\\\n", "\t*a*\n \tb", "1. a\n\n   b\\\n   c",
	} {
		f.Add(s)
	}
	c, used := New(Limits{}), newDesk(nil)
	f.Fuzz(func(t *testing.T, s string) {
		src := []byte(s)
		if _, bad := c.lim.exceeded(src, lineStarts(nil, src), Input{}); bad {
			return
		}
		for _, more := range []feature{0, links | strikes | tasks | notes | tables | references | dashes | dots} {
			_, parts := gathered("en", features(src)|more)
			ours, theirs := outlined(parts.parser(), used, src), outlined(parser.NewParser(
				parser.WithBlockParsers(plainParsers(parts.BlockParsers)...), parser.WithInlineParsers(plainParsers(parts.InlineParsers)...),
				parser.WithParagraphTransformers(parts.ParagraphTransformers...), parser.WithASTTransformers(parts.ASTTransformers...),
			), newDesk(nil), src)
			used.clear()
			if ours != theirs {
				t.Fatalf("%q becomes\n%s\nwant\n%s", s, ours, theirs)
			}
		}
	})
}

// plainParsers are goldmark's own instead of ours.
func plainParsers(list util.PrioritizedSlice) util.PrioritizedSlice {
	list = slices.Clone(list)
	for i, v := range list {
		switch p := v.Value.(type) {
		case paragraphs:
			list[i].Value = p.BlockParser
		case stars:
			list[i].Value = parser.NewEmphasisParser()
		case typographer:
			list[i].Value = askedAt{p.InlineParser, p.marks}
		}
	}
	return list
}

// askedAt is a parser that is asked at some marks alone.
type askedAt struct {
	parser.InlineParser
	marks []byte
}

func (a askedAt) Trigger() []byte { return a.marks }

// outlined writes the tree that a parser makes of a text, working at a desk. Where
// a text is cut in two for nothing is the parser's to choose.
func outlined(p parser.Parser, d *desk, src []byte) string {
	ctx := parser.NewContext()
	ctx.Set(deskKey, d)
	var b strings.Builder
	depth := 0
	ast.Walk(p.Parse(text.NewReader(src), parser.WithContext(ctx)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			depth--
			return ast.WalkContinue, nil
		}
		fmt.Fprintf(&b, "%*s%s", 2*depth, "", n.Kind())
		switch n := n.(type) {
		case *ast.Text:
			join(n.Parent(), n)
			fmt.Fprintf(&b, " %+v %q %v %v %v", n.Segment, n.Segment.Value(src), n.SoftLineBreak(), n.HardLineBreak(), n.IsRaw())
		case *ast.String:
			fmt.Fprintf(&b, " %q", html.UnescapeString(string(n.Value)))
		case *ast.Link:
			fmt.Fprintf(&b, " %q %q", n.Destination, n.Title)
		case *ast.AutoLink:
			fmt.Fprintf(&b, " %q", n.URL(src))
		}
		b.WriteByte('\n')
		depth++
		return ast.WalkContinue, nil
	})
	return b.String()
}
