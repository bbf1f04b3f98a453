package atlas

import (
	"slices"
	"strconv"
)

const (
	worldWidth = 2000
	worldNorth = 85.0  // degrees; above Greenland
	worldSouth = -57.5 // below Cape Horn
)

// World draws all countries, those with a tint of 1 to 5 in it. Linked ones
// are inside <a> with a <title>. Antarctica is drawn when it has a tint or a link.
func (f Frame) World(tint map[string]int, l Labels) string {
	south := worldSouth
	if tint["AQ"] > 0 || l.url("AQ") != "" {
		south = -90
	}
	s := flat(f, worldWidth, south)
	s.detail(2.5)
	var plain, dots path
	var own []group
	for _, g := range f.groups() {
		switch {
		case g.code != "" && (tint[g.code] > 0 || l.url(g.code) != ""):
			own = append(own, g)
		case g.code != "AQ":
			s.plain(g, &plain, &dots)
		}
	}
	s.element("map-land", plain.data, "")
	s.dots("map-land", dots.data)
	// Small ones come last, or what surrounds them would cover their dots.
	slices.SortStableFunc(own, func(a, b group) int { return a.rank() - b.rank() })
	for _, g := range own {
		s.named(l.name(g.code), l.url(g.code), func() { s.country(tintClass(tint[g.code]), g) })
	}
	s.borders()
	return s.finish("world", l)
}

func tintClass(tint int) string {
	if tint < 1 {
		return "map-land"
	}
	return "map-land map-t" + strconv.Itoa(min(5, tint))
}

// flat is an empty map of the world, so many units wide.
func flat(f Frame, width int, south float64) *sheet {
	left, top, bottom := equalEarth(westEdge, 0).x, equalEarth(0, worldNorth).y, equalEarth(0, south).y
	scale := float64(width) / (-2 * left)
	s := &sheet{earth: loaded(), desk: loaded().desk(), Frame: f, width: width, height: int((bottom - top) * scale), scale: scale}
	s.project = func(p *place) xy {
		q := equalEarth(eastward(p.lon), p.lat)
		return xy{(q.x - left) * scale, (q.y - top) * scale}
	}
	s.window = s.view().grown(20)
	s.horizon, s.cut = -1, true
	return s
}
