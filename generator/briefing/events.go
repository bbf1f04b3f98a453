package briefing

import (
	"fmt"
	"html"
	"slices"
	"strings"

	"chancery/generator/data"
	"chancery/generator/date"
	"chancery/generator/gazetteer"
	"chancery/generator/markdown"
	"chancery/generator/problem"
	"chancery/generator/slug"
)

// timelineWords are headings that name a timeline, lower case, per language. A
// heading counts when it contains one of them as words.
var timelineWords = []string{
	"timeline", "chronology", "key dates", "sequence of events", "course of events",
	"chronologie", "dates clés", "repères", "fil des événements", "calendrier",
	"التسلسل الزمني", "الجدول الزمني", "تسلسل الأحداث", "محطات", "أبرز التواريخ", "كرونولوجيا",
	"cronología", "línea de tiempo", "fechas clave",
	"хронология", "хроника", "ключевые даты", "лента событий",
	"cronologia", "linha do tempo", "zeitleiste", "chronik",
}

// events recognises what a briefing dates.
type events struct {
	r     *Reader
	b     *piece
	found []told
	list  problem.List
	ids   map[string]int
	last  date.Date // of the list being read; zero before its first item
	back  bool      // it is told backwards, the newest first
	about []string  // codes of the countries that the briefing is about

	dates    []dated             // of the items of one list after the other
	mentions []gazetteer.Mention // of one text after the other
	buf      []byte              // an id in the making
}

// told is an event and how it is told.
type told struct {
	Event
	Account
}

// dated is what an item has of a date.
type dated struct {
	date.Found
	ok bool
}

// readEvents finds events by the rules of type Rule, marks them in the document
// and enters them in the briefing, in the order of the text.
func (r *Reader) readEvents(b *piece, doc *markdown.Document, f *fields) problem.List {
	e := &events{r: r, b: b, ids: map[string]int{}}
	e.about = b.subjects()
	for _, l := range doc.Lists {
		e.readList(l)
	}
	for _, t := range doc.Tables {
		e.readTable(t)
	}
	for _, h := range doc.Headings {
		e.readHeading(h)
	}
	e.readParagraphs(doc)
	slices.SortStableFunc(e.found, func(x, y told) int { return x.Line - y.Line })
	if f.events != nil {
		f.List(f.events, "events", func(n *data.Node) { e.declared(n, f) })
	}
	e.enter()
	return e.list
}

// enter gives the briefing its events.
func (e *events) enter() {
	if len(e.found) == 0 {
		return
	}
	e.b.Events, e.b.Accounts = make([]Event, len(e.found)), make([]Account, len(e.found))
	for i, v := range e.found {
		v.At, v.Sum = int32(i), v.sum()
		e.b.Events[i], e.b.Accounts[i] = v.Event, v.Account
	}
}

// readList reads a list under a timeline's heading, or one most of whose items
// begin with a date.
func (e *events) readList(l *markdown.List) {
	rule, titled := Listed, l.Heading != nil && e.namesTimeline(l.Heading.Text)
	if titled {
		rule = Titled
	}
	n := 0
	found := slices.Grow(e.dates[:0], len(l.Items))
	for _, item := range l.Items {
		f := e.dated(item.Text, titled)
		if found = append(found, f); f.ok {
			n++
		}
	}
	e.dates = found
	if n == 0 || !titled && (n < 2 || 2*n <= len(l.Items)) {
		return
	}
	for i, item := range l.Items { // now that it is a timeline, years count as well
		if !found[i].ok {
			found[i] = e.leading(item.Text, true)
		}
	}
	e.begin(backwards(found))
	e.found = slices.Grow(e.found, n)
	for i, item := range l.Items {
		if !found[i].ok {
			e.warn(item.Line, item.Col, "an item of a timeline has no readable date").Hint = "begin it with a date such as 27 July 2021, or move it out of the list"
			continue
		}
		e.item(item, found[i].Found, rule)
	}
}

func (e *events) namesTimeline(heading string) bool {
	heading = strings.ToLower(heading)
	return slices.ContainsFunc(e.r.timeline, func(w string) bool { return strings.Contains(heading, w) })
}

// dated reads the date of an item: the one it begins with, or in a timeline the
// day that it ends with.
func (e *events) dated(text string, titled bool) dated {
	f := e.leading(text, titled)
	if !f.ok && titled {
		f.Found, f.ok = e.r.dates.Trailing(text, e.b.Date.Day)
		f.ok = f.ok && f.Start.Precision() == date.Day
	}
	return f
}

// leading reads the date at the start of an item. A bare year counts only where
// the list is known to be a timeline.
func (e *events) leading(text string, titled bool) dated {
	f, ok := e.r.dates.Leading(text, e.b.Date.Day)
	return dated{f, ok && (titled || f.Start.Precision() != date.Year)}
}

// readTable reads a table of two columns or more whose first column is dates.
func (e *events) readTable(t *markdown.Table) {
	n := 0
	for _, row := range t.Rows {
		if len(row.Cells) < 2 {
			return
		}
		if f, ok := e.r.dates.Leading(row.Cells[0], e.b.Date.Day); ok && f.Offset+f.Length >= len(strings.TrimSpace(row.Cells[0])) {
			n++
		}
	}
	if n < 2 || 2*n <= len(t.Rows) {
		return
	}
	e.begin(false)
	for _, row := range t.Rows {
		f, ok := e.r.dates.Leading(row.Cells[0], e.b.Date.Day)
		if !ok {
			e.warn(row.Line, row.Col, "a row of a timeline has no readable date").Hint = "begin it with a date such as 27 July 2021"
			continue
		}
		e.item(row, f, Tabled)
	}
}

// item enters an item of a list or row of a table.
func (e *events) item(item *markdown.Item, f date.Found, rule Rule) {
	text, styled := wording(item, f, rule)
	if text == "" {
		return
	}
	v := e.event(f.Span, text)
	v.Inferred, v.Cites, v.Line, v.Rule = f.Inferred, item.Cites, item.Line, rule
	v.tell(text, styled)
	mark := markdown.Mark{ID: v.ID, Datetime: datetime(f.Span), DateOffset: f.Offset, DateLength: f.Length}
	if rule != Tabled && text == before(item.Text, f) {
		mark.DateLength = 0 // it stands where it was written, at the end
	}
	item.Mark(mark)
	e.check(v, item.Line, item.Col)
	e.checkDates(f, text, item.Line, item.Col)
	e.found = append(e.found, v)
}

// event begins an event that is found in the text.
func (e *events) event(s date.Span, text string) told {
	return told{Event{Span: s, Countries: e.countries(text)}, Account{ID: e.id(s, text)}}
}

// tell says what an event is told by; most texts have no emphasis. They are parts
// of their document's, and who keeps an event for long makes copies.
func (v *told) tell(text, styled string) {
	if v.Text, v.HTML = text, styled; styled == text {
		v.HTML = text
	}
}

// wording is the text of an item's event, plain and with its emphasis.
func wording(item *markdown.Item, f date.Found, rule Rule) (text, styled string) {
	if rule != Tabled {
		text = rest(item.Text, f)
		return text, item.HTML(within(item.Text, text))
	}
	var cells []string
	for i := range item.Cells[1:] {
		cells = append(cells, item.CellHTML(i+1))
	}
	return strings.Join(item.Cells[1:], between), strings.Join(cells, between)
}

// between stands where a table has a border.
const between = " – "

// within is where the part of a text that rest or before left of it lies.
func within(text, part string) (from, to int) {
	switch {
	case strings.HasPrefix(text, part):
	case strings.HasSuffix(text, part):
		from = len(text) - len(part)
	default:
		from = strings.LastIndex(text, part)
	}
	return from, from + len(part)
}

// check warns of what is probably a slip.
func (e *events) check(v told, line, col int) {
	if day := e.b.Changed.Day; !day.IsZero() && v.Span.Start.First().Compare(day) > 0 {
		known := "own date"
		if day != e.b.Date.Day {
			known = "last change"
		}
		e.warn(line, col, fmt.Sprintf("the event of %s lies after the briefing's %s, %s", v.Span.Start, known, day)).Hint = "correct the date of the event or of the briefing, unless it is announced for then"
	}
	if !e.back && !e.last.IsZero() && v.Span.Start.Last().Compare(e.last.First()) < 0 {
		e.warn(line, col, fmt.Sprintf("the timeline is out of order: %s stands after %s", v.Span.Start, e.last)).Hint = "correct the date, or move the item"
	}
	e.last = v.Span.Start
}

// begin prepares for the items of one timeline.
func (e *events) begin(back bool) { e.last, e.back = date.Date{}, back }

// backwards says that a list tells the newest first.
func backwards(found []dated) bool {
	var last date.Date
	for _, f := range found {
		if !f.ok {
			continue
		}
		if !last.IsZero() && f.Start.Compare(last) > 0 {
			return false
		}
		last = f.Start
	}
	return true
}

// checkDates warns of a weekday that is not the date's, and of a second day in
// the words of an item, which may be an event of its own.
func (e *events) checkDates(f date.Found, text string, line, col int) {
	if f.Contradicts != "" {
		e.warn(line, col, fmt.Sprintf("the item says %s, but %s was a %s", f.Contradicts, f.Start, f.Start.Weekday())).Hint = "correct the weekday or the date"
	}
	for _, other := range e.r.dates.Find(text, date.Date{}) {
		if other.Start.Precision() == date.Day && other.Start != f.Start && other.Start != f.End {
			e.warn(line, col, fmt.Sprintf("an item has two dates, %s and %s", f.Start, other.Start)).Hint = "make two items of it, if these are two events"
			return
		}
	}
}

func datetime(s date.Span) string {
	if s.End.IsZero() {
		return s.Start.Plain()
	}
	return s.Start.Plain() + "/" + s.End.Plain()
}

// rest is the text of an item without its date and what joins the two.
func rest(text string, f date.Found) string {
	after := text[f.Offset+f.Length:]
	if strings.Trim(after, " .)]") == "" {
		return before(text, f)
	}
	return strings.TrimSpace(strings.TrimLeft(after, " \t\u00a0:–—-−.,;)]|،"))
}

// leadIn are words that lead to a date and belong to it.
var leadIn = []string{"on", "in", "of", "le", "du", "en", "el", "del", "в", "от", "في", "يوم", "بتاريخ"}

// before is the text of an item or heading that ends with its date.
func before(text string, f date.Found) string {
	text = strings.TrimRight(text[:f.Offset], " \u00a0,:–—-(،")
	i := strings.LastIndexByte(text, ' ')
	if i > 0 && slices.Contains(leadIn, text[i+1:]) {
		return strings.TrimRight(text[:i], " ,")
	}
	return text
}

// readHeading reads a heading that begins or ends with a date.
func (e *events) readHeading(h *markdown.Heading) {
	f, ok := e.r.dates.Leading(h.Text, e.b.Date.Day)
	text := ""
	if ok && f.Start.Precision() == date.Day {
		text = rest(h.Text, f)
	} else if f, ok = e.r.dates.Trailing(h.Text, e.b.Date.Day); ok {
		text = before(h.Text, f)
	}
	if !ok || text == "" || f.Inferred {
		return
	}
	v := e.event(f.Span, text)
	v.Line, v.Rule = h.Line, Headed
	v.tell(text, h.HTML(within(h.Text, text)))
	h.Mark(markdown.Mark{ID: v.ID, Datetime: datetime(f.Span)})
	e.found = append(e.found, v)
}

// declared reads an entry of events: in front matter.
func (e *events) declared(n *data.Node, f *fields) {
	v := told{Account: Account{Rule: Declared}}
	f.Keys(n, "events", map[string]func(*data.Node){
		"date": func(n *data.Node) {
			span, err := date.ParseSpan(f.String(n, "date"), e.r.s.Config.DateOrder)
			if err != nil {
				f.Errorf(n, "date: %v", err)
			}
			v.Span = span
		},
		"text": func(n *data.Node) { v.Text = f.String(n, "text") },
		"countries": func(n *data.Node) {
			for _, item := range f.Strings(n, "countries") {
				p, err := e.r.s.Places.Lookup(item.Text)
				switch {
				case err != nil:
					f.unknownPlace(item.Node, err)
				case p.Country == "":
					f.Errorf(item.Node, "countries: %q is a region", item.Text).Hint = "name its countries"
				default:
					v.Countries = append(v.Countries, p.Country)
				}
			}
		},
	})
	if v.Text == "" || n.Find("date") == nil {
		f.Errorf(n, "events: an entry needs date and text")
		return
	}
	v.tell(v.Text, html.EscapeString(v.Text))
	v.ID = e.id(v.Span, v.Text)
	if len(v.Countries) == 0 {
		v.Countries = e.countries(v.Text)
	}
	e.found = append(e.found, v)
}

// countries are those an event names, else the subjects of its briefing.
func (e *events) countries(text string) []string {
	var out []string
	e.mentions = e.r.s.Places.Find(text, e.b.Lang, e.mentions[:0])
	for _, m := range e.mentions {
		code, shown := e.r.s.Places.Resolve(m.Code)
		if shown && !m.Weak && !slices.Contains(out, code) {
			out = append(out, code)
		}
	}
	if len(out) > 0 {
		return out
	}
	return e.about
}

// idWords is the number of words that an event's id takes from its text: enough
// to stay apart from others of its day, few enough to stay when the end of the
// text is edited.
const idWords = 4

func (e *events) id(s date.Span, text string) string {
	e.buf = append(s.Start.AppendPlain(append(e.buf[:0], "e-"...)), '-')
	e.buf = slug.AppendStart(e.buf, text, idWords)
	id := string(e.buf)
	for e.ids[id]++; e.ids[id] > 1; e.ids[id]++ { // the numbered one may be taken as well
		id = fmt.Sprintf("%s-%d", id, e.ids[id])
	}
	return id
}

func (e *events) warn(line, col int, message string) *problem.Problem {
	e.list = append(e.list, problem.Warnf(e.b.Pos(line, col), "%s", message).Concerning(problem.Event))
	return &e.list[len(e.list)-1]
}
