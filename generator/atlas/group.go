package atlas

import (
	"cmp"
	"math"
	"slices"
)

// group is all the land that is shown under one code, "" for plain land.
type group struct {
	code   string
	shapes []*shape
}

// groups are all shapes by the code they are shown under, sorted.
func (f Frame) groups() []group {
	shapes := loaded().shapes
	sorted := make([]*shape, len(shapes))
	for i := range shapes {
		sorted[i] = &shapes[i]
	}
	slices.SortStableFunc(sorted, func(a, b *shape) int { return cmp.Compare(f.shownAs(a.code), f.shownAs(b.code)) })
	all := make([]group, 0, len(sorted))
	for begin, i := 0, 1; i <= len(sorted); i++ {
		code := f.shownAs(sorted[begin].code)
		if i == len(sorted) || f.shownAs(sorted[i].code) != code {
			all = append(all, group{code, sorted[begin:i]})
			begin = i
		}
	}
	return all
}

// rank is 0 for what has much land and 1 for what may be drawn as a dot.
func (g group) rank() int {
	const small = 30_000 // km²
	for _, sh := range g.shapes {
		if len(sh.polygons) > 0 && sh.polygons[0].area > small {
			return 0
		}
	}
	return 1
}

// land is the path of a group and where it needs dots: at every shape whose
// land can not be seen.
func (s *sheet) land(g group) (land, dots path) {
	for _, sh := range g.shapes {
		if s.shape(&land, sh) < s.dotted {
			if q := s.project(&sh.mark); s.view().contains(q) {
				dots.dot(q)
			}
		}
	}
	return land, dots
}

// plain adds a group to the path of all plain land, and its dots if it has a name.
func (s *sheet) plain(g group, land, dots *path) {
	for _, sh := range g.shapes {
		if largest := s.shape(land, sh); g.code != "" && largest < s.dotted {
			dots.dot(s.project(&sh.mark))
		}
	}
}

// country writes a group.
func (s *sheet) country(class string, g group) {
	land, dots := s.land(g)
	s.element(class, land.data, "")
	s.dots(class, dots.data)
}

// shape adds the pieces of a shape that can be seen to a path, and returns the
// size of the largest.
func (s *sheet) shape(p *path, sh *shape) (largest float64) {
	for i := range sh.polygons {
		land := &sh.polygons[i]
		size := s.size(land)
		if size < s.least {
			break // the rest is smaller
		}
		if s.sees(land) {
			largest = max(largest, size)
			s.piece(p, land)
		}
	}
	return largest
}

// size is the area of a polygon on the drawing in square units; both
// projections are true to it.
func (s *sheet) size(land *polygon) float64 {
	return land.area * s.scale * s.scale / (earthRadius * earthRadius)
}

// piece adds a polygon to a path, with the holes that can be seen.
func (s *sheet) piece(p *path, land *polygon) {
	for i, arcs := range land.rings {
		ring := s.ring(arcs)
		if i == 0 || math.Abs(extent(ring)) >= s.least {
			p.polygon(s.window.clip(ring, &s.inside))
		}
	}
}
