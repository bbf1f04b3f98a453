package render

import (
	"bytes"
	"encoding/xml"
	"io"

	"chancery/generator/page"
)

// atomFeed and its parts are the Atom format, RFC 4287.
type atomFeed struct {
	XMLName  xml.Name   `xml:"http://www.w3.org/2005/Atom feed"`
	Lang     string     `xml:"xml:lang,attr"`
	ID       string     `xml:"id"`
	Title    string     `xml:"title"`
	Subtitle string     `xml:"subtitle,omitempty"`
	Updated  string     `xml:"updated"`
	Links    []atomLink `xml:"link"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

// feed writes a feed. A briefing stands in those of its countries, regions,
// topics and authors too, with the same text: its entry is encoded once.
func (r *Renderer) feed(dst []byte, v *page.FeedView) ([]byte, error) {
	if v.Format == "json" {
		return r.jsonFeed(dst, v)
	}
	head, err := xml.Marshal(atomFeed{
		Lang: v.Lang, ID: v.ID, Title: v.Title, Subtitle: v.Tagline, Updated: v.Updated,
		Links: []atomLink{
			{Rel: "self", Type: "application/atom+xml", Href: v.Self},
			{Rel: "alternate", Type: "text/html", Href: v.Home},
		},
	})
	if err != nil {
		return dst, err
	}
	const end = "</feed>"
	dst = append(append(dst, xml.Header...), bytes.TrimSuffix(head, []byte(end))...)
	for _, e := range v.Entries {
		dst, err = r.once(dst, keysOf("an entry of Atom").key(e.Digest()), func(dst []byte) ([]byte, error) {
			return appendEntry(dst, e)
		})
		if err != nil {
			return dst, err
		}
	}
	return append(dst, end+"\n"...), nil
}

// once appends what is remembered under a key, or what a function appends.
func (r *Renderer) once(dst []byte, key fragmentKey, write func([]byte) ([]byte, error)) ([]byte, error) {
	if done, ok := r.fragments.get(key); ok {
		return append(dst, done...), nil
	}
	return r.keep(dst, key, write)
}

// appendEntry writes an entry of Atom. Its text is most of a feed, and most of
// it has to be escaped: field by field it is copied once.
func appendEntry(dst []byte, e page.FeedEntry) ([]byte, error) {
	body, err := e.Body.HTML()
	if err != nil {
		return dst, err
	}
	dst = append(appendXML(append(dst, `<entry xml:lang="`...), e.Card.Lang), `">`...)
	dst = appendElement(dst, "id", e.ID)
	dst = appendElement(dst, "title", e.Card.Title)
	dst = appendElement(dst, "published", e.Published)
	dst = appendElement(dst, "updated", e.Updated)
	for _, a := range e.Card.Authors {
		dst = append(appendElement(append(dst, "<author>"...), "name", a.Name), "</author>"...)
	}
	dst = append(appendXML(append(dst, `<link rel="alternate" type="text/html" href="`...), e.URL), `"></link>`...)
	for _, p := range e.Card.Places {
		dst = appendCategory(dst, p.Code, p.Name)
	}
	for _, t := range e.Card.Topics {
		dst = appendCategory(dst, t.Text, t.Text)
	}
	if e.Card.Summary != "" {
		dst = appendElement(dst, "summary", e.Card.Summary)
	}
	dst = appendXML(append(dst, `<content type="html">`...), string(body))
	return append(dst, "</content></entry>"...), nil
}

func appendElement(dst []byte, name, text string) []byte {
	dst = append(append(append(dst, '<'), name...), '>')
	dst = append(appendXML(dst, text), "</"...)
	return append(append(dst, name...), '>')
}

func appendCategory(dst []byte, term, label string) []byte {
	dst = append(appendXML(append(dst, `<category term="`...), term), `" label="`...)
	return append(appendXML(dst, label), `"></category>`...)
}

func writeXML(w io.Writer, v any) error {
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	if err := xml.NewEncoder(w).Encode(v); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

// feedJSON and its parts are JSON Feed 1.1.
type feedJSON struct {
	Version     string         `json:"version"`
	Title       string         `json:"title"`
	HomePageURL string         `json:"home_page_url"`
	FeedURL     string         `json:"feed_url"`
	Description string         `json:"description,omitempty"`
	Language    string         `json:"language"`
	Items       []feedJSONItem `json:"items"`
}

type feedJSONItem struct {
	ID            string           `json:"id"`
	URL           string           `json:"url"`
	Title         string           `json:"title"`
	ContentHTML   string           `json:"content_html"`
	Summary       string           `json:"summary,omitempty"`
	Image         string           `json:"image,omitempty"`
	DatePublished string           `json:"date_published"`
	DateModified  string           `json:"date_modified"`
	Authors       []feedJSONAuthor `json:"authors"`
	Tags          []string         `json:"tags,omitempty"`
	Language      string           `json:"language"`
}

type feedJSONAuthor struct {
	Name string `json:"name"`
}

func (r *Renderer) jsonFeed(dst []byte, v *page.FeedView) ([]byte, error) {
	b := bytes.NewBuffer(dst)
	err := writeJSON(b, feedJSON{
		Version: "https://jsonfeed.org/version/1.1", Title: v.Title, HomePageURL: v.Home, FeedURL: v.Self,
		Description: v.Tagline, Language: v.Lang, Items: []feedJSONItem{},
	})
	if err != nil {
		return dst, err
	}
	const end = "]}\n" // of the list of items, which comes last
	dst = bytes.TrimSuffix(b.Bytes(), []byte(end))
	for i, e := range v.Entries {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst, err = r.once(dst, keysOf("an item of JSON Feed").key(e.Digest()), func(dst []byte) ([]byte, error) {
			return appendItem(dst, e)
		})
		if err != nil {
			return dst, err
		}
	}
	return append(dst, end...), nil
}

func appendItem(dst []byte, e page.FeedEntry) ([]byte, error) {
	body, err := e.Body.HTML()
	if err != nil {
		return dst, err
	}
	item := feedJSONItem{
		ID: e.ID, URL: e.URL, Title: e.Card.Title, ContentHTML: string(body), Summary: e.Card.Summary,
		Image: e.Image, DatePublished: e.Published, DateModified: e.Updated, Language: e.Card.Lang,
		Authors: []feedJSONAuthor{},
	}
	for _, a := range e.Card.Authors {
		item.Authors = append(item.Authors, feedJSONAuthor{a.Name})
	}
	for _, p := range e.Card.Places {
		item.Tags = append(item.Tags, p.Name)
	}
	for _, t := range e.Card.Topics {
		item.Tags = append(item.Tags, t.Text)
	}
	b := bytes.NewBuffer(dst)
	err = writeJSON(b, item)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}
