package content

import (
	"bufio"
	"bytes"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/adrg/frontmatter"

	"chancery/generator/data"
	"chancery/generator/problem"
)

// syntax is one of the ways to write metadata.
type syntax struct {
	fence string // the line before and after; "" for JSON, which has brackets of its own
	read  func([]byte) (*data.Node, []data.Fault)
}

var (
	yamlSyntax = syntax{"---", data.YAML}
	tomlSyntax = syntax{"+++", data.TOML}
	jsonSyntax = syntax{"", data.JSON}
)

// split cuts metadata from text.
func split(file string, text []byte) (parts, *problem.Problem) {
	blank := leadingBlank(text)
	lines := countLines(text[:blank])
	first, _, _ := bytes.Cut(text[blank:], []byte("\n"))
	at := problem.Pos{Path: file, Line: lines + 1, Col: 1}
	opener := string(bytes.TrimRight(first, " \t"))
	switch {
	case opener == yamlSyntax.fence:
		return cutFenced(at, text[blank:], &yamlSyntax)
	case opener == tomlSyntax.fence:
		return cutFenced(at, text[blank:], &tomlSyntax)
	case opensObject(text[blank:]):
		return cutObject(at, text[blank:])
	}
	if p := misplaced(at, text[blank:], opener); p != nil {
		return parts{}, p
	}
	return parts{body: text, bodyLine: 1}, nil
}

// leadingBlank is the length of the empty lines at the beginning.
func leadingBlank(text []byte) int {
	n := 0
	for {
		line, _, more := bytes.Cut(text[n:], []byte("\n"))
		if !more || len(bytes.TrimSpace(line)) > 0 {
			return n
		}
		n += len(line) + 1
	}
}

// cutFenced cuts between two fences. The library takes a file whose metadata
// never end for one without any, and would so publish them: the closing fence is
// looked for before it is asked. It also takes an indented fence, which is part
// of a text of several lines, for the end: where the two differ, the one at the
// margin holds. It is handed the metadata alone, for it copies what it reads.
func cutFenced(at problem.Pos, text []byte, x *syntax) (parts, *problem.Problem) {
	start := bytes.IndexByte(text, '\n') + 1
	end, next := closing(text, start, x.fence)
	if end < 0 {
		p := problem.Errorf(at, "the metadata that begin here never end")
		p.Hint = "close them with a line " + x.fence
		return parts{}, &p
	}
	p := parts{syntax: x, front: text[start:end], frontLine: at.Line, body: text[next:]}
	p.bodyLine = at.Line + countLines(text[:next])
	if !bytes.Contains(p.front, []byte(x.fence)) { // there is no other line to cut at
		return p, nil
	}
	keep := func(front []byte, v any) error {
		if len(front) == len(p.front) {
			*v.(*[]byte) = front
		}
		return nil
	}
	var front []byte
	in := readers.Get().(*bufio.Reader)
	defer readers.Put(in)
	in.Reset(bytes.NewReader(text[:next]))
	if _, err := frontmatter.Parse(in, &front, frontmatter.NewFormat(x.fence, x.fence, keep)); err != nil {
		fault := problem.Errorf(at, "%v", err)
		return parts{}, &fault
	}
	if front != nil {
		p.front = front
	}
	return p, nil
}

// readers saves the buffer that the library makes for what is none.
var readers = sync.Pool{New: func() any { return bufio.NewReader(nil) }}

// closing finds the closing fence: at the margin, alone on its line. It returns
// where the line begins and where the next one does.
func closing(text []byte, start int, fence string) (end, next int) {
	for at := start; at > 0 && at < len(text); {
		line, _, more := bytes.Cut(text[at:], []byte("\n"))
		after := min(at+len(line)+1, len(text))
		if string(bytes.TrimRight(line, " \t")) == fence {
			return at, after
		}
		if !more {
			break
		}
		at = after
	}
	return -1, -1
}

// opensObject tells a JSON object from text that begins with a brace.
func opensObject(text []byte) bool {
	rest, ok := bytes.CutPrefix(text, []byte("{"))
	rest = bytes.TrimLeft(rest, " \t\n")
	return ok && len(rest) > 0 && (rest[0] == '"' || rest[0] == '}')
}

// cutObject cuts after the brace that closes the object. The library only knows
// braces that stand alone on their lines, and takes the first for the last.
func cutObject(at problem.Pos, text []byte) (parts, *problem.Problem) {
	end := objectEnd(text)
	if end < 0 {
		p := problem.Errorf(at, "the metadata that begin here never end")
		p.Hint = "close them with }, and every quote on its line"
		return parts{}, &p
	}
	p := parts{syntax: &jsonSyntax, front: text[:end], frontLine: at.Line - 1}
	line, rest, _ := bytes.Cut(text[end:], []byte("\n"))
	if len(bytes.TrimSpace(line)) > 0 {
		column := utf8.RuneCount(text[bytes.LastIndexByte(text[:end], '\n')+1:end]) + 1
		p := problem.Errorf(problem.Pos{Path: at.Path, Line: at.Line + countLines(text[:end]), Col: column}, "text follows the metadata on their last line")
		p.Hint = "begin a new line after }"
		return parts{}, &p
	}
	p.body = rest
	p.bodyLine = at.Line + countLines(text[:len(text)-len(rest)])
	return p, nil
}

// objectEnd is the offset behind the brace that closes the first. A quote that
// is open at the end of a line ends the search: it would turn every other one
// inside out.
func objectEnd(text []byte) int {
	depth, quoted := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\n':
			return -1
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{':
			depth++
		case c == '}':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return -1
}

// misplaced looks for metadata in a file that does not begin with them as it
// should. Without it they would be published as text, and a draft with them.
func misplaced(at problem.Pos, text []byte, opener string) *problem.Problem {
	_, rest, _ := bytes.Cut(text, []byte("\n"))
	var p problem.Problem
	switch trimmed := strings.TrimLeft(opener, " \t"); {
	case trimmed != opener && (trimmed == yamlSyntax.fence || trimmed == tomlSyntax.fence):
		p = problem.Errorf(at, "the line that opens the metadata is indented").WithHint("write %s at the margin", trimmed)
	case isNearlyFence(trimmed) && isKey(rest):
		p = problem.Errorf(at, "%q does not open metadata", opener).WithHint("write ---")
	case isKey(text):
		p = problem.Errorf(at, "the metadata have no opening line").WithHint("begin the file with a line ---")
	default:
		return below(at, text)
	}
	return &p
}

// isNearlyFence holds for what editors make of three dashes, and for the fences
// of other programs.
func isNearlyFence(line string) bool {
	return strings.HasPrefix(line, "---") || strings.HasPrefix(line, "+++") || strings.HasPrefix(line, ";;;") ||
		line != "" && strings.Trim(line, "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212") == ""
}

// below finds metadata that stand under text.
func below(at problem.Pos, text []byte) *problem.Problem {
	start := bytes.IndexByte(text, '\n') + 1
	for {
		end, next := closing(text, start, yamlSyntax.fence)
		if end < 0 {
			return nil
		}
		if last, _ := closing(text, next, yamlSyntax.fence); isKey(text[next:]) && last > 0 {
			at.Line += countLines(text[:end])
			p := problem.Errorf(at, "metadata stand below text").WithHint("move them to the top of the file, with their lines ---")
			return &p
		}
		start = next
	}
}

// metadataKeys are those that hardly a text begins a line with.
var metadataKeys = []string{"title", "date", "author", "authors", "draft", "embargo", "expires", "lang", "slug", "summary"}

// isKey says that a text begins with "title: ", or the same for TOML.
func isKey(text []byte) bool {
	for _, key := range metadataKeys {
		rest, ok := bytes.CutPrefix(text, []byte(key))
		if rest = bytes.TrimLeft(rest, " "); ok && len(rest) > 0 && (rest[0] == ':' || rest[0] == '=') {
			return true
		}
	}
	return false
}
