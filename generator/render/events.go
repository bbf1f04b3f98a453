package render

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/generator/page"
)

// Files of events have a record for each of tens of thousands, in three formats.
// They are written field by field, and only what has to be escaped goes through
// the encoders of the library.

// events writes a file of events.
func (t *tape) events(v *page.EventsView) {
	switch v.Format {
	case "csv":
		t.eventsCSV(v)
	case "ics":
		t.eventsICS(v)
	default:
		t.eventsJSON(v)
	}
}

func (t *tape) eventsJSON(v *page.EventsView) {
	t.begin("events")
	between := ""
	for e := range v.Events() {
		t.buf = appendRecord(append(t.buf, between...), e)
		between = ","
		if !t.line() {
			return
		}
	}
	t.buf = append(t.buf, "]}\n"...)
}

// appendRecord writes an event in JSON, as data/events.schema.json describes it.
func appendRecord(dst []byte, e page.EventRecord) []byte {
	dst = appendText(append(dst, `{"id":`...), e.Path, "#", e.Anchor)
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
	dst = appendText(append(dst, `],"url":`...), e.Base, e.Address, "#", e.Anchor)
	dst = appendText(append(dst, `,"briefing":`...), e.Base, e.Address)
	return append(dst, '}')
}

// appendText writes a JSON string of several parts. Markup in it stays readable:
// JSON files are not pasted into HTML.
func appendText(dst []byte, parts ...string) []byte {
	plain := true
	for _, s := range parts {
		plain = plain && isPlainJSON(s)
	}
	if !plain {
		var b bytes.Buffer
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		enc.Encode(strings.Join(parts, "")) // a string has no other way to fail than a full memory
		return append(dst, bytes.TrimRight(b.Bytes(), "\n")...)
	}
	dst = append(dst, '"')
	for _, s := range parts {
		dst = append(dst, s...)
	}
	return append(dst, '"')
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

// eventsCSV writes a table as RFC 4180 has it, with a mark that makes
// spreadsheets read it as UTF-8.
func (t *tape) eventsCSV(v *page.EventsView) {
	t.buf = append(t.buf, "\ufeffdate,end,precision,inferred,text,countries,url,briefing,id\r\n"...)
	for e := range v.Events() {
		t.fields(e.Date, e.End, e.Precision, strconv.FormatBool(e.Inferred), harmless(e.Text), strings.Join(e.Countries, " "))
		t.field(e.Base, e.Address, "#", e.Anchor)
		t.field(e.Base, e.Address)
		t.field(e.Path, "#", e.Anchor)
		t.buf = append(t.buf, '\r')
		if !t.line() {
			return
		}
	}
}

// fields writes the first fields of a record.
func (t *tape) fields(list ...string) {
	for i, s := range list {
		if i > 0 {
			t.buf = append(t.buf, ',')
		}
		t.buf = appendField(t.buf, s)
	}
}

// field writes a further field, of several parts.
func (t *tape) field(parts ...string) { t.buf = appendField(append(t.buf, ','), parts...) }

// appendField writes a field of a table, in quotes when it must be.
func appendField(dst []byte, parts ...string) []byte {
	for _, s := range parts {
		if strings.ContainsAny(s, "\r\n") {
			return appendLines(dst, strings.Join(parts, ""))
		}
		first, _ := utf8.DecodeRuneInString(s)
		if s == `\.` || strings.ContainsAny(s, `,"`) || unicode.IsSpace(first) {
			return append(append(append(dst, '"'), strings.ReplaceAll(strings.Join(parts, ""), `"`, `""`)...), '"')
		}
	}
	for _, s := range parts {
		dst = append(dst, s...)
	}
	return dst
}

// appendLines writes a field of several lines.
func appendLines(dst []byte, s string) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	w.Write([]string{s}) // fails for a full memory alone
	w.Flush()
	return append(dst, bytes.TrimSuffix(b.Bytes(), []byte("\r\n"))...)
}

// harmless keeps a spreadsheet from taking a text for a formula.
func harmless(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}

// eventsICS writes a calendar as RFC 5545 has it: all events are whole days.
func (t *tape) eventsICS(v *page.EventsView) {
	t.content("BEGIN:", "VCALENDAR")
	t.content("VERSION:", "2.0")
	t.content("PRODID:", "-//Chancery//Events//EN")
	t.content("NAME:", icsText.Replace(v.Title))
	t.content("X-WR-CALNAME:", icsText.Replace(v.Title))
	summary := "SUMMARY;LANGUAGE=" + v.Lang + ":"
	for e := range v.Events() {
		first, after := e.Days()
		t.content("BEGIN:", "VEVENT")
		t.content("UID:", e.Path, "#", e.Anchor, "@", v.Host)
		t.content("DTSTAMP:", v.Stamp)
		t.content("DTSTART;VALUE=DATE:", first)
		t.content("DTEND;VALUE=DATE:", after)
		t.content(summary, icsText.Replace(e.Text))
		if len(e.Countries) > 0 {
			t.content("CATEGORIES:", strings.Join(e.Countries, ","))
		}
		if strings.Contains(e.Base, "://") {
			t.content("URL:", e.Base, e.Address, "#", e.Anchor)
		}
		t.content("TRANSP:", "TRANSPARENT")
		if !t.content("END:", "VEVENT") {
			return
		}
	}
	t.content("END:", "VCALENDAR")
}

// content writes a content line of a calendar, folded at 75 bytes without
// cutting a character.
func (t *tape) content(parts ...string) bool {
	const width = 75
	t.fold = t.fold[:0]
	for _, p := range parts {
		t.fold = append(t.fold, p...)
	}
	rest, room := t.fold, width
	for len(rest) > room {
		cut := room
		for !utf8.RuneStart(rest[cut]) {
			cut--
		}
		t.buf = append(append(t.buf, rest[:cut]...), "\r\n "...)
		rest, room = rest[cut:], width-1 // the blank of the fold counts
	}
	t.buf = append(append(t.buf, rest...), '\r')
	return t.line()
}

var icsText = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`)
