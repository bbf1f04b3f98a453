package render

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"fmt"
	"html"
	"io"
	"slices"
	"strconv"

	"chancery/generator/page"
)

// dataVersion is the version of the published JSON files. It grows when a field
// changes its meaning or goes; new fields may come at any time.
const dataVersion = 1

// machine writes what programs read.
func (r *Renderer) machine(t *tape, view any) error {
	var err error
	switch v := view.(type) {
	case *page.FeedView:
		err = r.feed(t, v)
	case *page.EventsView:
		t.events(v)
	case *page.BriefingsView:
		t.briefings(v)
	case *page.SitemapView:
		t.buf = appendSitemap(t.buf, v)
	default:
		b := bytes.NewBuffer(t.buf)
		err = write(b, view)
		t.buf = b.Bytes()
	}
	return cmp.Or(err, t.err)
}

// write writes what is encoded as a whole.
func write(w io.Writer, view any) error {
	switch v := view.(type) {
	case *page.RobotsView:
		return robots(w, v)
	case *page.Redirect:
		return redirect(w, v)
	}
	return fmt.Errorf("render: no encoder for %T", view)
}

func (t *tape) briefings(v *page.BriefingsView) {
	t.begin("briefings")
	records(t, v.Blocks(), func(r page.BriefingRecord, first bool) {
		if !first {
			t.buf = append(t.buf, ',')
		}
		t.buf = appendBriefing(t.buf, &r)
	})
	t.buf = append(t.buf, "]}\n"...)
}

// appendBriefing writes a briefing in JSON, as data/briefings.schema.json
// describes it.
func appendBriefing(dst []byte, r *page.BriefingRecord) []byte {
	dst = appendQuoted(append(dst, `{"url":`...), r.URL)
	dst = appendQuoted(append(dst, `,"title":`...), r.Title)
	dst = appendQuoted(append(dst, `,"date":`...), r.Date)
	dst = appendQuoted(append(dst, `,"lang":`...), r.Lang)
	dst = appendList(append(dst, `,"authors":`...), r.Authors)
	dst = appendList(append(dst, `,"regions":`...), r.Regions)
	dst = appendList(append(dst, `,"countries":`...), r.Countries)
	dst = strconv.AppendBool(append(dst, `,"inferred":`...), r.Inferred)
	dst = append(dst, `,"mentions":[`...)
	for i, m := range r.Mentions {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendQuoted(append(dst, `{"country":`...), m.Country)
		dst = append(strconv.AppendInt(append(dst, `,"count":`...), int64(m.Count), 10), '}')
	}
	dst = appendList(append(dst, `],"topics":`...), r.Topics)
	return append(appendQuoted(append(dst, `,"summary":`...), r.Summary), '}')
}

// usualURL is about how many bytes a page takes in a sitemap.
const usualURL = 160

// sitemapNames is the vocabulary of the sitemaps protocol.
const sitemapNames = `xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"`

// appendSitemap writes the sitemaps protocol, with links between languages as
// search engines read them.
func appendSitemap(dst []byte, v *page.SitemapView) []byte {
	dst = append(dst, xml.Header...)
	if len(v.Sitemaps) > 0 {
		dst = append(dst, "<sitemapindex "+sitemapNames+">"...)
		for _, loc := range v.Sitemaps {
			dst = append(appendElement(append(dst, "<sitemap>"...), "loc", loc), "</sitemap>"...)
		}
		return append(dst, "</sitemapindex>\n"...)
	}
	dst = slices.Grow(dst, usualURL*len(v.URLs))
	dst = append(dst, "<urlset "+sitemapNames+` xmlns:xhtml="http://www.w3.org/1999/xhtml">`...)
	for i := range v.URLs {
		dst = appendSitemapURL(dst, &v.URLs[i])
	}
	return append(dst, "</urlset>\n"...)
}

func appendSitemapURL(dst []byte, u *page.SitemapURL) []byte {
	dst = appendElement(append(dst, "<url>"...), "loc", u.Loc)
	if u.Modified != "" {
		dst = appendElement(dst, "lastmod", u.Modified)
	}
	for _, a := range u.Alternates {
		dst = appendXML(append(dst, `<xhtml:link rel="alternate" hreflang="`...), a.Lang)
		dst = append(appendXML(append(dst, `" href="`...), a.Canonical), `"></xhtml:link>`...)
	}
	return append(dst, "</url>"...)
}

func robots(w io.Writer, v *page.RobotsView) error {
	rule := "Disallow:"
	if v.Closed {
		rule = "Disallow: /"
	}
	text := "User-agent: *\n" + rule + "\n"
	if v.Sitemap != "" && !v.Closed {
		text += "\nSitemap: " + v.Sitemap + "\n"
	}
	_, err := io.WriteString(w, text)
	return err
}

// redirect is a page that leads on by itself, and by a link where that is off.
func redirect(w io.Writer, v *page.Redirect) error {
	_, err := fmt.Fprintf(w, `<!doctype html>
<html lang="%s">
<head>
<meta charset="utf-8">
<title>%s</title>
<link rel="canonical" href="%s">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url=%[4]s">
</head>
<body><p><a href="%[4]s">%[2]s</a></p></body>
</html>
`, html.EscapeString(v.Lang), html.EscapeString(v.Title), html.EscapeString(v.Canonical), html.EscapeString(v.URL))
	return err
}
