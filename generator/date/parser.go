package date

import "time"

// window is the number of tokens that the longest date has: "from 27 de julio
// de 2021 – 29 de agosto de 2021" with a weekday before each.
const window = 18

// parser reads a date. It takes tokens from the text as it looks at them: most
// places where a date could begin are given up at the first or second.
type parser struct {
	lexer    lexer
	tokens   [window]token
	none     token
	n        int // of tokens taken
	ended    bool
	order    Order // of numbers alone
	bareYear bool
}

// get is a token, not to be changed; of the kind other where there is none.
func (p *parser) get(i int) *token {
	for p.n <= i && !p.ended {
		t, ok := p.lexer.next()
		if p.ended = !ok || t.kind == other || p.n+1 == window; !ok || t.kind == other {
			break
		}
		p.tokens[p.n] = t
		p.n++
	}
	if i < 0 || i >= p.n {
		return &p.none
	}
	return &p.tokens[i]
}

// point is a date that may lack its year, or its year and month.
type point struct {
	year, month, day int
	weekday          int // from Sunday; -1 when none was written
	approx           bool
	opened           bool // "between" stands before it
	end              int  // token after it
}

func (p *parser) found(start int, context Date) (Found, bool) {
	a, ok := p.point(0)
	if !ok || p.get(0).start != start {
		return Found{}, false
	}
	b, ranged := p.rangeEnd(a)
	end := a.end
	if ranged {
		end = b.end
		a, b = share(a, b)
	}
	f := Found{Offset: start, Length: p.tokens[end-1].end - start}
	if !p.complete(a) || ranged && !p.complete(b) || p.runsOn(end) {
		return Found{}, false
	}
	if a.year == 0 {
		f.Inferred = true
		a.year = infer(a, context)
		if ranged {
			b.year = a.year
			if b.month < a.month {
				b.year++
			}
		}
		if a.year == 0 {
			return Found{}, false
		}
	}
	var err error
	if f.Start, err = valid(a.year, a.month, a.day); err != nil {
		return Found{}, false
	}
	f.Start.Approx = a.approx
	f.Contradicts = contradiction(a, f.Start)
	if ranged {
		if f.End, err = valid(b.year, b.month, b.day); err != nil || f.End.Compare(f.Start) <= 0 {
			return Found{}, false
		}
	}
	return f, true
}

// complete says that there is enough to make a date: a year alone only where
// that is asked for, or where a word says that it is a date.
func (p *parser) complete(q point) bool {
	switch {
	case q.month == 0 && q.day != 0:
		return false
	case q.month == 0:
		return q.year != 0 && (p.bareYear || q.approx)
	case q.day == 0:
		return q.year != 0
	}
	return true
}

// runsOn says that a number goes on behind the date: part of an address, a
// version or a price, not a date.
func (p *parser) runsOn(end int) bool {
	last, next := p.get(end-1), p.get(end)
	glued := !next.spaced && next.start == last.end
	if last.kind != number {
		return glued && next.kind == number // "1Jul0001"
	}
	if glued && (next.kind == word || next.kind == number) {
		return true
	}
	after := p.get(end + 1)
	return glued && next.kind == slash && after.kind == number && !after.spaced && after.start == next.end
}

// rangeEnd reads what follows "–", "to" or "au".
func (p *parser) rangeEnd(a point) (point, bool) {
	t := p.get(a.end)
	dash := t.kind == slash && t.mark == '-'
	if a.opened != (t.kind == and) || t.kind != through && t.kind != and && !dash {
		return point{}, false
	}
	if b, ok := p.shortYear(a); ok {
		return b, true
	}
	b, ok := p.point(a.end + 1)
	if !ok {
		if b, ok = p.dayAlone(a.end+1, a); !ok {
			return point{}, false
		}
	}
	if a.month == 0 && a.day == 0 && b.month != 0 || a.year != 0 && b.year == 0 && b.month != 0 {
		return point{}, false
	}
	word := t.end-t.start > 1 && t.kind != slash && p.lexer.text[t.start] < 0x80
	if word && (b.month == 0 || a.month != 0 && a.day == 0 && b.day != 0) {
		return point{}, false // "27 July 2021 and 3 others"
	}
	return b, true
}

// shortYear reads the end of "1941–43".
func (p *parser) shortYear(a point) (point, bool) {
	t := p.get(a.end + 1)
	if a.month != 0 || a.day != 0 || t.kind != number || t.digits != 2 || t.val <= a.year%100 {
		return point{}, false
	}
	return point{year: a.year - a.year%100 + t.val, weekday: -1, end: a.end + 2}, true
}

// dayAlone reads the second day of "July 27–29".
func (p *parser) dayAlone(i int, a point) (point, bool) {
	t := p.get(i)
	if t.kind != number || t.digits > 2 || t.val < 1 || t.val > 31 || a.day == 0 || a.month == 0 {
		return point{}, false
	}
	q := point{day: t.val, month: a.month, weekday: -1, end: i + 1}
	j := i + 1
	if p.get(j).kind == comma {
		j++
	}
	if y, ok := p.year(j); ok && a.year == 0 {
		q.year, q.end = y, j+1
	}
	return q, true
}

// share gives both ends of a range what only one of them says.
func share(a, b point) (point, point) {
	if a.month == 0 && a.day != 0 {
		a.month = b.month
	}
	if b.month == 0 && a.month != 0 && b.day != 0 {
		b.month = a.month
	}
	if a.year == 0 {
		a.year = b.year
		if b.year != 0 && b.month < a.month {
			a.year--
		}
	}
	if b.year == 0 {
		b.year = a.year
	}
	return a, b
}

// point reads one date.
func (p *parser) point(i int) (point, bool) {
	q := point{weekday: -1}
	i = p.prefix(i, &q)
	if k := p.get(i).kind; k != number && k != monthWord { // with which all of them begin
		return q, false
	}
	for k := range forms {
		try := q
		if p.form(k, i, &try) {
			if try.year != 0 && p.get(try.end).kind == yearWord { // "2021 года"
				try.end++
			}
			return try, true
		}
	}
	return q, false
}

// forms is how many there are of a date.
const forms = 7

// form reads one of them, the most certain first. (A switch, and no list of
// functions: what is called through one must live on the heap.)
func (p *parser) form(k, i int, q *point) bool {
	switch k {
	case 0:
		return p.iso(i, q)
	case 1:
		return p.numeric(i, q)
	case 2:
		return p.dayMonth(i, q)
	case 3:
		return p.monthDay(i, q)
	case 4:
		return p.monthYear(i, q)
	case 5:
		return p.dayBefore(i, q)
	}
	return p.yearAlone(i, q)
}

// prefix skips a weekday, an article, and words that make a date approximate.
func (p *parser) prefix(i int, q *point) int {
	for {
		switch t := p.get(i); {
		case t.kind == dayWord:
			q.weekday = t.val
		case t.kind == opener:
			q.opened = true
		case t.kind == vagueWord && (t.val == 0 || p.get(i+1).kind == joiner):
			q.approx = true
		case t.kind == joiner, t.kind == comma && q.weekday >= 0, t.kind == slash && t.mark == '-' && q.approx:
		default:
			return i
		}
		i++
	}
}

// infer finds the year that brings a day nearest to the context, and no more
// than a month after it: what a text dates without a year has mostly happened.
func infer(q point, context Date) int {
	const ahead = 31
	if context.IsZero() || q.day == 0 {
		return 0
	}
	best, distance := 0, 0
	for year := int(context.Year) - 1; year <= int(context.Year)+1; year++ {
		d, err := valid(year, q.month, q.day)
		if err != nil {
			continue
		}
		n := d.Days() - context.Days()
		if n > ahead {
			continue
		}
		if n < 0 {
			n = -n
		}
		if best == 0 || n < distance {
			best, distance = year, n
		}
	}
	return best
}

// contradiction is the weekday that was written, when the date has another.
func contradiction(q point, d Date) string {
	if q.weekday < 0 || d.Precision() != Day || int(d.Weekday()) == q.weekday {
		return ""
	}
	return time.Weekday(q.weekday).String()
}
