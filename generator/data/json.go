package data

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// JSON reads one object.
func JSON(text []byte) (*Node, []Fault) {
	p := jsonParser{text: text, dec: json.NewDecoder(bytes.NewReader(text))}
	p.dec.UseNumber()
	n, err := p.value(0)
	if err == nil {
		if _, err = p.dec.Token(); err == io.EOF {
			return n, tidy(n, 0)
		}
		err = fmt.Errorf("more follows the closing brace")
	}
	line, col := p.place(p.dec.InputOffset())
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		line, col = p.place(syntax.Offset - 1)
	}
	return nil, []Fault{{Line: line, Col: col, Message: "not readable as JSON: " + err.Error()}}
}

type jsonParser struct {
	text []byte
	dec  *json.Decoder
	at   int // what lines have been counted up to
	line int
	last int // start of that line
}

// place turns an offset into line and column. Offsets only grow, so that all
// lines are counted once.
func (p *jsonParser) place(offset int64) (line, col int) {
	end := min(max(int(offset), 0), len(p.text))
	if end < p.at {
		p.at, p.line, p.last = 0, 0, 0
	}
	for ; p.at < end; p.at++ {
		if p.text[p.at] == '\n' {
			p.line++
			p.last = p.at + 1
		}
	}
	return p.line + 1, utf8.RuneCount(p.text[p.last:end]) + 1
}

// next is where the next token begins.
func (p *jsonParser) next() (line, col int) {
	at := int(p.dec.InputOffset())
	for at < len(p.text) && bytes.IndexByte([]byte(" \t\r\n,:"), p.text[at]) >= 0 {
		at++
	}
	return p.place(int64(at))
}

func (p *jsonParser) value(depth int) (*Node, error) {
	if depth > Depth {
		return nil, fmt.Errorf("nested deeper than %d levels", Depth)
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
