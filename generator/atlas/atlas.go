// Package atlas draws small maps as SVG: the world in tints, a region with its
// members, and locators that show where on earth a country is.
//
// The shapes are Natural Earth's 1:50 million, embedded as arcs that
// neighbours share, so that simplified borders still fit each other. Every
// point carries how much it matters, computed when the data is generated;
// drawing keeps the points that can be seen at its scale and computes nothing
// else. Simplifying while drawing would cost ten times as much, and a second,
// coarser set of shapes would not have the small states.
//
// A drawing holds no colour, style, script or text beyond titles: the style
// sheet colours these classes.
//
//	map map-world map-region map-locator   the svg element
//	map-graticule                          meridians and parallels (line)
//	map-land                               land in a world map (fill)
//	map-context                            land around what a map is about (fill)
//	map-neighbour                          what borders on a subject (fill)
//	map-member, map-subject                what a map is about (fill)
//	map-t1 … map-t5                        with map-land: the tint, weakest first (fill)
//	map-border, map-disputed               borders; not agreed ones, to be dashed (line)
//	map-dot                                with one of the above: a place too small to be
//	                                       seen, a line of no length with round ends, so
//	                                       that stroke-width is its diameter on screen
//	map-ring                               a circle around a subject that is hard to find (line)
//
// Fills have no outline; borders are lines above them, each drawn once. Lines
// keep their width at any size of the map.
package atlas

// PACKAGES is the folder with the unpacked npm packages that gen names.
//go:generate go run ./gen ${PACKAGES}

import (
	"slices"
	"sync"
)

// Labels are the words and links of a map, in the language of its page.
type Labels struct {
	Title string                   // names the map for screen readers
	Desc  string                   // says what it shows; may be empty
	Name  func(code string) string // what a country is called; nil for its code
	URL   func(code string) string // where its name leads; "" or nil for no link
}

func (l Labels) name(code string) string {
	if l.Name == nil {
		return code
	}
	return l.Name(code)
}

func (l Labels) url(code string) string {
	if l.URL == nil {
		return ""
	}
	return l.URL(code)
}

// Frame says how contested places are drawn. The zero value draws every
// territory that has an ISO code of its own, and Kosovo, for itself.
type Frame struct {
	With   map[string]string // a territory that is shown as part of a country: code to code
	Hidden map[string]bool   // territories that are land without name, tint and link
}

// shownAs is the code under which a shape is drawn, or "" for plain land. A
// territory that is part of another which is itself part of a third is not
// followed further.
func (f Frame) shownAs(code string) string {
	if with, ok := f.With[code]; ok {
		code = with
	}
	if f.Hidden[code] || code == noCountry {
		return ""
	}
	return code
}

// Neighbours returns the codes of the countries that have a land border with
// this one, sorted.
func (f Frame) Neighbours(code string) []string {
	if code == "" {
		return nil
	}
	e := loaded()
	var codes []string
	for _, pair := range e.owners {
		if pair[0] == nobody || pair[1] == nobody {
			continue
		}
		a, b := f.shownAs(e.shapes[pair[0]].code), f.shownAs(e.shapes[pair[1]].code)
		if a == code {
			a, b = b, a
		}
		if b == code && a != code && a != "" {
			codes = append(codes, a)
		}
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// loaded is the embedded data, unpacked when it is first asked for.
var loaded = sync.OnceValue(load)
