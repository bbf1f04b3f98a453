package data

import (
	"errors"
	"fmt"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// TOML reads one document. The library's decoder judges it; its parser, which
// alone knows positions, makes the tree.
func TOML(text []byte) (*Node, []Fault) {
	var checked map[string]any
	if err := toml.Unmarshal(text, &checked); err != nil {
		f := Fault{Line: 1, Col: 1, Message: "not readable as TOML: " + strings.TrimPrefix(err.Error(), "toml: ")}
		var at *toml.DecodeError
		if errors.As(err, &at) {
			f.Line, f.Col = at.Position()
		}
		return nil, []Fault{f}
	}
	t := tomlTree{root: &Node{Kind: Map, Line: 1, Col: 1}, ruler: ruler{text: text}, known: map[member]*Node{}}
	t.table = t.root
	t.parser.Reset(text)
	for t.parser.NextExpression() {
		t.expression(t.parser.Expression())
	}
	if err := t.parser.Error(); err != nil {
		return nil, []Fault{{Line: 1, Col: 1, Message: "not readable as TOML: " + err.Error()}}
	}
	return t.root, tidy(t.root)
}

type tomlTree struct {
	parser unstable.Parser
	root   *Node
	table  *Node // that key-values belong to now
	ruler  ruler
	known  map[member]*Node // a search through the fields would be quadratic
}

// member is a key of one table.
type member struct {
	of  *Node
	key string
}

// add gives a table a key.
func (t *tomlTree) add(table *Node, key string, line, col int, value *Node) {
	table.Fields = append(table.Fields, Field{Key: key, Line: line, Col: col, Value: value})
	t.known[member{table, key}] = value
}

func (t *tomlTree) place(n *unstable.Node) (line, col int) {
	r := n.Raw
	if r.Length == 0 {
		return 1, 1
	}
	return t.ruler.place(int(r.Offset))
}

func (t *tomlTree) expression(n *unstable.Node) {
	switch n.Kind {
	case unstable.KeyValue:
		t.keyValue(t.table, n)
	case unstable.Table:
		t.table = t.descend(t.root, n, false)
	case unstable.ArrayTable:
		t.table = t.descend(t.root, n, true)
	}
}

// descend finds or makes the table that a dotted key names. The last part of
// the name of an array of tables makes a new item.
func (t *tomlTree) descend(from *Node, n *unstable.Node, array bool) *Node {
	for it := n.Key(); it.Next(); {
		part := it.Node()
		line, col := t.place(part)
		next := t.known[member{from, string(part.Data)}]
		if next == nil {
			next = &Node{Kind: Map, Line: line, Col: col}
			if array && it.IsLast() {
				next.Kind = List
			}
			t.add(from, string(part.Data), line, col, next)
		}
		if next.Kind == List {
			if it.IsLast() || len(next.Items) == 0 {
				next.Items = append(next.Items, &Node{Kind: Map, Line: line, Col: col})
			}
			next = next.Items[len(next.Items)-1]
		}
		from = next
	}
	return from
}

func (t *tomlTree) keyValue(table *Node, n *unstable.Node) {
	var parts []*unstable.Node
	for it := n.Key(); it.Next(); {
		part := *it.Node()
		parts = append(parts, &part)
	}
	for i, part := range parts {
		line, col := t.place(part)
		if i == len(parts)-1 {
			t.add(table, string(part.Data), line, col, t.value(n.Value(), line, col))
			return
		}
		next := t.known[member{table, string(part.Data)}]
		if next == nil {
			next = &Node{Kind: Map, Line: line, Col: col}
			t.add(table, string(part.Data), line, col, next)
		}
		table = next
	}
}

// value converts a value; where the parser keeps no place, that of the key stands.
func (t *tomlTree) value(n *unstable.Node, line, col int) *Node {
	if n.Raw.Length > 0 {
		line, col = t.place(n)
	}
	out := &Node{Kind: Scalar, Text: string(n.Data), Line: line, Col: col}
	switch n.Kind {
	case unstable.String:
		out.Quoted = true
	case unstable.Array:
		out.Kind, out.Text = List, ""
		for it := n.Children(); it.Next(); {
			out.Items = append(out.Items, t.value(it.Node(), line, col))
		}
	case unstable.InlineTable:
		out.Kind, out.Text = Map, ""
		for it := n.Children(); it.Next(); {
			t.keyValue(out, it.Node())
		}
	case unstable.Bool:
		out.Text = fmt.Sprint(string(n.Data) == "true")
	}
	return out
}
