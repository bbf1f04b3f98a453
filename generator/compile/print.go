package compile

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html/template"
	"reflect"
	"strconv"
	"strings"
	"text/template/parse"
	"unicode/utf8"

	"chancery/generator/escape"
)

// The escapers of html/template, by the names under which it writes them into
// the trees, joined in the order in which they apply.
const (
	inText   = "_html_template_htmlescaper"
	inAttr   = "_html_template_attrescaper"
	inTitle  = "_html_template_rcdataescaper"
	inURL    = "_html_template_urlfilter _html_template_urlnormalizer _html_template_attrescaper"
	inPath   = "_html_template_urlnormalizer _html_template_attrescaper"
	inPart   = "_html_template_urlescaper _html_template_attrescaper" // behind # or ? of an address
	inScript = "_html_template_jsvalescaper"
)

// around is a template in which an action is escaped in just one of these ways.
var around = map[string][2]string{
	inText:   {"<p>", "</p>"},
	inAttr:   {`<p title="`, `">`},
	inTitle:  {"<title>", "</title>"},
	inURL:    {`<a href="`, `">`},
	inPath:   {`<a href="/`, `">`},
	inPart:   {`<a href="#`, `">`},
	inScript: {`<script type="application/ld+json">`, "</script>"},
}

// context is one way of escaping: a template of a single action, whose output
// begins and ends with what is always the same.
type context struct {
	whole      *template.Template
	head, tail int // lengths
}

func (s *Set) context(escapers string) (*context, bool) {
	if c, ok := s.escapes[escapers]; ok {
		return c, true
	}
	about, ok := around[escapers]
	if !ok {
		return nil, false
	}
	t := template.Must(template.New("").Parse(about[0] + "{{.}}" + about[1]))
	c := &context{t, len(about[0]), len(about[1])}
	s.escapes[escapers] = c
	return c, true
}

// append has html/template write a value.
func (c *context) append(dst []byte, v reflect.Value) ([]byte, error) {
	var b bytes.Buffer
	if err := c.whole.Execute(&b, v.Interface()); err != nil {
		return dst, err
	}
	return append(dst, b.Bytes()[c.head:b.Len()-c.tail]...), nil
}

// print is an action that writes a value.
func (c *compiler) print(n *parse.ActionNode, dot value) (step, error) {
	cmds := n.Pipe.Cmds
	names := make([]string, 0, 3)
	for _, cmd := range cmds[1:] {
		id, ok := cmd.Args[0].(*parse.IdentifierNode)
		if !ok || len(cmd.Args) > 1 {
			return nil, unsupported(n, "a pipeline of several commands")
		}
		names = append(names, id.Ident)
	}
	escapers := strings.Join(names, " ")
	if id, ok := cmds[0].Args[0].(*parse.IdentifierNode); ok {
		return c.piece(n, id.Ident, cmds[0].Args[1:], escapers, dot)
	}
	if self, ok := c.appender(cmds[0], dot); ok && escapers == inText {
		return self, nil
	}
	v, err := c.command(cmds[0], dot)
	if err != nil {
		return nil, err
	}
	escape, ok := c.set.context(escapers)
	if !ok {
		return nil, unsupported(n, "escaped by %s", escapers)
	}
	return printer(v, escapers, escape), nil
}

// Appender is a value whose method HTML returns finished HTML, and that can
// append the same instead: long texts need not be made as strings.
type Appender interface {
	HTML() (template.HTML, error)
	AppendHTML(dst []byte) ([]byte, error)
}

// appender is the step that writes {{.Body.HTML}}, if the body is an Appender.
func (c *compiler) appender(n *parse.CommandNode, dot value) (step, bool) {
	var of parse.Node
	switch first := n.Args[0].(type) {
	case *parse.FieldNode:
		if last := len(first.Ident) - 1; first.Ident[last] == "HTML" {
			of = &parse.FieldNode{NodeType: parse.NodeField, Pos: first.Pos, Ident: first.Ident[:last]}
			if last == 0 {
				of = &parse.DotNode{NodeType: parse.NodeDot, Pos: first.Pos}
			}
		}
	case *parse.VariableNode:
		if last := len(first.Ident) - 1; first.Ident[last] == "HTML" {
			of = &parse.VariableNode{NodeType: parse.NodeVariable, Pos: first.Pos, Ident: first.Ident[:last]}
		}
	}
	if of == nil || len(n.Args) > 1 {
		return nil, false
	}
	v, err := c.operand(of, dot)
	if err != nil || !v.typ.Implements(reflect.TypeFor[Appender]()) || v.typ.Kind() == reflect.Pointer {
		return nil, false
	}
	return func(m *machine) {
		out, err := v.eval(m).Interface().(Appender).AppendHTML(m.out)
		if err != nil {
			fail(err)
		}
		m.out = out
	}, true
}

// piece is a call of one of the set's own functions, whose HTML is finished.
func (c *compiler) piece(n parse.Node, name string, args []parse.Node, escapers string, dot value) (step, error) {
	call, ok := c.set.funcs[name]
	if !ok || escapers != inText {
		return nil, unsupported(n, "the function %s, escaped by %s", name, escapers)
	}
	given := make([]value, len(args))
	for i, arg := range args {
		var err error
		if given[i], err = c.operand(arg, dot); err != nil {
			return nil, err
		}
	}
	return func(m *machine) {
		at := len(m.args)
		for _, a := range given {
			m.args = append(m.args, a.eval(m))
		}
		out, err := call(m.out, m.args[at:])
		m.args = m.args[:at]
		if err != nil {
			fail(err)
		}
		m.out = out
	}, nil
}

// printer writes a value in the way that its type and place make the plainest.
// Whatever is not plain is left to html/template.
func printer(v value, escapers string, escape *context) step {
	slow := func(m *machine, x reflect.Value) {
		out, err := escape.append(m.out, x)
		if err != nil {
			fail(err)
		}
		m.out = out
	}
	text := v.typ == reflect.TypeFor[string]()
	plain := map[string]func([]byte, string) ([]byte, bool){inURL: appendURL, inPath: appendPart, inPart: appendPart}[escapers]
	switch {
	case text && plain != nil:
		return func(m *machine) {
			x := v.eval(m)
			if out, ok := plain(m.out, x.String()); ok {
				m.out = out
				return
			}
			slow(m, x)
		}
	case text && escapers != inScript:
		return func(m *machine) { m.out, _ = references.Append(m.out, v.eval(m).String()) }
	case v.typ == reflect.TypeFor[template.HTML]() && escapers == inText:
		return func(m *machine) { m.out = append(m.out, v.eval(m).String()...) }
	case escapers == inScript:
		return func(m *machine) {
			x := v.eval(m)
			if out, ok := appendJSON(m.out, x); ok {
				m.out = out
				return
			}
			slow(m, x)
		}
	case v.typ == reflect.TypeFor[int]() && plain == nil:
		return func(m *machine) { m.out = strconv.AppendInt(m.out, v.eval(m).Int(), 10) }
	}
	return func(m *machine) { slow(m, v.eval(m)) }
}

// appendJSON writes a struct as html/template does within a script, where what
// encoding/json writes of one stands as it is. It leaves all other values alone.
func appendJSON(dst []byte, v reflect.Value) ([]byte, bool) {
	whole := v // what leads to the struct: to take that out of it would be a copy
	for v.Kind() == reflect.Interface || v.Kind() == reflect.Pointer {
		if v.Type().Implements(reflect.TypeFor[json.Marshaler]()) {
			return dst, false
		}
		whole, v = v, v.Elem()
	}
	if v.Kind() != reflect.Struct || !whole.CanInterface() {
		return dst, false
	}
	if t := v.Type(); t.Implements(reflect.TypeFor[json.Marshaler]()) || t.Implements(reflect.TypeFor[fmt.Stringer]()) {
		return dst, false
	}
	b := bytes.NewBuffer(dst)
	if json.NewEncoder(b).Encode(whole.Interface()) != nil {
		return dst, false
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), true
}

// references are the characters that html/template writes as references in text
// and in quoted attributes. Text from files has no NUL; it is there so that no
// value at all is written otherwise.
var references = escape.New("\x00", "\ufffd", `"`, "&#34;", "&", "&amp;", "'", "&#39;", "+", "&#43;", "<", "&lt;", ">", "&gt;")

// Kinds of characters of addresses.
const (
	unreserved = 1 << iota // may stand anywhere as they are (RFC 3986, 2.3)
	delimiting             // in a whole address as well
	encoding               // there, before two hexadecimal digits
	foreign                // not ASCII, which html/template encodes byte by byte
)

var addressing = func() (kinds [256]uint8) {
	for c := range kinds {
		switch {
		case c >= utf8.RuneSelf:
			kinds[c] = foreign
		case 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~", byte(c)) >= 0:
			kinds[c] = unreserved
		case strings.IndexByte("/#?", byte(c)) >= 0:
			kinds[c] = delimiting
		}
	}
	kinds['%'] = encoding
	return kinds
}()

// appendURL writes an address in a quoted attribute, if it is a path of this site
// or a web address, of characters that no escaper touches or that are not ASCII.
func appendURL(dst []byte, s string) ([]byte, bool) {
	rest, web := strings.CutPrefix(s, "https://")
	if !web && !strings.HasPrefix(s, "/") && !strings.HasPrefix(s, "#") {
		return dst, false
	}
	return appendAddress(append(dst, s[:len(s)-len(rest)]...), rest, unreserved|delimiting|encoding)
}

// appendPart does the same with a part of an address.
func appendPart(dst []byte, s string) ([]byte, bool) { return appendAddress(dst, s, unreserved) }

// appendAddress writes what is of some kinds as it is, and what is foreign encoded.
func appendAddress(dst []byte, s string, plain uint8) ([]byte, bool) {
	const digits = "0123456789abcdef"
	at := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch kind := addressing[c]; {
		case kind == foreign:
			dst = append(append(dst, s[at:i]...), '%', digits[c>>4], digits[c&15])
			at = i + 1
		case kind&plain == 0, kind == encoding && (i+2 >= len(s) || !isHex(s[i+1]) || !isHex(s[i+2])):
			return dst, false
		}
	}
	return append(dst, s[at:]...), true
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
