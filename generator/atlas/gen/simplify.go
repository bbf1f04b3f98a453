package main

import (
	"container/heap"
	"math"
)

// levels tells for every point of an arc how much it matters, so that a
// drawing of any scale can leave out points without computing anything: 255
// for both ends, otherwise levelOf the area that would be lost with the point.
// It is Visvalingam's way: the point of the smallest triangle goes first, and
// a point never matters less than one that went before it.
func levels(points []point) []byte {
	n := len(points)
	level := make([]byte, n)
	level[0], level[n-1] = 255, 255
	q := newCorners(points)
	largest := 0.0
	for q.Len() > 0 {
		c := heap.Pop(q).(*corner)
		largest = max(largest, c.area)
		level[c.at] = levelOf(largest)
		c.prev.next, c.next.prev = c.next, c.prev
		for _, side := range []*corner{c.prev, c.next} {
			if side.index >= 0 {
				side.area = side.triangle()
				heap.Fix(q, side.index)
			}
		}
	}
	return level
}

// levelOf puts km² on a logarithmic scale of six steps to the doubling, with 1
// km² at 60. Package atlas computes the same.
func levelOf(area float64) byte {
	if area <= 0 {
		return 0
	}
	return byte(min(254, max(0, math.Round(6*math.Log2(area)+60))))
}

// corner is a point between its present neighbours on an arc.
type corner struct {
	point
	at         int
	prev, next *corner
	area       float64 // km²
	index      int     // in the heap; -1 for the ends of the arc
}

// triangle is the area in km² between a corner and its neighbours, on a plane
// that touches the earth there.
func (c *corner) triangle() float64 {
	const perDegree = 111.2
	squeeze := math.Cos(c.lat * math.Pi / 180)
	ax, ay := wrap(c.prev.lon-c.lon)*squeeze, c.prev.lat-c.lat
	bx, by := wrap(c.next.lon-c.lon)*squeeze, c.next.lat-c.lat
	return math.Abs(ax*by-bx*ay) / 2 * perDegree * perDegree
}

// wrap brings a difference of longitudes to the short way round.
func wrap(lon float64) float64 { return math.Remainder(lon, 360) }

// corners is a heap, smallest triangle first.
type corners []*corner

func newCorners(points []point) *corners {
	all := make([]corner, len(points))
	for i, p := range points {
		all[i] = corner{point: p, at: i, index: -1}
		if i > 0 {
			all[i].prev, all[i-1].next = &all[i-1], &all[i]
		}
	}
	var q corners
	for i := 1; i < len(all)-1; i++ {
		all[i].area, all[i].index = all[i].triangle(), len(q)
		q = append(q, &all[i])
	}
	heap.Init(&q)
	return &q
}

func (q corners) Len() int { return len(q) }

func (q corners) Less(i, j int) bool {
	if q[i].area != q[j].area {
		return q[i].area < q[j].area
	}
	return q[i].at < q[j].at
}

func (q corners) Swap(i, j int) {
	q[i], q[j] = q[j], q[i]
	q[i].index, q[j].index = i, j
}

// Push is here for the interface; nothing is ever added.
func (q *corners) Push(c any) { *q = append(*q, c.(*corner)) }

// Pop gives the last corner up.
func (q *corners) Pop() any {
	last := len(*q) - 1
	c := (*q)[last]
	*q = (*q)[:last]
	c.index = -1
	return c
}
