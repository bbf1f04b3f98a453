package markdown

import (
	"bytes"
	"regexp"

	"chancery/generator/problem"
)

// exceeded looks for what would cost far more than its length, before the
// parser sees it: deep nesting, wide tables, countless footnotes, runs of
// brackets. It is linear in the text.
func (l Limits) exceeded(src []byte, starts []int, in Input) (problem.Problem, bool) {
	if !l.mayExceed(src, starts) {
		return problem.Problem{}, false
	}
	return l.examine(src, in)
}

// examine finds what mayExceed suspects, and where it stands.
func (l Limits) examine(src []byte, in Input) (problem.Problem, bool) {
	cells, columns, notes, run := 0, 0, 0, 0
	line := in.Line
	for rest := src; len(rest) > 0; line++ {
		row, after, _ := bytes.Cut(rest, []byte("\n"))
		rest = after
		at := problem.Pos{Path: in.Path, Line: line, Col: 1}
		if depth := nesting(row); depth > l.Depth {
			return problem.Errorf(at, "quotes and lists are nested deeper than %d", l.Depth).
				WithHint("flatten them, or raise limits.depth in site.yaml"), true
		}
		if n := bytes.Count(row, []byte("|")); n > 0 {
			columns = max(columns, n)
			cells += columns // a short row is filled up to the width of its table
		} else {
			columns = 0
		}
		if cells > l.TableCells {
			return problem.Errorf(at, "tables have more than %d cells", l.TableCells).
				WithHint("split the table, or raise limits.table_cells in site.yaml"), true
		}
		if notes += bytes.Count(row, []byte("[^")); notes > 2*l.Footnotes {
			return problem.Errorf(at, "there are more than %d footnotes", l.Footnotes).
				WithHint("raise limits.footnotes in site.yaml"), true
		}
		if run = brackets(row, run); run > mostOpen {
			return problem.Errorf(at, "more than %d brackets or marks of emphasis are opened and not closed", mostOpen).
				WithHint("put code between lines of ```"), true
		}
	}
	return problem.Problem{}, false
}

// mayExceed says quickly of nearly every text that it does not.
func (l Limits) mayExceed(src []byte, starts []int) bool {
	open := 0
	for _, c := range []byte("[*_`<~") {
		open += bytes.Count(src, []byte{c})
	}
	if open > mostOpen || bytes.IndexByte(src, '|') >= 0 || bytes.Count(src, []byte("[^")) > 2*l.Footnotes {
		return true
	}
	for _, at := range starts {
		if at < len(src) && opensBlock(src[at]) && nesting(src[at:]) > l.Depth {
			return true
		}
	}
	return false
}

// opensBlock says that a line which begins so may lie in something.
func opensBlock(c byte) bool {
	return c == ' ' || c == '\t' || c == '>' || c == '-' || c == '*' || c == '+'
}

// mostOpen bounds what a paragraph may open without closing: matching them is
// quadratic. In real texts it is below ten.
const mostOpen = 2000

// brackets counts marks that may have to be matched, from the start of a
// paragraph on.
func brackets(row []byte, run int) int {
	if len(bytes.TrimSpace(row)) == 0 {
		return 0
	}
	for _, c := range row {
		switch c {
		case '[', '*', '_', '`', '<', '~':
			run++
		}
	}
	return run
}

// nesting is how deep a line lies in quotes and lists, by the marks and the
// indentation at its start.
func nesting(row []byte) int {
	depth, spaces := 0, 0
	for i := 0; i < len(row); i++ {
		switch c := row[i]; {
		case c == ' ':
			if spaces++; spaces%2 == 0 && spaces > 4 {
				depth++
			}
		case c == '\t':
			depth++
		case c == '>':
			depth++
		case (c == '-' || c == '*' || c == '+') && i+1 < len(row) && row[i+1] == ' ':
			depth++
		default:
			return depth
		}
	}
	return depth
}

// prepare makes of what people paste what Markdown knows, line by line: bullets
// of chat and word processors, and numbers with a bracket. Nothing is moved
// from its line.
func prepare(src []byte) []byte {
	if bytes.Contains(src, []byte("&#")) {
		src = controls.ReplaceAll(src, []byte("\ufffd"))
	}
	if !bytes.Contains(src, []byte("•")) && !bytes.Contains(src, []byte("◦")) && !bytes.Contains(src, []byte("▪")) {
		return src
	}
	return bullets.ReplaceAll(src, []byte("${1}- "))
}

// controls are control characters in disguise.
var controls = regexp.MustCompile(`&#(?:0*(?:[0-9]|[12][0-9]|3[01]|12[7-9]|1[345][0-9])|[xX]0*(?:[01]?[0-9a-fA-F]|7[fF]|[89][0-9a-fA-F]));?`)

var bullets = regexp.MustCompile(`(?m)^([ \t]*)[•◦▪][ \t\x{a0}]*`)
