package data

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"chancery/generator/problem"
)

// Decoder reads typed values out of a tree and gathers everything that is wrong
// with them, each where it stands.
type Decoder struct {
	Path     string // of the file
	Offset   int    // lines of the file before the tree's first line
	Problems problem.List
}

// At is a place of the tree in the file.
func (d *Decoder) At(line, col int) problem.Pos {
	return problem.Pos{Path: d.Path, Line: line + d.Offset, Col: col}
}

// Pos is where a node stands in the file.
func (d *Decoder) Pos(n *Node) problem.Pos {
	if n == nil {
		return d.At(1, 1)
	}
	return d.At(n.Line, n.Col)
}

// Errorf adds a problem at a node.
func (d *Decoder) Errorf(n *Node, format string, args ...any) *problem.Problem {
	d.Problems = append(d.Problems, problem.Errorf(d.Pos(n), format, args...))
	return &d.Problems[len(d.Problems)-1]
}

// Faults adds what a reader found wrong with the text itself.
func (d *Decoder) Faults(faults []Fault) {
	for _, f := range faults {
		p := problem.Errorf(d.At(f.Line, f.Col), "%s", f.Message)
		p.Hint = f.Hint
		d.Problems = append(d.Problems, p)
	}
}

// Keys hands each field of a map to the function for its key. A key without
// function is a problem that names the nearest one.
func (d *Decoder) Keys(n *Node, what string, fields map[string]func(*Node)) {
	KeysOf(d, n, what, fields, func(read func(*Node), value *Node) { read(value) })
}

// KeysOf is Keys where what stands for a key is anything at all, so that a table
// of many need not be made anew for each map: read is handed it with the value.
func KeysOf[F any](d *Decoder, n *Node, what string, fields map[string]F, read func(F, *Node)) {
	if n.Kind != Map {
		d.Errorf(n, "%s: expected a group of keys, found %s", what, n.Kind)
		return
	}
	for _, f := range n.Fields {
		field, ok := fields[f.Key]
		switch {
		case !ok:
			unknown(d, f, fields)
		case f.Value.Kind == Null:
			d.empty(f)
		default:
			read(field, f.Value)
		}
	}
}

func (d *Decoder) empty(f Field) {
	p := problem.Errorf(d.At(f.Line, f.Col), "%s: has no value", f.Key)
	d.Problems = append(d.Problems, p.WithHint("%s, or leave the line out", example(f.Key)))
}

// example says what a key wants.
func example(key string) string {
	if key == "draft" {
		return "write true or false"
	}
	return "write a value"
}

func unknown[F any](d *Decoder, f Field, fields map[string]F) {
	p := problem.Errorf(d.At(f.Line, f.Col), "%s: unknown key", f.Key)
	known := slices.Sorted(maps.Keys(fields))
	lower := strings.ToLower(f.Key)
	under := strings.ReplaceAll(lower, "-", "_")
	if slices.Contains(known, lower) {
		p.Message = f.Key + ": keys are written in lower case"
		p.Hint = "write " + lower
	} else if slices.Contains(known, under) {
		p.Hint = "write " + under
	} else if near, ok := problem.Nearest(f.Key, known); ok {
		p.Hint = "did you mean " + near + "?"
	} else {
		p.Hint = "known keys are " + strings.Join(known, ", ")
	}
	d.Problems = append(d.Problems, p)
}

// String reads one value as text, without spaces around it. Numbers and dates
// are text as written. A text of nothing but spaces is no value.
func (d *Decoder) String(n *Node, what string) string {
	if n.Kind != Scalar {
		d.Errorf(n, "%s: expected text, found %s", what, n.Kind)
		return ""
	}
	s := strings.TrimSpace(n.Text)
	if s == "" {
		d.Errorf(n, "%s: has no value", what).Hint = "write a value, or leave the line out"
	}
	return s
}

// Item is a string of a list, with its place.
type Item struct {
	Text string
	Node *Node
}

// Strings reads a value or a list of values.
func (d *Decoder) Strings(n *Node, what string) []Item {
	if n.Kind == Scalar {
		if s := d.String(n, what); s != "" {
			return []Item{{s, n}}
		}
		return nil
	}
	if n.Kind != List {
		d.Errorf(n, "%s: expected text or a list, found %s", what, n.Kind)
		return nil
	}
	var out []Item
	for _, item := range n.Items {
		if item.Kind == Null {
			d.Errorf(item, "%s: the list has an empty line", what)
			continue
		}
		if s := d.String(item, what); s != "" {
			out = append(out, Item{s, item})
		}
	}
	return out
}

// found shows a value in a message.
func found(n *Node) string {
	switch {
	case n.Kind != Scalar:
		return n.Kind.String()
	case n.Quoted:
		return "the text " + strconv.Quote(n.Text)
	}
	return strconv.Quote(n.Text)
}

// Bool reads true or false, and nothing that some readers take for them.
func (d *Decoder) Bool(n *Node, what string) bool {
	if n.Kind == Scalar && !n.Quoted && (n.Text == "true" || n.Text == "false") {
		return n.Text == "true"
	}
	p := d.Errorf(n, "%s: expected true or false, found %s", what, found(n))
	switch strings.ToLower(n.Text) {
	case "true", "yes", "on", "y", "1":
		p.Hint = "write " + what + ": true, without quotes"
	case "false", "no", "off", "n", "0":
		p.Hint = "write " + what + ": false, without quotes"
	}
	return false
}

// Int reads a whole number of at least one; 0 when it is none.
func (d *Decoder) Int(n *Node, what string) int {
	v, err := strconv.Atoi(n.Text)
	if n.Kind != Scalar || err != nil || v < 1 {
		d.Errorf(n, "%s: expected a whole number from 1, found %s", what, found(n))
		return 0
	}
	return v
}

// List hands each item of a list to a function.
func (d *Decoder) List(n *Node, what string, read func(*Node)) {
	if n.Kind != List {
		d.Errorf(n, "%s: expected a list, found %s", what, n.Kind)
		return
	}
	for _, item := range n.Items {
		if item.Kind == Null {
			d.Errorf(item, "%s: the list has an empty line", what)
			continue
		}
		read(item)
	}
}

// Text reads a string, or a string per language.
func (d *Decoder) Text(n *Node, what string) map[string]string {
	if n.Kind == Scalar {
		return map[string]string{"": d.String(n, what)}
	}
	if n.Kind != Map {
		d.Errorf(n, "%s: expected text, or a text per language, found %s", what, n.Kind)
		return nil
	}
	if len(n.Fields) == 0 {
		d.Errorf(n, "%s: has no value", what).Hint = "write a value, or leave the line out"
	}
	out := map[string]string{}
	for _, f := range n.Fields {
		if f.Value.Kind == Null {
			d.empty(f)
			continue
		}
		out[f.Key] = d.String(f.Value, what+"."+f.Key)
	}
	return out
}
