package date

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Reader finds dates in prose. It is immutable and safe for concurrent use.
type Reader struct {
	v     *vocabulary
	order Order
}

// NewReader makes a reader for texts in some languages; English is always among
// them. order says how numbers such as 08/01/2025 are read; undeclared, they
// are no dates.
func NewReader(langs []string, order Order) *Reader {
	return &Reader{newVocabulary(langs), order}
}

// Found is a date in a text.
type Found struct {
	Offset, Length int // in bytes
	Span
	Inferred    bool   // the year was not written: it follows from the context
	Contradicts string // the weekday that was written, when the date has another
}

// Find lists the dates in a text, in order. context is the day from which a
// missing year is taken: the one that brings the date nearest, but no more than
// a month ahead. Weekdays alone, words such as "yesterday" and bare years are
// left alone.
func (r *Reader) Find(text string, context Date) []Found {
	var out []Found
	for at := 0; at < len(text); {
		at = nextDigit(text, at)
		if at >= len(text) {
			break
		}
		f, ok := r.around(text, at, lastEnd(out), context)
		if !ok || f.Inferred && names(text, f) {
			at = skipNumber(text, at)
			continue
		}
		out = append(out, f)
		at = f.Offset + f.Length
	}
	return out
}

// names says that a day without year is the name of something: "March 23
// Movement", "Place du 7 novembre".
func names(text string, f Found) bool {
	after, _, _ := strings.Cut(strings.TrimLeft(text[f.Offset+f.Length:], " \u00a0"), " ")
	if named[strings.ToLower(strings.TrimRight(after, ".,;:)"))] {
		return true
	}
	before := strings.Fields(text[max(0, f.Offset-namedBefore):f.Offset])
	for _, w := range before[max(0, len(before)-2):] { // "place du"
		if named[strings.ToLower(w)] {
			return true
		}
	}
	return false
}

// namedBefore is how many bytes before a date may hold what is called by it.
const namedBefore = 48

func lastEnd(found []Found) int {
	if len(found) == 0 {
		return 0
	}
	f := found[len(found)-1]
	return f.Offset + f.Length
}

func nextDigit(text string, at int) int {
	for ; at < len(text); at++ {
		if c := text[at]; c >= '0' && c <= '9' || c == 0xd9 || c == 0xdb {
			if _, n := digit(text[at:]); n > 0 {
				return at
			}
		}
	}
	return at
}

func skipNumber(text string, at int) int {
	for at < len(text) {
		_, n := digit(text[at:])
		if n == 0 {
			break
		}
		at += n
	}
	return at
}

// around tries to read a date that holds the number at a place: beginning with
// the words before it ("early March 2021", "July 27"), or with the number.
func (r *Reader) around(text string, at, floor int, context Date) (Found, bool) {
	for _, start := range wordsBefore(text, at, floor) {
		if f, ok := r.at(text, start, context, false); ok && f.Offset+f.Length > at {
			return f, true
		}
	}
	return Found{}, false
}

// lookBack is the number of words before a number that may belong to its date:
// "between June and August 2022" has four.
const lookBack = 4

// wordsBefore lists where a date may begin, the earliest first, the number
// itself last.
func wordsBefore(text string, at, floor int) []int {
	starts := make([]int, 1, lookBack+1)
	starts[0] = at
	pos := at
	for len(starts) <= lookBack {
		end := strings.TrimRightFunc(text[floor:pos], func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("-–—,", r) })
		i := strings.LastIndexFunc(end, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) && r != '.' })
		if i >= 0 {
			_, n := utf8.DecodeRuneInString(end[i:])
			i += n - 1
		}
		if floor+i+1 >= floor+len(end) {
			break
		}
		pos = floor + i + 1
		starts = append([]int{pos}, starts...)
	}
	return starts
}

// at reads a date that begins exactly at a place. bareYear lets a year stand
// alone.
func (r *Reader) at(text string, start int, context Date, bareYear bool) (Found, bool) {
	p := parser{r: r, text: text, bareYear: bareYear}
	p.read(start)
	return p.found(start, context)
}

// window is the number of tokens that the longest date has: "from 27 de julio
// de 2021 – 29 de agosto de 2021" with a weekday before each.
const window = 18

type parser struct {
	r        *Reader
	text     string
	tokens   []token
	bareYear bool
}

func (p *parser) read(start int) {
	l := lexer{p.r.v, p.text, start}
	for len(p.tokens) < window {
		t, ok := l.next()
		if !ok || t.kind == other {
			break
		}
		p.tokens = append(p.tokens, t)
	}
}

func (p *parser) get(i int) token {
	if i >= 0 && i < len(p.tokens) {
		return p.tokens[i]
	}
	return token{kind: other}
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
	if last.kind != number {
		return false
	}
	glued := !next.spaced && next.start == last.end
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
	word := t.end-t.start > 1 && t.kind != slash && p.text[t.start] < 0x80
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
	for _, form := range []func(int, *point) bool{p.iso, p.numeric, p.dayMonth, p.monthDay, p.monthYear, p.dayBefore, p.yearAlone} {
		try := q
		if form(i, &try) {
			if try.year != 0 && p.get(try.end).kind == yearWord { // "2021 года"
				try.end++
			}
			return try, true
		}
	}
	return q, false
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
	a, b, c := p.get(i), p.get(i+2), p.get(i+4)
	if p.r.order == Undeclared || a.kind != number || b.kind != number || c.kind != number ||
		!p.glued(i+1, '/', '.', '-') || !p.glued(i+3, p.get(i+1).mark) {
		return false
	}
	switch {
	case p.r.order == YMD && a.digits == 4:
		q.year, q.month, q.day = a.val, b.val, c.val
	case p.r.order == MDY && c.digits == 4:
		q.month, q.day, q.year = a.val, b.val, c.val
	case p.r.order == DMY && c.digits == 4:
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

// Leading reads the date that a list item or table cell begins with. There a
// year may stand alone, when a mark or the end follows it.
func (r *Reader) Leading(text string, context Date) (Found, bool) {
	start := 0
	for start < len(text) {
		c, n := utf8.DecodeRuneInString(text[start:])
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			break
		}
		start += n
	}
	if start >= len(text) {
		return Found{}, false
	}
	for _, at := range []int{start, afterFirstWord(text, start)} {
		if at < 0 {
			continue
		}
		f, ok := r.at(text, at, context, true)
		if !ok || f.Inferred && names(text, f) {
			continue
		}
		if f.Start.Precision() != Year || endsThere(text[f.Offset+f.Length:]) {
			return f, true
		}
	}
	return Found{}, false
}

// prepositions may stand before the date of a list item: "On 27 July", "Le 3".
const prepositions = " on in the by from since le la en au à depuis el am im desde a в во на с со em no في يوم منذ بتاريخ "

func afterFirstWord(text string, start int) int {
	w, _, ok := strings.Cut(text[start:], " ")
	if !ok || !strings.Contains(prepositions, " "+strings.ToLower(w)+" ") {
		return -1
	}
	return start + len(w) + 1
}

// endsThere says that a mark, or nothing, follows a bare year.
func endsThere(rest string) bool {
	rest = strings.TrimLeft(rest, " \u00a0\u202f")
	if rest == "" {
		return true
	}
	c, _ := utf8.DecodeRuneInString(rest)
	return strings.ContainsRune(":–—-.,;)]|،(", c)
}

// Trailing reads the date that a heading ends with, after a comma or in
// brackets where it is a year only.
func (r *Reader) Trailing(text string, context Date) (Found, bool) {
	trimmed := strings.TrimRight(text, " .)]")
	found := r.Find(trimmed, context)
	if n := len(found); n > 0 {
		if f := found[n-1]; f.Offset+f.Length == len(trimmed) {
			return f, !f.Inferred
		}
	}
	at := len(trimmed) - 4
	if at < 2 {
		return Found{}, false
	}
	before := strings.TrimRight(trimmed[:at], " ")
	if before == "" || !strings.ContainsRune(",،(–—-:", lastRune(before)) {
		return Found{}, false
	}
	f, ok := r.at(trimmed, at, context, true)
	return f, ok && f.Offset+f.Length == len(trimmed)
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}
