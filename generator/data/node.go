// Package data reads YAML, TOML and JSON into one kind of tree that remembers
// where everything stood, so that whatever is wrong with a value can be said
// with line and column. It is the only importer of the YAML and TOML libraries.
package data

import "fmt"

// Kind is the kind of a node.
type Kind uint8

const (
	Null   Kind = iota // no value: "draft:"
	Scalar             // text, number, boolean or date, as written
	List
	Map
)

// String is the word for a kind in messages.
func (k Kind) String() string {
	return [...]string{"no value", "a single value", "a list", "a group of keys"}[k]
}

// Node is a value and where it stands. Lines and columns count from 1; columns
// are characters.
type Node struct {
	Kind   Kind
	Quoted bool   // written as a string; then it is neither boolean nor number
	Text   string // of a scalar, as written: "NO", "2025-01-08", "08/01/2025"
	Line   int
	Col    int
	Fields []Field // of a map, in order
	Items  []*Node // of a list
}

// Field is a key of a map with its value.
type Field struct {
	Key       string
	Line, Col int
	Value     *Node
}

// Find returns the value of a key, nil when there is none.
func (n *Node) Find(key string) *Node {
	if n == nil {
		return nil
	}
	for i := range n.Fields {
		if n.Fields[i].Key == key {
			return n.Fields[i].Value
		}
	}
	return nil
}

// Value is the node as plain Go values, for templates: strings, booleans, lists
// and maps.
func (n *Node) Value() any {
	switch n.Kind {
	case Scalar:
		if !n.Quoted && (n.Text == "true" || n.Text == "false") {
			return n.Text == "true"
		}
		return n.Text
	case List:
		out := make([]any, len(n.Items))
		for i, item := range n.Items {
			out[i] = item.Value()
		}
		return out
	case Map:
		out := make(map[string]any, len(n.Fields))
		for _, f := range n.Fields {
			out[f.Key] = f.Value.Value()
		}
		return out
	}
	return nil
}

// Fault is what is wrong with a text, relative to its first line.
type Fault struct {
	Line, Col int
	Message   string
	Hint      string
}

// Depth is the deepest nesting of lists and maps that is read.
const Depth = 32

const deep = "nested deeper than 32 levels"

// tidy checks what all three formats have in common: depth, keys that occur
// twice, and characters that nobody sees, which escapes such as \u0000 can put
// where the file itself has none.
func tidy(n *Node) []Fault {
	return n.faults(nil, 0)
}

func (n *Node) faults(list []Fault, depth int) []Fault {
	if depth > Depth {
		return append(list, Fault{Line: n.Line, Col: n.Col, Message: deep})
	}
	if r, ok := hidden(n.Text); ok {
		list = append(list, Fault{Line: n.Line, Col: n.Col, Message: fmt.Sprintf("has a character that cannot be seen (%U)", r), Hint: "delete it"})
	}
	seen := make(map[string]bool, len(n.Fields))
	for _, f := range n.Fields {
		if _, ok := hidden(f.Key); ok || f.Key == "" {
			list = append(list, Fault{Line: f.Line, Col: f.Col, Message: fmt.Sprintf("%q is not a key", f.Key)})
		}
		if seen[f.Key] {
			list = append(list, Fault{Line: f.Line, Col: f.Col, Message: f.Key + ": is given twice", Hint: "keep one of the two"})
		}
		seen[f.Key] = true
		list = f.Value.faults(list, depth+1)
	}
	for _, item := range n.Items {
		list = item.faults(list, depth+1)
	}
	return list
}

func hidden(s string) (rune, bool) {
	for _, r := range s {
		if isHidden(r) {
			return r, true
		}
	}
	return 0, false
}

// isHidden says that a character controls a device or overrides the direction
// of text. The marks and joiners that Arabic and Persian need are none.
func isHidden(r rune) bool {
	return r < ' ' && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}
