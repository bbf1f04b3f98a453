// Package compile turns templates that html/template has escaped into closures
// for the types of their views, so that a page costs what is written on it and
// not the interpretation of its template.
//
// html/template stays the judge of everything. It decides what each action is
// escaped with, and this package follows what it has written into the parsed
// trees; a value with a character that needs escaping beyond the six of plain
// HTML text goes through html/template itself. Whatever is outside the plain
// part of the language — assignments, break, maps, fields of interfaces, a
// template called within an attribute — is not compiled: New says so, and the
// template is left to html/template as a whole, which is slower and nothing
// else.
//
// text/template finds fields by name, boxes every value, and formats it through
// an interface: about a microsecond an action, of which a page has hundreds.
// With the types known beforehand it is a few tens of nanoseconds.
package compile

import (
	"errors"
	"fmt"
	"html/template"
	"io"
	"reflect"
	"sync"
	"text/template/parse"
)

// Func is a function that templates may call by name, which appends finished
// HTML. In the template's own function map stands one of the same meaning that
// returns template.HTML.
type Func func(dst []byte, args []reflect.Value) ([]byte, error)

// Program is a compiled template. It is safe for concurrent use.
type Program struct {
	body     step
	slots    int // variables it needs at once
	machines *sync.Pool
}

// Set compiles the templates of one html/template set. Templates that several
// others call are compiled once for each type of view they are called with. It
// is not safe for concurrent use; its programs are.
type Set struct {
	set     *template.Template
	funcs   map[string]Func
	done    map[key]*Program
	escapes map[string]*context
	// machines holds what renderings have worked with, which has no meaning
	// between two of them.
	machines *sync.Pool
}

type key struct {
	name string
	view reflect.Type
	addr bool // the view is addressable, so that it has the methods of its pointer
}

// errUnsupported is wrapped by what New says of a template that is not compiled.
var errUnsupported = errors.New("not compiled")

func unsupported(n parse.Node, why string, args ...any) error {
	return fmt.Errorf("%w: %s: %s", errUnsupported, n, fmt.Sprintf(why, args...))
}

// IsUnsupported reports that a template is sound, but uses more of the language
// than is compiled.
func IsUnsupported(err error) bool { return errors.Is(err, errUnsupported) }

// NewSet prepares the templates of a set, which may not be parsed into any more.
func NewSet(set *template.Template, funcs map[string]Func) *Set {
	return &Set{
		set: set, funcs: funcs, done: map[key]*Program{}, escapes: map[string]*context{},
		machines: &sync.Pool{New: func() any { return new(machine) }},
	}
}

// Program compiles a template of the set for views of a type.
func (s *Set) Program(name string, view reflect.Type) (*Program, error) {
	if err := s.escape(name); err != nil {
		return nil, err
	}
	return s.program(name, value{typ: view})
}

// escape has html/template escape a template and all that it calls, which it
// does when one is first executed. The writer ends that at once.
func (s *Set) escape(name string) error {
	var refused *template.Error
	if err := s.set.ExecuteTemplate(closed{}, name, nil); errors.As(err, &refused) {
		return err
	}
	if t := s.set.Lookup(name); t == nil || t.Tree == nil {
		return fmt.Errorf("template: %s:1:0: does not exist", name)
	}
	return nil
}

// closed takes nothing.
type closed struct{}

func (closed) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

// program compiles a template once. One that calls itself finds the program that
// is being made.
func (s *Set) program(name string, dot value) (*Program, error) {
	k := key{name, dot.typ, dot.addr}
	if p, ok := s.done[k]; ok {
		return p, nil
	}
	t := s.set.Lookup(name)
	if t == nil || t.Tree == nil { // one that html/template has made for another context
		return nil, fmt.Errorf("%w: template %q has no tree of its own", errUnsupported, name)
	}
	p := &Program{machines: s.machines}
	s.done[k] = p
	c := &compiler{set: s, scope: []variable{{"$", 0, dot}}, slots: 1}
	body, err := c.list(t.Tree.Root, dot)
	if err != nil {
		delete(s.done, k)
		return nil, err
	}
	p.body, p.slots = body, c.slots
	return p, nil
}

// Append renders a view. What it returns beside an error is dst with a part of
// the page behind it.
func (p *Program) Append(dst []byte, view any) (out []byte, err error) {
	m := p.machines.Get().(*machine)
	m.out, m.dot = dst, reflect.ValueOf(view)
	defer func() {
		out = m.out
		if r := recover(); r != nil {
			failed, ours := r.(failure)
			if !ours {
				panic(r)
			}
			err = failed.err
		}
		*m = machine{vars: m.vars[:0], args: m.args[:0]}
		p.machines.Put(m)
	}()
	p.run(m)
	return
}

// run executes a program on the machine's dot, with variables of its own.
func (p *Program) run(m *machine) {
	base := m.base
	m.base = len(m.vars)
	for range p.slots {
		m.vars = append(m.vars, reflect.Value{})
	}
	m.vars[m.base] = m.dot
	p.body(m)
	m.vars, m.base = m.vars[:m.base], base
}

// machine is one rendering at work.
type machine struct {
	out  []byte
	dot  reflect.Value
	vars []reflect.Value
	base int // of the variables of the running template
	args []reflect.Value
}

// step does what one node of a template says.
type step func(*machine)

// failure ends a rendering from within; Append returns it.
type failure struct{ err error }

func fail(err error) { panic(failure{err}) }
