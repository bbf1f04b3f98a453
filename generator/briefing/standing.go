package briefing

import (
	"chancery/generator/content"
	"chancery/generator/data"
	"chancery/generator/date"
	"chancery/generator/digest"
	"chancery/generator/markdown"
	"chancery/generator/problem"
	"chancery/generator/slug"
)

// Kind says what a standing text is.
type Kind = content.Kind

// The kinds of standing texts.
const (
	StandingPage = content.StandingPage
	CountryIntro = content.CountryIntro
	RegionIntro  = content.RegionIntro
	AuthorIntro  = content.AuthorIntro
	TopicIntro   = content.TopicIntro
)

// Standing is a page such as "About", or the introduction to a dossier.
type Standing struct {
	Path    string
	Kind    Kind
	Lang    string
	ID      string // of pages the path below content/pages; else the dossier's id
	Title   string
	Summary string
	Updated date.Date
	Draft   bool

	Links    []Target
	Pictures []Target
	Text     digest.Sum
}

// ReadStanding makes a standing text of a source. An introduction needs no
// front matter; a page needs a title.
func (r *Reader) ReadStanding(src content.Source) (*Standing, Text, problem.List) {
	p := &Standing{Path: src.Path, Kind: src.Kind, Lang: src.Lang, ID: src.Name}
	if p.Lang == "" {
		p.Lang = r.s.Config.Languages[0]
	}
	f := &fields{Decoder: data.Decoder{Path: src.Path, Offset: src.FrontLine}, r: r, src: src, b: &piece{Briefing: Briefing{Path: src.Path, Lang: p.Lang}}}
	if src.Front != nil {
		f.Keys(src.Front, "front matter", map[string]func(*data.Node){
			"title":   func(n *data.Node) { p.Title = f.String(n, "title") },
			"summary": func(n *data.Node) { p.Summary = f.String(n, "summary") },
			"updated": func(n *data.Node) { p.Updated = f.date(n, "updated") },
			"draft":   func(n *data.Node) { p.Draft = f.Bool(n, "draft") },
			"lang":    func(n *data.Node) { f.lang(n); p.Lang = f.b.Lang },
		})
	}
	if p.Title == "" && p.Kind == StandingPage {
		f.missing("title", "write title: and the name of the page")
	}
	r.identify(p, f)
	doc, list := r.md.Parse(src.Body, markdown.Input{Path: src.Path, Line: src.BodyLine, Lang: p.Lang, Words: r.s.Words[p.Lang]})
	f.Problems = append(f.Problems, list...)
	if doc == nil {
		return p, Text{}, f.Problems
	}
	body := doc.Render()
	if p.Summary == "" {
		p.Summary = summary(doc.FirstParagraph)
	}
	p.Links, p.Pictures = targets(body.Holes)
	text := Text{Body: body}
	p.Text = digest.Of("text", &text)
	return p, text, f.Problems
}

// identify finds the dossier that an introduction belongs to, by its file name.
func (r *Reader) identify(p *Standing, f *fields) {
	if p.Kind != CountryIntro && p.Kind != RegionIntro {
		if p.Kind != StandingPage {
			p.ID = slug.Make(p.ID)
		}
		return
	}
	place, err := r.s.Places.Lookup(p.ID)
	want := map[Kind]string{CountryIntro: place.Country, RegionIntro: place.Region}[p.Kind]
	if err != nil || want == "" {
		pos := problem.Pos{Path: p.Path}
		f.Problems = append(f.Problems, problem.Errorf(pos, "the file's name, %q, is no %s", p.ID, map[Kind]string{
			CountryIntro: "country", RegionIntro: "region",
		}[p.Kind]).WithHint("name it by an ISO code such as ml.md, or by the name of the place"))
		return
	}
	p.ID = want
}
