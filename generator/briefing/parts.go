package briefing

import (
	"errors"
	"strings"

	"chancery/generator/data"
	"chancery/generator/date"
	"chancery/generator/gazetteer"
	"chancery/generator/markdown"
)

// unknownPlace reports a place that the gazetteer does not know, or knows more
// than one of.
func (f *fields) unknownPlace(n *data.Node, err error) {
	p := f.Errorf(n, "%v", err)
	var unknown *gazetteer.UnknownPlace
	var several *gazetteer.AmbiguousPlace
	switch {
	case errors.As(err, &several):
		p.Hint = "write one of " + strings.Join(several.Candidates, ", ")
	case errors.As(err, &unknown) && len(unknown.Nearest) > 0:
		p.Hint = "did you mean " + strings.Join(unknown.Nearest, " or ") + "?"
	default:
		p.Hint = "write a country's or region's name or its ISO code, or define a region in site.yaml"
	}
}

func (f *fields) image(n *data.Node) {
	pic := &f.b.Picture
	if n.Kind == data.Scalar {
		pic.Target = f.picture(n)
	} else {
		f.Keys(n, "image", map[string]func(*data.Node){
			"src":     func(n *data.Node) { pic.Target = f.picture(n) },
			"alt":     func(n *data.Node) { pic.Alt = f.String(n, "alt") },
			"caption": func(n *data.Node) { pic.Caption = f.String(n, "caption") },
			"credit":  func(n *data.Node) { pic.Credit = f.String(n, "credit") },
		})
	}
	if pic.Ref != "" && pic.Alt == "" {
		f.warn("image", "image: has no alt text; write what it shows, for those who cannot see it")
	}
}

func (f *fields) picture(n *data.Node) Target {
	s, pos := f.String(n, "src"), f.Pos(n)
	if strings.Contains(s, "://") || strings.HasPrefix(s, "//") {
		f.Errorf(n, "image: %q lies elsewhere", s).Hint = "put the picture beside the briefing and write its file name"
		return Target{}
	}
	return Target{Ref: s, Line: pos.Line, Col: pos.Col}
}

func (f *fields) video(n *data.Node) {
	s := f.String(n, "video")
	if _, ok := markdown.EmbedOf(s); !ok {
		f.Errorf(n, "video: %q is not the address of a video or post", s).Hint = "write an address of YouTube, Vimeo, Telegram or X"
		return
	}
	f.b.Video = s
}

func (f *fields) source(n *data.Node) {
	var s Source
	if n.Kind == data.Scalar {
		s.Title = f.String(n, "sources")
		if u, ok := markdown.SafeURL(s.Title); ok && strings.Contains(u, "://") {
			s.URL = u
		}
	} else {
		f.Keys(n, "sources", map[string]func(*data.Node){
			"id":        func(n *data.Node) { s.ID = f.String(n, "id") },
			"title":     func(n *data.Node) { s.Title = f.String(n, "title") },
			"url":       func(n *data.Node) { s.URL = f.webAddress(n, "url") },
			"publisher": func(n *data.Node) { s.Publisher = f.String(n, "publisher") },
			"date":      func(n *data.Node) { s.Date = f.date(n, "date") },
			"archived":  func(n *data.Node) { s.Archived = f.webAddress(n, "archived") },
		})
	}
	if s.Title == "" {
		s.Title = s.URL
	}
	if s.Title == "" {
		f.Errorf(n, "sources: an entry has neither title nor url")
	}
	f.b.Sources = append(f.b.Sources, s)
}

func (f *fields) webAddress(n *data.Node, what string) string {
	s := f.String(n, what)
	u, ok := markdown.SafeURL(s)
	if !ok || !strings.Contains(u, "://") {
		f.Errorf(n, "%s: %q is not an address", what, s).Hint = "write it like https://example.org/document"
		return ""
	}
	return u
}

func (f *fields) date(n *data.Node, what string) date.Date {
	d, err := date.Parse(f.String(n, what), f.r.s.Config.DateOrder)
	if err != nil {
		f.Errorf(n, "%s: %v", what, err)
	}
	return d
}

var correctionTypes = []string{"correction", "clarification", "retraction", "update"}

func (f *fields) correction(n *data.Node) {
	c := Correction{Type: correctionTypes[0]}
	f.Keys(n, "corrections", map[string]func(*data.Node){
		"date": func(n *data.Node) { c.Date = f.date(n, "date") },
		"type": func(n *data.Node) { c.Type = f.oneOf(n, "type", correctionTypes) },
		"text": func(n *data.Node) { c.Text = f.String(n, "text") },
	})
	if c.Date.IsZero() && n.Find("date") == nil {
		f.Errorf(n, "corrections: an entry has no date").Hint = "write date: and the day of the correction"
	}
	if c.Text == "" {
		f.Errorf(n, "corrections: an entry has no text").Hint = "write text: and what was corrected"
	}
	f.b.Corrections = append(f.b.Corrections, c)
}

func (f *fields) oneOf(n *data.Node, what string, known []string) string {
	s := f.String(n, what)
	for _, k := range known {
		if s == k {
			return s
		}
	}
	f.Errorf(n, "%s: %q is not known", what, s).Hint = "write " + strings.Join(known, ", ")
	return known[0]
}
