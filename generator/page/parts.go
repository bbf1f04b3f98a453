package page

import (
	"html/template"

	"chancery/generator/digest"
)

// The parts that views are made of.

// Chrome is what all pages of one edition and section share. It is rendered
// once and reused.
type Chrome struct {
	SiteTitle string
	Tagline   string
	Home      string // URL of the edition's home page
	EditionOf string // language of the edition, for lang attributes: "fr"
	Section   string // "home", "timeline", "countries", "regions", "authors", "topics", "pages" or ""
	Menu      []MenuItem
	Pages     []Link // standing pages, for the foot of the page
	Editions  []Edition
	T         *Strings
	Styles    []string // URLs of style sheets, in order
	Scripts   []string
	Preloads  []string // fonts the first screen needs
	Icon      string
	Feed      string // the edition's Atom feed, empty without base_url
	NamesURL  string // the "Names and borders" page
	Assets    AssetTable

	sum digest.Sum
}

// Digest names the chrome by its content.
func (c *Chrome) Digest() digest.Sum { return c.sum }

// AssetTable finds the published URL of a file under static/.
type AssetTable struct {
	URLs map[string]string // "css/site.css" -> "/css/site.0a1b2c3d.css"
	sum  digest.Sum
}

// Digest names the table by its content.
func (a AssetTable) Digest() digest.Sum { return a.sum }

// MenuItem is one entry of the main navigation.
type MenuItem struct {
	Text, URL string
	Current   bool // the page belongs to this section
}

// Edition is the publication in one language.
type Edition struct {
	Lang, Dir, Name string // "fr", "ltr", "Français"
	URL             string // its home page
	Current         bool
}

// Link is a name that leads somewhere. Lang is set when the text is not in the
// page's language.
type Link struct {
	Text, URL, Lang string
}

// Count is a link with the number of briefings behind it.
type Count struct {
	Link
	N  int
	In string // of a filter: the words of which an entry has one, see Card
}

// Alternate is a page in another language.
type Alternate struct {
	Lang, Dir, Name, URL string
	Canonical            string // absolute, empty without base_url
}

// Feed is one machine-readable list.
type Feed struct {
	Title, Type, URL string // "application/atom+xml"
}

// When is a date ready to print: never more precise than it was written.
type When struct {
	Datetime string // for the datetime attribute: "2021-07-27", "2021-07", "2021", "2025-01-08T21:45:00+01:00"
	Text     string // "8 January 2025", with the time when one was given
	Short    string // "8 Jan", for columns under a heading that says the year
	Day      string // "8 January 2025" without time
	Approx   bool   // "early March 2021"
	Inferred bool   // the year was not written but follows from the briefing's date
}

// Place is a country or region as a page shows it.
type Place struct {
	Code     string // ISO code or region id
	Name     string
	URL      string // empty when it has no page
	Inferred bool   // found in the text, not declared
	Score    int    // mentions, where that is known
}

// Byline is somebody who signed a briefing.
type Byline struct {
	Name, URL, Role string
}

// Picture is an image of the site.
type Picture struct {
	Src           string // page-relative or with the sub-path
	Absolute      string // empty without base_url
	Alt           string
	Caption       string
	Credit        string
	Width, Height int // in CSS pixels, 0 when unknown
}

// Card is a briefing as lists show it.
type Card struct {
	URL       string
	Title     string
	Lang, Dir string
	Date      When
	Authors   []Byline
	Places    []Place // subject countries, or its regions when it has none
	Regions   []Place
	Topics    []Link
	Summary   string
	Picture   *Picture
	Video     bool
	Minutes   int    // reading time
	Mark      string // "", "draft", "embargoed" or "expired": in a preview with drafts only
	Signed    string // the names of Authors
	Where     string // the names of Places
	In        string // words by which a script narrows a list: "c-mali r-sahel t-mediation"
	T         *Strings

	sum digest.Sum
}

// Digest names the card by its content.
func (c *Card) Digest() digest.Sum { return c.sum }

// Event is something dated, told in one or more briefings.
type Event struct {
	ID        string // anchor within its briefing
	Date      When
	End       *When // nil when it is no range
	Text      string
	HTML      template.HTML // the text with its links and emphasis
	Places    []Place
	URL       string  // of the very line
	Briefings []*Link // those that tell it, the fullest first
	T         *Strings

	sum digest.Sum
}

// Digest names the event by its content.
func (e *Event) Digest() digest.Sum { return e.sum }

// Entry is one line of a timeline: either a briefing or an event. Which, and
// what of it is shown, is looked up when the entry is rendered: a build renders
// each once or twice, however many pages have it.
type Entry struct {
	e      *edition
	at     int32 // in the edition's timeline
	narrow bool  // its list can be narrowed, so that it says what it is about
}

// Digest names the entry by its content; one bit tells whether it says what it
// is about.
func (n Entry) Digest() digest.Sum {
	sum := n.e.told.get(n.e.entrySums)[n.at]
	if n.narrow {
		sum[len(sum)-1] ^= 1
	}
	return sum
}

// Place is a number that entries beside each other in a timeline have beside
// each other: where to keep what was made of one. Entries of the same place
// differ by their digests.
func (n Entry) Place() int {
	return int(n.at)*len(n.e.s.editions) + n.e.number
}

// Line is what a list shows of the entry.
func (n Entry) Line() *Line {
	v := new(Line)
	n.e.tell(v, n.at, n.narrow)
	return v
}

// Show makes a view show the entry, in place of what it showed before.
func (n Entry) Show(v *EntryView) { n.e.tell(&v.Line, n.at, n.narrow) }

// Plain is the same entry in a list that cannot be narrowed.
func (n Entry) Plain() Entry {
	n.narrow = false
	return n
}

// CanNarrow says that the entry is in a list that can be narrowed.
func (n Entry) CanNarrow() bool { return n.narrow }

// EntryView is an entry as its partial sees it.
type EntryView struct{ Line Line }

// Plain is the view of the entry in a list that cannot be narrowed.
func (v EntryView) Plain() EntryView {
	v.Line.In = ""
	return v
}

// Line is a briefing or an event as one line of a timeline.
type Line struct {
	Label    string // "Briefing"; empty for an event
	Datetime string // as in When
	Date     string // short, for the column under a heading that says the year
	Approx   bool
	Inferred bool
	URL      string // of the page, or of the very line
	Title    template.HTML
	Summary  string
	Meta     string  // who and where; of an event where, and the briefing that tells it
	Also     []*Link // other briefings that tell it
	Mark     string  // as in Card, in words
	In       string  // as in Card; empty where the list cannot be narrowed
	T        *Strings
}

// Month is the entries of one month, or of one year for what is dated no
// closer, newest first.
type Month struct {
	ID      string // anchor: "m-2021-07", "m-2021"
	Name    string // "July 2021"
	Year    string // set on the first month of each year in a list, for the margin
	Entries []Entry
}

// Strip is a drawing of coverage by month: one bar a month, years as labels.
// Geometry is in user units of an SVG with the given Width and Height.
type Strip struct {
	Label         string // for screen readers: "312 entries from 2019 to 2025"
	Width, Height int
	Baseline      int // y of the axis; labels stand below it
	Years         []StripYear
	Bars          []StripBar
}

// StripYear is a label under the strip.
type StripYear struct {
	Text, URL string
	X, Width  int
	Current   bool
}

// StripBar is one month that has entries.
type StripBar struct {
	Text                string // "July 2021: 2 briefings, 5 events"
	URL                 string
	X, Y, Width, Height int // the whole bar
	Filled              int // height of its lower part, the briefings
	FilledY             int // where that begins
}

// Pager leads through a long list.
type Pager struct {
	Older, Newer *Link
	All          []YearLink // every year of the list
}

// YearLink leads to a year of a timeline.
type YearLink struct {
	Link
	N       int
	Current bool
}

// Fact is a label and a value, in a line of facts.
type Fact struct {
	Label, Value string
}

// Heading is an entry of a table of contents.
type Heading struct {
	Text, ID string
	Children []Heading
}

// Body is the rendered text of a source. It is read only when the page is
// rendered, so that a build never holds all bodies at once.
type Body struct {
	sum  digest.Sum
	load func(dst []byte) ([]byte, error)
}

// Digest names the body by its content and the targets of its links.
func (b Body) Digest() digest.Sum { return b.sum }

// HTML reads the body.
func (b Body) HTML() (template.HTML, error) {
	html, err := b.AppendHTML(nil)
	return template.HTML(html), err // the converter's HTML with escaped addresses
}

// AppendHTML reads the body and appends it.
func (b Body) AppendHTML(dst []byte) ([]byte, error) {
	if b.load == nil {
		return dst, nil
	}
	return b.load(dst)
}

// Empty says that there is no body at all.
func (b Body) Empty() bool { return b.load == nil }

// Drawing is a map. It is drawn only when the page is rendered.
type Drawing struct {
	sum  digest.Sum
	draw func() string
}

// Digest names the drawing by what it is made from.
func (d Drawing) Digest() digest.Sum { return d.sum }

// HTML draws it.
func (d Drawing) HTML() template.HTML {
	if d.draw == nil {
		return ""
	}
	return template.HTML(d.draw()) // drawn from data of ours, names escaped
}

// Empty says that there is nothing to draw.
func (d Drawing) Empty() bool { return d.draw == nil }
