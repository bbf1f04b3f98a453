package atlas

import "math"

// globe is an empty map around some points, so many units wide and high. The
// points take the part of it that room leaves them; near is the least that is
// shown above and below the centre, in radii of the earth.
//
// It is nil when the points lie too far apart to be seen from one side.
func globe(f Frame, points []vector, width, height int, room func(half float64) float64) *sheet {
	aspect := float64(width) / float64(height)
	eye := around(mean(points))
	var b box
	for range 3 {
		b = eye.boxOf(points)
		eye = around(eye.unproject(xy{(b.x0 + b.x1) / 2, (b.y0 + b.y1) / 2}))
	}
	b = eye.boxOf(points)
	for _, p := range points {
		if p.dot(eye.centre) < farthest {
			return nil
		}
	}
	half := room(max((b.y1-b.y0)/2, (b.x1-b.x0)/2/aspect))
	e := loaded()
	desk := e.desk()
	desk.marks = e.inSight(desk.marks[:0], &eye)
	for half < widest && !recognisable(desk.marks, half*aspect, half) {
		half *= 1.15
	}
	return sheetOf(f, desk, eye, half, width, height)
}

const (
	farthest = 0.17 // cosine of 80°: as far from the centre as a subject may be
	widest   = 0.75 // half the height of a map that grows to hold something familiar
	familiar = 16   // landmarks
)

// inSight appends the landmarks that an eye sees, projected.
func (e *earth) inSight(marks []xy, eye *azimuth) []xy {
	for _, p := range e.landmarks {
		if p.dot(eye.centre) > 0 {
			marks = append(marks, eye.project(p))
		}
	}
	return marks
}

// recognisable says that a view of so much to every side holds enough of large
// coasts to tell where it is.
func recognisable(marks []xy, x, y float64) bool {
	n := 0
	for _, q := range marks {
		if math.Abs(q.x) < 0.9*x && math.Abs(q.y) < 0.9*y {
			if n++; n == familiar {
				return true
			}
		}
	}
	return false
}

// sheetOf is an empty map of what an eye sees, half its height given in radii
// of the earth.
func sheetOf(f Frame, desk *desk, eye azimuth, half float64, width, height int) *sheet {
	eye.scale = float64(height) / 2 / half
	eye.middle = xy{float64(width) / 2, float64(height) / 2}
	s := &sheet{earth: loaded(), desk: desk, Frame: f, width: width, height: height, scale: eye.scale, centre: eye.centre}
	s.eye = eye
	s.project = func(p *place) xy { return eye.project(p.vector) }
	s.window = s.view().grown(12)
	corner := math.Hypot(s.window.x1-eye.middle.x, s.window.y1-eye.middle.y) / eye.scale
	s.horizon = math.Cos(2 * math.Asin(min(0.99, corner/2)))
	s.sight = math.Acos(s.horizon)
	s.below = math.Sin(s.sight)
	return s
}

// boxOf is the box of some points on the drawing.
func (a *azimuth) boxOf(points []vector) box {
	b := boxOf(nil)
	for _, p := range points {
		b = b.with(a.project(p))
	}
	return b
}

func mean(points []vector) vector {
	var sum vector
	for _, p := range points {
		sum = vector{sum[0] + p[0], sum[1] + p[1], sum[2] + p[2]}
	}
	return sum.unit()
}

// body is the outline of what matters of a group's land when it is framed: its
// largest polygons until 96 % of it is there, so that France is not drawn
// together with islands on the other side of the earth.
func (e *earth) body(g group) []vector {
	const most = 0.96
	var all []*polygon
	total := 0.0
	var points []vector
	for _, sh := range g.shapes {
		points = append(points, sh.mark.vector)
		for i := range sh.polygons {
			all = append(all, &sh.polygons[i])
			total += sh.polygons[i].area
		}
	}
	sortByArea(all)
	sum := 0.0
	for _, p := range all {
		if sum >= most*total {
			break
		}
		sum += p.area
		for _, q := range e.outline(p.rings[0], levelOf(p.area/500)) {
			points = append(points, q.vector)
		}
	}
	return points
}

// graticule draws meridians and parallels, about six of them to the view.
func (s *sheet) graticule() {
	const degree = 180 / math.Pi
	reach := s.sight
	south, north, east := -80.0, 80.0, 180.0
	latitude := math.Asin(clamp(s.centre[2]))
	if math.Abs(latitude)+reach < math.Pi/2 {
		south, north = (latitude-reach)*degree, (latitude+reach)*degree
		east = math.Asin(clamp(math.Sin(reach)/math.Cos(latitude))) * degree
	}
	step := 30.0
	for _, finer := range []float64{20, 10, 5} {
		if reach*degree/finer < 4 {
			step = finer
		}
	}
	middle := math.Atan2(s.centre[1], s.centre[0]) * degree
	var p path
	for lon := math.Ceil((middle-east)/step) * step; lon <= middle+east-0.1; lon += step {
		s.curve(&p, func(t float64) vector { return at(lon, max(-80, south)*(1-t)+min(80, north)*t).vector })
	}
	for lat := math.Ceil(max(-80, south)/step) * step; lat <= min(80, north); lat += step {
		s.curve(&p, func(t float64) vector { return at(middle+east*(2*t-1), lat).vector })
	}
	s.element("map-graticule", p.data, `fill="none" vector-effect="non-scaling-stroke"`)
}

// curve draws what runs through the places for t from 0 to 1, where it is in sight.
func (s *sheet) curve(p *path, place func(t float64) vector) {
	const steps = 48
	run := make([]xy, 0, steps+1)
	flush := func() {
		for _, part := range s.window.cut(run) {
			p.polyline(part)
		}
		run = run[:0]
	}
	for i := range steps + 1 {
		v := place(float64(i) / steps)
		if v.dot(s.centre) < s.horizon-0.05 {
			flush()
			continue
		}
		run = append(run, s.eye.project(v))
	}
	flush()
}
