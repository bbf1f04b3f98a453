package build

import (
	"bytes"
	"encoding/binary"
	"fmt"
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

// inspect looks through a rendered page.
func inspect(p page.Page, b []byte) problem.List {
	var list problem.List
	for _, rare := range []byte(":Z") {
		for i := 0; ; i++ {
			next := bytes.IndexByte(b[i:], rare)
			if next < 0 {
				break
			}
			i += next
			list = append(list, forbidden(p, b, i)...)
		}
	}
	if i := control(b); i >= 0 {
		list = append(list, problem.Errorf(problem.Pos{Path: p.Source}, "its page would hold a control character (%#x): %s", b[i], around(b, i)))
	}
	return list
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

// control finds a control character that is not white space. It looks at eight
// bytes at a time: subtracting makes the high bit of a byte that is too small
// set (Hacker's Delight, 6-1), and the few such groups are looked at closely.
func control(b []byte) int {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	i := 0
	for ; i+8 <= len(b); i += 8 {
		x := binary.LittleEndian.Uint64(b[i:])
		del := x ^ ones*0x7f
		if ((x-ones*' ')&^x|(del-ones)&^del)&highs == 0 {
			continue
		}
		if at := controlIn(b[i : i+8]); at >= 0 {
			return i + at
		}
	}
	if at := controlIn(b[i:]); at >= 0 {
		return i + at
	}
	return -1
}

func controlIn(b []byte) int {
	return slices.IndexFunc(b, func(c byte) bool {
		return c < ' ' && c != '\n' && c != '\t' && c != '\r' || c == 0x7f
	})
}

// around is what stands about a place, for a message.
func around(b []byte, i int) string {
	return fmt.Sprintf("%.60q", b[max(0, i-20):min(len(b), i+40)])
}
