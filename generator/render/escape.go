package render

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"chancery/generator/escape"
)

// What machines read is written field by field: there are tens of thousands of
// records, and most of their texts stand as they are. Texts that are rarely seen
// go through the encoders of the library.

var (
	inJSON = escape.New(`"`, `\"`, `\`, `\\`, "\b", `\b`, "\f", `\f`, "\n", `\n`, "\r", `\r`, "\t", `\t`).
		Controls(func(c int) string { return fmt.Sprintf(`\u%04x`, c) })
	inXML = escape.New(`"`, "&#34;", "'", "&#39;", "&", "&amp;", "<", "&lt;", ">", "&gt;", "\t", "&#x9;", "\n", "&#xA;", "\r", "&#xD;").
		Controls(func(int) string { return "\ufffd" })
	inICS = escape.New(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`)
)

// appendJSON writes what stands between the quotes of a JSON string. Markup in
// it stays readable: JSON files are not pasted into HTML.
func appendJSON(dst []byte, s string) []byte {
	out, ascii := inJSON.Append(dst, s)
	if ascii || utf8.ValidString(s) && !strings.Contains(s, "\u2028") && !strings.Contains(s, "\u2029") {
		return out
	}
	var b bytes.Buffer
	writeJSON(&b, s) // a string has no other way to fail than a full memory
	return append(dst, b.Bytes()[len(`"`):b.Len()-len("\"\n")]...)
}

// appendQuoted writes a JSON string.
func appendQuoted(dst []byte, s string) []byte {
	return append(appendJSON(append(dst, '"'), s), '"')
}

// appendList writes a JSON array of strings.
func appendList(dst []byte, list []string) []byte {
	dst = append(dst, '[')
	for i, s := range list {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendQuoted(dst, s)
	}
	return append(dst, ']')
}

// writeJSON writes a value on one line, as appendJSON has its strings.
func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("json: %v", err)
	}
	return nil
}

// appendXML writes a text as XML.
func appendXML(dst []byte, s string) []byte {
	out, ascii := inXML.Append(dst, s)
	if ascii || utf8.ValidString(s) && !strings.Contains(s, "\ufffe") && !strings.Contains(s, "\uffff") {
		return out
	}
	b := bytes.NewBuffer(dst)
	xml.EscapeText(b, []byte(s)) // a buffer takes everything
	return b.Bytes()
}

// appendICS writes a text of a calendar.
func appendICS(dst []byte, s string) []byte {
	dst, _ = inICS.Append(dst, s)
	return dst
}
