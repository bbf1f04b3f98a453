package render

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"

	"chancery/generator/page"
)

// Files of events have a record for each of tens of thousands, in three formats.
// They are appended field by field, and only what has to be escaped goes through
// the encoders of the library.

// appendEvents writes a file of events.
func appendEvents(dst []byte, v *page.EventsView) []byte {
	switch v.Format {
	case "csv":
		return appendCSV(dst, v)
	case "ics":
		return appendICS(dst, v)
	}
	return appendJSON(dst, v)
}

func appendJSON(dst []byte, v *page.EventsView) []byte {
	dst = append(strconv.AppendInt(append(dst, `{"version":`...), dataVersion, 10), `,"events":[`...)
	between := ""
	for e := range v.Events() {
		dst = append(dst, between...)
		dst = append(appendRecord(dst, e), '\n')
		between = ","
	}
	return append(dst, "]}\n"...)
}

// appendRecord writes an event in JSON, as data/events.schema.json describes it.
func appendRecord(dst []byte, e page.EventRecord) []byte {
	dst = appendText(append(dst, `{"id":`...), e.ID)
	dst = appendText(append(dst, `,"date":`...), e.Date)
	dst = appendText(append(dst, `,"end":`...), e.End)
	dst = appendText(append(dst, `,"precision":`...), e.Precision)
	dst = strconv.AppendBool(append(dst, `,"inferred":`...), e.Inferred)
	dst = appendText(append(dst, `,"text":`...), e.Text)
	dst = append(dst, `,"countries":[`...)
	for i, code := range e.Countries {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendText(dst, code)
	}
	dst = appendText(append(dst, `],"url":`...), e.URL)
	dst = appendText(append(dst, `,"briefing":`...), e.Briefing)
	return append(dst, '}')
}

// appendText writes a JSON string. Markup in it stays readable: JSON files are
// not pasted into HTML.
func appendText(dst []byte, s string) []byte {
	if isPlainJSON(s) {
		return append(append(append(dst, '"'), s...), '"')
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.Encode(s) // a string has no other way to fail than a full memory
	return append(dst, bytes.TrimRight(b.Bytes(), "\n")...)
}

// isPlainJSON says that a text stands between quotes as it is.
func isPlainJSON(s string) bool {
	ascii := true
	for i := range len(s) {
		c := s[i]
		if c < ' ' || c == '"' || c == '\\' {
			return false
		}
		ascii = ascii && c < utf8.RuneSelf
	}
	return ascii || utf8.ValidString(s) && !strings.ContainsAny(s, "\u2028\u2029")
}

// appendCSV writes a table as RFC 4180 has it, with a mark that makes
// spreadsheets read it as UTF-8.
func appendCSV(dst []byte, v *page.EventsView) []byte {
	dst = append(dst, "\ufeffdate,end,precision,inferred,text,countries,url,briefing,id\r\n"...)
	for e := range v.Events() {
		for _, field := range []string{e.Date, e.End, e.Precision, strconv.FormatBool(e.Inferred), harmless(e.Text), strings.Join(e.Countries, " "), e.URL, e.Briefing} {
			dst = append(appendField(dst, field), ',')
		}
		dst = append(appendField(dst, e.ID), "\r\n"...)
	}
	return dst
}

// appendField writes a field of a table, which is quoted when it must be.
func appendField(dst []byte, s string) []byte {
	if isPlainCSV(s) {
		return append(dst, s...)
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	w.Write([]string{s}) // fails for a full memory alone
	w.Flush()
	return append(dst, bytes.TrimSuffix(b.Bytes(), []byte("\r\n"))...)
}

// isPlainCSV says that a field of a table needs no quotes.
func isPlainCSV(s string) bool {
	if s == "" {
		return true
	}
	first, _ := utf8.DecodeRuneInString(s)
	return first > ' ' && first < utf8.RuneSelf && first != '\\' && !strings.ContainsAny(s, ",\"\r\n")
}

// harmless keeps a spreadsheet from taking a text for a formula.
func harmless(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}

// appendICS writes a calendar as RFC 5545 has it: all events are whole days.
func appendICS(dst []byte, v *page.EventsView) []byte {
	c := calendar{out: dst}
	c.line("BEGIN:", "VCALENDAR")
	c.line("VERSION:", "2.0")
	c.line("PRODID:", "-//Chancery//Events//EN")
	c.line("NAME:", icsText.Replace(v.Title))
	c.line("X-WR-CALNAME:", icsText.Replace(v.Title))
	summary := "SUMMARY;LANGUAGE=" + v.Lang + ":"
	for e := range v.Events() {
		first, after := e.Days()
		c.line("BEGIN:", "VEVENT")
		c.line("UID:", e.ID, "@", v.Host)
		c.line("DTSTAMP:", v.Stamp)
		c.line("DTSTART;VALUE=DATE:", first)
		c.line("DTEND;VALUE=DATE:", after)
		c.line(summary, icsText.Replace(e.Text))
		if len(e.Countries) > 0 {
			c.line("CATEGORIES:", strings.Join(e.Countries, ","))
		}
		if strings.Contains(e.URL, "://") {
			c.line("URL:", e.URL)
		}
		c.line("TRANSP:", "TRANSPARENT")
		c.line("END:", "VEVENT")
	}
	c.line("END:", "VCALENDAR")
	return c.out
}

// calendar is content lines, folded at 75 bytes without cutting a character.
type calendar struct {
	out, buf []byte
}

func (c *calendar) line(parts ...string) {
	const width = 75
	c.buf = c.buf[:0]
	for _, p := range parts {
		c.buf = append(c.buf, p...)
	}
	rest, room := c.buf, width
	for len(rest) > room {
		cut := room
		for !utf8.RuneStart(rest[cut]) {
			cut--
		}
		c.out = append(append(c.out, rest[:cut]...), "\r\n "...)
		rest, room = rest[cut:], width-1 // the blank of the fold counts
	}
	c.out = append(append(c.out, rest...), "\r\n"...)
}

var icsText = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`)
