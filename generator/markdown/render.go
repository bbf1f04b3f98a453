package markdown

import (
	"fmt"
	"html"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	gmhtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// writer renders the nodes that differ from goldmark's own.
type writer struct{}

// RegisterFuncs tells goldmark which nodes are rendered here.
func (writer) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindLink, renderLink)
	r.Register(ast.KindAutoLink, renderAutoLink)
	r.Register(ast.KindImage, renderImage)
	r.Register(ast.KindHeading, renderHeading)
	r.Register(ast.KindRawHTML, renderRawHTML)
	r.Register(ast.KindBlockquote, renderQuote)
	r.Register(ast.KindParagraph, renderParagraph)
	r.Register(ast.KindListItem, renderItem)
	r.Register(extast.KindTaskCheckBox, renderCheck)
	r.Register(extast.KindFootnoteLink, renderNoteMark)
	r.Register(extast.KindFootnoteBacklink, renderNothing)
	r.Register(extast.KindTable, renderTable)
	r.Register(kindCard, renderCard)
	r.Register(kindNote, renderNote)
	r.Register(kindCitation, renderCitation)
	r.Register(kindWhen, renderWhen)
	r.Register(kindAnchor, renderAnchor)
	r.Register(kindMarkup, renderMarkup)
}

// renderers renders a tree with the functions that goldmark, its extensions and
// writer have for each kind of node. It does what goldmark's renderer does, but
// stops only once at a text, as most nodes are.
type renderers struct {
	*renderer.Config
	funcs []renderer.NodeRendererFunc // by kind
}

func newRenderers() *renderers {
	r := &renderers{Config: renderer.NewConfig()}
	r.AddOptions(renderer.WithNodeRenderers(util.Prioritized(writer{}, 100), util.Prioritized(gmhtml.NewRenderer(), 1000)))
	return r
}

// AddOptions takes what extensions add.
func (r *renderers) AddOptions(opts ...renderer.Option) {
	for _, o := range opts {
		o.SetConfig(r.Config)
	}
}

// registerAll asks for the functions, when nothing is to be added any more. Who
// comes first is asked last, and so is followed.
func (r *renderers) registerAll() {
	r.NodeRenderers.Sort()
	for _, v := range slices.Backward(r.NodeRenderers) {
		v.Value.(renderer.NodeRenderer).RegisterFuncs(r)
	}
}

// Register sets the function for a kind of node.
func (r *renderers) Register(kind ast.NodeKind, f renderer.NodeRendererFunc) {
	for len(r.funcs) <= int(kind) {
		r.funcs = append(r.funcs, renderChildren)
	}
	r.funcs[kind] = f
}

// Render renders a node on a sheet.
func (r *renderers) Render(w io.Writer, src []byte, n ast.Node) error {
	r.render(w.(*sheet), src, n)
	return nil
}

func (r *renderers) render(s *sheet, src []byte, n ast.Node) {
	f := r.funcs[n.Kind()]
	if status, _ := f(s, src, n, true); status == ast.WalkContinue {
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			if t, ok := c.(*ast.Text); ok {
				s.putText(t, src)
				continue
			}
			r.render(s, src, c)
		}
	}
	f(s, src, n, false)
}

func renderChildren(out, []byte, ast.Node, bool) (ast.WalkStatus, error) {
	return ast.WalkContinue, nil
}

type out = util.BufWriter

// on is the sheet that the renderer has been given.
func on(w out) *sheet { return w.(*sheet) }

func attr[T any](n ast.Node, name string) (T, bool) {
	v, ok := n.AttributeString(name)
	if !ok {
		var none T
		return none, false
	}
	t, ok := v.(T)
	return t, ok
}

// openLink opens what leads somewhere, if it does.
func openLink(s *sheet, n ast.Node) {
	l, ok := s.doc.links[n]
	switch {
	case !ok:
	case l.inside:
		s.hole(LinkOpen, n, l.url)
	case strings.HasPrefix(l.url, "mailto:"):
		s.put(`<a href="`, l.url, `">`)
	default:
		s.put(`<a href="`, l.url, `" rel="external noopener">`)
	}
}

func closeLink(s *sheet, n ast.Node) {
	if l, ok := s.doc.links[n]; ok && l.inside {
		s.hole(LinkClose, n, "")
	} else if ok {
		s.put("</a>")
	}
}

func renderLink(w out, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		openLink(on(w), n)
	} else {
		closeLink(on(w), n)
	}
	return ast.WalkContinue, nil
}

func renderAutoLink(w out, src []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		s := on(w)
		openLink(s, n)
		s.text = appendEscaped(s.text, n.(*ast.AutoLink).Label(src))
		closeLink(s, n)
	}
	return ast.WalkContinue, nil
}

func renderImage(w out, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	s := on(w)
	alt := s.doc.plain(n)
	if l, ok := s.doc.links[n]; ok && l.inside {
		s.put("<img")
		s.hole(Picture, n, l.url)
		s.put(` alt="`, alt, `" loading="lazy">`)
		return ast.WalkSkipChildren, nil
	}
	if l, ok := s.doc.links[n]; ok && alt == "" {
		alt = shortURL(l.url)
	}
	openLink(s, n)
	s.put("", alt)
	closeLink(s, n)
	return ast.WalkSkipChildren, nil
}

// putText writes most texts as they are. What has to be resolved or escaped in one
// is goldmark's to know.
func (s *sheet) putText(n *ast.Text, src []byte) {
	switch value := n.Segment.Value(src); {
	case isPlain(value):
		s.text = append(s.text, value...)
	case n.IsRaw():
		gmhtml.DefaultWriter.RawWrite(s, value)
	default:
		gmhtml.DefaultWriter.Write(s, value)
	}
	switch {
	case n.IsRaw():
	case n.HardLineBreak():
		s.put("<br>\n")
	case n.SoftLineBreak():
		s.put("\n")
	}
}

// isPlain says that a text means in HTML what it means in Markdown.
func isPlain(text []byte) bool {
	for _, c := range text {
		if notPlain[c] {
			return false
		}
	}
	return true
}

var notPlain = [256]bool{0: true, '&': true, '<': true, '>': true, '"': true, '\\': true}

func renderHeading(w out, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	s, n := on(w), node.(*ast.Heading)
	level := strconv.Itoa(n.Level)
	if !entering {
		s.put("</h" + level + ">\n")
		return ast.WalkContinue, nil
	}
	s.put("<h"+level+dir(n)+` id="`, s.nextHeading(n).ID, `">`)
	if id, ok := s.doc.events[n]; ok {
		s.put(`<span class="event" id="`, id, `"></span>`)
	}
	return ast.WalkContinue, nil
}

// nextHeading is what the document knows of a heading. They are rendered in the
// order in which they were collected.
func (s *sheet) nextHeading(n *ast.Heading) *Heading {
	for s.doc.Headings[s.heading].node != n {
		s.heading++
	}
	return s.doc.Headings[s.heading]
}

func renderRawHTML(w out, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if safe, ok := attr[string](n, attrSafe); ok && entering {
		on(w).put(safe)
	}
	return ast.WalkSkipChildren, nil
}

func renderQuote(w out, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	s := on(w)
	kind, callout := attr[string](n, attrKind)
	switch {
	case entering && callout:
		title, _ := attr[string](n, attrTitle)
		s.put(`<aside class="callout callout-`+kind+"\">\n<p class=\"callout-title\">", title, "</p>\n")
	case callout:
		s.put("</aside>\n")
	case entering:
		s.put("<blockquote" + dir(n) + ">\n")
	default:
		s.put("</blockquote>\n")
	}
	return ast.WalkContinue, nil
}

func renderParagraph(w out, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	s := on(w)
	if _, ok := attr[string](n, attrKind); ok {
		return renderFigure(s, n, entering)
	}
	footer, _ := attr[bool](n, attrFooter)
	switch {
	case footer && entering:
		s.put("<footer" + dir(n) + ">")
	case footer:
		s.put("</footer>\n")
	case entering:
		s.put("<p" + dir(n) + ">")
	default:
		s.put("</p>\n")
	}
	return ast.WalkContinue, nil
}

func renderFigure(s *sheet, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		s.put("<figure>")
		return ast.WalkContinue, nil
	}
	text, who := caption(string(n.LastChild().(*ast.Image).Title))
	if text != "" || who != "" {
		s.put("<figcaption>", text)
		if who != "" {
			s.put(` <span class="credit">`, who, "</span>")
		}
		s.put("</figcaption>")
	}
	s.put("</figure>\n")
	return ast.WalkContinue, nil
}

func renderItem(w out, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	s := on(w)
	if !entering {
		s.put("</li>\n")
		return ast.WalkContinue, nil
	}
	if id, ok := s.doc.events[n]; ok {
		s.put(`<li`+dir(n)+` class="event" id="`, id, `">`)
	} else {
		s.put("<li" + dir(n) + ">")
	}
	if c := n.FirstChild(); c != nil && c.Kind() != ast.KindTextBlock {
		s.put("\n")
	}
	return ast.WalkContinue, nil
}

func renderWhen(w out, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if n := node.(*when); entering {
		datetime, _, _ := strings.Cut(n.datetime, "/") // HTML has no ranges
		on(w).put(`<time datetime="`, datetime, `">`, n.text, "</time> ")
	}
	return ast.WalkContinue, nil
}

func renderAnchor(w out, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		on(w).put(`<span id="`, node.(*anchor).id, `"></span>`)
	}
	return ast.WalkContinue, nil
}

func renderCheck(w out, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering && node.(*extast.TaskCheckBox).IsChecked {
		w.WriteString("☑ ")
	} else if entering {
		w.WriteString("☐ ")
	}
	return ast.WalkContinue, nil
}

func renderNothing(out, []byte, ast.Node, bool) (ast.WalkStatus, error) {
	return ast.WalkSkipChildren, nil
}

// renderTable lets a wide table scroll by itself, with the keyboard as well.
func renderTable(w out, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		w.WriteString("</table></div>\n")
		return ast.WalkContinue, nil
	}
	w.WriteString(`<div class="table" tabindex="0"><table` + dir(n))
	if class, ok := attr[[]byte](n, "class"); ok {
		w.WriteString(` class="` + string(class) + `"`)
	}
	w.WriteString(">\n")
	return ast.WalkContinue, nil
}

func renderNoteMark(w out, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if n := node.(*extast.FootnoteLink); entering {
		id := ""
		if n.RefIndex == 0 {
			id = fmt.Sprintf(` id="fnref-%d"`, n.Index)
		}
		fmt.Fprintf(w, `<sup class="note-mark"><a href="#fn-%d"%s>%[1]d</a></sup>`, n.Index, id)
	}
	return ast.WalkSkipChildren, nil
}

func renderNote(w out, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*note)
	if entering {
		fmt.Fprintf(w, "<aside class=\"note\" role=\"note\" id=\"fn-%d\">\n<a class=\"note-number\" href=\"#fnref-%[1]d\" aria-label=\"%s\">%[1]d</a>\n", n.index, html.EscapeString(n.back))
	} else {
		w.WriteString("</aside>\n")
	}
	return ast.WalkContinue, nil
}

func renderCitation(w out, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*citation)
	if !entering {
		return ast.WalkContinue, nil
	}
	w.WriteString(`<sup class="cite">[`)
	for i, number := range n.numbers {
		if i > 0 {
			w.WriteString(", ")
		}
		fmt.Fprintf(w, `<a href="#%ssource-%d" id="%s">%[2]d</a>`, html.EscapeString(n.prefix), number, html.EscapeString(n.ids[i]))
	}
	w.WriteString("]</sup>")
	return ast.WalkContinue, nil
}

func renderCard(w out, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*card)
	if !entering {
		return ast.WalkContinue, nil
	}
	e := n.embed
	what := map[string]string{"post": n.words.Post, "video": n.words.Video}[e.What]
	label := strings.TrimSpace(e.Who + " " + shortURL(e.URL))
	fmt.Fprintf(w, "<figure class=\"embed embed-%s\"><p class=\"embed-what\">%s · %s</p><p><a href=\"%s\" rel=\"external noopener\">%s</a></p></figure>\n",
		strings.ToLower(e.Service), html.EscapeString(what), html.EscapeString(e.Service), html.EscapeString(e.URL), html.EscapeString(label))
	return ast.WalkContinue, nil
}

// shortURL is an address as people read it.
func shortURL(url string) string {
	_, rest, _ := strings.Cut(url, "://")
	return strings.TrimPrefix(rest, "www.")
}

func renderMarkup(w out, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		w.WriteString(node.(*markup).html + "\n")
	}
	return ast.WalkContinue, nil
}
