package markdown

import (
	"fmt"
	"html"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
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

type out = util.BufWriter

func attr[T any](n ast.Node, name string) (T, bool) {
	v, ok := n.AttributeString(name)
	if !ok {
		var none T
		return none, false
	}
	t, ok := v.(T)
	return t, ok
}

func writeHole(w out, kind HoleKind, ref int) {
	w.WriteByte(sentinel)
	w.WriteByte(byte(kind))
	w.WriteString(strconv.Itoa(ref))
	w.WriteByte(sentinel)
}

// openLink opens what leads somewhere, if it does.
func openLink(w out, n ast.Node) {
	if ref, ok := attr[int](n, attrHole); ok {
		writeHole(w, LinkOpen, ref)
	} else if url, ok := attr[string](n, attrURL); ok {
		rel := ` rel="external noopener"`
		if strings.HasPrefix(url, "mailto:") {
			rel = ""
		}
		w.WriteString(`<a href="` + html.EscapeString(url) + `"` + rel + ">")
	}
}

func closeLink(w out, n ast.Node) {
	if _, ok := attr[int](n, attrHole); ok {
		writeHole(w, LinkClose, 0)
	} else if _, ok := attr[string](n, attrURL); ok {
		w.WriteString("</a>")
	}
}

func renderLink(w out, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		openLink(w, n)
	} else {
		closeLink(w, n)
	}
	return ast.WalkContinue, nil
}

func renderAutoLink(w out, src []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		openLink(w, n)
		w.WriteString(html.EscapeString(string(n.(*ast.AutoLink).Label(src))))
		closeLink(w, n)
	}
	return ast.WalkContinue, nil
}

func renderImage(w out, src []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	alt := plain(n, src)
	if ref, ok := attr[int](n, attrHole); ok {
		w.WriteString("<img")
		writeHole(w, Picture, ref)
		fmt.Fprintf(w, ` alt="%s" loading="lazy">`, html.EscapeString(alt))
		return ast.WalkSkipChildren, nil
	}
	openLink(w, n)
	w.WriteString(html.EscapeString(alt))
	closeLink(w, n)
	return ast.WalkSkipChildren, nil
}

func renderHeading(w out, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.Heading)
	if !entering {
		fmt.Fprintf(w, "</h%d>\n", n.Level)
		return ast.WalkContinue, nil
	}
	fmt.Fprintf(w, "<h%d", n.Level)
	if id, ok := attr[[]byte](n, "id"); ok {
		fmt.Fprintf(w, ` id="%s"`, html.EscapeString(string(id)))
	}
	w.WriteByte('>')
	if m, ok := attr[Mark](n, attrEvent); ok {
		fmt.Fprintf(w, `<span class="event" id="%s"></span>`, html.EscapeString(m.ID))
	}
	return ast.WalkContinue, nil
}

func renderRawHTML(w out, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if s, ok := attr[string](n, attrSafe); ok && entering {
		w.WriteString(s)
	}
	return ast.WalkSkipChildren, nil
}

func renderQuote(w out, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	kind, callout := attr[string](n, attrKind)
	switch {
	case entering && callout:
		title, _ := attr[string](n, attrTitle)
		fmt.Fprintf(w, "<aside class=\"callout callout-%s\">\n<p class=\"callout-title\">%s</p>\n", kind, html.EscapeString(title))
	case callout:
		w.WriteString("</aside>\n")
	case entering:
		w.WriteString("<blockquote>\n")
	default:
		w.WriteString("</blockquote>\n")
	}
	return ast.WalkContinue, nil
}

func renderParagraph(w out, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if _, ok := attr[string](n, attrKind); ok {
		return renderFigure(w, n, entering)
	}
	tag := "p"
	if footer, _ := attr[bool](n, attrFooter); footer {
		tag = "footer"
	}
	if entering {
		w.WriteString("<" + tag + ">")
	} else {
		w.WriteString("</" + tag + ">\n")
	}
	return ast.WalkContinue, nil
}

func renderFigure(w out, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		w.WriteString("<figure>")
		return ast.WalkContinue, nil
	}
	text, who := caption(string(n.FirstChild().(*ast.Image).Title))
	if text != "" || who != "" {
		w.WriteString("<figcaption>" + html.EscapeString(text))
		if who != "" {
			w.WriteString(` <span class="credit">` + html.EscapeString(who) + "</span>")
		}
		w.WriteString("</figcaption>")
	}
	w.WriteString("</figure>\n")
	return ast.WalkContinue, nil
}

func renderItem(w out, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		w.WriteString("</li>\n")
		return ast.WalkContinue, nil
	}
	if m, ok := attr[Mark](n, attrEvent); ok {
		fmt.Fprintf(w, `<li class="event" id="%s">`, html.EscapeString(m.ID))
	} else {
		w.WriteString("<li>")
	}
	if c := n.FirstChild(); c != nil && c.Kind() != ast.KindTextBlock {
		w.WriteByte('\n')
	}
	return ast.WalkContinue, nil
}

func renderWhen(w out, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if n := node.(*when); entering {
		datetime, _, _ := strings.Cut(n.datetime, "/") // HTML has no ranges
		fmt.Fprintf(w, `<time datetime="%s">%s</time> `, html.EscapeString(datetime), html.EscapeString(n.text))
	}
	return ast.WalkContinue, nil
}

func renderAnchor(w out, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		fmt.Fprintf(w, `<span id="%s"></span>`, html.EscapeString(node.(*anchor).id))
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
	w.WriteString(`<div class="table" tabindex="0"><table`)
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
