package render

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/generator/escape"
	"chancery/generator/page"
)

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
	base := string(appendJSON(nil, v.Base))
	records(t, v.Blocks(), func(e *page.EventRecord, first bool) {
		if !first {
			t.buf = append(t.buf, ',')
		}
		t.buf = appendRecord(t.buf, base, e)
	})
	t.buf = append(t.buf, "]}\n"...)
}

// appendRecord writes an event in JSON, as data/events.schema.json describes it.
func appendRecord(dst []byte, base string, e *page.EventRecord) []byte {
	dst = append(dst, `{"id":"`...)
	if e.Plain {
		dst = append(dst, e.Path...)
	} else {
		dst = appendJSON(dst, e.Path)
	}
	dst = appendJSON(append(dst, '#'), e.Anchor)
	dst = append(append(dst, `","date":"`...), e.Date...)
	dst = append(append(dst, `","end":"`...), e.End...)
	dst = append(append(dst, `","precision":"`...), e.Precision...)
	dst = strconv.AppendBool(append(dst, `","inferred":`...), e.Inferred)
	dst = appendQuoted(append(dst, `,"text":`...), e.Text)
	dst = appendList(append(dst, `,"countries":`...), e.Countries)
	dst = append(append(append(dst, `,"url":"`...), base...), e.Address...)
	dst = append(append(append(dst, '#'), e.Fragment...), `","briefing":"`...)
	return append(append(append(dst, base...), e.Address...), `"}`...)
}

// eventsCSV writes a table as RFC 4180 has it, with a mark that makes
// spreadsheets read it as UTF-8.
func (t *tape) eventsCSV(v *page.EventsView) {
	t.buf = append(t.buf, "\ufeffdate,end,precision,inferred,text,countries,url,briefing,id\r\n"...)
	plain := asked(v.Base) == 0
	records(t, v.Blocks(), func(e *page.EventRecord, _ bool) {
		t.buf = append(appendRow(t.buf, v.Base, e, plain && e.Plain && asked(e.Anchor) == 0), '\r')
	})
}

// appendRow writes an event, whose addresses are plain when none needs quotes.
func appendRow(dst []byte, base string, e *page.EventRecord, plain bool) []byte {
	dst = append(append(dst, e.Date...), ',')
	dst = append(append(dst, e.End...), ',')
	dst = append(append(dst, e.Precision...), ',')
	dst = append(strconv.AppendBool(dst, e.Inferred), ',')
	dst = append(appendField(dst, escape.Cell(e.Text)), ',')
	dst = append(appendCodes(dst, e.Countries, ' '), ',')
	if !plain {
		dst = append(appendField(dst, base+e.Address+"#"+e.Fragment), ',')
		dst = append(appendField(dst, base+e.Address), ',')
		return appendField(dst, e.Path+"#"+e.Anchor)
	}
	dst = append(append(append(append(dst, base...), e.Address...), '#'), e.Fragment...)
	dst = append(append(append(append(dst, ','), base...), e.Address...), ',')
	return append(append(append(dst, e.Path...), '#'), e.Anchor...)
}

// appendCodes writes codes of countries, which are letters and hyphens.
func appendCodes(dst []byte, codes []string, between byte) []byte {
	for i, code := range codes {
		if i > 0 {
			dst = append(dst, between)
		}
		dst = append(dst, code...)
	}
	return dst
}

// What bytes of a field ask for.
const (
	quotes = 1 << iota
	breaks
)

var asks = [256]uint8{',': quotes, '"': quotes, '\r': breaks, '\n': breaks}

func asked(s string) uint8 {
	var all uint8
	for i := range len(s) {
		all |= asks[s[i]]
	}
	return all
}

// appendField writes a field of a table, in quotes when it must be.
func appendField(dst []byte, s string) []byte {
	first, _ := utf8.DecodeRuneInString(s)
	switch all := asked(s); {
	case all&breaks != 0:
		return appendLines(dst, s)
	case all != 0 || unicode.IsSpace(first) || s == `\.`:
		return append(append(append(dst, '"'), strings.ReplaceAll(s, `"`, `""`)...), '"')
	}
	return append(dst, s...)
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

// eventsICS writes a calendar as RFC 5545 has it: all events are whole days.
func (t *tape) eventsICS(v *page.EventsView) {
	title := string(appendICS(nil, v.Title))
	t.buf = append(t.buf, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Chancery//Events//EN\r\n"...)
	t.content("NAME:", title)
	t.content("X-WR-CALNAME:", title)
	c := calendar{
		host:    "@" + v.Host,
		summary: "SUMMARY;LANGUAGE=" + v.Lang + ":",
	}
	if strings.Contains(v.Base, "://") {
		c.url = "URL:" + v.Base
	}
	records(t, v.Blocks(), func(e *page.EventRecord, _ bool) { t.entry(&c, e) })
	t.buf = append(t.buf, "END:VCALENDAR\r\n"...)
}

// calendar is what the entries of a calendar have in common.
type calendar struct {
	host, summary, url string
}

// entry writes an entry of a calendar, but for the end of its last line.
func (t *tape) entry(c *calendar, e *page.EventRecord) {
	t.buf = append(t.buf, "BEGIN:VEVENT\r\n"...)
	t.content("UID:", e.Path, "#", e.Anchor, c.host)
	t.buf = append(append(append(t.buf, "DTSTAMP:"...), e.Changed...), "\r\nDTSTART;VALUE=DATE:"...)
	t.buf = append(append(t.buf, e.First...), "\r\nDTEND;VALUE=DATE:"...)
	t.buf = append(append(t.buf, e.After...), "\r\n"...)
	from := len(t.buf)
	t.buf = appendICS(appendICS(append(t.buf, c.summary...), e.Marked), e.Text)
	t.fold(from)
	if len(e.Countries) > 0 {
		from = len(t.buf)
		t.buf = appendCodes(append(t.buf, "CATEGORIES:"...), e.Countries, ',')
		t.fold(from)
	}
	if c.url != "" {
		t.content(c.url, e.Address, "#", e.Fragment)
	}
	t.buf = append(t.buf, "TRANSP:TRANSPARENT\r\nEND:VEVENT\r"...)
}

// content writes a content line of a calendar.
func (t *tape) content(parts ...string) {
	from := len(t.buf)
	for _, p := range parts {
		t.buf = append(t.buf, p...)
	}
	t.fold(from)
}

// fold ends the content line that begins at a place, folded at 75 bytes without
// cutting a character.
func (t *tape) fold(from int) {
	const width = 75
	if len(t.buf)-from <= width {
		t.buf = append(t.buf, "\r\n"...)
		return
	}
	t.long = append(t.long[:0], t.buf[from:]...)
	t.buf = t.buf[:from]
	rest, room := t.long, width
	for len(rest) > room {
		cut := room
		for !utf8.RuneStart(rest[cut]) {
			cut--
		}
		t.buf = append(append(t.buf, rest[:cut]...), "\r\n "...)
		rest, room = rest[cut:], width-1 // the blank of the fold counts
	}
	t.buf = append(append(t.buf, rest...), "\r\n"...)
}
