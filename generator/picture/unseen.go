package picture

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// drawing is what has to be known of the whole of an SVG before it is written:
// which elements are surely never shown, and which names something refers to.
type drawing struct {
	nodes []*svgNode // in the order of their start tags
	names map[string]bool
	css   string // of all style elements
	rules map[string]hiding
}

type svgNode struct {
	name     string
	attr     map[string]string
	parent   *svgNode
	children []*svgNode
	drop     bool
}

// hiding is how the style sheets of a drawing hide something by one property.
type hiding struct {
	unsure  bool // something may show it again
	classes map[string]bool
}

// readDrawing reads a drawing; one that is damaged as far as it goes.
func readDrawing(data []byte) (*drawing, error) {
	d := &drawing{}
	x := xml.NewDecoder(bytes.NewReader(data))
	var open *svgNode
	depth := 0
	var css strings.Builder
	for {
		t, err := x.Token()
		if err != nil {
			break
		}
		switch t := t.(type) {
		case xml.StartElement:
			if depth++; depth > 4*svgDepth { // with what is left out anyway
				return nil, fmt.Errorf("nested deeper than %d", 4*svgDepth)
			}
			open = newNode(t, open)
			d.nodes = append(d.nodes, open)
		case xml.EndElement:
			open = open.parent
			depth--
		case xml.CharData:
			if open != nil && open.name == "style" && !open.drop {
				css.Write(t)
			}
		}
	}
	d.css, _ = withoutComments(css.String())
	for before := -1; before != d.left(); { // what only refers from there is not used either
		before = d.left()
		d.findNames()
		d.prune()
	}
	return d, nil
}

// newNode is an element in another, or none of it when it is not written anyway.
func newNode(t xml.StartElement, parent *svgNode) *svgNode {
	n := &svgNode{name: t.Name.Local, attr: map[string]string{}, parent: parent}
	n.drop = leftOut[n.name] || parent != nil && (parent.drop || t.Name.Space != svgSpace)
	for _, a := range t.Attr {
		name, ok := attributeName(a.Name)
		if _, twice := n.attr[name]; ok && !twice {
			n.attr[name], _ = withoutComments(a.Value)
		}
	}
	if parent != nil {
		parent.children = append(parent.children, n)
	}
	return n
}

// left counts the elements that are left out.
func (d *drawing) left() (count int) {
	for _, n := range d.nodes {
		if n.drop {
			count++
		}
	}
	return count
}

// kept says that some element that is not left out is such.
func (d *drawing) kept(is func(n *svgNode) bool) bool {
	return slices.ContainsFunc(d.nodes, func(n *svgNode) bool { return !n.drop && is(n) })
}

var (
	nameByHash  = regexp.MustCompile(`#([^\s"'(){}<>,;:.\[\]>+~*]+)`)
	nameByHref  = regexp.MustCompile(`^\s*#(.*\S)`)
	nameByEvent = regexp.MustCompile(`([^\s;]+)\.[a-zA-Z]+`)
	nameAlone   = regexp.MustCompile(`(\S+)`)
	cssRule     = regexp.MustCompile(`([^{}]+)\{([^{}]*)\}`)
	cssClass    = regexp.MustCompile(`^\.[\w-]+$`)
	cssString   = regexp.MustCompile(`"[^"]*"|'[^']*'`)
)

// findNames finds the ids that something refers to: rather too many than too few.
func (d *drawing) findNames() {
	d.names = map[string]bool{}
	enter := func(text string, pattern *regexp.Regexp) {
		for _, m := range pattern.FindAllStringSubmatch(text, -1) {
			d.names[m[1]] = true
			if plain, err := url.PathUnescape(m[1]); err == nil {
				d.names[plain] = true
			}
		}
	}
	enter(d.css, nameByHash)
	patterns := map[string]*regexp.Regexp{
		"href": nameByHref, "aria-labelledby": nameAlone, "aria-describedby": nameAlone, "begin": nameByEvent, "end": nameByEvent,
	}
	for _, n := range d.nodes {
		for name, value := range n.attr {
			switch pattern := patterns[name]; {
			case n.drop, name == "id":
			case pattern != nil:
				enter(value, pattern)
			default:
				enter(value, nameByHash)
			}
		}
	}
}

// readRules finds the classes that hide, unless some rule or animation may show
// again what is hidden. It reports false for selectors that count elements or
// look at others: then none can be left out.
func (d *drawing) readRules() bool {
	d.rules = map[string]hiding{}
	css := cssString.ReplaceAllString(d.css, "")
	odd := strings.ContainsAny(css, `@\`) || strings.ContainsAny(cssRule.ReplaceAllString(css, ""), "{}") ||
		d.kept(func(n *svgNode) bool {
			return n.name == "style" && (n.attr["media"] != "" || n.attr["type"] != "" && n.attr["type"] != "text/css")
		})
	rules := cssRule.FindAllStringSubmatch(css, -1)
	for _, property := range []string{"display", "visibility", "opacity"} {
		h := hiding{classes: map[string]bool{}}
		h.unsure = odd || d.kept(func(n *svgNode) bool { return n.attr["attributeName"] == property })
		for _, rule := range rules {
			h.add(rule[1], rule[2], property)
		}
		d.rules[property] = h
	}
	return !slices.ContainsFunc(rules, func(rule []string) bool { return strings.ContainsAny(rule[1], ":+~[") })
}

// add takes a rule into account.
func (h *hiding) add(selectors, declarations, property string) {
	value, set := declared(declarations, property)
	if !set {
		return
	}
	h.unsure = h.unsure || !hides(property, value)
	for one := range strings.SplitSeq(selectors, ",") {
		if one = strings.TrimSpace(one); cssClass.MatchString(one) {
			h.classes[one[1:]] = true
		}
	}
}

// declared finds the value of a property in declarations.
func declared(declarations, property string) (value string, set bool) {
	for one := range strings.SplitSeq(strings.ToLower(declarations), ";") {
		name, v, _ := strings.Cut(one, ":")
		if name = strings.TrimSpace(name); name == property || name == "all" {
			value, set = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(v), "!important")), true
		}
	}
	return value, set
}

func hides(property, value string) bool {
	switch value = strings.ToLower(strings.TrimSpace(value)); property {
	case "display":
		return value == "none"
	case "visibility":
		return value == "hidden" || value == "collapse"
	}
	v, err := strconv.ParseFloat(strings.TrimSuffix(value, "%"), 64)
	return err == nil && v == 0
}

// hidden says that an element is surely hidden by a property of its own.
func (d *drawing) hidden(n *svgNode, property string) bool {
	h, style := d.rules[property], cssString.ReplaceAllString(n.attr["style"], "")
	if h.unsure || strings.Contains(style, `\`) {
		return false
	}
	if value, set := declared(style, property); set {
		return hides(property, value)
	}
	return slices.ContainsFunc(strings.Fields(n.attr["class"]), func(c string) bool { return h.classes[c] }) || hides(property, n.attr[property])
}

// unseen are elements that show nothing unless something refers to them, shapes
// those that the properties hide.
var (
	unseen = set("defs symbol marker mask clipPath pattern linearGradient radialGradient filter")
	shapes = set("g a svg use image path rect circle ellipse line polyline polygon text tspan textPath switch")
)

// prune marks what is surely never shown.
func (d *drawing) prune() {
	if !d.readRules() {
		return
	}
	for _, n := range d.nodes {
		if n.parent != nil && !n.drop && (unseen[n.name] || shapes[n.name] && n.parent.name != "switch" && d.never(n)) {
			d.keepUsed(n)
		}
	}
}

// never says that nothing shows of an element. What is transparent or invisible
// still takes its place in a line of text, and in the box of what it stands in.
func (d *drawing) never(n *svgNode) bool {
	if d.hidden(n, "display") {
		return true
	}
	clear, invisible := d.hidden(n, "opacity"), d.hidden(n, "visibility")
	if !clear && !invisible || strings.Contains(d.css, "clip-path") || strings.Contains(d.css, "mask") || strings.Contains(d.css, "filter") {
		return false
	}
	for up := n.parent; up != nil; up = up.parent {
		if up.name == "text" || up.name == "clipPath" || up.boxed() {
			return false
		}
	}
	return clear || !d.shownWithin(n)
}

// boxed says that an element is cut or filtered, which may go by its box.
func (n *svgNode) boxed() bool {
	style := n.attr["style"]
	return n.attr["filter"]+n.attr["mask"]+n.attr["clip-path"] != "" || strings.Contains(style, "filter") || strings.Contains(style, "mask") || strings.Contains(style, "clip-path")
}

// shownWithin says that something in an invisible element may be visible.
func (d *drawing) shownWithin(n *svgNode) bool {
	if n.boxed() {
		return true // a filter may paint by itself
	}
	return slices.ContainsFunc(n.children, func(c *svgNode) bool {
		_, styled := declared(c.attr["style"], "visibility")
		return (styled || c.attr["visibility"] != "") && !d.hidden(c, "visibility") || d.shownWithin(c)
	})
}

// keepUsed drops an element that is not shown where it stands, but for the parts
// that something refers to or that work from anywhere.
func (d *drawing) keepUsed(n *svgNode) (used bool) {
	if d.names[n.attr["id"]] || n.name == "style" || n.attr["href"] != "" && n.attr["attributeName"] != "" {
		return true
	}
	for _, c := range n.children {
		used = d.keepUsed(c) || used
	}
	n.drop = !used
	return used
}

// keptValue is what stays of an attribute that names things for others: the
// names that nobody uses tell only what the author called them.
func (d *drawing) keptValue(name, value string) (string, bool) {
	switch {
	case name == "id":
		return value, d.names[value] || strings.Contains(d.css, "[")
	case name == "class" && !strings.Contains(d.css, "["):
		used := slices.DeleteFunc(strings.Fields(value), func(c string) bool { return !strings.Contains(d.css, "."+c) })
		return strings.Join(used, " "), len(used) > 0
	}
	return value, true
}
