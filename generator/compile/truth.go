package compile

import (
	"cmp"
	"reflect"
	"text/template/parse"
)

// condition is a test of a template.
type condition func(*machine) bool

// test is a pipeline of which only the truth is asked.
func (c *compiler) test(p *parse.PipeNode, dot value) (condition, error) {
	if len(p.Cmds) != 1 || len(p.Decl) > 0 {
		return nil, unsupported(p, "a pipeline of several commands")
	}
	cmd := p.Cmds[0]
	if name, ok := cmd.Args[0].(*parse.IdentifierNode); ok {
		return c.function(cmd, name.Ident, cmd.Args[1:], dot)
	}
	v, err := c.command(cmd, dot)
	if err != nil {
		return nil, err
	}
	return c.holds(p, v)
}

func (c *compiler) holds(n parse.Node, v value) (condition, error) {
	t, err := truth(n, v.typ)
	return func(m *machine) bool { return t(v.eval(m)) }, err
}

// argument is the truth of an argument of and, or or not.
func (c *compiler) argument(n parse.Node, dot value) (condition, error) {
	if p, ok := n.(*parse.PipeNode); ok {
		return c.test(p, dot)
	}
	v, err := c.operand(n, dot)
	if err != nil {
		return nil, err
	}
	return c.holds(n, v)
}

// function is a test by one of the language's own functions.
func (c *compiler) function(n parse.Node, name string, args []parse.Node, dot value) (condition, error) {
	switch name {
	case "and", "or", "not":
		var tests []condition
		for _, arg := range args {
			t, err := c.argument(arg, dot)
			if err != nil {
				return nil, err
			}
			tests = append(tests, t)
		}
		return logic(n, name, tests)
	case "eq", "ne", "lt", "le", "gt", "ge":
		if len(args) != 2 {
			return nil, unsupported(n, "a comparison of %d values", len(args))
		}
		a, err := c.operand(args[0], dot)
		if err != nil {
			return nil, err
		}
		b, err := c.operand(args[1], dot)
		if err != nil {
			return nil, err
		}
		return comparison(n, name, a, b)
	}
	return nil, unsupported(n, "the function %s in a test", name)
}

func logic(n parse.Node, name string, tests []condition) (condition, error) {
	if name == "not" {
		if len(tests) != 1 {
			return nil, unsupported(n, "not takes one value")
		}
		return func(m *machine) bool { return !tests[0](m) }, nil
	}
	end := name == "or" // the truth at which it ends
	return func(m *machine) bool {
		for _, t := range tests {
			if t(m) == end {
				return end
			}
		}
		return !end
	}, nil
}

// comparison compares two texts or two whole numbers.
func comparison(n parse.Node, name string, a, b value) (condition, error) {
	var order func(m *machine) int
	switch {
	case a.typ.Kind() == reflect.String && b.typ.Kind() == reflect.String:
		order = func(m *machine) int { return cmp.Compare(a.eval(m).String(), b.eval(m).String()) }
	case a.typ.Kind() == reflect.Int && b.typ.Kind() == reflect.Int:
		order = func(m *machine) int { return cmp.Compare(a.eval(m).Int(), b.eval(m).Int()) }
	default:
		return nil, unsupported(n, "a comparison of %s with %s", a.typ, b.typ)
	}
	accept := map[string][3]bool{ // less, equal, greater
		"eq": {false, true, false}, "ne": {true, false, true}, "lt": {true, false, false},
		"le": {true, true, false}, "gt": {false, false, true}, "ge": {false, true, true},
	}[name]
	return func(m *machine) bool { return accept[order(m)+1] }, nil
}

// truth is how a value of a type is true or false, as text/template has it.
func truth(n parse.Node, t reflect.Type) (func(reflect.Value) bool, error) {
	switch t.Kind() {
	case reflect.String, reflect.Slice, reflect.Map, reflect.Array:
		return func(v reflect.Value) bool { return v.Len() > 0 }, nil
	case reflect.Bool:
		return reflect.Value.Bool, nil
	case reflect.Int, reflect.Int64, reflect.Int32, reflect.Int16, reflect.Int8:
		return func(v reflect.Value) bool { return v.Int() != 0 }, nil
	case reflect.Pointer:
		return func(v reflect.Value) bool { return !v.IsNil() }, nil
	case reflect.Struct:
		return func(reflect.Value) bool { return true }, nil
	case reflect.Interface:
		return inside, nil
	}
	return nil, unsupported(n, "the truth of %s", t)
}

// inside is the truth of what an interface holds.
func inside(v reflect.Value) bool {
	if v.IsNil() {
		return false
	}
	holds, err := truth(nil, v.Elem().Type())
	if err != nil {
		fail(err)
	}
	return holds(v.Elem())
}
