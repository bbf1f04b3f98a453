package data

import (
	"strings"
	"unicode/utf8"
)

// plain reads the YAML that nearly all front matter is written in: keys at the
// margin, each with a plain or quoted scalar or a list in brackets on one line.
// It gives up (false) at anything else, and the library reads it instead; a
// test holds the two equal. It exists because an archive of 100,000 files would
// spend a third of its build in the general parser.
func plain(text string) (*Node, bool) {
	n := &Node{Kind: Map, Line: 1, Col: 1}
	line := 0
	for row := range strings.Lines(text) {
		line++
		row = strings.TrimRight(row, "\n")
		if row == "" {
			continue
		}
		f, ok := plainField(row, line)
		if !ok || n.Find(f.Key) != nil {
			return nil, false
		}
		n.Fields = append(n.Fields, f)
	}
	if len(n.Fields) == 0 {
		return nil, false
	}
	n.Line, n.Col = n.Fields[0].Line, n.Fields[0].Col
	return n, true
}

func plainField(row string, line int) (Field, bool) {
	key, rest, ok := strings.Cut(row, ": ")
	if !ok || !isWord(key) {
		return Field{}, false
	}
	col := len(key) + 3 // words are ASCII
	value, ok := plainValue(rest, line, col)
	return Field{Key: key, Line: line, Col: 1, Value: value}, ok
}

// isWord says that a key is made of lower-case letters and underscores.
func isWord(s string) bool {
	for i := range len(s) {
		if (s[i] < 'a' || s[i] > 'z') && s[i] != '_' {
			return false
		}
	}
	return s != "" && s != "null" && s != "true" && s != "false" && s != "y" && s != "n"
}

func plainValue(s string, line, col int) (*Node, bool) {
	if strings.HasPrefix(s, "[") {
		return plainList(s, line, col)
	}
	return plainScalar(s, line, col, false)
}

// plainScalar reads a scalar that fills s. Inside brackets commas and brackets
// would end it.
func plainScalar(s string, line, col int, listed bool) (*Node, bool) {
	n := &Node{Kind: Scalar, Text: s, Line: line, Col: col}
	if len(s) >= 2 && s[0] == '"' && s[len(s)-1] == '"' {
		n.Text, n.Quoted = s[1:len(s)-1], true
		return n, !strings.ContainsAny(n.Text, "\"\\\t") && isPrintable(n.Text)
	}
	if s == "" || s == "~" || s == "null" || s == "Null" || s == "NULL" || !startsPlain(s[0]) {
		return nil, false
	}
	if strings.HasSuffix(s, " ") || strings.HasSuffix(s, ":") || strings.Contains(s, ": ") || strings.Contains(s, " #") || strings.ContainsRune(s, '\t') {
		return nil, false
	}
	if listed && strings.ContainsAny(s, "[]{},:") {
		return nil, false
	}
	return n, isPrintable(s)
}

// startsPlain leaves out every character that means something to YAML at the
// start of a value.
func startsPlain(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= 0xC2
}

// isPrintable refuses what the library refuses or normalises.
func isPrintable(s string) bool {
	for _, r := range s {
		if r < ' ' || r >= 0x7f && r < 0xa0 || r == '\u2028' || r == '\u2029' || r == '\ufeff' || r == utf8.RuneError || r >= 0xFFFE && r < 0x10000 {
			return false
		}
	}
	return true
}

// plainList reads "[a, \"b c\", d]" on one line.
func plainList(s string, line, col int) (*Node, bool) {
	if !strings.HasSuffix(s, "]") || len(s) < 3 {
		return nil, false
	}
	n := &Node{Kind: List, Line: line, Col: col}
	inner, at := s[1:len(s)-1], col+1
	for inner != "" {
		item, rest := cutItem(inner)
		trimmed := strings.TrimLeft(item, " ")
		skip := len(item) - len(trimmed)
		v, ok := plainScalar(strings.TrimRight(trimmed, " "), line, at+skip, true)
		if !ok || rest == "," {
			return nil, false
		}
		n.Items = append(n.Items, v)
		at += utf8.RuneCountInString(item) + 1
		inner = strings.TrimPrefix(rest, ",")
	}
	return n, true
}

// cutItem cuts a list before the comma that ends its first item.
func cutItem(s string) (item, rest string) {
	quoted := false
	for i := range len(s) {
		switch {
		case s[i] == '"':
			quoted = !quoted
		case s[i] == ',' && !quoted:
			return s[:i], s[i:]
		}
	}
	return s, ""
}
