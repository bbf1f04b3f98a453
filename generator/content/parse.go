package content

import (
	"bytes"

	"chancery/generator/data"
	"chancery/generator/problem"
)

// Limits bound what is read of one file, in bytes; 0 is no limit.
type Limits struct {
	Source int // the whole file
	Front  int // its metadata
}

// Parse reads one file. With problems that are errors the source has no use.
// The body may share the memory of raw.
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
	if p, ok := strangeLanguage(file, languages); ok {
		list = append(list, p)
	}
	if list.Errors() > 0 {
		return s, list
	}
	parts, p := split(file, text)
	if p != nil {
		return s, append(list, *p)
	}
	s.Body, s.BodyLine, s.FrontLine = parts.body, parts.bodyLine, parts.frontLine
	return s, append(list, s.readFront(parts, lim)...)
}

func (s *Source) readFront(parts parts, lim Limits) problem.List {
	if parts.syntax == nil {
		return nil
	}
	if lim.Front > 0 && len(parts.front) > lim.Front {
		p := problem.Errorf(problem.Pos{Path: s.Path, Line: s.FrontLine + 1, Col: 1}, "the metadata are larger than %d bytes", lim.Front)
		return problem.List{p.WithHint("move text below the metadata, or raise limits.front_matter_bytes in site.yaml")}
	}
	node, faults := parts.syntax.read(parts.front)
	d := data.Decoder{Path: s.Path, Offset: s.FrontLine}
	d.Faults(faults)
	s.Front = node
	return d.Problems
}

// parts is a file cut in two.
type parts struct {
	syntax    *syntax // nil when there are no metadata
	front     []byte
	frontLine int // lines before front
	body      []byte
	bodyLine  int // from 1
}

// countLines is the number of lines that end in a text.
func countLines(text []byte) int { return bytes.Count(text, []byte("\n")) }
