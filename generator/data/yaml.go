package data

import (
	"bytes"
	"errors"
	"io"

	"go.yaml.in/yaml/v4"
)

// YAML reads one document. Anchors, aliases, tags and merge keys are refused:
// they have no use in front matter, and most readers do not expect them.
func YAML(text []byte) (*Node, []Fault) {
	if n, ok := plain(string(text)); ok {
		return n, nil
	}
	return general(text)
}

// general reads with the library. It needs no limit of its own on size: the
// library's check for keys given twice, which is quadratic, does not run on a
// tree of nodes.
func general(text []byte) (*Node, []Fault) {
	var doc, more yaml.Node
	dec := yaml.NewDecoder(bytes.NewReader(text))
	err := dec.Decode(&doc)
	if err == io.EOF || err == nil && len(doc.Content) == 0 {
		return &Node{Kind: Map, Line: 1, Col: 1}, nil
	}
	if err != nil {
		return nil, []Fault{yamlFault(text, err)}
	}
	c := converter{}
	n := c.node(doc.Content[0], 0)
	if err := dec.Decode(&more); err == nil {
		c.refuse(&more, "a second document begins here", "keep one")
	} else if err != io.EOF {
		c.faults = append(c.faults, yamlFault(text, err))
	}
	if len(c.faults) > 0 {
		return nil, c.faults
	}
	return n, tidy(n)
}

// yamlWords says what the library's messages mean to somebody who does not know
// how it reads. Those with start stand where the unclosed thing begins.
var yamlWords = map[string]struct {
	message, hint string
	start         bool
}{
	"mapping values are not allowed in this context": {"a colon stands inside a value, or a line is indented too far",
		`put a value that contains a colon in quotes: title: "Mali: what now"`, false},
	"did not find expected ',' or ']'":                {"the list that begins here is not closed", "close it with ]", true},
	"did not find expected ',' or '}'":                {"the group that begins here is not closed", "close it with }", true},
	"found unexpected end of stream":                  {"the quote that opens here is not closed", "close it on the same line", true},
	"found unexpected document indicator":             {"the quote that opens here is not closed", "close it on the same line", true},
	"found unknown escape character":                  {"a backslash stands before a character that needs none", "use single quotes, or write \\\\", false},
	"could not find expected ':'":                     {"a line without key", "write key: value, or indent the line to continue the value above", true},
	"found character that cannot start any token":     {"a value begins with a character that means something to YAML, or a tab indents a line", "put the value in quotes; indent with spaces", false},
	"found a tab character that violates indentation": {"a tab indents a line", "indent with spaces", false},
	"did not find expected key":                       {"what stands here fits nothing above it", "indent keys of one group alike, and put nothing after a closing quote", false},
	"block sequence entries are not allowed in this context": {"a list begins on the line of its key",
		"begin each item on a line of its own, or write [a, b]", false},
	"did not find expected '-' indicator": {"a line of a list without its dash", "begin it with a dash at the same indentation as the others", false},
}

// yamlFault is what the library found, in our words where we have some.
func yamlFault(text []byte, err error) Fault {
	f := Fault{Line: 1, Col: 1, Message: "not readable as YAML: " + err.Error(), Hint: "put values that contain a colon, a quote or a bracket in quotes"}
	var e *yaml.LoadError
	if !errors.As(err, &e) {
		return f
	}
	f.Message = "not readable as YAML: " + e.Message
	line, col := e.Mark.Line, e.Mark.Column
	if w, ok := yamlWords[e.Message]; ok {
		f.Message, f.Hint = w.message, w.hint
		if w.start && e.ContextMark.Line > 0 {
			line, col = e.ContextMark.Line, e.ContextMark.Column
		}
	}
	if line > 0 {
		f.Line, f.Col = line, max(col, 1)
	}
	// At the end of the text the library stands on a line that does not exist.
	if last := bytes.Count(text, []byte("\n")) + 1; f.Line > last {
		f.Line, f.Col = last, 1
	}
	return f
}

type converter struct{ faults []Fault }

func (c *converter) refuse(y *yaml.Node, what, hint string) *Node {
	c.faults = append(c.faults, Fault{Line: y.Line, Col: max(y.Column, 1), Message: what, Hint: hint})
	return &Node{Kind: Null, Line: y.Line, Col: y.Column}
}

func (c *converter) node(y *yaml.Node, depth int) *Node {
	switch {
	case depth > Depth:
		return c.refuse(y, deep, "")
	case y.Kind == yaml.AliasNode:
		return c.refuse(y, "aliases (*name) are not read here", "write the value out, or put it in quotes")
	case y.Anchor != "":
		return c.refuse(y, "anchors (&name) are not read here", "write the value out where it is needed, or put it in quotes")
	case y.Style&yaml.TaggedStyle != 0 || y.Tag == "!":
		return c.refuse(y, "tags ("+y.Tag+") are not read here", "write the value without it, or put it in quotes")
	}
	n := &Node{Line: y.Line, Col: y.Column}
	switch y.Kind {
	case yaml.ScalarNode:
		n.scalar(y)
	case yaml.SequenceNode:
		n.Kind = List
		for _, item := range y.Content {
			n.Items = append(n.Items, c.node(item, depth+1))
		}
	case yaml.MappingNode:
		n.Kind = Map
		for i := 0; i+1 < len(y.Content); i += 2 {
			c.field(n, y.Content[i], y.Content[i+1], depth)
		}
	}
	return n
}

const quoted = yaml.SingleQuotedStyle | yaml.DoubleQuotedStyle | yaml.LiteralStyle | yaml.FoldedStyle

func (n *Node) scalar(y *yaml.Node) {
	n.Quoted = y.Style&quoted != 0
	if !n.Quoted && (y.Value == "" || y.Value == "~" || y.Value == "null" || y.Value == "Null" || y.Value == "NULL") {
		return
	}
	n.Kind, n.Text = Scalar, y.Value
}

func (c *converter) field(n *Node, key, value *yaml.Node, depth int) {
	if key.Kind != yaml.ScalarNode || key.Anchor != "" || key.Style&yaml.TaggedStyle != 0 {
		c.refuse(key, "a key must be a word", "")
		return
	}
	if key.Value == "<<" && key.Style == 0 {
		c.refuse(key, "merge keys (<<) are not read here", "write the keys out")
		return
	}
	n.Fields = append(n.Fields, Field{Key: key.Value, Line: key.Line, Col: key.Column, Value: c.node(value, depth+1)})
}
