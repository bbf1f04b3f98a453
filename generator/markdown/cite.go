package markdown

import (
	"fmt"
	"html"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"

	"chancery/generator/problem"
)

// mark is what may be a citation: numbers or an id in brackets, not followed by
// what makes it a link.
var citeMark = regexp.MustCompile(`\[([0-9][0-9,;\s–-]{0,40}|[A-Za-z][A-Za-z0-9_-]{0,40})\]`)

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
		for next, ok := t.NextSibling().(*ast.Text); ok && joins(t, next); next, ok = t.NextSibling().(*ast.Text) {
			t.Segment.Stop = next.Segment.Stop
			t.SetSoftLineBreak(next.SoftLineBreak())
			t.SetHardLineBreak(next.HardLineBreak())
			parent.RemoveChild(parent, next)
		}
		n = t.NextSibling()
		d.cite(parent, t)
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
	at := 0
	for _, m := range citeMark.FindAllSubmatchIndex(value, -1) {
		numbers, ok := d.numbers(string(value[m[2]:m[3]]))
		if !ok || m[1] < len(value) && (value[m[1]] == '(' || value[m[1]] == ':') {
			continue
		}
		if bad := slices.IndexFunc(numbers, func(n int) bool { return n < 1 || n > len(d.in.Sources) }); bad >= 0 {
			d.unknownSource(base+m[0], string(value[m[0]:m[1]]), numbers[bad])
			continue
		}
		if m[0] > at {
			parent.InsertBefore(parent, t, segment(base+at, base+m[0]))
		}
		c := &citation{prefix: d.in.IDPrefix}
		for _, n := range numbers {
			d.cited[n]++
			id := fmt.Sprintf("%scite-%d-%d", d.in.IDPrefix, n, d.cited[n])
			d.Cites = append(d.Cites, Cite{n, id})
			c.numbers, c.ids = append(c.numbers, n), append(c.ids, id)
		}
		parent.InsertBefore(parent, t, c)
		at = m[1]
	}
	t.Segment.Start = base + at
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
	list, ok := d.root.LastChild().(*ast.List)
	if ok {
		h, ok := list.PreviousSibling().(*ast.Heading)
		if ok && slices.Contains(sourceHeadings, strings.ToLower(strings.Trim(plain(h, d.src), " :"))) {
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
	s := Source{Text: plain(item, d.src)}
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
	urls := map[int]string{}
	for _, r := range ctx.References() {
		n, err := strconv.Atoi(string(r.Label()))
		if safe, ok := SafeURL(string(r.Destination())); err == nil && ok && n >= 1 && n <= 999 && strings.Contains(safe, "://") {
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
		n, err := strconv.Atoi(plain(l, d.src))
		if !ok || err != nil || n > len(d.Sources) || d.src[t.Segment.Start-1] != '[' || d.src[t.Segment.Stop] != ']' {
			continue
		}
		l.Parent().ReplaceChild(l.Parent(), l, segment(t.Segment.Start-1, t.Segment.Stop+1))
	}
}
