package page

import (
	"strings"

	"chancery/generator/briefing"
)

// Article is the JSON-LD of a briefing, in the terms of schema.org.
type Article struct {
	Context     string       `json:"@context"`
	Type        string       `json:"@type"`
	Headline    string       `json:"headline"`
	Description string       `json:"description,omitempty"`
	Language    string       `json:"inLanguage"`
	Published   string       `json:"datePublished"`
	Modified    string       `json:"dateModified,omitempty"`
	URL         string       `json:"url,omitempty"`
	Image       string       `json:"image,omitempty"`
	Author      []Thing      `json:"author,omitempty"`
	Publisher   Thing        `json:"publisher"`
	About       []Thing      `json:"about,omitempty"`
	Mentions    []Thing      `json:"mentions,omitempty"`
	Keywords    []string     `json:"keywords,omitempty"`
	Words       int          `json:"wordCount,omitempty"`
	Citation    []Work       `json:"citation,omitempty"`
	Corrections []Correcting `json:"correction,omitempty"`
}

// Thing is a person, organisation or place.
type Thing struct {
	Type       string `json:"@type"`
	Name       string `json:"name"`
	Identifier string `json:"identifier,omitempty"`
	URL        string `json:"url,omitempty"`
}

// Work is something cited.
type Work struct {
	Type string `json:"@type"`
	Name string `json:"name"`
	URL  string `json:"url,omitempty"`
}

// Correcting is a correction as schema.org has it.
type Correcting struct {
	Type      string `json:"@type"`
	Text      string `json:"text"`
	Published string `json:"datePublished"`
}

func (e *edition) articleData(v *Briefing, b *briefing.Briefing) *Article {
	d := b.Detail()
	a := &Article{
		Context: "https://schema.org", Type: "NewsArticle", Headline: b.Title, Description: d.Summary,
		Language: b.Lang, Published: v.Published, Modified: v.Modified, URL: v.Canonical, Words: b.Words,
		Publisher: Thing{Type: "Organization", Name: v.SiteTitle, URL: e.s.absolute(e.path())},
	}
	if len(d.Sources) > 0 {
		a.Type = "Report"
	}
	if v.Lead != nil {
		a.Image = v.Lead.Absolute
	}
	a.Author = make([]Thing, 0, len(v.Authors))
	for _, p := range v.Authors {
		a.Author = append(a.Author, Thing{Type: "Person", Name: p.Name, URL: e.s.withHost(p.URL)})
	}
	a.About = make([]Thing, 0, len(v.Countries)+len(v.Regions))
	for _, p := range v.Countries {
		a.About = append(a.About, Thing{Type: "Country", Name: p.Name, Identifier: p.Code, URL: e.s.withHost(p.URL)})
	}
	for _, p := range v.Regions {
		a.About = append(a.About, Thing{Type: "Place", Name: p.Name, URL: e.s.withHost(p.URL)})
	}
	a.Mentions = make([]Thing, 0, len(v.Mentioned))
	for _, p := range v.Mentioned {
		a.Mentions = append(a.Mentions, Thing{Type: "Country", Name: p.Name, Identifier: p.Code})
	}
	a.Keywords = make([]string, 0, len(v.Topics))
	for _, t := range v.Topics {
		a.Keywords = append(a.Keywords, t.Text)
	}
	a.Citation = make([]Work, 0, len(d.Sources))
	for _, s := range d.Sources {
		a.Citation = append(a.Citation, Work{Type: "CreativeWork", Name: s.Title, URL: s.URL})
	}
	for _, c := range d.Corrections {
		a.Corrections = append(a.Corrections, Correcting{Type: "CorrectionComment", Text: c.Text, Published: c.Date.Plain()})
	}
	return a
}

// withHost makes the address of a page absolute; empty without base_url.
func (s *Site) withHost(url string) string {
	if s.in.Config.BaseURL == "" || url == "" {
		return ""
	}
	return strings.TrimSuffix(s.in.Config.BaseURL, s.in.Config.BasePath) + url
}
