package page

import (
	"fmt"
	"strconv"

	"chancery/generator/date"
)

// The strip's geometry, in units of its drawing.
const (
	stripWidth  = 720
	stripHeight = 64 // without labels
	labelHeight = 18
	labelWidth  = 40
	// Up to so many years every month has a bar; up to so many, every year;
	// beyond, every decade.
	monthlyYears = 14
	yearlyYears  = 140
)

// scale says which stretch of time one bar of a strip stands for.
type scale struct {
	first, last int // years
	months      int // of one bar
}

func newScale(first, last int) scale {
	switch n := last - first + 1; {
	case n <= monthlyYears:
		return scale{first, last, 1}
	case n <= yearlyYears:
		return scale{first, last, 12}
	}
	return scale{first - first%10, last, 120}
}

func (c scale) bars() int { return ((c.last-c.first+1)*12 + c.months - 1) / c.months }

// bar is the bar in which a month falls.
func (c scale) bar(m entryMonth) int {
	month := max(m.month(), 1) - 1
	return ((m.year()-c.first)*12 + month) / c.months
}

// x is where a bar begins.
func (c scale) x(bar int) int { return bar * stripWidth / c.bars() }

// strip draws the coverage of a run.
func (e *edition) strip(r *run) Strip {
	if len(r.years) == 0 {
		return Strip{}
	}
	c := newScale(r.years[len(r.years)-1].year, r.years[0].year)
	s := e.bars(r, c, r.years)
	s.Years = e.stripYears(r, c)
	return s
}

// yearStrip draws the months of one year of a run.
func (e *edition) yearStrip(r *run, year int) Strip {
	c := newScale(year, year)
	s := e.bars(r, c, r.in(year))
	for k := range c.bars() {
		month := date.Date{Year: int16(year), Month: uint8(k + 1)}
		label := StripYear{Text: e.day(month).Short, X: c.x(k), Width: c.x(k+1) - c.x(k)}
		for _, b := range s.Bars {
			if b.X == label.X {
				label.URL = b.URL
			}
		}
		s.Years = append(s.Years, label)
	}
	return s
}

// bars draws the entries of some years of a run.
func (e *edition) bars(r *run, c scale, years []yearOf) Strip {
	bars := tallies(c, years)
	n, top := 0, 1
	for i := range bars {
		n, top = n+bars[i].all(), max(top, bars[i].all())
	}
	s := Strip{
		Width: stripWidth, Height: stripHeight + labelHeight, Baseline: stripHeight,
		Label: fmt.Sprintf(e.t.StripText, n, c.first, c.last),
	}
	s.Bars = make([]StripBar, 0, len(bars))
	for k, t := range bars {
		if n := t.all(); n > 0 {
			s.Bars = append(s.Bars, e.bar(r, c, k, t, max(2, n*stripHeight/top)))
		}
	}
	return s
}

// tallies counts the entries of each bar.
func tallies(c scale, years []yearOf) []tally {
	out := make([]tally, c.bars())
	for i := range years {
		for _, t := range years[i].months {
			if t.all() > 0 {
				out[c.bar(t.month)].add(t)
			}
		}
	}
	return out
}

func (e *edition) bar(r *run, c scale, k int, t tally, height int) StripBar {
	x, next := c.x(k), c.x(k+1)
	filled := height * t.briefings / t.all()
	text := append(append(make([]byte, 0, 128), e.barName(c, t.month.date())...), ": "...)
	text = append(e.t.NBriefings.append(text, t.briefings), ", "...)
	return StripBar{
		Text: string(e.t.NEvents.append(text, t.events)), URL: e.monthURL(r, t),
		X: x, Y: stripHeight - height, Width: max(1, next-x-1), Height: height,
		Filled: filled, FilledY: stripHeight - filled,
	}
}

func (e *edition) barName(c scale, d date.Date) string {
	switch c.months {
	case 1:
		return e.monthName(d)
	case 12:
		return strconv.Itoa(int(d.Year))
	}
	decade := int(d.Year) - int(d.Year)%10
	return fmt.Sprintf("%d–%d", decade, decade+9)
}

// monthURL leads to the newest entry of a bar: on the run's first page when that
// shows it all, else on the page of its year, and where the run has none on that
// of the edition's timeline.
func (e *edition) monthURL(r *run, t tally) string {
	anchor := "#" + e.monthID(t.month.date())
	if len(r.entries) <= r.landing && r != e.main() {
		return r.url + anchor
	}
	if !r.paged {
		return e.monthURL(e.main(), tally{month: t.month, newest: int(r.entries[t.newest])})
	}
	y := &r.in(t.month.year())[0]
	return r.yearURL(y.year, r.holding(y, t.newest)) + anchor
}

// stripYears labels a strip with as many years as there is room for.
func (e *edition) stripYears(r *run, c scale) []StripYear {
	step := 1
	for (c.last-c.first+1)/step*labelWidth > stripWidth {
		if step == 1 {
			step = 5
			continue
		}
		step *= 2
	}
	var out []StripYear
	known := map[int]bool{}
	for _, y := range r.years {
		known[y.year] = true
	}
	for y := c.first; y <= c.last; y++ {
		if y%step != 0 {
			continue
		}
		at := (y - c.first) * 12 / c.months
		label := StripYear{Text: strconv.Itoa(y), X: c.x(at), Width: c.x(min(c.bars(), at+12*step/c.months)) - c.x(at)}
		if known[y] && r.paged {
			label.URL = r.yearURL(y, 0)
		}
		out = append(out, label)
	}
	return out
}
