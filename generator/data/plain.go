package data

import (
	"strings"
	"unicode/utf8"
)

// plain reads the YAML that nearly all front matter is written in: keys with a
// value on their line, lists in brackets or with a dash on each line, and groups
// of such keys. It gives up (false) at anything else, whether right or wrong,
// and the library reads that instead; a test holds the two equal. It exists
// because an archive of 100,000 files would spend half its build in the general
// parser, which takes eight times as long or more.
func plain(text string) (*Node, bool) {
	p := plainReader{text: text}
	if !p.next() || p.indent != 0 {
		return nil, false
	}
	n, ok := p.fields(0, 0)
	return n, ok && p.done
}

// plainFields is how many keys a group may have here: they are compared with
// each other.
const plainFields = 64

// plainReader stands on a row that is neither empty nor a comment.
type plainReader struct {
	text   string // after the row
	row    string // without indentation and trailing spaces
	line   int    // of the row, from 1
	indent int
	done   bool   // no row is left
	nodes  []Node // to be used: they lie together
}

// node makes a node.
func (p *plainReader) node(kind Kind, line, col int) *Node {
	if len(p.nodes) == 0 {
		p.nodes = make([]Node, usualNodes)
	}
	n := &p.nodes[0]
	p.nodes = p.nodes[1:]
	n.Kind, n.Line, n.Col = kind, line, col
	return n
}

const (
	usualNodes  = 8 // of front matter: as many, or twice
	usualFields = 8
)

// next steps to the following row. It reports false where the text holds what
// the library must judge.
func (p *plainReader) next() bool {
	for p.text != "" {
		row, rest, _ := strings.Cut(p.text, "\n")
		p.text = rest
		p.line++
		p.row = strings.TrimLeft(row, " ")
		p.indent = len(row) - len(p.row)
		if p.row == "" {
			continue
		}
		if !isPrintable(p.row) {
			return false
		}
		if p.row[0] != '#' {
			p.row = strings.TrimRight(p.row, " ")
			return true
		}
	}
	p.row, p.indent, p.done = "", -1, true
	return true
}

// fields reads the keys that stand at one indentation. It ends at the first row
// that is not one of them; if no group above takes that row, it is left over, and
// the library judges it.
func (p *plainReader) fields(indent, depth int) (*Node, bool) {
	n := p.node(Map, p.line, indent+1)
	if depth == 0 {
		n.Fields = make([]Field, 0, usualFields)
	}
	for p.indent == indent && !p.onDash() {
		f, ok := p.field(indent, depth)
		if !ok || len(n.Fields) == plainFields || n.Find(f.Key) != nil {
			return nil, false
		}
		n.Fields = append(n.Fields, f)
	}
	return n, true
}

func (p *plainReader) onDash() bool { return strings.HasPrefix(p.row, "- ") }

func (p *plainReader) field(indent, depth int) (Field, bool) {
	key, rest, ok := cutKey(p.row)
	f := Field{Key: key, Line: p.line, Col: indent + 1}
	if !ok || depth >= Depth-1 {
		return f, false
	}
	if rest == "" {
		f.Value, ok = p.below(indent, depth)
		return f, ok
	}
	value := strings.TrimLeft(rest, " ")
	f.Value, ok = p.value(value, p.line, f.Col+len(p.row)-len(value))
	return f, ok && p.next()
}

// below reads the value of a key that has none on its line. No value at all is
// left to the library.
func (p *plainReader) below(indent, depth int) (*Node, bool) {
	if !p.next() {
		return nil, false
	}
	switch {
	case p.indent >= indent && p.onDash():
		return p.items(p.indent, depth+1)
	case p.indent > indent:
		return p.fields(p.indent, depth+1)
	}
	return nil, false
}

// items reads a list with a dash on each line, and ends like fields.
func (p *plainReader) items(indent, depth int) (*Node, bool) {
	n := p.node(List, p.line, indent+1)
	for p.indent == indent && p.onDash() {
		item, ok := p.item(indent+2, depth)
		if !ok {
			return nil, false
		}
		n.Items = append(n.Items, item)
	}
	return n, true
}

func (p *plainReader) item(indent, depth int) (*Node, bool) {
	p.row = p.row[2:]
	p.indent = indent
	if _, _, ok := cutKey(p.row); ok {
		return p.fields(indent, depth+1)
	}
	n, ok := p.value(p.row, p.line, indent+1)
	return n, ok && p.next()
}

// cutKey splits "key: value"; the value is empty for "key:".
func cutKey(row string) (key, rest string, ok bool) {
	end := 0
	for end < len(row) && isWord(row[end]) {
		end++
	}
	if end == 0 || end == len(row) || row[end] != ':' {
		return "", "", false
	}
	key, rest = row[:end], row[end+1:]
	return key, rest, rest == "" || rest[0] == ' '
}

func isWord(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-'
}

func (p *plainReader) value(s string, line, col int) (*Node, bool) {
	if strings.HasPrefix(s, "[") {
		return p.list(s, line, col)
	}
	return p.scalar(s, line, col, false)
}

// scalar reads a scalar that fills s. Inside brackets commas and brackets would
// end it.
func (p *plainReader) scalar(s string, line, col int, listed bool) (*Node, bool) {
	n := p.node(Scalar, line, col)
	n.Text = s
	if len(s) >= 2 && (s[0] == '"' || s[0] == '\'') && s[len(s)-1] == s[0] {
		n.Quoted = true
		var ok bool
		n.Text, ok = plainQuoted(s[1:len(s)-1], s[0])
		return n, ok
	}
	if s == "" || s == "null" || s == "Null" || s == "NULL" || !startsPlain(s[0]) {
		return nil, false
	}
	if strings.HasSuffix(s, ":") || strings.Contains(s, ": ") || strings.Contains(s, " #") {
		return nil, false
	}
	return n, !listed || !strings.ContainsAny(s, "[]{},:")
}

// plainQuoted reads what stands between quotes. Of what a backslash can say, it
// knows quotes and the backslash itself.
func plainQuoted(s string, quote byte) (string, bool) {
	if quote == '\'' || strings.IndexByte(s, '\\') < 0 {
		return s, strings.IndexByte(s, quote) < 0 && strings.IndexByte(s, '\\') < 0
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == quote {
			return "", false
		}
		if s[i] == '\\' {
			if i++; i == len(s) || s[i] != '"' && s[i] != '\\' {
				return "", false
			}
		}
		b = append(b, s[i])
	}
	return string(b), true
}

// startsPlain leaves out every character that means something to YAML at the
// start of a value.
func startsPlain(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= 0xC2 || strings.IndexByte("/(.+$", c) >= 0
}

// isPrintable refuses what the library refuses, takes for the end of a line, or
// what is an error in every format.
func isPrintable(s string) bool {
	for i, r := range s {
		if r < 0x7f && r >= ' ' {
			continue
		}
		if r < 0xa0 || r == '\u2028' || r == '\u2029' || isHidden(r) || r == utf8.RuneError || r >= 0xFFFE && r < 0x10000 || i == 0 && r == '\ufeff' {
			return false
		}
	}
	return true
}

// list reads "[a, \"b c\", d]" on one line.
func (p *plainReader) list(s string, line, col int) (*Node, bool) {
	if !strings.HasSuffix(s, "]") || len(s) < 3 {
		return nil, false
	}
	n := p.node(List, line, col)
	inner, at := s[1:len(s)-1], col+1
	n.Items = make([]*Node, 0, 1+strings.Count(inner, ","))
	for inner != "" {
		item, rest := cutItem(inner)
		trimmed := strings.TrimLeft(item, " ")
		skip := len(item) - len(trimmed)
		v, ok := p.scalar(strings.TrimRight(trimmed, " "), line, at+skip, true)
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
	var quote byte // that is open
	for i := range len(s) {
		switch c := s[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'' && strings.TrimLeft(s[:i], " ") == "":
			quote = c
		case c == ',':
			return s[:i], s[i:]
		}
	}
	return s, ""
}
