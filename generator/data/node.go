// Package data reads YAML, TOML and JSON into one kind of tree that remembers
// where everything stood, so that whatever is wrong with a value can be said
// with line and column. It is the only importer of the YAML and TOML libraries.
package data

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
	Text   string // of a scalar, as written: "NO", "2025-01-08", "08/01/2025"
	Quoted bool   // written as a string; then it is neither boolean nor number
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

// Fault is what is wrong with a text, relative to its first line.
type Fault struct {
	Line, Col int
	Message   string
	Hint      string
}

// Depth is the deepest nesting of lists and maps that is read.
const Depth = 32

// tidy checks what all three formats have in common: depth, and keys that occur
// twice.
func tidy(n *Node, depth int) []Fault {
	if depth > Depth {
		return []Fault{{Line: n.Line, Col: n.Col, Message: "nested deeper than 32 levels"}}
	}
	var faults []Fault
	seen := make(map[string]bool, len(n.Fields))
	for _, f := range n.Fields {
		if seen[f.Key] {
			faults = append(faults, Fault{Line: f.Line, Col: f.Col, Message: f.Key + ": is given twice", Hint: "keep one of the two"})
		}
		seen[f.Key] = true
		faults = append(faults, tidy(f.Value, depth+1)...)
	}
	for _, item := range n.Items {
		faults = append(faults, tidy(item, depth+1)...)
	}
	return faults
}
