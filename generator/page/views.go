package page

import "html/template"

// A view is all that a template can see. The structs of this file and of parts.go
// are the contract with the theme: fields only gain company, they do not change
// their meaning. Every URL is ready for an attribute: it has the site's sub-path.

// Frame is what every page needs around its content; each view embeds it.
type Frame struct {
	*Chrome
	Title       string      // of the page, without the site's title
	Description string      // one or two sentences, plain; empty when there are none
	URL         string      // of this page, with the sub-path
	Canonical   string      // absolute; empty when the site has no base_url
	Lang, Dir   string      // of the page's content: "ar", "rtl"
	Alternates  []Alternate // this page in the site's other languages, where it exists there
	Feeds       []Feed      // newest first feeds of what this page lists
	Type        string      // Open Graph: "website" or "article"
	Image       *Picture    // for previews in other programs; nil when there is none
	Published   string      // with the date's own precision; briefings only
	Modified    string
	Robots      string // "noindex" for 404, later pages of a list, and all pages of a preview with drafts
	Data        any    // JSON-LD; nil when there is none
}

// Home is the front page of an edition: template "home".
type Home struct {
	Frame
	Lead        *Card // the newest briefing; nil in an empty publication
	LeadMap     Drawing
	Latest      []*Card // without the lead
	Events      []*Event
	Bands       []Band
	Briefings   int // in this edition
	Countries   int
	TimelineURL string
}

// Band is a region on the front page.
type Band struct {
	Count
	Last  *Card
	Strip Strip
}

// Briefing is one briefing: template "briefing".
type Briefing struct {
	Frame
	Dateline     string // place, when there is one subject: "Mali"
	Date         When
	Updated      *When
	Authors      []Byline
	Summary      string // empty when it would only repeat the first paragraph
	Countries    []Place
	Mentioned    []Place // named in the text, not its subject
	Regions      []Place
	Topics       []Link
	Minutes      int
	Words        int
	Outline      []Heading
	Lead         *Picture
	Video        *Embed
	Body         Body
	Sources      []Source
	Corrections  []Correction
	Citation     string // how to cite it, plain text
	Previous     *Card  // the one before in time
	Next         *Card
	Related      []*Card
	Series       *Series
	Supersedes   []*Card // older pieces that this one replaces
	SupersededBy []*Card
	Dates        []*Event // those declared in front matter, which stand nowhere in the text
	Events       int      // how many lines of its timelines were understood
	Mark         string
	Params       map[string]any // free values of the front matter: texts, booleans, lists and maps
}

// Embed is a post or video elsewhere: shown as a plain link, nothing is loaded.
type Embed struct {
	Service, Who, What, URL string
}

// Source is an entry of a briefing's source list.
type Source struct {
	ID        string // anchor: "source-1"
	Number    int
	Title     string
	HTML      template.HTML // of a list in the text; else empty
	URL       string
	Publisher string
	Date      string
	Archived  string // URL of an archived copy
	Marks     []Link // back to each citation: "a", "b"
}

// Correction is a change made after publication.
type Correction struct {
	Date When
	Type string
	Text string
}

// Series is a run of briefings that belong together.
type Series struct {
	Name   string
	Items  []*Card // in order of date
	Number int     // of this one, from 1
}

// Timeline is the timeline of an edition or of one dossier, whole, a year or a
// month of it: template "timeline".
type Timeline struct {
	Frame
	Heading   string
	Of        *Link // the dossier it belongs to; nil for the edition's own
	Year      string
	Strip     Strip
	Months    []Month
	Pager     Pager
	N         int     // entries on this page
	Regions   []Count // filters that work as plain links
	Places    []Count // countries
	Topics    []Count
	Calendars []Link // data/events.csv and the like
}

// Dossier is what pages about a country, region, author or topic share.
type Dossier struct {
	Frame
	Kind      string // "country", "region", "author" or "topic"
	IndexURL  string // of all of its kind
	Name      string
	Intro     Body
	Facts     []Fact
	Strip     Strip
	Months    []Month // the newest entries, woven
	More      []YearLink
	N         int // briefings
	Events    int
	Authors   []Count
	Topics    []Count
	Calendars []Link // events as data: ICS, CSV, JSON
}

// Country is the dossier of a country: template "country".
type Country struct {
	Dossier
	Code         string
	OwnName      string // in its own language; empty when it is the same
	OwnLang      string
	OwnDir       string
	Flag         string // URL; empty when switched off
	Map          Drawing
	Breadcrumb   []Link  // regions from the widest
	Regions      []Count // all regions that hold it and have a page
	Together     []Count // countries named in the same briefings
	Neighbours   []Count
	Mentions     []*Card // briefings that name it without being about it, newest first
	MentionCount int
	Note         string // how the site names or draws a contested place
}

// Region is the dossier of a region: template "region".
type Region struct {
	Dossier
	Map        Drawing
	Breadcrumb []Link
	Members    []Count // countries of the region; those without page have no URL
	Children   []Count // sub-regions
	Source     string  // where the list of members comes from
}

// Person is the dossier of an author: template "author".
type Person struct {
	Dossier
	Role      string
	Bio       string
	Links     []Link
	Pseudonym bool
	Countries []Count
}

// Topic is the dossier of a topic: template "topic".
type Topic struct {
	Dossier
	Countries []Count
}

// Index lists all dossiers of one kind: templates "countries", "regions",
// "authors" and "topics".
type Index struct {
	Frame
	Heading string
	Map     Drawing  // countries and regions only
	Groups  []Group  // countries: by region; others: one group
	Letters []Group  // countries: A to Z
	Legend  []string // of the map's tints, lightest first
}

// Group is a titled part of an index.
type Group struct {
	Title string
	URL   string
	Items []Item
}

// Item is a line of an index.
type Item struct {
	Count
	Flag string // URL
	Note string // role of an author, last headline …
	Last *Card
}

// Standing is a page such as "About": template "page".
type Standing struct {
	Frame
	Outline []Heading
	Body    Body
	Updated *When
}

// Names is the generated page that says how the site names contested places
// and draws their borders: template "names".
type Names struct {
	Frame
	Policy string
	Rows   []NameRow
}

// NameRow is one contested place.
type NameRow struct {
	Name, Shown, Flag, Note, Source string
	URL                             string
}

// Missing is the page for addresses that lead nowhere: template "404".
type Missing struct {
	Frame
	Latest []*Card
}
