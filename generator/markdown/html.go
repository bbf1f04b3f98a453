package markdown

import (
	stdhtml "html"
	"strings"

	"github.com/yuin/goldmark/ast"
	"golang.org/x/net/html"
)

// harmless elements stay, without attributes but for the title of abbr.
var harmless = map[string]bool{
	"br": true, "sub": true, "sup": true, "abbr": true, "details": true, "summary": true, "kbd": true, "mark": true,
}

// instead says what to write for elements that are dropped.
var instead = map[string]string{
	"img":    "write ![description](picture.jpg)",
	"iframe": "write the address on a line of its own",
	"video":  "write the address on a line of its own, or video: in the front matter",
	"a":      "write [text](https://…)",
	"b":      "write **text**", "strong": "write **text**", "i": "write *text*", "em": "write *text*",
	"h1": "write ## Heading", "h2": "write ## Heading", "h3": "write ### Heading",
	"p": "leave an empty line between paragraphs", "ul": "write - item", "ol": "write 1. item", "li": "write - item",
	"blockquote": "write > text", "table": "write | cells | between bars |", "code": "write `code`", "pre": "write ``` around the code",
	"hr": "write ---", "script": "scripts are never published", "style": "styles belong into static/css",
}

// inlineHTML keeps a harmless tag that is opened and closed within its paragraph,
// and drops any other.
func (d *Document) inlineHTML(n *ast.RawHTML) {
	d.tokens(n, n.Segments.Sliced(0, n.Segments.Len()), func(t token) {
		switch {
		case !isTag(t): // a comment vanishes without a word
		case !harmless[t.Data] || t.Data == "details" || t.Data == "summary":
			if t.Type != html.EndTagToken {
				d.dropped(t)
			}
		case t.Data == "br":
			n.SetAttributeString(attrSafe, "<br>")
		case t.Type == html.StartTagToken && d.closer(n, t.Data) != nil:
			n.SetAttributeString(attrSafe, openTag(t.Token))
			d.closer(n, t.Data).SetAttributeString(attrSafe, "</"+t.Data+">")
		}
	})
}

func isTag(t token) bool {
	return t.Type == html.StartTagToken || t.Type == html.SelfClosingTagToken || t.Type == html.EndTagToken
}

func (d *Document) dropped(t token) {
	hint := instead[t.Data]
	if hint == "" {
		hint = "leave it out; its text stays"
	}
	d.warnAt(t.from, hint, "the HTML <%s> was taken out", t.Data)
}

// closer finds the tag that closes an element among its siblings, not beyond
// another of the same name.
func (d *Document) closer(n ast.Node, tag string) ast.Node {
	for s := n.NextSibling(); s != nil; s = s.NextSibling() {
		r, ok := s.(*ast.RawHTML)
		if !ok {
			continue
		}
		raw := strings.ToLower(string(r.Segments.Value(d.src)))
		if strings.HasPrefix(raw, "</"+tag) {
			if _, taken := r.AttributeString(attrSafe); taken {
				return nil
			}
			return r
		}
		if !strings.HasPrefix(raw, "<br") {
			return nil // elements do not overlap when none stands inside another
		}
	}
	return nil
}

func openTag(t html.Token) string {
	if t.Data == "abbr" {
		for _, a := range t.Attr {
			if a.Key == "title" {
				return `<abbr title="` + stdhtml.EscapeString(a.Val) + `">`
			}
		}
	}
	return "<" + t.Data + ">"
}

// htmlBlock keeps of a block of HTML its text and the harmless elements.
func (d *Document) htmlBlock(n *ast.HTMLBlock) {
	c := cleaner{d: d, node: n}
	d.tokens(n, htmlLines(n), c.token)
	c.end()
	parent := n.Parent()
	parent.ReplaceChild(parent, n, &markup{html: c.out.String()})
}

// cleaner goes through the tokens of a block of HTML.
type cleaner struct {
	d     *Document
	node  ast.Node
	out   strings.Builder
	stack []string // harmless elements that are open
	para  bool     // inside a paragraph of loose text
}

func (c *cleaner) token(t token) {
	switch {
	case c.d.isHidden(t.from):
	case t.Type == html.TextToken:
		c.text(t.Data)
	case t.Type == html.StartTagToken || t.Type == html.SelfClosingTagToken:
		c.open(t)
	case t.Type == html.EndTagToken:
		c.close(t.Data)
	}
}

func (c *cleaner) end() {
	c.endPara()
	for i := len(c.stack) - 1; i >= 0; i-- {
		if c.stack[i] == "details" && c.node.Parent().Kind() == ast.KindDocument {
			c.d.open = append(c.d.open, c.node) // closed by a later block
			continue
		}
		c.out.WriteString("</" + c.stack[i] + ">")
	}
}

func (c *cleaner) text(s string) {
	if strings.TrimSpace(s) == "" {
		if c.para {
			c.out.WriteByte(' ')
		}
		return
	}
	if !c.inside("summary") && !c.para {
		c.out.WriteString("<p>")
		c.para = true
	}
	c.out.WriteString(stdhtml.EscapeString(s))
}

func (c *cleaner) inside(tag string) bool {
	return len(c.stack) > 0 && c.stack[len(c.stack)-1] == tag
}

func (c *cleaner) endPara() {
	if c.para {
		c.out.WriteString("</p>")
		c.para = false
	}
}

func (c *cleaner) open(t token) {
	switch {
	case !harmless[t.Data]:
		c.d.dropped(t)
	case t.Data == "details" || t.Data == "summary" && c.inside("details"):
		c.endPara()
		c.out.WriteString("<" + t.Data + ">")
		c.stack = append(c.stack, t.Data)
	case t.Data == "br" && c.para:
		c.out.WriteString("<br>")
	}
}

func (c *cleaner) close(tag string) {
	switch {
	case c.inside(tag):
		c.endPara()
		c.out.WriteString("</" + tag + ">")
		c.stack = c.stack[:len(c.stack)-1]
	case tag == "details" && len(c.d.open) > 0 && c.node.Parent().Kind() == ast.KindDocument:
		c.endPara()
		c.out.WriteString("</details>")
		c.d.open = c.d.open[:len(c.d.open)-1]
	}
}

// closeDetails closes at the end what the author has left open.
func (d *Document) closeDetails() {
	for range d.open {
		d.root.AppendChild(d.root, &markup{html: "</details>"})
	}
}
