package picture

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	svgSpace   = "http://www.w3.org/2000/svg"
	xlinkSpace = "http://www.w3.org/1999/xlink"
	svgDepth   = 128
)

// isSVG looks for the root element behind a declaration and comments.
func isSVG(data []byte) bool {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	d := xml.NewDecoder(bytes.NewReader(data[:min(len(data), 1<<16)]))
	d.CharsetReader = func(string, io.Reader) (io.Reader, error) { return bytes.NewReader(nil), nil }
	if !bytes.HasPrefix(bytes.TrimSpace(data), []byte("<")) {
		return false
	}
	for {
		t, err := d.RawToken()
		if err != nil {
			return bytes.Contains(data[:min(len(data), 1<<12)], []byte("<svg")) // to be told what is wrong
		}
		if e, ok := t.(xml.StartElement); ok {
			return e.Name.Local == "svg"
		}
	}
}

// svgFilter reads a drawing and writes what may be published of it anew. What
// can run or fetch something is refused with its line, for the drawing would not
// be the same without it; what only tells of its making is left out.
type svgFilter struct {
	d       *xml.Decoder
	whole   *drawing
	number  int // of the next element
	out     bytes.Buffer
	open    []string        // elements
	skip    int             // depth inside of an element that is left out
	style   strings.Builder // text of the style element that is open
	width   int
	height  int
	started bool
	bare    bool // the last thing written is a start tag without its end
}

func cleanSVG(data []byte) (Picture, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if !utf8.Valid(data) {
		return Picture{}, errors.New("is not UTF-8")
	}
	whole, err := readDrawing(data)
	if err != nil {
		return Picture{}, err
	}
	f := svgFilter{d: xml.NewDecoder(bytes.NewReader(data)), whole: whole}
	if err := f.run(); err != nil {
		line, _ := f.d.InputPos()
		var syntax *xml.SyntaxError
		if errors.As(err, &syntax) {
			line, err = syntax.Line, errors.New(syntax.Msg)
		}
		return Picture{}, &LineError{line, err}
	}
	return Picture{Data: f.out.Bytes(), Width: f.width, Height: f.height}, nil
}

func (f *svgFilter) run() error {
	for {
		t, err := f.d.Token()
		if err == io.EOF && f.started && len(f.open) == 0 {
			f.out.WriteByte('\n')
			return nil
		}
		if err == io.EOF {
			return errCut
		}
		if err != nil {
			return err
		}
		if err := f.take(t); err != nil {
			return err
		}
	}
}

// take keeps a token or leaves it out.
func (f *svgFilter) take(t xml.Token) error {
	switch t := t.(type) {
	case xml.Directive:
		return errors.New("a DOCTYPE cannot be published; remove it")
	case xml.ProcInst:
		if t.Target == "xml-stylesheet" {
			return errors.New("a linked style sheet cannot be published; put its rules into the drawing")
		}
	case xml.StartElement:
		return f.start(t)
	case xml.EndElement:
		return f.end()
	case xml.CharData:
		f.text(t)
	}
	return nil
}

func (f *svgFilter) start(t xml.StartElement) error {
	node := f.whole.nodes[f.number]
	f.number++
	if f.skip > 0 || t.Name.Space != svgSpace && f.started || leftOut[t.Name.Local] || node.drop {
		f.skip++
		return nil
	}
	name := t.Name.Local
	switch {
	case !f.started && (name != "svg" || t.Name.Space != svgSpace):
		return fmt.Errorf("the drawing does not say xmlns=%q", svgSpace)
	case f.started && len(f.open) == 0:
		return errors.New("something follows the drawing")
	case !elements[name]:
		return fmt.Errorf("<%.40s> cannot be published; remove it", name)
	case f.inStyle():
		return fmt.Errorf("<%.40s> stands in a style; remove it", name)
	case len(f.open) >= svgDepth:
		return fmt.Errorf("nested deeper than %d", svgDepth)
	}
	attrs, err := f.attributes(name, t.Attr)
	if err != nil {
		return err
	}
	if !f.started {
		f.started = true
		if err := f.measure(attrs); err != nil {
			return err
		}
		attrs = slices.Insert(attrs, 0, xml.Attr{Name: xml.Name{Local: "xmlns"}, Value: svgSpace})
	}
	f.open = append(f.open, name)
	f.write("<" + name)
	for _, a := range attrs {
		f.out.WriteString(" " + a.Name.Local + `="`)
		inAttribute.WriteString(&f.out, a.Value)
		f.out.WriteByte('"')
	}
	f.bare = true
	return nil
}

// write ends the start tag before what follows it.
func (f *svgFilter) write(s string) {
	if f.bare {
		f.out.WriteByte('>')
		f.bare = false
	}
	f.out.WriteString(s)
}

func (f *svgFilter) end() error {
	if f.skip > 0 {
		f.skip--
		return nil
	}
	if f.inStyle() {
		css, err := cleanCSS(f.style.String())
		if err != nil {
			return err
		}
		f.write(inText.Replace(css))
		f.style.Reset()
	}
	if f.bare {
		f.out.WriteString("/>")
		f.bare = false
	} else {
		f.out.WriteString("</" + f.open[len(f.open)-1] + ">")
	}
	f.open = f.open[:len(f.open)-1]
	return nil
}

// text keeps text. A style is judged when it is whole: comments and sections may
// part it anywhere.
func (f *svgFilter) text(t xml.CharData) {
	switch {
	case f.skip > 0 || len(f.open) == 0:
	case f.inStyle():
		f.style.Write(t)
	case !f.inText() && len(bytes.TrimSpace(t)) > 0: // nobody shows it
	default:
		f.write(inText.Replace(string(t)))
	}
}

func (f *svgFilter) inStyle() bool { return len(f.open) > 0 && f.open[len(f.open)-1] == "style" }

// inText says that text is shown here, or describes.
func (f *svgFilter) inText() bool {
	return slices.ContainsFunc(f.open, func(name string) bool { return name == "text" || name == "title" || name == "desc" })
}

// attributes returns the attributes that are kept, under plain names.
func (f *svgFilter) attributes(element string, all []xml.Attr) ([]xml.Attr, error) {
	var kept []xml.Attr
	for _, a := range all {
		name, ok := attributeName(a.Name)
		if !ok || slices.ContainsFunc(kept, func(k xml.Attr) bool { return k.Name.Local == name }) {
			continue
		}
		value, err := attributeValue(element, name, a.Value)
		if err != nil {
			return nil, err
		}
		if value, ok = f.whole.keptValue(name, value); !ok {
			continue
		}
		kept = append(kept, xml.Attr{Name: xml.Name{Local: name}, Value: value})
	}
	return kept, nil
}

// attributeName is the name an attribute is written under. Those of editors, of
// pages and of name spaces are left out.
func attributeName(n xml.Name) (string, bool) {
	name := n.Local
	switch n.Space {
	case "":
	case xlinkSpace, "xlink":
		return name, name == "href" // every browser knows it without the prefix
	case "xml", "http://www.w3.org/XML/1998/namespace":
		return "xml:" + name, name == "lang" || name == "space"
	default:
		return "", false
	}
	return name, attributes[name] || isHandler(name)
}

// isHandler knows the attributes that hold scripts; they are not passed over but
// refused, as the drawing counts on them.
func isHandler(name string) bool {
	return len(name) > 2 && strings.EqualFold(name[:2], "on")
}

// attributeValue judges a value.
func attributeValue(element, name, value string) (string, error) {
	switch {
	case isHandler(name):
		return "", fmt.Errorf("the attribute %.40s runs a script; remove it", name)
	case name == "href":
		return cleanReference(element, value)
	case name == "attributeName":
		target := strings.ToLower(value)
		if strings.Contains(target, "href") || strings.HasPrefix(target, "on") || target == "style" {
			return "", fmt.Errorf("an animation of %.40q cannot be published; remove it", value)
		}
	}
	return cleanCSS(value)
}

// inText and inAttribute escape what XML would read as something else.
var (
	inText      = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "&#13;")
	inAttribute = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "\n", "&#10;", "\r", "&#13;", "\t", "&#9;")
)
