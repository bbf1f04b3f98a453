package render

import (
	"encoding/csv"
	"encoding/xml"
	"fmt"
	"html"
	"io"
	"strings"
	"unicode/utf8"

	"chancery/generator/page"
)

// dataVersion is the version of the published JSON files. It grows when a field
// changes its meaning or goes; new fields may come at any time.
const dataVersion = 1

// machine writes what programs read.
func machine(w io.Writer, view any) error {
	switch v := view.(type) {
	case *page.FeedView:
		return feed(w, v)
	case *page.BriefingsView:
		return briefings(w, v)
	case *page.EventsView:
		return events(w, v)
	case *page.SitemapView:
		return sitemap(w, v)
	case *page.RobotsView:
		return robots(w, v)
	case *page.Redirect:
		return redirect(w, v)
	}
	return fmt.Errorf("render: no encoder for %T", view)
}

func briefings(w io.Writer, v *page.BriefingsView) error {
	records := v.Records
	if records == nil {
		records = []page.BriefingRecord{}
	}
	return writeJSON(w, struct {
		Version   int                   `json:"version"`
		Briefings []page.BriefingRecord `json:"briefings"`
	}{dataVersion, records})
}

func events(w io.Writer, v *page.EventsView) error {
	switch v.Format {
	case "csv":
		return eventsCSV(w, v)
	case "ics":
		return eventsICS(w, v)
	}
	return eventsJSON(w, v)
}

// eventsJSON writes the records one after the other.
func eventsJSON(w io.Writer, v *page.EventsView) error {
	if _, err := fmt.Fprintf(w, `{"version":%d,"events":[`, dataVersion); err != nil {
		return err
	}
	between := ""
	for e := range v.Events() {
		if _, err := io.WriteString(w, between); err != nil {
			return err
		}
		if err := writeJSON(w, e); err != nil { // ends with a line break
			return err
		}
		between = ","
	}
	_, err := io.WriteString(w, "]}\n")
	return err
}

// eventsCSV writes a table as RFC 4180 has it, with a mark that makes
// spreadsheets read it as UTF-8.
func eventsCSV(w io.Writer, v *page.EventsView) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	out.Write([]string{"date", "end", "precision", "inferred", "text", "countries", "url", "briefing", "id"})
	for e := range v.Events() {
		out.Write([]string{
			e.Date, e.End, e.Precision, fmt.Sprint(e.Inferred), harmless(e.Text),
			strings.Join(e.Countries, " "), e.URL, e.Briefing, e.ID,
		})
	}
	out.Flush()
	return out.Error()
}

// harmless keeps a spreadsheet from taking a text for a formula.
func harmless(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}

// eventsICS writes a calendar as RFC 5545 has it: all events are whole days.
func eventsICS(w io.Writer, v *page.EventsView) error {
	c := calendar{w: w}
	c.line("BEGIN", "VCALENDAR")
	c.line("VERSION", "2.0")
	c.line("PRODID", "-//Chancery//Events//EN")
	c.line("NAME", text(v.Title))
	c.line("X-WR-CALNAME", text(v.Title))
	for e := range v.Events() {
		first, after := e.Days()
		c.line("BEGIN", "VEVENT")
		c.line("UID", e.ID+"@"+v.Host)
		c.line("DTSTAMP", v.Stamp)
		c.line("DTSTART;VALUE=DATE", first)
		c.line("DTEND;VALUE=DATE", after)
		c.line("SUMMARY;LANGUAGE="+v.Lang, text(e.Text))
		if len(e.Countries) > 0 {
			c.line("CATEGORIES", strings.Join(e.Countries, ","))
		}
		if strings.Contains(e.URL, "://") {
			c.line("URL", e.URL)
		}
		c.line("TRANSP", "TRANSPARENT")
		c.line("END", "VEVENT")
	}
	c.line("END", "VCALENDAR")
	return c.err
}

// calendar writes content lines, folded at 75 bytes without cutting a character.
type calendar struct {
	w   io.Writer
	buf []byte
	err error
}

func (c *calendar) line(name, value string) {
	const width = 75
	c.buf = append(append(append(c.buf[:0], name...), ':'), value...)
	rest, room := c.buf, width
	for len(rest) > room {
		cut := room
		for !utf8.RuneStart(rest[cut]) {
			cut--
		}
		c.write(rest[:cut])
		c.write(fold)
		rest, room = rest[cut:], width-1 // the blank of the fold counts
	}
	c.write(rest)
	c.write(fold[:2])
}

var fold = []byte("\r\n ")

func (c *calendar) write(b []byte) {
	if c.err == nil {
		_, c.err = c.w.Write(b)
	}
}

var icsText = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`)

func text(s string) string { return icsText.Replace(s) }

// urlset and sitemapIndex are the sitemaps protocol, with links between
// languages as search engines read them.
type urlset struct {
	XMLName xml.Name  `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	XHTML   string    `xml:"xmlns:xhtml,attr"`
	URLs    []siteURL `xml:"url"`
}

type siteURL struct {
	Loc   string    `xml:"loc"`
	Mod   string    `xml:"lastmod,omitempty"`
	Links []altLink `xml:"xhtml:link"`
}

type altLink struct {
	Rel  string `xml:"rel,attr"`
	Lang string `xml:"hreflang,attr"`
	Href string `xml:"href,attr"`
}

type sitemapIndex struct {
	XMLName xml.Name      `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
	Maps    []sitemapPart `xml:"sitemap"`
}

type sitemapPart struct {
	Loc string `xml:"loc"`
}

func sitemap(w io.Writer, v *page.SitemapView) error {
	if len(v.Sitemaps) > 0 {
		var index sitemapIndex
		for _, loc := range v.Sitemaps {
			index.Maps = append(index.Maps, sitemapPart{loc})
		}
		return writeXML(w, index)
	}
	set := urlset{XHTML: "http://www.w3.org/1999/xhtml", URLs: make([]siteURL, len(v.URLs))}
	for i, u := range v.URLs {
		set.URLs[i] = siteURL{Loc: u.Loc, Mod: u.Modified}
		for _, a := range u.Alternates {
			set.URLs[i].Links = append(set.URLs[i].Links, altLink{"alternate", a.Lang, a.Canonical})
		}
	}
	return writeXML(w, set)
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
