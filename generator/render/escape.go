package render

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// What machines read is written field by field: there are tens of thousands of
// records, and most of their texts stand as they are. Texts that are rarely seen
// go through the encoders of the library.

// escapes is what stands for each byte that a text cannot hold as it is.
type escapes [256]string

// newEscapes takes pairs of what is escaped and its escape.
func newEscapes(pairs ...string) *escapes {
	var e escapes
	for i := 0; i < len(pairs); i += 2 {
		e[pairs[i][0]] = pairs[i+1]
	}
	return &e
}

// controls adds what is escaped of the control characters that have no escape.
func (e *escapes) controls(escape func(c int) string) *escapes {
	for c := range int(' ') {
		if e[c] == "" {
			e[c] = escape(c)
		}
	}
	return e
}

// append writes a text, and reports whether it is ASCII.
func (e *escapes) append(dst []byte, s string) ([]byte, bool) {
	from, all := 0, byte(0)
	for i := range len(s) {
		all |= s[i]
		if escape := e[s[i]]; escape != "" {
			dst = append(append(dst, s[from:i]...), escape...)
			from = i + 1
		}
	}
	return append(dst, s[from:]...), all < utf8.RuneSelf
}

var (
	inJSON = newEscapes(`"`, `\"`, `\`, `\\`, "\b", `\b`, "\f", `\f`, "\n", `\n`, "\r", `\r`, "\t", `\t`).
		controls(func(c int) string { return fmt.Sprintf(`\u%04x`, c) })
	inXML = newEscapes(`"`, "&#34;", "'", "&#39;", "&", "&amp;", "<", "&lt;", ">", "&gt;", "\t", "&#x9;", "\n", "&#xA;", "\r", "&#xD;").
		controls(func(int) string { return "\ufffd" })
	inICS = newEscapes(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`)
)

// appendJSON writes what stands between the quotes of a JSON string. Markup in
// it stays readable: JSON files are not pasted into HTML.
func appendJSON(dst []byte, s string) []byte {
	out, ascii := inJSON.append(dst, s)
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
	out, ascii := inXML.append(dst, s)
	if ascii || utf8.ValidString(s) && !strings.Contains(s, "\ufffe") && !strings.Contains(s, "\uffff") {
		return out
	}
	b := bytes.NewBuffer(dst)
	xml.EscapeText(b, []byte(s)) // a buffer takes everything
	return b.Bytes()
}

// appendICS writes a text of a calendar.
func appendICS(dst []byte, s string) []byte {
	dst, _ = inICS.append(dst, s)
	return dst
}
