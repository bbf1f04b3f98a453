package content

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"unicode/utf8"

	"chancery/generator/problem"
)

// normalise makes text what all later stages expect: UTF-8 without byte order
// mark, lines that end in LF, no control characters. Characters that override
// the direction of text are taken out with a warning, for they can make a line
// read otherwise than it is; the marks and joiners that Arabic and Persian need
// stay. Text that needs none of this is returned as it is, not copied.
func normalise(file string, raw []byte) ([]byte, problem.List) {
	raw = bytes.TrimPrefix(raw, []byte("\ufeff"))
	if isSimple(raw) {
		return raw, nil
	}
	n := normaliser{file: file, raw: raw, out: make([]byte, 0, len(raw))}
	for n.at < len(raw) {
		n.step()
	}
	return n.out, n.report()
}

// shown is how many bad characters of a file are reported one by one: a text in
// another encoding has thousands.
const shown = 10

type normaliser struct {
	file  string
	raw   []byte
	at    int // how much of raw is in out
	out   []byte
	list  problem.List
	bad   int // characters that are errors
	taken int // characters that were taken out
	first problem.Problem
}

// step takes what needs no change up to the next character that may, and then
// that.
func (n *normaliser) step() {
	end := n.at
	for end < len(n.raw) && n.raw[end] < utf8.RuneSelf && !suspect[n.raw[end]] {
		end++
	}
	n.out = append(n.out, n.raw[n.at:end]...)
	n.at = end
	if end == len(n.raw) {
		return
	}
	r, size := utf8.DecodeRune(n.raw[end:])
	switch {
	case r == '\r':
		if end+1 < len(n.raw) && n.raw[end+1] == '\n' {
			size = 2
		}
		n.out = append(n.out, '\n')
	case r == utf8.RuneError && size == 1:
		n.fault("is not valid UTF-8 (byte %#x)", n.raw[end], "save the file as UTF-8")
	case isControl(r):
		n.fault("has a control character (%U)", r, "delete it")
	case isOverride(r):
		if n.taken++; n.taken == 1 {
			n.first = problem.Warnf(n.place(), "a character that reverses text or marks its beginning (%U) was taken out", r)
		}
	default:
		n.out = append(n.out, n.raw[end:end+size]...)
	}
	n.at += size
}

// place is where the next character stands. It counts from the beginning, for
// it is asked only a few times.
func (n *normaliser) place() problem.Pos {
	before := n.raw[:n.at]
	line := 1 + bytes.Count(before, []byte("\n")) + bytes.Count(before, []byte("\r")) - bytes.Count(before, []byte("\r\n"))
	start := bytes.LastIndexAny(before, "\r\n") + 1
	return problem.Pos{Path: n.file, Line: line, Col: utf8.RuneCount(before[start:]) + 1}
}

func (n *normaliser) fault(format string, what any, hint string) {
	if n.bad++; n.bad <= shown {
		n.list = append(n.list, problem.Errorf(n.place(), format, what).WithHint("%s", hint))
	}
}

func (n *normaliser) report() problem.List {
	if n.bad > shown {
		n.list = append(n.list, problem.Errorf(problem.Pos{Path: n.file}, "has %d more bytes or characters that are not text", n.bad-shown))
	}
	if n.taken > 1 {
		n.first.Hint = fmt.Sprintf("%d of them were found", n.taken)
	}
	if n.taken > 0 {
		n.list = append(n.list, n.first)
	}
	return n.list
}

// suspect marks bytes that begin a character which may have to be changed.
var suspect = func() (t [256]bool) {
	for c := range 0x20 {
		t[c] = c != '\n' && c != '\t'
	}
	t[0x7f], t[0xc2], t[0xe2], t[0xef] = true, true, true, true
	return t
}()

// isSimple says that there is nothing to normalise: the case of nearly all
// files.
func isSimple(raw []byte) bool {
	for rest := raw; len(rest) > 0; {
		n := min(len(rest), 8)
		if n < 8 || !isPrintable(binary.LittleEndian.Uint64(rest)) {
			for i, c := range rest[:n] {
				if suspect[c] && (c < utf8.RuneSelf || changes(rest[i:])) {
					return false
				}
			}
		}
		rest = rest[n:]
	}
	return utf8.Valid(raw)
}

// isPrintable says that eight bytes are printable ASCII: none has the highest bit,
// or gets it when one is added; and each has one of the next two.
func isPrintable(eight uint64) bool {
	const ones = 0x0101010101010101
	const highs = ones << 7
	return (eight|(eight+ones))&highs == 0 && (eight<<1|eight<<2)&highs == highs
}

// changes says that a text begins with one of the characters of isControl or
// isOverride that have more than one byte. It looks at the bytes, for dashes and
// quotes begin like them and are in every line.
func changes(s []byte) bool {
	if len(s) < 3 {
		return true // rare, and looked at more closely then
	}
	switch s[0] {
	case 0xc2:
		return s[1] < 0xa0
	case 0xe2:
		return s[1] == 0x80 && s[2] >= 0xaa && s[2] <= 0xae || s[1] == 0x81 && s[2] >= 0xa6 && s[2] <= 0xa9
	}
	return s[1] == 0xbb && s[2] == 0xbf
}

func isControl(r rune) bool {
	return r < ' ' && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0
}

// isOverride holds for what reverses text, and for a byte order mark within it.
func isOverride(r rune) bool {
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == '\ufeff'
}
