package atlas

import (
	"cmp"
	"math"
	"slices"
)

const (
	locatorWidth, locatorHeight = 800, 600
	regionWidth, regionHeight   = 960, 640
)

// heaviest is the length of a locator's or region's drawing in bytes, above
// which it is drawn again in less detail: it packs to a third.
const heaviest = 22_000

// Locator draws where one or several countries are, their neighbours set off
// from the rest of the land. It is empty when none of the codes is known.
func (f Frame) Locator(subjects []string, l Labels) string {
	all := f.groups()
	chosen := f.chosen(all, subjects)
	if len(chosen) == 0 {
		return ""
	}
	s := globe(f, outlines(chosen), locatorWidth, locatorHeight, func(half float64) float64 { return 1.25*half + 0.09 })
	if s == nil {
		s = flat(f, locatorWidth, worldSouth)
	}
	s.inDetail(func() {
		s.surroundings(all, chosen, f.neighbours(chosen), l)
		for _, g := range chosen {
			s.named(l.name(g.code), "", func() { s.subject("map-subject", g) })
		}
		s.borders()
		for _, g := range chosen {
			s.rings(g)
		}
	})
	return s.finish("locator", l)
}

// Region draws the members of a region among their surroundings, with links on
// the members. It is empty when none of the codes is known.
func (f Frame) Region(members []string, l Labels) string {
	all := f.groups()
	chosen := f.chosen(all, members)
	if len(chosen) == 0 {
		return ""
	}
	s := globe(f, outlines(chosen), regionWidth, regionHeight, func(half float64) float64 { return 1.12*half + 0.03 })
	if s == nil {
		s = flat(f, regionWidth, worldSouth)
	}
	slices.SortStableFunc(chosen, func(a, b group) int { return a.rank() - b.rank() })
	s.inDetail(func() {
		s.surroundings(all, chosen, nil, l)
		for _, g := range chosen {
			s.named(l.name(g.code), l.url(g.code), func() { s.subject("map-member", g) })
		}
		s.borders()
	})
	return s.finish("region", l)
}

// inDetail draws in as much detail as the drawing can bear.
func (s *sheet) inDetail(draw func()) {
	for units := 3.5; ; units *= 1.8 {
		s.svg.Reset()
		s.detail(units)
		if !s.cut {
			s.graticule()
		}
		draw()
		if s.svg.Len() <= heaviest || units > 40 {
			return
		}
	}
}

// chosen are the groups of some codes, each once, sorted.
func (f Frame) chosen(all []group, codes []string) []group {
	wanted := map[string]bool{}
	for _, code := range codes {
		wanted[f.shownAs(code)] = true
	}
	var out []group
	for _, g := range all {
		if g.code != "" && wanted[g.code] {
			out = append(out, g)
		}
	}
	return out
}

func outlines(groups []group) []vector {
	var points []vector
	for _, g := range groups {
		points = append(points, loaded().body(g)...)
	}
	return points
}

// neighbours are the codes that border on any of the groups.
func (f Frame) neighbours(groups []group) map[string]bool {
	codes := map[string]bool{}
	for _, g := range groups {
		for _, code := range f.Neighbours(g.code) {
			codes[code] = true
		}
	}
	return codes
}

// surroundings draws the land around the chosen groups.
func (s *sheet) surroundings(all, chosen []group, neighbours map[string]bool, l Labels) {
	plain, none := path{data: s.data[:0]}, path{}
	defer func() { s.data = plain.data }()
	var near []group
	for _, g := range all {
		switch {
		case slices.ContainsFunc(chosen, func(c group) bool { return c.code == g.code }):
		case neighbours[g.code]:
			near = append(near, g)
		case g.code != "AQ" || s.horizon > -1:
			s.plain(g, &plain, &none)
		}
	}
	s.element("map-context", plain.data, "")
	slices.SortStableFunc(near, func(a, b group) int { return a.rank() - b.rank() })
	for _, g := range near {
		s.named(l.name(g.code), "", func() { s.country("map-neighbour", g) })
	}
}

const (
	scattered = 300 // square units; with no larger piece a country is drawn as an archipelago
	hidden    = 160 // square units; with no more than this in all a country gets a ring
	crowd     = 12  // units between the dots of an archipelago
	swarm     = 40  // dots
)

// subject draws a group that the map is about. If it is small all over, every
// island of it is at least a dot.
func (s *sheet) subject(class string, g group) {
	var land, dots path
	largest := 0.0
	for _, sh := range g.shapes {
		largest = max(largest, s.shape(&land, sh))
	}
	if largest < scattered {
		for _, q := range s.islands(g) {
			dots.dot(q)
		}
	}
	s.element(class, land.data, "")
	s.dots(class, dots.data)
}

// islands are where a group has islands too small to be seen, the largest
// first, none close to another.
func (s *sheet) islands(g group) []xy {
	var spots []xy
	add := func(p place) {
		q := s.project(&p)
		crowded := slices.ContainsFunc(spots, func(o xy) bool { return math.Hypot(o.x-q.x, o.y-q.y) < crowd })
		if !crowded && len(spots) < swarm && s.view().contains(q) {
			spots = append(spots, q)
		}
	}
	for _, sh := range g.shapes {
		if len(sh.polygons) == 0 {
			add(sh.mark)
		}
		for i := range sh.polygons {
			if p := &sh.polygons[i]; s.size(p) < 2*s.dotted {
				add(p.middle())
			}
		}
	}
	return spots
}

// rings draws a circle around a group that is hard to find.
func (s *sheet) rings(g group) {
	const least, most = 26, 90 // units
	var spots []xy
	total := 0.0
	for _, sh := range g.shapes {
		spots = append(spots, s.project(&sh.mark))
		for i := range sh.polygons {
			total += s.size(&sh.polygons[i])
			middle := sh.polygons[i].middle()
			spots = append(spots, s.project(&middle))
		}
	}
	if total > hidden {
		return
	}
	b := boxOf(spots)
	if r := max(least, math.Hypot(b.x1-b.x0, b.y1-b.y0)/2+14); r <= most {
		s.circle("map-ring", xy{(b.x0 + b.x1) / 2, (b.y0 + b.y1) / 2}, r)
	}
}

func sortByArea(all []*polygon) {
	slices.SortStableFunc(all, func(a, b *polygon) int { return cmp.Compare(b.area, a.area) })
}
