package date

import "strings"

// The forms in which dates are written, each a method that reads from a token on.

func (p *parser) year(i int) (int, bool) {
	t := p.get(i)
	return t.val, t.kind == number && t.digits == 4 && t.val >= 1000 && t.val < 2200
}

// month reads the name of a month, or both of its names in Arabic, "تموز/يوليو",
// and says where it ends.
func (p *parser) month(i int) (val, end int, ok bool) {
	m, other := p.get(i), p.get(i+2)
	if m.kind != monthWord {
		return 0, 0, false
	}
	if slashed := p.get(i + 1); slashed.kind == slash && slashed.mark == '/' && other.kind == monthWord && other.val == m.val {
		return m.val, i + 3, true
	}
	return m.val, i + 1, true
}

func (p *parser) dayNumber(i int) (int, bool) {
	t := p.get(i)
	return t.val, t.kind == number && t.digits <= 2 && t.val >= 1 && t.val <= 31
}

// skipJoiners passes over "of", "de", a comma.
func (p *parser) skipJoiners(i int, commas bool) int {
	for p.get(i).kind == joiner || commas && p.get(i).kind == comma {
		i++
	}
	return i
}

// iso reads 2021-07-27 and 2021-07, with ~ for what is approximate.
func (p *parser) iso(i int, q *point) bool {
	y, ok := p.year(i)
	if !ok || !p.glued(i+1, '-') {
		return false
	}
	m := p.get(i + 2)
	if m.kind != number || m.digits != 2 || m.val < 1 || m.val > 12 {
		return false
	}
	q.year, q.month, q.end = y, m.val, i+3
	if d := p.get(i + 4); p.glued(i+3, '-') && d.kind == number && d.digits == 2 {
		q.day, q.end = d.val, i+5
	}
	return true
}

// glued says that a mark stands between two numbers without space.
func (p *parser) glued(i int, marks ...byte) bool {
	t, after := p.get(i), p.get(i+1)
	return t.kind == slash && !t.spaced && !after.spaced && strings.IndexByte(string(marks), t.mark) >= 0
}

// numeric reads 27/07/2021 by the order that the site declares.
func (p *parser) numeric(i int, q *point) bool {
	if p.order == Undeclared {
		return false
	}
	a, b, c := p.get(i), p.get(i+2), p.get(i+4)
	if a.kind != number || b.kind != number || c.kind != number ||
		!p.glued(i+1, '/', '.', '-') || !p.glued(i+3, p.get(i+1).mark) {
		return false
	}
	switch {
	case p.order == YMD && a.digits == 4:
		q.year, q.month, q.day = a.val, b.val, c.val
	case p.order == MDY && c.digits == 4:
		q.month, q.day, q.year = a.val, b.val, c.val
	case p.order == DMY && c.digits == 4:
		q.day, q.month, q.year = a.val, b.val, c.val
	default:
		return false
	}
	q.end = i + 5
	return q.month >= 1 && q.month <= 12 && q.day >= 1 && q.day <= 31
}

// dayMonth reads "27 July 2021", "27 de julio de 2021", "27. Juli".
func (p *parser) dayMonth(i int, q *point) bool {
	d, ok := p.dayNumber(i)
	if !ok {
		return false
	}
	i++
	if t := p.get(i); t.kind == slash && t.mark == '.' && !t.spaced {
		i++
	}
	i = p.skipJoiners(i, false)
	m, after, ok := p.month(i)
	if !ok {
		return false
	}
	q.day, q.month, q.end = d, m, after
	if j := p.skipJoiners(after, true); true {
		if y, ok := p.year(j); ok {
			q.year, q.end = y, j+1
		}
	}
	return true
}

// monthDay reads "July 27, 2021" and "July 27".
func (p *parser) monthDay(i int, q *point) bool {
	m := p.get(i)
	if m.kind != monthWord {
		return false
	}
	j := p.skipJoiners(i+1, false)
	d, ok := p.dayNumber(j)
	if !ok {
		return false
	}
	q.month, q.day, q.end = m.val, d, j+1
	j++
	if p.get(j).kind == comma {
		j++
	}
	if y, ok := p.year(j); ok {
		q.year, q.end = y, j+1
	}
	return true
}

// monthYear reads "July 2021", "juillet 2021", "julio de 2021".
func (p *parser) monthYear(i int, q *point) bool {
	m, after, ok := p.month(i)
	if !ok {
		return false
	}
	j := p.skipJoiners(after, true)
	if y, ok := p.year(j); ok {
		q.month, q.year, q.end = m, y, j+1
		return true
	}
	if k := p.get(after).kind; k == through || k == and && q.opened { // "July – August 2021"
		q.month, q.end = m, after
		return true
	}
	return false
}

// dayBefore reads the first day of "3–5 July".
func (p *parser) dayBefore(i int, q *point) bool {
	d, ok := p.dayNumber(i)
	if p.glued(i+1, '.') || p.get(i+1).mark == '.' && p.get(i+2).kind == through {
		i++ // "1.–5. Juli"
	}
	t := p.get(i + 1)
	if !ok || t.kind != through && !(t.kind == slash && t.mark == '-') && !(t.kind == and && q.opened) {
		return false
	}
	q.day, q.end = d, i+1
	return true
}

func (p *parser) yearAlone(i int, q *point) bool {
	y, ok := p.year(i)
	if !ok || p.get(i).ordinal || !p.bareYear && !q.approx { // "1990-е" is a decade
		return false
	}
	q.year, q.end = y, i+1
	return true
}
