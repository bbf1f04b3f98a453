package build

import (
	"bytes"
	"fmt"
	"strings"

	"chancery/generator/page"
	"chancery/generator/problem"
)

// never lists what must not stand in any page, whatever a template or text has
// done: a cheap net under the escaping, not its replacement.
var never = []struct{ text, what string }{
	{"ZgotmplZ", "a value that html/template refused, most often an address in a template"},
	{`="javascript:`, "an address that would run as a script"},
	{`="data:text`, "an address that holds a document"},
	{`="vbscript:`, "an address that would run as a script"},
	{"://localhost", "an address of this machine"},
	{"://127.0.0.1", "an address of this machine"},
}

// inspect looks through a rendered page.
func inspect(p page.Page, b []byte) problem.List {
	var list problem.List
	for _, n := range never {
		if i := bytes.Index(b, []byte(n.text)); i >= 0 && (p.Template != "" || strings.HasPrefix(n.text, "://")) {
			list = append(list, problem.Errorf(problem.Pos{Path: p.Source}, "its page would hold %s: %s", n.what, around(b, i)))
		}
	}
	if i := control(b); i >= 0 {
		list = append(list, problem.Errorf(problem.Pos{Path: p.Source}, "its page would hold a control character (%#x): %s", b[i], around(b, i)))
	}
	return list
}

// control finds a control character that is not white space.
func control(b []byte) int {
	for i, c := range b {
		if c < ' ' && c != '\n' && c != '\t' && c != '\r' || c == 0x7f {
			return i
		}
	}
	return -1
}

// around is what stands about a place, for a message.
func around(b []byte, i int) string {
	return fmt.Sprintf("%.60q", b[max(0, i-20):min(len(b), i+40)])
}
