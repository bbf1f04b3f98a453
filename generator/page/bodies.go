package page

import (
	"html"
	"html/template"
	"path"
	"strconv"
	"strings"

	"chancery/generator/briefing"
	"chancery/generator/digest"
	"chancery/generator/markdown"
)

// isSitePath says that a reference is a path of this site: "/countries/mali/".
func isSitePath(ref string) bool {
	return strings.HasPrefix(ref, "/") && !strings.HasPrefix(ref, "//")
}

// inFolder says that a file stands directly in a folder, with an extension.
func inFolder(name, folder, ext string) bool {
	rest, ok := strings.CutPrefix(name, folder)
	return ok && !strings.Contains(rest, "/") && path.Ext(rest) == ext
}

// resolve finds the output path and the fragment that a reference made in a
// source leads to. A missing target has been reported before pages are made; a
// hidden one is not resolved, so that nothing tells of it.
func (s *Site) resolve(from, ref string) (to, fragment string, ok bool) {
	ref, fragment, _ = strings.Cut(ref, "#")
	if ref == "" {
		to, ok = s.sourceURL(from)
		return to, fragment, ok
	}
	if isSitePath(ref) {
		name := strings.TrimPrefix(ref, "/")
		if a, found := s.in.Static[name]; found {
			return a.Path, fragment, true
		}
		return name, fragment, true
	}
	to, ok = s.sourceURL(path.Join(path.Dir(from), ref))
	return to, fragment, ok
}

// asset finds the picture that a reference made in a source shows.
func (s *Site) asset(from, ref string) (Asset, bool) {
	if isSitePath(ref) {
		a, ok := s.in.Static[strings.TrimPrefix(ref, "/")]
		return a, ok
	}
	a, ok := s.in.Pictures[path.Join(path.Dir(from), ref)]
	return a, ok
}

// address writes out the paths of the output: below the site's own path in
// pages, with the host in feeds.
type address func(outputPath string) string

// fill writes a body with the addresses of what it refers to.
func (s *Site) fill(from string, b markdown.Body, to address) template.HTML {
	var out strings.Builder
	out.Grow(len(b.HTML) + 64*len(b.Holes))
	at, open := 0, false
	for _, h := range b.Holes {
		out.Write(b.HTML[at:h.Offset])
		at = h.Offset
		switch h.Kind {
		case markdown.LinkOpen:
			var target, fragment string
			if target, fragment, open = s.resolve(from, h.Ref); open {
				writeLink(&out, to(target), fragment)
			}
		case markdown.LinkClose:
			if open {
				out.WriteString("</a>")
			}
		case markdown.Picture:
			if a, ok := s.asset(from, h.Ref); ok {
				writePicture(&out, to(a.Path), a)
			}
		}
	}
	out.Write(b.HTML[at:])
	return template.HTML(out.String()) // the converter's HTML with escaped addresses
}

func writeLink(out *strings.Builder, url, fragment string) {
	out.WriteString(`<a href="`)
	out.WriteString(html.EscapeString(url))
	if fragment != "" {
		out.WriteString("#" + html.EscapeString(fragment))
	}
	out.WriteString(`">`)
}

func writePicture(out *strings.Builder, url string, a Asset) {
	out.WriteString(` src="` + html.EscapeString(url) + `"`)
	if a.Width > 0 && a.Height > 0 {
		out.WriteString(` width="` + strconv.Itoa(a.Width) + `" height="` + strconv.Itoa(a.Height) + `"`)
	}
}

// body is the text of a briefing as its page shows it. Its digest covers the
// text and where each of its references leads now.
func (e *edition) body(b *briefing.Briefing) Body {
	return e.s.bodyOf(b.Path, b.Text, b.Links, b.Pictures, e.s.url)
}

func (s *Site) bodyOf(from string, text digest.Sum, links, pictures []briefing.Target, to address) Body {
	targets := make([]string, 0, 8)
	for _, l := range links {
		target, fragment, ok := s.resolve(from, l.Ref)
		targets = append(targets, target, fragment, strconv.FormatBool(ok))
	}
	for _, p := range pictures {
		a, _ := s.asset(from, p.Ref)
		targets = append(targets, a.Path)
	}
	return Body{
		sum: digest.Of("body", text, s.in.Config.BasePath, targets),
		load: func() (template.HTML, error) {
			t, err := s.in.Texts(from)
			if err != nil {
				return "", err
			}
			return s.fill(from, t.Body, to), nil
		},
	}
}

// picture is the one at the head of a briefing.
func (e *edition) picture(b *briefing.Briefing) *Picture {
	a, ok := e.s.asset(b.Path, b.Picture.Ref)
	if !ok {
		return nil
	}
	return &Picture{
		Src: e.s.url(a.Path), Absolute: e.s.absolute(a.Path), Width: a.Width, Height: a.Height,
		Alt: b.Picture.Alt, Caption: b.Picture.Caption, Credit: b.Picture.Credit,
	}
}
