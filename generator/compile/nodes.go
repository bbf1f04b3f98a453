package compile

import (
	"reflect"
	"text/template/parse"
)

// compiler compiles one template.
type compiler struct {
	set   *Set
	scope []variable
	slots int
}

// variable is one that is in scope.
type variable struct {
	name string
	slot int
	of   value
}

func (c *compiler) list(n *parse.ListNode, dot value) (step, error) {
	if n == nil {
		return func(*machine) {}, nil
	}
	depth := len(c.scope)
	defer func() { c.scope = c.scope[:depth] }()
	var steps []step
	for _, child := range n.Nodes {
		s, err := c.node(child, dot)
		if err != nil {
			return nil, err
		}
		if s != nil {
			steps = append(steps, s)
		}
	}
	if len(steps) == 1 {
		return steps[0], nil
	}
	return func(m *machine) {
		for _, s := range steps {
			s(m)
		}
	}, nil
}

func (c *compiler) node(n parse.Node, dot value) (step, error) {
	switch n := n.(type) {
	case *parse.TextNode:
		text := n.Text
		return func(m *machine) { m.out = append(m.out, text...) }, nil
	case *parse.CommentNode:
		return nil, nil
	case *parse.ActionNode:
		return c.action(n, dot)
	case *parse.IfNode:
		return c.branch(&n.BranchNode, dot, false)
	case *parse.WithNode:
		return c.branch(&n.BranchNode, dot, true)
	case *parse.RangeNode:
		return c.loop(n, dot)
	case *parse.TemplateNode:
		return c.call(n, dot)
	}
	return nil, unsupported(n, "a node of kind %T", n)
}

// action is a value that is written, or a variable that is declared.
func (c *compiler) action(n *parse.ActionNode, dot value) (step, error) {
	if len(n.Pipe.Decl) > 0 {
		v, err := c.pipeline(n.Pipe, dot)
		if err != nil {
			return nil, err
		}
		slot, err := c.declare(n.Pipe, v)
		return func(m *machine) { m.vars[m.base+slot] = v.eval(m) }, err
	}
	return c.print(n, dot)
}

// declare takes the one variable of a pipeline into scope.
func (c *compiler) declare(p *parse.PipeNode, v value) (slot int, err error) {
	if p.IsAssign || len(p.Decl) != 1 {
		return 0, unsupported(p, "an assignment")
	}
	return c.enter(p.Decl[0], v), nil
}

// enter takes a variable into scope and returns its slot. Slots are not used
// again: a template has few.
func (c *compiler) enter(n *parse.VariableNode, v value) int {
	slot := c.slots
	c.slots++
	c.scope = append(c.scope, variable{n.Ident[0], slot, v})
	return slot
}

// branch is an if or a with.
func (c *compiler) branch(n *parse.BranchNode, dot value, with bool) (step, error) {
	depth := len(c.scope)
	defer func() { c.scope = c.scope[:depth] }()
	if !with && len(n.Pipe.Decl) == 0 {
		return c.condition(n, dot)
	}
	v, err := c.pipeline(n.Pipe, dot)
	if err != nil {
		return nil, err
	}
	holds, err := truth(n.Pipe, v.typ)
	if err != nil {
		return nil, err
	}
	slot := 0
	if len(n.Pipe.Decl) > 0 {
		if slot, err = c.declare(n.Pipe, v); err != nil {
			return nil, err
		}
	}
	inner := dot
	if with {
		inner = v
	}
	yes, err := c.list(n.List, inner)
	if err != nil {
		return nil, err
	}
	no, err := c.list(n.ElseList, dot)
	return func(m *machine) {
		x := v.eval(m)
		if slot > 0 {
			m.vars[m.base+slot] = x
		}
		if !holds(x) {
			no(m)
			return
		}
		outer := m.dot
		if with {
			m.dot = x
		}
		yes(m)
		m.dot = outer
	}, err
}

// condition is an if of which only the truth is asked.
func (c *compiler) condition(n *parse.BranchNode, dot value) (step, error) {
	holds, err := c.test(n.Pipe, dot)
	if err != nil {
		return nil, err
	}
	yes, err := c.list(n.List, dot)
	if err != nil {
		return nil, err
	}
	no, err := c.list(n.ElseList, dot)
	return func(m *machine) {
		if holds(m) {
			yes(m)
		} else {
			no(m)
		}
	}, err
}

// loop is a range over a slice.
func (c *compiler) loop(n *parse.RangeNode, dot value) (step, error) {
	depth := len(c.scope)
	defer func() { c.scope = c.scope[:depth] }()
	v, err := c.pipeline(n.Pipe, dot)
	if err != nil {
		return nil, err
	}
	if v.typ.Kind() != reflect.Slice || n.Pipe.IsAssign {
		return nil, unsupported(n.Pipe, "a range over %s", v.typ)
	}
	elem := value{typ: v.typ.Elem(), addr: true}
	index, item := 0, 0
	switch decl := n.Pipe.Decl; len(decl) {
	case 1:
		item = c.enter(decl[0], elem)
	case 2:
		index, item = c.enter(decl[0], value{typ: reflect.TypeFor[int]()}), c.enter(decl[1], elem)
	}
	body, err := c.list(n.List, elem)
	if err != nil {
		return nil, err
	}
	empty, err := c.list(n.ElseList, dot)
	return func(m *machine) {
		list, outer := v.eval(m), m.dot
		if list.Len() == 0 {
			empty(m)
			return
		}
		for i := range list.Len() {
			m.dot = list.Index(i)
			if index > 0 {
				m.vars[m.base+index] = reflect.ValueOf(i)
			}
			if item > 0 {
				m.vars[m.base+item] = m.dot
			}
			body(m)
		}
		m.dot = outer
	}, err
}

// call is a template within another.
func (c *compiler) call(n *parse.TemplateNode, dot value) (step, error) {
	if n.Pipe == nil {
		return nil, unsupported(n, "a template without a view")
	}
	v, err := c.pipeline(n.Pipe, dot)
	if err != nil {
		return nil, err
	}
	p, err := c.set.program(n.Name, value{typ: v.typ, addr: v.addr})
	return func(m *machine) {
		outer := m.dot
		m.dot = v.eval(m)
		p.run(m)
		m.dot = outer
	}, err
}
