package page

import (
	"bytes"
	"html"
	"path"
	"slices"
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

// fill appends a body with the addresses of what it refers to.
func (s *Site) fill(dst []byte, from string, b markdown.Body, to address) []byte {
	dst = slices.Grow(dst, len(b.HTML)+64*len(b.Holes))
	at, open := 0, false
	for _, h := range b.Holes {
		dst = append(dst, b.HTML[at:h.Offset]...)
		at = h.Offset
		switch h.Kind {
		case markdown.LinkOpen:
			var target, fragment string
			if target, fragment, open = s.resolve(from, h.Ref); open {
				dst = appendLink(dst, to(target), fragment)
			}
		case markdown.LinkClose:
			if open {
				dst = append(dst, "</a>"...)
			}
		case markdown.Picture:
			if a, ok := s.asset(from, h.Ref); ok {
				dst = appendPicture(dst, to(a.Path), a)
			}
		}
	}
	return append(dst, b.HTML[at:]...)
}

func appendLink(dst []byte, url, fragment string) []byte {
	dst = append(append(dst, `<a href="`...), html.EscapeString(url)...)
	if fragment != "" {
		dst = append(append(dst, '#'), html.EscapeString(fragment)...)
	}
	return append(dst, `">`...)
}

func appendPicture(dst []byte, url string, a Asset) []byte {
	dst = append(append(append(dst, ` src="`...), html.EscapeString(url)...), '"')
	if a.Width > 0 && a.Height > 0 {
		dst = strconv.AppendInt(append(dst, ` width="`...), int64(a.Width), 10)
		dst = append(strconv.AppendInt(append(dst, `" height="`...), int64(a.Height), 10), '"')
	}
	return dst
}

// text is what the page of a source shows of its text.
type text struct {
	body    Body
	outline []Heading
	marks   []briefing.Mark
}

// text is that of a briefing. The digest of its body covers the text and where each
// of its references leads now.
func (e *edition) text(b *briefing.Briefing) text { return e.s.textOf(b.Path, e.bodySum(b)) }

// feedBody is the text of a briefing as it stands in feeds, where there is no list
// of sources and no id is its own: with links to the page.
func (e *edition) feedBody(b *briefing.Briefing) Body {
	s, page := e.s, html.EscapeString(e.s.absolute(e.briefingPath(b)))
	return Body{
		sum: e.bodySum(b),
		load: func(dst []byte) ([]byte, error) {
			err := s.in.Texts(b.Path, func(t briefing.Text) { dst = appendApart(dst, s.fill(nil, b.Path, t.Body, s.absolute), page) })
			return dst, err
		},
	}
}

// appendApart appends HTML without its ids, and with links into itself made links
// into a page. Quotes stand in it around the values of attributes only.
func appendApart(dst, text []byte, page string) []byte {
	for {
		before, rest, ok := bytes.Cut(text, []byte(`="`))
		if !ok {
			return append(dst, text...)
		}
		value, after, _ := bytes.Cut(rest, []byte(`"`))
		text = after
		if name, ok := bytes.CutSuffix(before, []byte(" id")); ok {
			dst = append(dst, name...)
			continue
		}
		dst = append(append(dst, before...), `="`...)
		if bytes.HasSuffix(before, []byte(" href")) && bytes.HasPrefix(value, []byte("#")) {
			dst = append(dst, page...)
		}
		dst = append(append(dst, value...), '"')
	}
}

// standingText is the text of a standing page.
func (s *Site) standingText(p *briefing.Standing) text {
	return s.textOf(p.Path, s.standingSum(p))
}

// standingBody is the text of an introduction.
func (s *Site) standingBody(p *briefing.Standing) Body { return s.bodyOf(p.Path, s.standingSum(p)) }

func (s *Site) standingSum(p *briefing.Standing) digest.Sum {
	return s.bodySum(p.Path, p.Text, p.Links, p.Pictures)
}

// textOf reads a text, whose body waits until it is shown: then its memory serves
// another, and what could not be read is told.
func (s *Site) textOf(from string, sum digest.Sum) text {
	t := text{body: s.bodyOf(from, sum)}
	waits := s.waiting.Get().(*[]byte)
	*waits = (*waits)[:0]
	err := s.in.Texts(from, func(read briefing.Text) {
		t.outline, t.marks = headings(read.Body.Outline), read.Marks
		*waits = s.fill(*waits, from, read.Body, s.url)
	})
	again := t.body.load
	t.body.load = func(dst []byte) ([]byte, error) {
		if waits == nil { // it was shown before
			return again(dst)
		}
		dst = append(dst, *waits...)
		s.waiting.Put(waits)
		waits = nil
		return dst, err
	}
	return t
}

// headings are those of a text, the ones of level 3 below those of level 2.
func headings(list []markdown.Outline) []Heading {
	var out []Heading
	for _, h := range list {
		if h.Level > 2 && len(out) > 0 {
			last := &out[len(out)-1]
			last.Children = append(last.Children, Heading{Text: h.Text, ID: h.ID})
			continue
		}
		out = append(out, Heading{Text: h.Text, ID: h.ID})
	}
	return out
}

func (s *Site) bodyOf(from string, sum digest.Sum) Body {
	return Body{
		sum: sum,
		load: func(dst []byte) ([]byte, error) {
			err := s.in.Texts(from, func(t briefing.Text) { dst = s.fill(dst, from, t.Body, s.url) })
			return dst, err
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
