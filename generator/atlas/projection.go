package atlas

import "math"

// xy is a point of a drawing, y downwards.
type xy struct{ x, y float64 }

// azimuth is Lambert's azimuthal equal-area projection around a centre: true
// areas, and little distortion as far as a locator looks.
type azimuth struct {
	centre, east, north vector
	scale               float64 // units of the drawing to the earth's radius
	middle              xy      // where the centre is drawn
}

// around is the projection onto the plane that touches the earth at c, in
// radii of the earth, centre at the origin.
func around(c vector) azimuth {
	east := vector{-c[1], c[0], 0}
	if math.Hypot(c[0], c[1]) < 1e-9 {
		east = vector{0, 1, 0}
	}
	east = east.unit()
	north := vector{
		c[1]*east[2] - c[2]*east[1],
		c[2]*east[0] - c[0]*east[2],
		c[0]*east[1] - c[1]*east[0],
	}
	return azimuth{centre: c, east: east, north: north, scale: 1}
}

func (a *azimuth) project(p vector) xy {
	// The antipode has no place; what is near it is far outside of any view.
	near := 1 + p.dot(a.centre)
	if near < 1e-6 {
		near = 1e-6
	}
	k := a.scale * math.Sqrt(2/near)
	return xy{a.middle.x + k*p.dot(a.east), a.middle.y - k*p.dot(a.north)}
}

// unproject finds the place that is drawn at q, on a plane in radii of the earth.
func (a *azimuth) unproject(q xy) vector {
	r := math.Hypot(q.x, q.y)
	if r == 0 {
		return a.centre
	}
	angle := 2 * math.Asin(min(1, r/2))
	s, c := math.Sincos(angle)
	var v vector
	for i := range v {
		v[i] = c*a.centre[i] + s*(q.x*a.east[i]-q.y*a.north[i])/r
	}
	return v.unit()
}

// westEdge is the meridian at which the map of the world is cut, in the Bering
// Strait: of all mainlands it meets Antarctica's alone.
const westEdge = -169.0

// eastward is the longitude in the turn that begins at westEdge.
func eastward(lon float64) float64 {
	for lon < westEdge {
		lon += 360
	}
	for lon >= westEdge+360 {
		lon -= 360
	}
	return lon
}

// equalEarth is the Equal Earth projection (Šavrič, Patterson and Jenny, 2018)
// around 11°E, in radii of the earth: 5.41 wide and 2.63 high.
func equalEarth(lon, lat float64) xy {
	const a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
	theta := math.Asin(math.Sqrt(3) / 2 * math.Sin(lat*math.Pi/180))
	t2 := theta * theta
	t6 := t2 * t2 * t2
	x := 2 * math.Sqrt(3) * (lon - westEdge - 180) * math.Pi / 180 * math.Cos(theta) /
		(3 * (9*a4*t6*t2 + 7*a3*t6 + 3*a2*t2 + a1))
	return xy{x, -theta * (a4*t6*t2 + a3*t6 + a2*t2 + a1)}
}
