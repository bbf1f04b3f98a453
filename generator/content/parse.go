package content

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/adrg/frontmatter"

	"chancery/generator/data"
	"chancery/generator/problem"
)

// Limits bound what is read of one file, in bytes.
type Limits struct {
	Source int // the whole file
	Front  int // its metadata
}

// Parse reads one file. Metadata may be YAML between --- lines, TOML between
// +++ lines, or a JSON object. A source with errors has no use.
func Parse(file string, raw []byte, languages []string, lim Limits) (Source, problem.List) {
	s, ok := Identify(file, languages)
	if !ok {
		return s, problem.List{problem.Errorf(problem.Pos{Path: file}, "is not a source")}
	}
	if lim.Source > 0 && len(raw) > lim.Source {
		p := problem.Errorf(problem.Pos{Path: file}, "is larger than %d bytes", lim.Source)
		return s, problem.List{p.WithHint("split it, or raise limits.source_bytes in site.yaml")}
	}
	text, list := normalise(file, raw)
	if list.Errors() > 0 {
		return s, list
	}
	front, body, format, p := split(file, text)
	if p != nil {
		return s, append(list, *p)
	}
	s.Body = body
	s.BodyLine = 1 + bytes.Count(text[:len(text)-len(body)], []byte("\n"))
	if format == nil {
		return s, list
	}
	s.FrontLine = format.linesBefore
	if lim.Front > 0 && len(front) > lim.Front {
		p := problem.Errorf(problem.Pos{Path: file, Line: 1}, "its metadata is larger than %d bytes", lim.Front)
		return s, append(list, p.WithHint("move text below the metadata, or raise limits.front_matter_bytes in site.yaml"))
	}
	node, faults := format.read(front)
	d := data.Decoder{Path: file, Offset: s.FrontLine}
	d.Faults(faults)
	s.Front = node
	return s, append(list, d.Problems...)
}

// syntax is one of the ways to write metadata.
type syntax struct {
	name        string
	open, close string
	linesBefore int
	read        func([]byte) (*data.Node, []data.Fault)
}

var syntaxes = []syntax{
	{"YAML", "---", "---", 1, data.YAML},
	{"TOML", "+++", "+++", 1, data.TOML},
	{"JSON", "{", "}", 0, data.JSON},
}

// split cuts metadata from text. The library takes a file whose metadata never
// end for one without any, and so would publish them: the fence is looked for
// before it is asked.
func split(file string, text []byte) (front, body []byte, format *syntax, p *problem.Problem) {
	first, _, _ := bytes.Cut(text, []byte("\n"))
	opener := string(bytes.TrimRight(first, " \t"))
	for i := range syntaxes {
		x := &syntaxes[i]
		if opener != x.open && !(x.name == "JSON" && strings.HasPrefix(opener, "{")) {
			continue
		}
		front, body, err := cut(text, x)
		if err != nil {
			p := problem.Errorf(problem.Pos{Path: file, Line: 1, Col: 1}, "%v", err)
			p.Hint = fmt.Sprintf("close the metadata with a line %s of its own", x.close)
			return nil, nil, nil, &p
		}
		return front, body, x, nil
	}
	if opener == "" || !bytes.Contains(text[:min(len(text), 4096)], []byte("\n---\n")) || !looksLikeKeys(first) {
		return nil, text, nil, nil
	}
	q := problem.Errorf(problem.Pos{Path: file, Line: 1, Col: 1}, "the metadata has no opening line")
	q.Hint = "begin the file with a line ---"
	return nil, nil, nil, &q
}

// looksLikeKeys says that a line reads "title: …".
func looksLikeKeys(line []byte) bool {
	key, _, ok := bytes.Cut(line, []byte(":"))
	return ok && (string(key) == "title" || string(key) == "date" || string(key) == "author")
}

// cut hands the file to the library, with a format that keeps the metadata as
// bytes, and checks that nothing was lost between metadata and text.
func cut(text []byte, x *syntax) (front, body []byte, err error) {
	if x.name == "JSON" {
		return cutJSON(text)
	}
	end := fence(text, x.close)
	if end < 0 {
		return nil, nil, fmt.Errorf("the metadata that begins here never ends")
	}
	keep := func(b []byte, v any) error {
		*v.(*[]byte) = bytes.Clone(b)
		return nil
	}
	body, err = frontmatter.Parse(bytes.NewReader(text), &front, frontmatter.NewFormat(x.open, x.close, keep))
	if err != nil {
		return nil, nil, err
	}
	start := bytes.IndexByte(text, '\n') + 1
	rest := text[end:]
	if _, after, ok := bytes.Cut(rest, []byte("\n")); ok {
		rest = after
	} else {
		rest = nil
	}
	if !bytes.Equal(bytes.TrimSpace(front), bytes.TrimSpace(text[start:end])) || !bytes.Equal(bytes.TrimSpace(body), bytes.TrimSpace(rest)) {
		return text[start:end], rest, nil // the library ended it at an indented fence
	}
	return text[start:end], rest, nil
}

// fence is where the closing line begins: at the margin, alone on its line.
func fence(text []byte, mark string) int {
	at := bytes.IndexByte(text, '\n') + 1
	for at > 0 && at < len(text) {
		line, _, more := bytes.Cut(text[at:], []byte("\n"))
		if string(bytes.TrimRight(line, " \t")) == mark {
			return at
		}
		if !more {
			return -1
		}
		at += len(line) + 1
	}
	return -1
}

// cutJSON cuts at the brace that closes the object.
func cutJSON(text []byte) (front, body []byte, err error) {
	depth, quoted := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{':
			depth++
		case c == '}':
			if depth--; depth == 0 {
				return text[:i+1], bytes.TrimPrefix(bytes.TrimLeft(text[i+1:], " \t"), []byte("\n")), nil
			}
		}
	}
	return nil, nil, fmt.Errorf("the metadata that begins here never ends")
}

// normalise makes text what all later stages expect: UTF-8 without byte order
// mark, lines that end in LF, no control characters. Characters that override
// the direction of text are taken out with a warning, for they can make a line
// read otherwise than it is; the marks and joiners that Arabic and Persian need
// stay.
func normalise(file string, raw []byte) ([]byte, problem.List) {
	raw = bytes.TrimPrefix(raw, []byte("\ufeff"))
	if isSimple(raw) {
		return raw, nil
	}
	var list problem.List
	out := make([]byte, 0, len(raw))
	line, col := 1, 1
	for i := 0; i < len(raw); {
		r, n := utf8.DecodeRune(raw[i:])
		pos := problem.Pos{Path: file, Line: line, Col: col}
		col++
		switch {
		case r == '\r':
			if i+1 < len(raw) && raw[i+1] == '\n' {
				n = 2
			}
			r, line, col = '\n', line+1, 1
		case r == '\n':
			line, col = line+1, 1
		case r == utf8.RuneError && n == 1:
			list = append(list, problem.Errorf(pos, "is not valid UTF-8 (byte %#x)", raw[i]).
				WithHint("save the file as UTF-8"))
		case isControl(r):
			list = append(list, problem.Errorf(pos, "has a control character (%U)", r).WithHint("delete it"))
		case isOverride(r):
			list = append(list, problem.Warnf(pos, "a character that reverses text (%U) was taken out", r))
			i += n
			continue
		}
		out = utf8.AppendRune(out, r)
		i += n
	}
	return out, list
}

// isSimple says that there is nothing to normalise: the case of nearly all files.
func isSimple(raw []byte) bool {
	for _, c := range raw {
		if c < ' ' && c != '\n' && c != '\t' || c == 0x7f {
			return false
		}
	}
	return utf8.Valid(raw) && !bytes.ContainsFunc(raw, func(r rune) bool { return isControl(r) || isOverride(r) })
}

func isControl(r rune) bool {
	return r < ' ' && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 || r == '\ufeff'
}

func isOverride(r rune) bool { return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 }
