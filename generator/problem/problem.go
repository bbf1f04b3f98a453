// Package problem describes what is wrong with an input: where, what, and what
// to write instead. Every stage returns problems as values; only the command
// line prints them, so they look the same everywhere.
package problem

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Severity says whether a problem stops the build.
type Severity uint8

const (
	Error   Severity = iota // nothing is written while one exists
	Warning                 // the build goes on
)

// String is the word printed and written to JSON.
func (s Severity) String() string {
	if s == Warning {
		return "warning"
	}
	return "error"
}

// Subject says what in a text a problem is about, for readers that sort them.
type Subject string

// The subjects; problems of other things have none.
const (
	Event     Subject = "event"     // a dated line that was not understood, or is doubtful
	Reference Subject = "reference" // a link or picture that does not resolve, or is not taken
	Citation  Subject = "citation"  // a mark without a source
)

// Pos is a place in an input file.
type Pos struct {
	Path string // slash-separated, relative to the site folder
	Line int    // from 1; 0 when the problem concerns the whole file
	Col  int    // from 1, in characters, not bytes; 0 when unknown
}

// String renders path:line:col, as far as they are known.
func (p Pos) String() string {
	switch {
	case p.Line == 0:
		return p.Path
	case p.Col == 0:
		return fmt.Sprintf("%s:%d", p.Path, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.Path, p.Line, p.Col)
}

// Problem is one thing that is wrong with an input.
type Problem struct {
	Pos
	Severity Severity
	Message  string // lower case, no period, what is wrong
	Hint     string // what to write instead; empty when unknown
	About    Subject
	Private  bool // speaks of what is not public: for the author's eyes
}

// Errorf makes a problem that stops the build.
func Errorf(pos Pos, format string, args ...any) Problem {
	return Problem{Pos: pos, Severity: Error, Message: fmt.Sprintf(format, args...)}
}

// Warnf makes a problem that does not stop the build.
func Warnf(pos Pos, format string, args ...any) Problem {
	return Problem{Pos: pos, Severity: Warning, Message: fmt.Sprintf(format, args...)}
}

// WithHint returns the problem with a remedy.
func (p Problem) WithHint(format string, args ...any) Problem {
	p.Hint = fmt.Sprintf(format, args...)
	return p
}

// Concerning returns the problem with its subject.
func (p Problem) Concerning(s Subject) Problem {
	p.About = s
	return p
}

// String renders the problem as one line, and its hint as a second.
func (p Problem) String() string {
	var b strings.Builder
	if s := p.Pos.String(); s != "" {
		b.WriteString(s + ": ")
	}
	if p.Severity == Warning {
		b.WriteString("warning: ")
	}
	b.WriteString(p.Message)
	if p.Hint != "" {
		b.WriteString("\n\thint: " + p.Hint)
	}
	return b.String()
}

// List is all problems of a run.
type List []Problem

// Sort orders problems by path, line, column, and message.
func (l List) Sort() {
	slices.SortStableFunc(l, func(a, b Problem) int {
		return cmp.Or(
			strings.Compare(a.Path, b.Path),
			cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.Col, b.Col),
			strings.Compare(a.Message, b.Message),
		)
	})
}

// With is a sorted list with other problems in the place of those at a path.
func (l List) With(path string, other List) List {
	byPath := func(p Problem, path string) int { return strings.Compare(p.Path, path) }
	start, _ := slices.BinarySearchFunc(l, path, byPath)
	end, _ := slices.BinarySearchFunc(l, path+"\x00", byPath)
	other = slices.Clone(other)
	other.Sort()
	if slices.Equal(l[start:end], other) {
		return l
	}
	return slices.Concat(l[:start], other, l[end:])
}

// Errors counts the problems that stop a build.
func (l List) Errors() int {
	n := 0
	for _, p := range l {
		if p.Severity == Error {
			n++
		}
	}
	return n
}
