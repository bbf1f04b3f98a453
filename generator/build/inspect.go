package build

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"iter"
	"slices"

	"chancery/generator/page"
	"chancery/generator/problem"
)

// never lists what must not stand in any page, whatever a template or text has
// done: a cheap net under the escaping, not its replacement. Each has a byte in
// it that is rare, at which the search looks.
var never = []struct {
	text  string
	at    int  // of the rare byte
	pages bool // for HTML only
	what  string
}{
	{"ZgotmplZ", 0, true, "a value that html/template refused, most often an address in a template"},
	{`="javascript:`, len(`="javascript`), true, "an address that would run as a script"},
	{`="data:text`, len(`="data`), true, "an address that holds a document"},
	{`="vbscript:`, len(`="vbscript`), true, "an address that would run as a script"},
	{"://localhost", 0, false, "an address of this machine"},
	{"://127.0.0.1", 0, false, "an address of this machine"},
}

// inspect looks through a rendered page. As it reads every byte of the output,
// it does so at the speed of memory.
func inspect(p page.Page, b []byte) problem.List {
	var list problem.List
	for i := range places(b, ':') {
		if suspect(b, i) {
			list = append(list, forbidden(p, b, i)...)
		}
	}
	for i := range places(b, 'Z') {
		list = append(list, forbidden(p, b, i)...)
	}
	if i := control(b); i >= 0 {
		list = append(list, problem.Errorf(problem.Pos{Path: p.Source}, "its page would hold a control character (%#x): %s", b[i], around(b, i)))
	}
	return list
}

// places goes through the places of a byte.
func places(b []byte, c byte) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := 0; ; i++ {
			next := bytes.IndexByte(b[i:], c)
			if next < 0 || !yield(i+next) {
				return
			}
			i += next
		}
	}
}

// suspect dismisses nearly every colon by the letters beside it, as only these
// stand there in what may never be.
func suspect(b []byte, i int) bool {
	const scheme, host = 1, len("://")
	return i >= scheme && (b[i-scheme] == 't' || b[i-scheme] == 'a') ||
		i+host < len(b) && (b[i+host] == 'l' || b[i+host] == '1')
}

// forbidden finds what never may stand where a rare byte is.
func forbidden(p page.Page, b []byte, i int) problem.List {
	for _, n := range never {
		if n.text[n.at] != b[i] || i < n.at || n.pages && p.Template == "" {
			continue
		}
		if bytes.HasPrefix(b[i-n.at:], []byte(n.text)) {
			return problem.List{problem.Errorf(problem.Pos{Path: p.Source}, "its page would hold %s: %s", n.what, around(b, i))}
		}
	}
	return nil
}

// control finds a control character that is not white space. Of 32 bytes at once
// it asks first whether all are at least a space, then whether those that are not
// end lines: only tabs and what is forbidden are looked at closely.
func control(b []byte) int {
	if i := bytes.IndexByte(b, 0x7f); i >= 0 {
		return first(b[:i+1])
	}
	i := 0
	for ; i+32 <= len(b); i += 32 {
		g := (*[32]byte)(b[i:])
		w, x := binary.LittleEndian.Uint64(g[:]), binary.LittleEndian.Uint64(g[8:])
		y, z := binary.LittleEndian.Uint64(g[16:]), binary.LittleEndian.Uint64(g[24:])
		if printable(w)&printable(x)&printable(y)&printable(z)&highs == highs {
			continue
		}
		if harmless(w)&harmless(x)&harmless(y)&harmless(z)&highs == highs {
			continue
		}
		if at := first(g[:]); at >= 0 {
			return i + at
		}
	}
	if at := first(b[i:]); at >= 0 {
		return i + at
	}
	return -1
}

// Masks of one bit in each of eight bytes.
const (
	ones  = 0x0101010101010101
	highs = ones << 7
)

// printable sets the high bit of every byte that is a space or above: of those
// that have one of the three highest bits. A shift brings into the highest bit
// of a byte but lower ones of the same byte.
func printable(x uint64) uint64 { return x | x<<1 | x<<2 }

// harmless sets the high bit of every byte that is printable or ends a line.
func harmless(x uint64) uint64 { return printable(x) | same(x, '\n') | same(x, '\r') }

// same sets the high bit of every byte that is another one, and may set it where
// it is set already. Bytes below 0x80 are 0 only where they are subtracted from
// themselves, and no difference borrows from the next byte.
func same(x uint64, c byte) uint64 { return highs - (x&^highs ^ ones*uint64(c)) }

// first finds the first control character in few bytes.
func first(b []byte) int {
	return slices.IndexFunc(b, func(c byte) bool {
		return c < ' ' && c != '\n' && c != '\t' && c != '\r' || c == 0x7f
	})
}

// around is what stands about a place, for a message.
func around(b []byte, i int) string {
	return fmt.Sprintf("%.60q", b[max(0, i-20):min(len(b), i+40)])
}
