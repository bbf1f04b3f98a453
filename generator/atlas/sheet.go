package atlas

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"hash/fnv"
	"math"
	"slices"
	"strconv"
	"strings"
)

// sheet is a drawing in the making.
type sheet struct {
	*earth
	Frame
	*desk
	width, height int
	scale         float64 // units to the earth's radius
	project       func(*place) xy
	window        box     // what is drawn: the view and a margin that hides cut edges
	eye           azimuth // what project uses, except on a map of the world
	centre        vector  // of the view
	horizon       float64 // cosine of how far the view reaches from its centre; -1 for everything
	sight, below  float64 // that angle, and its sine
	cut           bool    // the map ends at a meridian: a ring that crosses it runs around the pole

	level  byte    // points below it are left out
	least  float64 // rings of fewer square units are left out
	dotted float64 // countries of fewer square units are dots
}

// view is what the finished drawing shows.
func (s *sheet) view() box { return box{0, 0, float64(s.width), float64(s.height)} }

// detail leaves out what changes the drawing by less than so many square units.
func (s *sheet) detail(units float64) {
	km := earthRadius / s.scale
	s.level = levelOf(units * km * km)
	s.least, s.dotted = 2*units, 5*units
	clear(s.lines)
	s.points = s.points[:0]
}

// line is an arc on the drawing. A border is part of two countries and is drawn
// by itself, so it is projected once.
func (s *sheet) line(i int) []xy {
	if s.lines[i] != nil {
		return s.lines[i]
	}
	begin := len(s.points)
	for j := range s.arcs[i] {
		if p := &s.arcs[i][j]; p.level >= s.level {
			s.points = append(s.points, s.project(p))
		}
	}
	s.lines[i] = s.points[begin:len(s.points):len(s.points)]
	return s.lines[i]
}

// ring is a ring of a polygon on the drawing, until the next one is asked for.
func (s *sheet) ring(arcs []int) []xy {
	points := s.whole[:0]
	for _, ref := range arcs { // each begins where the last one ends
		line := s.line(forward(ref))
		if ref >= 0 {
			points = append(points, line[:len(line)-1]...)
			continue
		}
		for i := len(line) - 1; i > 0; i-- {
			points = append(points, line[i])
		}
	}
	s.whole = points
	if s.cut {
		return s.mended(points)
	}
	return points
}

// mended is a ring on a map that ends at a meridian. One that crosses it sticks
// out, as an island does, or runs all around the pole, as Antarctica does, and
// is then led back below the map.
func (s *sheet) mended(points []xy) []xy {
	begin, net := 0, 0
	for i := range points {
		net += s.crossing(points, i)
	}
	for i := range points {
		if c := s.crossing(points, i); c != 0 && (net == 0 || c == net) {
			begin = i // from here on a turn is made whole, with any zigzag near its ends
			break
		}
	}
	points = slices.Concat(points[begin:], points[:begin])
	for i := 1; i < len(points); i++ {
		if c := s.crossing(points, i); c != 0 {
			// The point is near the end of the map, so this is about its width there.
			points[i].x += float64(c) * 2 * math.Abs(points[i].x-float64(s.width)/2)
		}
	}
	if net != 0 {
		below := float64(s.height) + 10
		points = append(points, xy{points[len(points)-1].x, below}, xy{points[0].x, below})
	}
	return points
}

// crossing is 1 where the way to a point of a ring leaves the map in the east
// and comes back in the west, -1 where it does the contrary, and otherwise 0.
func (s *sheet) crossing(points []xy, i int) int {
	half := float64(s.width) / 2
	switch dx := points[i].x - points[(i+len(points)-1)%len(points)].x; {
	case dx < -half:
		return 1
	case dx > half:
		return -1
	}
	return 0
}

// borders draws the arcs between shapes that are shown apart, and those that
// are not agreed.
func (s *sheet) borders() {
	var agreed, disputed path
	for i, pair := range s.owners {
		if pair[0] == nobody || pair[1] == nobody {
			continue
		}
		to := &agreed
		if s.contested(i) {
			to = &disputed
		} else if pair[0] == pair[1] {
			continue
		}
		for _, part := range s.window.cut(s.arc(i)) {
			to.polyline(part)
		}
	}
	s.element("map-border", agreed.data, `fill="none" vector-effect="non-scaling-stroke"`)
	s.element("map-disputed", disputed.data, `fill="none" vector-effect="non-scaling-stroke"`)
}

// contested says that a border is not agreed: by the data, or because the
// frame shows one side of it as part of the other or as nobody's.
func (s *sheet) contested(arc int) bool {
	a, b := s.shapes[s.owners[arc][0]].code, s.shapes[s.owners[arc][1]].code
	return s.disputed[arc] || s.Hidden[a] || s.Hidden[b] || a != b && s.shownAs(a) == s.shownAs(b)
}

// arc is a line on the drawing, or nothing if no point of it is above the horizon.
func (s *sheet) arc(i int) []xy {
	if !s.mayShow(&s.circles[i]) {
		return nil
	}
	above := func(p place) bool { return p.level >= s.level && p.dot(s.centre) >= s.horizon }
	if !slices.ContainsFunc(s.arcs[i], above) {
		return nil
	}
	return s.line(i)
}

// sees says that some of a polygon may be above the horizon.
func (s *sheet) sees(land *polygon) bool { return s.mayShow(&land.circle) }

// mayShow says that something in a circle may be above the horizon: that its
// centre is no farther from the view's than both reach together.
func (s *sheet) mayShow(c *circle) bool {
	if s.horizon <= -1 || s.sight+c.reach >= math.Pi {
		return true
	}
	return s.centre.dot(c.centre) >= s.horizon*c.cos-s.below*c.sin
}

// clamp mends cosines that rounding made impossible.
func clamp(cos float64) float64 { return min(1, max(-1, cos)) }

// element writes a path, unless it is empty.
func (s *sheet) element(class string, data []byte, attributes string) {
	if len(data) == 0 {
		return
	}
	s.svg.WriteString(`<path class="` + class + `"`)
	if attributes != "" {
		s.svg.WriteString(" " + attributes)
	}
	s.svg.WriteString(` d="`)
	s.svg.Write(data)
	s.svg.WriteString(`"/>`)
}

// dots writes places as discs.
func (s *sheet) dots(class string, data []byte) {
	s.element("map-dot "+class, data, `fill="none" stroke-linecap="round" vector-effect="non-scaling-stroke"`)
}

// circle writes a circle of so many units around a point.
func (s *sheet) circle(class string, q xy, r float64) {
	fmt.Fprintf(&s.svg, `<circle class="%s" fill="none" vector-effect="non-scaling-stroke" cx="%.0f" cy="%.0f" r="%.0f"/>`,
		class, q.x, q.y, r)
}

// named writes what draw writes with a title on it, and inside a link if there
// is an address.
func (s *sheet) named(title, url string, draw func()) {
	tag := "g"
	if url == "" {
		s.svg.WriteString("<g>")
	} else {
		tag = "a"
		s.svg.WriteString(`<a href="` + escaped(url) + `">`)
	}
	s.svg.WriteString("<title>" + escaped(title) + "</title>")
	draw()
	s.svg.WriteString("</" + tag + ">")
}

// finish puts the drawing into its svg element. One with links is a group, for
// inside of an image nothing can be reached. The sheet is of no use any more.
func (s *sheet) finish(kind string, l Labels) string {
	defer s.desks.Put(s.desk)
	body := s.svg.Bytes()
	sum := fnv.New64a()
	for _, text := range []string{kind, l.Title, l.Desc} {
		sum.Write([]byte(text))
	}
	sum.Write(body)
	id := "map-" + strconv.FormatUint(sum.Sum64(), 36)
	role := "img"
	if bytes.Contains(body, []byte("<a ")) {
		role = "group"
	}
	var b strings.Builder
	b.Grow(len(body) + 512)
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" class="map map-%s" viewBox="0 0 %d %d" role="%s" aria-labelledby="%s"`,
		kind, s.width, s.height, role, id)
	if l.Desc != "" {
		fmt.Fprintf(&b, ` aria-describedby="%s-d"`, id)
	}
	fmt.Fprintf(&b, `><title id="%s">%s</title>`, id, escaped(l.Title))
	if l.Desc != "" {
		fmt.Fprintf(&b, `<desc id="%s-d">%s</desc>`, id, escaped(l.Desc))
	}
	b.Write(body)
	b.WriteString("</svg>")
	return b.String()
}

// escaped is text for XML; what XML can not hold becomes U+FFFD.
func escaped(text string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(text)) // a strings.Builder takes everything
	return b.String()
}
