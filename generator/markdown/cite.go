package markdown

import (
	"bytes"
	"fmt"
	"html"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"

	"chancery/generator/problem"
)

// longestCite bounds what may be a citation: characters after the first.
const longestCite = 40

// citeEnd finds the end of what may be a citation, and begins with a bracket:
// numbers or an id up to the next bracket. It is 0 when there is none.
func citeEnd(s []byte) int {
	if len(s) < 3 {
		return 0
	}
	numbers := s[1]-'0' < 10
	if !numbers && (s[1]|0x20)-'a' >= 26 {
		return 0
	}
	at := 2
	for n := 0; n <= longestCite && at < len(s); n++ {
		switch c := s[at]; {
		case c == ']':
			return at + 1
		case c-'0' < 10, c == '-':
		case numbers && (c == ',' || c == ';' || c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r'):
		case numbers && bytes.HasPrefix(s[at:], []byte("–")):
			at += len("–") - 1
		case !numbers && ((c|0x20)-'a' < 26 || c == '_'):
		default:
			return 0
		}
		at++
	}
	return 0
}

// citations makes marks of the texts directly in a node.
func (d *Document) citations(parent ast.Node) {
	if parent.Kind() == ast.KindLink || parent.Kind() == ast.KindImage || parent.FirstChild() == nil {
		return
	}
	for n := parent.FirstChild(); n != nil; {
		t, ok := n.(*ast.Text)
		if !ok {
			n = n.NextSibling()
			continue
		}
		join(parent, t)
		n = t.NextSibling()
		d.cite(parent, t)
	}
}

// join makes one text of one and those that go on where it ends.
func join(parent ast.Node, t *ast.Text) {
	for next, ok := t.NextSibling().(*ast.Text); ok && joins(t, next); next, ok = t.NextSibling().(*ast.Text) {
		t.Segment.Stop = next.Segment.Stop
		t.SetSoftLineBreak(next.SoftLineBreak())
		t.SetHardLineBreak(next.HardLineBreak())
		parent.RemoveChild(parent, next)
	}
}

// joins says that one text goes on where another ends.
func joins(a, b *ast.Text) bool {
	return a.Segment.Stop == b.Segment.Start && !a.SoftLineBreak() && !a.HardLineBreak() && !a.IsRaw() && !b.IsRaw()
}

// cite cuts a text at the citations in it.
func (d *Document) cite(parent ast.Node, t *ast.Text) {
	if t.IsRaw() {
		return
	}
	value, base := t.Segment.Value(d.src), t.Segment.Start
	at, end := 0, 0
	for {
		open := bytes.IndexByte(value[end:], '[')
		if open < 0 {
			break
		}
		open += end
		n := citeEnd(value[open:])
		if end = open + max(n, 1); n == 0 {
			continue
		}
		numbers, ok := d.numbers(string(value[open+1 : end-1]))
		if !ok || end < len(value) && (value[end] == '(' || value[end] == ':') {
			continue
		}
		if bad := slices.IndexFunc(numbers, func(n int) bool { return n < 1 || n > len(d.in.Sources) }); bad >= 0 {
			d.unknownSource(base+open, string(value[open:end]), numbers[bad])
			continue
		}
		if open > at {
			parent.InsertBefore(parent, t, segment(base+at, base+open))
		}
		parent.InsertBefore(parent, t, d.citation(numbers))
		at = end
	}
	t.Segment.Start = base + at
}

// citation makes a mark for some sources.
func (d *Document) citation(numbers []int) *citation {
	if d.cited == nil {
		d.cited = map[int]int{}
	}
	c := &citation{prefix: d.in.IDPrefix, numbers: numbers}
	for _, n := range numbers {
		d.cited[n]++
		id := d.in.IDPrefix + "cite-" + strconv.Itoa(n) + "-" + strconv.Itoa(d.cited[n])
		d.Cites = append(d.Cites, Cite{n, id})
		c.ids = append(c.ids, id)
	}
	return c
}

// numbers reads "1", "1,3", "1–3" or an id of a source.
func (d *Document) numbers(s string) ([]int, bool) {
	if i := slices.Index(d.in.Sources, s); i >= 0 && s != "" {
		return []int{i + 1}, true
	}
	var out []int
	for part := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == ',' || r == ';' || r == ' ' }) {
		from, to, ranged := strings.Cut(strings.ReplaceAll(part, "–", "-"), "-")
		a, err := strconv.Atoi(from)
		if err != nil {
			return nil, false
		}
		b := a
		if ranged {
			if b, err = strconv.Atoi(to); err != nil || b < a || b-a > 20 {
				return nil, false
			}
		}
		for n := a; n <= b; n++ {
			out = append(out, n)
		}
	}
	return out, len(out) > 0
}

func (d *Document) unknownSource(offset int, mark string, number int) {
	if number > 999 { // a year in brackets
		return
	}
	line, col := d.place(offset)
	hint := "add it to sources: in the front matter, or to a closing list under the heading Sources"
	p := warning(d.in.Path, line, col, "%s has no source: there are %d", mark, len(d.in.Sources))
	p.Hint = hint
	d.list = append(d.list, p.Concerning(problem.Citation))
}

// sourceHeadings name a closing list of sources.
var sourceHeadings = []string{
	"sources", "references", "notes and sources", "références", "références et sources", "fuentes", "referencias",
	"المصادر", "المراجع", "مصادر", "источники", "ссылки", "fontes", "quellen",
}

// takeSources takes a closing list of sources out of the text, where the front
// matter declares none. References such as "[1]: https://…" at the end of pasted
// text count as well.
func (d *Document) takeSources(ctx parser.Context) {
	if len(d.in.Sources) > 0 {
		return
	}
	last := d.root.LastChild()
	if last != nil && last.Kind() == extast.KindFootnoteList {
		last = last.PreviousSibling()
	}
	list, ok := last.(*ast.List)
	if ok {
		h, ok := list.PreviousSibling().(*ast.Heading)
		if ok && slices.Contains(sourceHeadings, strings.ToLower(strings.Trim(d.plain(h), " :"))) {
			for item := list.FirstChild(); item != nil; item = item.NextSibling() {
				d.Sources = append(d.Sources, d.source(item))
			}
			d.root.RemoveChild(d.root, list)
			d.root.RemoveChild(d.root, h)
			d.in.Sources = make([]string, len(d.Sources))
			return
		}
	}
	d.numberedReferences(ctx)
}

// source is an item of a closing list. Its HTML keeps emphasis and outside links.
func (d *Document) source(item ast.Node) Source {
	s := Source{Text: strings.Clone(d.plain(item))}
	var b strings.Builder
	ast.Walk(item, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		url := ""
		switch n := n.(type) {
		case *ast.Link:
			url = string(n.Destination)
		case *ast.AutoLink:
			url = autoURL(n, d.src)
		}
		if safe, ok := SafeURL(url); ok && entering && s.URL == "" && strings.Contains(safe, "://") {
			s.URL = safe
		}
		return ast.WalkContinue, nil
	})
	b.WriteString(html.EscapeString(strings.TrimSpace(strings.Replace(s.Text, s.URL, "", 1))))
	if s.URL != "" {
		fmt.Fprintf(&b, ` <a href="%[1]s" rel="external noopener">%[2]s</a>`, html.EscapeString(s.URL), html.EscapeString(host(s.URL)))
	}
	s.HTML = strings.TrimSpace(b.String())
	return s
}

func host(url string) string {
	_, rest, _ := strings.Cut(url, "://")
	h, _, _ := strings.Cut(rest, "/")
	return strings.TrimPrefix(h, "www.")
}

// numberedReferences makes sources of "[1]: https://…", which the parser takes
// for definitions of links.
func (d *Document) numberedReferences(ctx parser.Context) {
	var urls map[int]string
	for _, r := range ctx.References() {
		n, err := strconv.Atoi(string(r.Label()))
		if safe, ok := SafeURL(string(r.Destination())); err == nil && ok && n >= 1 && n <= 999 && strings.Contains(safe, "://") && !d.definesHidden(r.Label()) {
			if urls == nil {
				urls = map[int]string{}
			}
			urls[n] = safe
		}
	}
	for n := 1; urls[n] != ""; n++ {
		d.Sources = append(d.Sources, Source{Text: urls[n], URL: urls[n]})
	}
	if d.in.Sources = make([]string, len(d.Sources)); len(d.Sources) == 0 {
		return
	}
	var links []*ast.Link
	ast.Walk(d.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if l, ok := n.(*ast.Link); ok && entering {
			links = append(links, l)
		}
		return ast.WalkContinue, nil
	})
	for _, l := range links {
		t, ok := l.FirstChild().(*ast.Text)
		n, err := strconv.Atoi(d.plain(l))
		if !ok || err != nil || n > len(d.Sources) || d.src[t.Segment.Start-1] != '[' || d.src[t.Segment.Stop] != ']' {
			continue
		}
		l.Parent().ReplaceChild(l.Parent(), l, segment(t.Segment.Start-1, t.Segment.Stop+1))
	}
}
