package render

import (
	"bytes"
	"encoding/xml"

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
	Author   string     `xml:"author>name"` // of entries without one
	Links    []atomLink `xml:"link"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

// feed writes a feed. A briefing stands in those of its countries, regions,
// topics and authors too, with the same text: its entry is encoded once.
func (r *Renderer) feed(t *tape, v *page.FeedView) error {
	if v.Format == "json" {
		return r.jsonFeed(t, v)
	}
	head, err := xml.Marshal(atomFeed{
		Lang: v.Lang, ID: v.ID, Title: v.Title, Subtitle: v.Tagline, Updated: v.Updated, Author: v.Site,
		Links: []atomLink{
			{Rel: "self", Type: "application/atom+xml", Href: v.Self},
			{Rel: "alternate", Type: "text/html", Href: v.Home},
		},
	})
	if err != nil {
		return err
	}
	const end = "</feed>"
	t.buf = append(append(t.buf, xml.Header...), bytes.TrimSuffix(head, []byte(end))...)
	atom, item := formats()
	for i := range v.Entries {
		if err := r.entry(t, &v.Entries[i], atom, item); err != nil {
			return err
		}
	}
	t.buf = append(t.buf, end+"\n"...)
	return nil
}

// format is a way of writing an entry, given its text.
type format struct {
	keys
	write func(dst []byte, e *page.FeedEntry, body string) []byte
}

func formats() (atom, item format) {
	return format{keysOf("an entry of Atom"), appendEntry}, format{keysOf("an item of JSON Feed"), appendItem}
}

// entry appends an entry in one format, and keeps it in another as well: most of
// the work is to read its text, and the feed in the other format comes next.
func (r *Renderer) entry(t *tape, e *page.FeedEntry, wanted, next format) error {
	sum := e.Digest()
	if done, ok := r.fragments.get(wanted.key(sum)); ok {
		t.buf = append(t.buf, done...)
		return nil
	}
	var err error
	if t.long, err = e.Body.AppendHTML(t.long[:0]); err != nil {
		return err
	}
	body, from := string(t.long), len(t.buf)
	for _, f := range []format{next, wanted} {
		t.buf = f.write(t.buf[:from], e, body)
		r.fragments.put(f.key(sum), string(t.buf[from:]))
	}
	return nil
}

// appendEntry writes an entry of Atom. Its text is most of a feed, and most of
// it has to be escaped: field by field it is copied once.
func appendEntry(dst []byte, e *page.FeedEntry, body string) []byte {
	dst = append(appendXML(append(dst, `<entry xml:lang="`...), e.Card.Lang), `">`...)
	dst = appendElement(dst, "id", e.ID)
	dst = appendElement(dst, "title", e.Title)
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
	dst = appendXML(append(dst, `<content type="html">`...), body)
	return append(dst, "</content></entry>"...)
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

// feedJSON is JSON Feed 1.1, with items as appendItem writes them.
type feedJSON struct {
	Version     string     `json:"version"`
	Title       string     `json:"title"`
	HomePageURL string     `json:"home_page_url"`
	FeedURL     string     `json:"feed_url"`
	Description string     `json:"description,omitempty"`
	Language    string     `json:"language"`
	Items       []struct{} `json:"items"`
}

func (r *Renderer) jsonFeed(t *tape, v *page.FeedView) error {
	b := bytes.NewBuffer(t.buf)
	err := writeJSON(b, feedJSON{
		Version: "https://jsonfeed.org/version/1.1", Title: v.Title, HomePageURL: v.Home, FeedURL: v.Self,
		Description: v.Tagline, Language: v.Lang, Items: []struct{}{},
	})
	if err != nil {
		return err
	}
	const end = "]}\n" // of the list of items, which comes last
	t.buf = bytes.TrimSuffix(b.Bytes(), []byte(end))
	atom, item := formats()
	for i := range v.Entries {
		if i > 0 {
			t.buf = append(t.buf, ',')
		}
		if err := r.entry(t, &v.Entries[i], item, atom); err != nil {
			return err
		}
	}
	t.buf = append(t.buf, end...)
	return nil
}

// appendItem writes an item of JSON Feed.
func appendItem(dst []byte, e *page.FeedEntry, body string) []byte {
	dst = appendQuoted(append(dst, `{"id":`...), e.ID)
	dst = appendQuoted(append(dst, `,"url":`...), e.URL)
	dst = appendQuoted(append(dst, `,"title":`...), e.Title)
	dst = appendQuoted(append(dst, `,"content_html":`...), body)
	if e.Card.Summary != "" {
		dst = appendQuoted(append(dst, `,"summary":`...), e.Card.Summary)
	}
	if e.Image != "" {
		dst = appendQuoted(append(dst, `,"image":`...), e.Image)
	}
	dst = appendQuoted(append(dst, `,"date_published":`...), e.Published)
	dst = appendQuoted(append(dst, `,"date_modified":`...), e.Updated)
	dst = append(dst, `,"authors":[`...)
	for i, a := range e.Card.Authors {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(appendQuoted(append(dst, `{"name":`...), a.Name), '}')
	}
	dst = append(dst, ']')
	var tags []string
	for _, p := range e.Card.Places {
		tags = append(tags, p.Name)
	}
	for _, t := range e.Card.Topics {
		tags = append(tags, t.Text)
	}
	if len(tags) > 0 {
		dst = appendList(append(dst, `,"tags":`...), tags)
	}
	return append(appendQuoted(append(dst, `,"language":`...), e.Card.Lang), '}')
}
