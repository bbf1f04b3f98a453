package atlas

import (
	"math"
	"strconv"
)

// path writes the data of an SVG path in whole units, each line relative to
// the point before it.
type path struct {
	data []byte
	x, y int
}

// polygon adds a closed ring, unless rounding leaves nothing of it.
func (p *path) polygon(points []xy) { p.line(points, true) }

// polyline adds an open line.
func (p *path) polyline(points []xy) { p.line(points, false) }

func (p *path) line(points []xy, closed bool) {
	before, drawn := len(p.data), 0
	for i, q := range points {
		x, y := int(math.Round(q.x)), int(math.Round(q.y))
		if i == 0 {
			p.data = append(p.data, 'M')
			p.pair(x, y, false)
		} else if x != p.x || y != p.y {
			if drawn++; drawn == 1 {
				p.data = append(p.data, 'l')
			}
			p.pair(x-p.x, y-p.y, drawn > 1)
		}
		p.x, p.y = x, y
	}
	switch {
	case drawn == 0, closed && drawn < 2:
		p.data = p.data[:before]
	case closed:
		p.data = append(p.data, 'z')
	}
}

// pair appends two numbers with as few separators as the grammar allows.
func (p *path) pair(x, y int, spaced bool) {
	if spaced && x >= 0 {
		p.data = append(p.data, ' ')
	}
	p.data = strconv.AppendInt(p.data, int64(x), 10)
	if y >= 0 {
		p.data = append(p.data, ' ')
	}
	p.data = strconv.AppendInt(p.data, int64(y), 10)
}

// dot adds a line of no length: with round ends it is a disc.
func (p *path) dot(q xy) {
	p.data = append(p.data, 'M')
	p.pair(int(math.Round(q.x)), int(math.Round(q.y)), false)
	p.data = append(p.data, "h0"...)
}

// extent is the signed area of a ring.
func extent(points []xy) float64 {
	if len(points) == 0 {
		return 0
	}
	sum, last := 0.0, points[len(points)-1]
	for _, q := range points {
		sum += last.x*q.y - q.x*last.y
		last = q
	}
	return sum / 2
}

// box is a rectangle.
type box struct{ x0, y0, x1, y1 float64 }

func (b box) contains(q xy) bool { return q.x >= b.x0 && q.x <= b.x1 && q.y >= b.y0 && q.y <= b.y1 }

// holds says that another box is wholly inside.
func (b box) holds(o box) bool { return o.x0 >= b.x0 && o.x1 <= b.x1 && o.y0 >= b.y0 && o.y1 <= b.y1 }

// meets says that two boxes have something in common.
func (b box) meets(o box) bool { return o.x0 <= b.x1 && o.x1 >= b.x0 && o.y0 <= b.y1 && o.y1 >= b.y0 }

// grown is the box with a margin on every side.
func (b box) grown(by float64) box { return box{b.x0 - by, b.y0 - by, b.x1 + by, b.y1 + by} }

// with is the box that holds a point as well.
func (b box) with(q xy) box {
	return box{min(b.x0, q.x), min(b.y0, q.y), max(b.x1, q.x), max(b.y1, q.y)}
}

// boxOf is the box of some points.
func boxOf(points []xy) box {
	b := box{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, q := range points {
		b = b.with(q)
	}
	return b
}

// clip is Sutherland and Hodgman's: what of a ring is inside the box. Parts
// that fall asunder stay joined along its edge, out of sight. What it returns
// lies in the ring or in one of the spare ones.
func (b box) clip(points []xy, spare *[2][]xy) []xy {
	around := boxOf(points)
	if !b.meets(around) {
		return nil
	}
	if b.holds(around) {
		return points
	}
	sides := [...]func(xy) float64{
		func(q xy) float64 { return q.x - b.x0 },
		func(q xy) float64 { return b.x1 - q.x },
		func(q xy) float64 { return q.y - b.y0 },
		func(q xy) float64 { return b.y1 - q.y },
	}
	for i, inside := range sides {
		spare[i%2] = cutOff(spare[i%2][:0], points, inside)
		points = spare[i%2]
	}
	return points
}

// cutOff appends what of a ring is inside of a line.
func cutOff(kept, points []xy, inside func(xy) float64) []xy {
	if len(points) == 0 {
		return kept
	}
	last := points[len(points)-1]
	d0 := inside(last)
	for _, q := range points {
		d1 := inside(q)
		if (d0 < 0) != (d1 < 0) {
			t := d0 / (d0 - d1)
			kept = append(kept, xy{last.x + t*(q.x-last.x), last.y + t*(q.y-last.y)})
		}
		if d1 >= 0 {
			kept = append(kept, q)
		}
		last, d0 = q, d1
	}
	return kept
}

// cut splits a line into those stretches that touch the box.
func (b box) cut(points []xy) [][]xy {
	var parts [][]xy
	begin := 0
	for i := 1; i <= len(points); i++ {
		if i < len(points) && b.touches(points[i-1], points[i]) {
			continue
		}
		if i-begin > 1 {
			parts = append(parts, points[begin:i])
		}
		begin = i
	}
	return parts
}

// touches says that a line between two points may cross the box: it is not
// wholly beyond one of its edges.
func (b box) touches(p, q xy) bool {
	return b.meets(box{min(p.x, q.x), min(p.y, q.y), max(p.x, q.x), max(p.y, q.y)})
}
