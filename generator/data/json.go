package data

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// JSON reads one value.
func JSON(text []byte) (*Node, []Fault) {
	p := jsonParser{ruler: ruler{text: text}, dec: json.NewDecoder(bytes.NewReader(text))}
	// The decoder of tokens does not tell places of syntax errors reliably.
	if err := json.Unmarshal(text, new(json.RawMessage)); err != nil {
		return nil, []Fault{p.fault(err)}
	}
	p.dec.UseNumber()
	n, err := p.value(0)
	if err != nil {
		return nil, []Fault{p.fault(err)}
	}
	return n, tidy(n)
}

// errDeep ends the reading of what is nested too deeply.
var errDeep = errors.New(deep)

func (p *jsonParser) fault(err error) Fault {
	f := Fault{Message: "not readable as JSON: " + err.Error()}
	at := int(p.dec.InputOffset())
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		at = int(syntax.Offset) - 1
	}
	f.Line, f.Col = p.place(max(at, 0))
	if err == errDeep {
		f.Message = deep
	}
	return f
}

type jsonParser struct {
	ruler
	dec *json.Decoder
}

// next is where the next token begins.
func (p *jsonParser) next() (line, col int) {
	at := int(p.dec.InputOffset())
	for at < len(p.text) && strings.IndexByte(" \t\r\n,:", p.text[at]) >= 0 {
		at++
	}
	return p.place(at)
}

func (p *jsonParser) value(depth int) (*Node, error) {
	if depth > Depth {
		return nil, errDeep
	}
	n := &Node{}
	n.Line, n.Col = p.next()
	token, err := p.dec.Token()
	if err != nil {
		return nil, err
	}
	switch t := token.(type) {
	case json.Delim:
		if t == '[' {
			n.Kind = List
			return n, p.list(n, depth)
		}
		n.Kind = Map
		return n, p.fields(n, depth)
	case string:
		n.Kind, n.Text, n.Quoted = Scalar, t, true
	case json.Number:
		n.Kind, n.Text = Scalar, t.String()
	case bool:
		n.Kind, n.Text = Scalar, fmt.Sprint(t)
	}
	return n, nil
}

func (p *jsonParser) list(n *Node, depth int) error {
	for p.dec.More() {
		item, err := p.value(depth + 1)
		if err != nil {
			return err
		}
		n.Items = append(n.Items, item)
	}
	_, err := p.dec.Token()
	return err
}

func (p *jsonParser) fields(n *Node, depth int) error {
	for p.dec.More() {
		line, col := p.next()
		key, err := p.dec.Token()
		if err != nil {
			return err
		}
		v, err := p.value(depth + 1)
		if err != nil {
			return err
		}
		n.Fields = append(n.Fields, Field{Key: key.(string), Line: line, Col: col, Value: v})
	}
	_, err := p.dec.Token()
	return err
}
