package compile

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"text/template/parse"
)

// value is an expression whose type is known.
type value struct {
	typ  reflect.Type
	addr bool // addressable, so that the methods of its pointer count
	eval func(*machine) reflect.Value
}

// pipeline is a pipeline of one command: all that plain templates have before
// html/template adds its escapers.
func (c *compiler) pipeline(p *parse.PipeNode, dot value) (value, error) {
	if len(p.Cmds) != 1 {
		return value{}, unsupported(p, "a pipeline of several commands")
	}
	return c.command(p.Cmds[0], dot)
}

func (c *compiler) command(n *parse.CommandNode, dot value) (value, error) {
	switch first := n.Args[0].(type) {
	case *parse.FieldNode:
		return c.chain(first, value{dot.typ, dot.addr, atDot}, first.Ident, n.Args[1:], dot)
	case *parse.VariableNode:
		v, err := c.variable(first)
		if err != nil {
			return value{}, err
		}
		return c.chain(first, v, first.Ident[1:], n.Args[1:], dot)
	}
	if len(n.Args) > 1 {
		return value{}, unsupported(n, "a function's result as a value")
	}
	return c.operand(n.Args[0], dot)
}

// operand is a value that stands by itself.
func (c *compiler) operand(n parse.Node, dot value) (value, error) {
	switch n := n.(type) {
	case *parse.DotNode:
		return value{dot.typ, dot.addr, atDot}, nil
	case *parse.FieldNode:
		return c.chain(n, value{dot.typ, dot.addr, atDot}, n.Ident, nil, dot)
	case *parse.VariableNode:
		v, err := c.variable(n)
		if err != nil {
			return value{}, err
		}
		return c.chain(n, v, n.Ident[1:], nil, dot)
	case *parse.StringNode:
		return constant(n.Text), nil
	case *parse.BoolNode:
		return constant(n.True), nil
	case *parse.NumberNode:
		if n.IsInt && !strings.ContainsAny(n.Text, ".eEpP'") { // an int wherever its type is open
			return constant(int(n.Int64)), nil
		}
	}
	return value{}, unsupported(n, "an operand of kind %T", n)
}

func atDot(m *machine) reflect.Value { return m.dot }

func constant(of any) value {
	v := reflect.ValueOf(of)
	return value{typ: v.Type(), eval: func(*machine) reflect.Value { return v }}
}

func (c *compiler) variable(n *parse.VariableNode) (value, error) {
	for _, v := range slices.Backward(c.scope) {
		if v.name == n.Ident[0] {
			slot := v.slot
			return value{v.of.typ, v.of.addr, func(m *machine) reflect.Value { return m.vars[m.base+slot] }}, nil
		}
	}
	return value{}, unsupported(n, "an unknown variable")
}

// chain follows fields and methods from a value. The arguments are the last
// one's, which is then a method.
func (c *compiler) chain(n parse.Node, v value, names []string, args []parse.Node, dot value) (value, error) {
	if len(names) == 0 && len(args) > 0 {
		return value{}, unsupported(n, "arguments to what is no method")
	}
	for i, name := range names {
		var given []parse.Node
		if i == len(names)-1 {
			given = args
		}
		var err error
		if v, err = c.member(n, v, name, given, dot); err != nil {
			return value{}, err
		}
	}
	return v, nil
}

// member is a method of a value or, when there is none of that name, a field.
func (c *compiler) member(n parse.Node, v value, name string, args []parse.Node, dot value) (value, error) {
	if m, ok := v.typ.MethodByName(name); ok && v.typ.Kind() != reflect.Interface {
		return c.method(n, v, m, args, dot)
	}
	if v.addr && v.typ.Kind() != reflect.Pointer {
		if m, ok := reflect.PointerTo(v.typ).MethodByName(name); ok {
			of := v.eval
			v = value{typ: reflect.PointerTo(v.typ), eval: func(m *machine) reflect.Value { return of(m).Addr() }}
			return c.method(n, v, m, args, dot)
		}
	}
	if len(args) > 0 {
		return value{}, unsupported(n, "arguments to what is no method")
	}
	return field(n, v, name)
}

// field is a field of a struct, or of one that is pointed to.
func field(n parse.Node, v value, name string) (value, error) {
	eval, addr, typ := v.eval, v.addr, v.typ
	if typ.Kind() == reflect.Pointer {
		eval, addr, typ = pointed(n, eval), true, typ.Elem()
	}
	if typ.Kind() != reflect.Struct {
		return value{}, unsupported(n, "a field of %s", v.typ)
	}
	f, ok := typ.FieldByName(name)
	if !ok || !f.IsExported() || f.Type.Kind() == reflect.Func {
		return value{}, unsupported(n, "%s has no field %s with a value", typ, name)
	}
	for _, i := range f.Index[:len(f.Index)-1] { // of structs that are embedded
		if !typ.Field(i).IsExported() { // what is read through it cannot be handed on
			return value{}, unsupported(n, "%s has an embedded field that is not exported", typ)
		}
		outer, at := eval, i
		inner := typ.Field(i).Type
		eval, typ = func(m *machine) reflect.Value { return outer(m).Field(at) }, inner
		if inner.Kind() == reflect.Pointer {
			eval, addr, typ = pointed(n, eval), true, inner.Elem()
		}
	}
	outer, at := eval, f.Index[len(f.Index)-1]
	return value{f.Type, addr, func(m *machine) reflect.Value { return outer(m).Field(at) }}, nil
}

// pointed follows a pointer, which must lead somewhere.
func pointed(n parse.Node, eval func(*machine) reflect.Value) func(*machine) reflect.Value {
	return func(m *machine) reflect.Value {
		p := eval(m)
		if p.IsNil() {
			fail(fmt.Errorf("%s: nil pointer evaluating %s", n, p.Type()))
		}
		return p.Elem()
	}
}

// method is the result of a call. A second result is an error.
func (c *compiler) method(n parse.Node, v value, of reflect.Method, args []parse.Node, dot value) (value, error) {
	t := of.Type // the receiver is its first argument
	failing := t.NumOut() == 2 && t.Out(1) == reflect.TypeFor[error]()
	if t.NumIn() != 1+len(args) || t.IsVariadic() || t.NumOut() != 1 && !failing {
		return value{}, unsupported(n, "%s takes other arguments", of.Name)
	}
	given := make([]value, len(args))
	for i, arg := range args {
		a, err := c.operand(arg, dot)
		if err != nil {
			return value{}, err
		}
		if !a.typ.AssignableTo(t.In(i + 1)) {
			return value{}, unsupported(n, "%s takes %s, not %s", of.Name, t.In(i+1), a.typ)
		}
		given[i] = a
	}
	on, at := v.eval, of.Index
	return value{t.Out(0), false, func(m *machine) reflect.Value {
		receiver := on(m)
		if receiver.Kind() == reflect.Pointer && receiver.IsNil() {
			fail(fmt.Errorf("%s: nil pointer evaluating %s.%s", n, receiver.Type(), of.Name))
		}
		in := make([]reflect.Value, len(given))
		for i, a := range given {
			in[i] = a.eval(m)
		}
		out := receiver.Method(at).Call(in)
		if failing && !out[1].IsNil() {
			fail(fmt.Errorf("%s: %w", n, out[1].Interface().(error)))
		}
		return out[0]
	}}, nil
}
