package data

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// YAML reads one document. Anchors, aliases, tags and merge keys are refused:
// they have no use in front matter, and most readers do not expect them.
func YAML(text []byte) (*Node, []Fault) {
	if n, ok := plain(string(text)); ok {
		return n, nil
	}
	var doc yaml.Node
	dec := yaml.NewDecoder(bytes.NewReader(text))
	if err := dec.Decode(&doc); err != nil {
		if len(bytes.TrimSpace(text)) == 0 || err.Error() == "EOF" {
			return &Node{Kind: Map, Line: 1, Col: 1}, nil
		}
		return nil, yamlFaults(err)
	}
	var more yaml.Node
	if err := dec.Decode(&more); err == nil {
		return nil, []Fault{{Line: more.Line, Col: 1, Message: "a second document begins here", Hint: "remove the line ---"}}
	}
	if len(doc.Content) == 0 {
		return &Node{Kind: Map, Line: 1, Col: 1}, nil
	}
	c := converter{}
	n := c.node(doc.Content[0], 0)
	if len(c.faults) > 0 {
		return nil, c.faults
	}
	return n, tidy(n, 0)
}

var yamlLine = regexp.MustCompile(`line (\d+)(?:, column (\d+))?:? ?`)

// yamlFaults finds the place in the library's messages.
func yamlFaults(err error) []Fault {
	f := Fault{Line: 1, Col: 1}
	message := strings.TrimPrefix(strings.TrimPrefix(err.Error(), "yaml: "), "go-yaml ")
	var typed *yaml.LoadErrors
	if errors.As(err, &typed) && len(typed.Errors) > 0 {
		message = typed.Errors[0].Error()
	}
	if m := yamlLine.FindStringSubmatchIndex(message); m != nil {
		f.Line, _ = strconv.Atoi(message[m[2]:m[3]])
		if m[4] >= 0 {
			f.Col, _ = strconv.Atoi(message[m[4]:m[5]])
		}
		message = message[:m[0]] + message[m[1]:]
	}
	f.Message = "not readable as YAML: " + strings.TrimSpace(message)
	f.Hint = "put values that contain a colon, a quote or a bracket in quotes"
	return []Fault{f}
}

type converter struct{ faults []Fault }

func (c *converter) refuse(y *yaml.Node, what, hint string) *Node {
	c.faults = append(c.faults, Fault{Line: y.Line, Col: y.Column, Message: what, Hint: hint})
	return &Node{Kind: Null, Line: y.Line, Col: y.Column}
}

func (c *converter) node(y *yaml.Node, depth int) *Node {
	n := &Node{Line: y.Line, Col: y.Column}
	switch {
	case depth > Depth:
		return c.refuse(y, fmt.Sprintf("nested deeper than %d levels", Depth), "")
	case y.Kind == yaml.AliasNode:
		return c.refuse(y, "aliases (*name) are not read here", "write the value out")
	case y.Anchor != "":
		return c.refuse(y, "anchors (&name) are not read here", "write the value out where it is needed")
	case y.Style&yaml.TaggedStyle != 0:
		return c.refuse(y, fmt.Sprintf("tags (%s) are not read here", y.Tag), "write the value without it")
	}
	switch y.Kind {
	case yaml.ScalarNode:
		n.Quoted = y.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0
		n.Kind, n.Text = Scalar, y.Value
		if !n.Quoted && (y.Value == "" || y.Value == "~" || y.Value == "null") {
			n.Kind = Null
		}
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

func (c *converter) field(n *Node, key, value *yaml.Node, depth int) {
	if key.Kind != yaml.ScalarNode || key.Anchor != "" {
		c.refuse(key, "a key must be a word", "")
		return
	}
	if key.Value == "<<" && key.Style == 0 {
		c.refuse(key, "merge keys (<<) are not read here", "write the keys out")
		return
	}
	n.Fields = append(n.Fields, Field{Key: key.Value, Line: key.Line, Col: key.Column, Value: c.node(value, depth+1)})
}
