package atlas

import (
	"bytes"
	"cmp"
	_ "embed"
	"encoding/binary"
	"math"
	"slices"
	"sync"
)

//go:embed shapes.bin
var packedShapes []byte

const (
	gridSteps   = 200  // of the embedded coordinates, to the degree
	noCountry   = "--" // the code of land that is nobody's shape
	nobody      = -1
	earthRadius = 6371.0 // km
)

// vector is a place on the unit sphere: x to 0°N 0°E, z to the North Pole.
type vector [3]float64

func (v vector) dot(w vector) float64 { return v[0]*w[0] + v[1]*w[1] + v[2]*w[2] }

func (v vector) unit() vector {
	n := math.Sqrt(v.dot(v))
	if n == 0 {
		return vector{1, 0, 0}
	}
	return vector{v[0] / n, v[1] / n, v[2] / n}
}

// place is a point of an arc. Both forms are kept, for trigonometry is most of
// the cost of a map.
type place struct {
	vector
	lon, lat float64 // degrees; lon may be beyond ±180 on arcs that cross the antimeridian
	level    byte    // how much it matters; 255 for the ends of an arc
}

func at(lon, lat float64) place {
	sinLon, cosLon := math.Sincos(lon * math.Pi / 180)
	sinLat, cosLat := math.Sincos(lat * math.Pi / 180)
	return place{vector: vector{cosLat * cosLon, cosLat * sinLon, sinLat}, lon: lon, lat: lat, level: 255}
}

// polygon is a piece of land: an outer ring, then its holes, each a list of
// arcs where ^i is arc i backwards.
type polygon struct {
	rings  [][]int
	circle         // around the mean of its outline
	area   float64 // km²
}

// circle is a part of the sphere that holds an arc or a polygon.
type circle struct {
	centre   vector
	reach    float64 // angle from the centre to the farthest point
	cos, sin float64 // of that angle
}

func newCircle(centre vector, nearness float64) circle {
	reach := math.Acos(clamp(nearness))
	sin, cos := math.Sincos(reach)
	return circle{centre, reach, cos, sin}
}

func circleAround(arc []place) circle {
	var sum vector
	for _, p := range arc {
		sum = vector{sum[0] + p.vector[0], sum[1] + p.vector[1], sum[2] + p.vector[2]}
	}
	centre, nearness := sum.unit(), 1.0
	for _, p := range arc {
		nearness = min(nearness, centre.dot(p.vector))
	}
	return newCircle(centre, nearness)
}

// shape is the land of one code, its largest polygon first. Without polygons
// it is a mere place.
type shape struct {
	code     string
	polygons []polygon
	mark     place
}

// earth is the unpacked data.
type earth struct {
	arcs      [][]place
	circles   []circle // by arc
	shapes    []shape  // sorted by code
	owners    [][2]int // the shapes on both sides of an arc, or nobody
	disputed  []bool   // by arc
	landmarks []vector // salient points of large coasts
	desks     sync.Pool
}

// desk is what a drawing is worked out on. What is on it has no meaning between
// two drawings.
type desk struct {
	lines  [][]xy  // arcs in the drawing's detail, by arc; nil where none has asked yet
	points []xy    // of the lines
	whole  []xy    // the ring that was asked for last
	inside [2][]xy // what of it is in sight
	marks  []xy    // landmarks in sight
	data   []byte  // of the longest path
	svg    bytes.Buffer
}

func (e *earth) desk() *desk {
	d := e.desks.Get().(*desk)
	d.svg.Reset()
	return d
}

// reader reads varints from data that this package made.
type reader struct{ data []byte }

func (r *reader) count() int {
	v, n := binary.Uvarint(r.data)
	r.data = r.data[n:]
	return int(v)
}

func (r *reader) signed() int {
	v, n := binary.Varint(r.data)
	r.data = r.data[n:]
	return int(v)
}

func (r *reader) take(n int) []byte {
	taken := r.data[:n]
	r.data = r.data[n:]
	return taken
}

// load reads what gen's encode wrote.
func load() *earth {
	r := &reader{packedShapes}
	e := &earth{}
	e.desks.New = func() any { return &desk{lines: make([][]xy, len(e.arcs))} }
	e.arcs = make([][]place, r.count())
	all := make([]place, r.count())
	for i := range e.arcs {
		n := r.count()
		e.arcs[i] = all[:n:n]
		all = all[n:]
		r.arc(e.arcs[i])
	}
	e.circles = make([]circle, len(e.arcs))
	for i, arc := range e.arcs {
		e.circles[i] = circleAround(arc)
	}
	e.owners = make([][2]int, len(e.arcs))
	for i := range e.owners {
		e.owners[i] = [2]int{nobody, nobody}
	}
	for range r.count() {
		e.add(r.shape(e))
	}
	e.disputed = make([]bool, len(e.arcs))
	for range r.count() {
		e.disputed[r.count()] = true
	}
	return e
}

func (r *reader) arc(arc []place) {
	x, y := 0, 0
	for i := range arc {
		x, y = x+r.signed(), y+r.signed()
		arc[i] = at(float64(x)/gridSteps, float64(y)/gridSteps)
	}
	for i, level := range r.take(len(arc)) {
		arc[i].level = level
	}
}

func (r *reader) shape(e *earth) shape {
	s := shape{code: string(r.take(2))}
	s.polygons = make([]polygon, r.count())
	for i := range s.polygons {
		rings := make([][]int, r.count())
		for j := range rings {
			rings[j] = make([]int, r.count())
			for k := range rings[j] {
				rings[j][k] = r.signed()
			}
		}
		s.polygons[i] = e.measured(rings)
	}
	if len(s.polygons) == 0 {
		x, y := r.signed(), r.signed()
		s.mark = at(float64(x)/gridSteps, float64(y)/gridSteps)
		return s
	}
	slices.SortStableFunc(s.polygons, func(a, b polygon) int { return cmp.Compare(b.area, a.area) })
	s.mark = s.polygons[0].middle()
	return s
}

// middle is the place at a polygon's centre.
func (p *polygon) middle() place {
	c := p.centre
	return place{
		vector: c,
		lon:    math.Atan2(c[1], c[0]) * 180 / math.Pi,
		lat:    math.Asin(c[2]) * 180 / math.Pi,
		level:  255,
	}
}

// add enters a shape, its arcs and its landmarks.
func (e *earth) add(s shape) {
	const large = 30_000 // km²; the islands that people know
	salient := levelOf(4000)
	id := len(e.shapes)
	e.shapes = append(e.shapes, s)
	for _, p := range s.polygons {
		for _, ring := range p.rings {
			for _, arc := range ring {
				e.own(forward(arc), id)
			}
		}
		if p.area < large || s.code == "AQ" {
			continue
		}
		for _, q := range e.outline(p.rings[0], salient) {
			e.landmarks = append(e.landmarks, q.vector)
		}
	}
}

func (e *earth) own(arc, shape int) {
	if e.owners[arc][0] == nobody {
		e.owners[arc][0] = shape
	} else {
		e.owners[arc][1] = shape
	}
}

func forward(arc int) int {
	if arc < 0 {
		return ^arc
	}
	return arc
}

// levelOf is the level of a point whose loss changes an area by so many km²:
// six steps to the doubling, 1 km² at 60. The program in gen computes the same.
func levelOf(area float64) byte {
	return byte(min(254, max(0, math.Round(6*math.Log2(area)+60))))
}

// each calls do with the points of a ring in their order, the first one not repeated.
func (e *earth) each(ring []int, do func(*place)) {
	for _, ref := range ring {
		arc := e.arcs[forward(ref)]
		last := len(arc) - 1
		for i := range last { // the next arc begins where this one ends
			if ref < 0 {
				do(&arc[last-i])
			} else {
				do(&arc[i])
			}
		}
	}
}

// outline is a ring without its points below a level.
func (e *earth) outline(ring []int, level byte) []*place {
	var points []*place
	e.each(ring, func(p *place) {
		if p.level >= level {
			points = append(points, p)
		}
	})
	return points
}

// shortWay brings a difference of longitudes to ±180.
func shortWay(lon float64) float64 {
	if lon > 180 {
		return lon - 360
	}
	if lon < -180 {
		return lon + 360
	}
	return lon
}

// measured computes what is worth knowing of a polygon before it is drawn.
func (e *earth) measured(rings [][]int) polygon {
	p := polygon{rings: rings}
	first := e.arcs[forward(rings[0][0])]
	last := &first[0]
	if rings[0][0] < 0 {
		last = &first[len(first)-1]
	}
	begin := last
	var sum vector
	turn := 0.0
	add := func(q *place) {
		sum = vector{sum[0] + q.vector[0], sum[1] + q.vector[1], sum[2] + q.vector[2]}
		// On a cylinder around the earth areas are the same as on the earth.
		step := shortWay(q.lon - last.lon)
		turn += step
		p.area += step * (q.vector[2] + last.vector[2])
		last = q
	}
	e.each(rings[0], add)
	centre := sum.unit()
	add(begin)
	p.area = math.Abs(p.area)
	if math.Abs(turn) > 180 {
		p.area = 720 - p.area // around a pole: the sum was what lies between its coast and the equator
	}
	p.area *= math.Pi / 360 * earthRadius * earthRadius
	nearness := 1.0
	e.each(rings[0], func(q *place) { nearness = min(nearness, centre.dot(q.vector)) })
	p.circle = newCircle(centre, nearness)
	return p
}
