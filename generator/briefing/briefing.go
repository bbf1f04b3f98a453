// Package briefing turns a source into a Briefing: typed, validated, with the
// countries it is about and the events it tells.
//
// A Briefing holds what it is found and ordered by and is kept in memory for the
// whole archive. Its Detail, which its page, cards and timelines show, and its
// Text, the rendered body, stay with the memory of the build until they are asked
// for.
package briefing

import (
	"iter"

	"chancery/generator/date"
	"chancery/generator/digest"
	"chancery/generator/markdown"
	"chancery/generator/problem"
)

// Briefing is one dated, signed, sourced piece. It is immutable.
type Briefing struct {
	Path string // of its source: "content/briefings/2025/x.fr.md"
	Stem string // the same for all translations: "content/briefings/2025/x"
	Lang string // one of the site's languages

	Slug    string
	Title   string
	Date    date.Instant
	Updated date.Instant // zero when never
	Changed date.Instant // of the latest of Updated and Corrections; else Date

	Authors []Ref // in the order of the byline
	Topics  []Ref

	Regions   []string  // ids, as declared
	Countries []Subject // what it is about, most important first
	Inferred  bool      // Countries were found in the text, not declared
	Mentions  []Mention // all countries named in it, most frequent first

	Events []Event // in the order of the text, then the declared

	Words   int
	Picture Picture // zero when there is none

	Aliases       []string // site paths that lead here
	TranslationOf Target   // as declared; zero when tied by its stem or not at all
	Supersedes    []Target
	Series        string

	Draft   bool
	Embargo date.Instant // not public before; zero when none
	Expires date.Instant // not public from then on; zero when never

	Links    []Target // what the body refers to inside the site, in order
	Pictures []Target // what pictures the body shows, in order

	Card  digest.Sum // of what lists show of it
	Shown digest.Sum // of what any page but its own shows of it, or depends on
	Meta  digest.Sum // of all above, and of the detail
	Text  digest.Sum // of the rendered body

	later Later
}

// Detail is what a briefing's page, its cards and the timelines show of it, and
// what it is neither found nor ordered by. It is immutable.
type Detail struct {
	Summary         string // declared, else the first paragraph or its first sentences
	SummaryDeclared bool
	Video           string // URL
	Sources         []Source
	Accounts        []Account // of the briefing's events, in their order
	Corrections     []Correction
	Params          map[string]any // free values for a site's own templates; nil when there are none
}

// Later gives the detail of a briefing, the same each time. It may read it when
// it is first asked, by many at once.
type Later interface{ Detail() *Detail }

// Detail is the detail itself.
func (d *Detail) Detail() *Detail { return d }

// Detail is what is shown of a briefing where it stands on its own.
func (b *Briefing) Detail() *Detail {
	if b.later == nil {
		return &Detail{}
	}
	return b.later.Detail()
}

// Attach says where the detail of a briefing is to be had. Only who makes the
// briefing calls it.
func (b *Briefing) Attach(l Later) { b.later = l }

// Ref is an author or topic: an id for its address, a name to show.
type Ref struct {
	ID   string
	Name string
}

// Subject is a country a briefing is about.
type Subject struct {
	Code string
	Why  string // "declared", or what speaks for it: "in the title, 12 of 20 mentions"
}

// Mention is a country named in a briefing.
type Mention struct {
	Code string
	N    int
	Line int // of the first mention
}

// Picture is the picture at the head of a briefing.
type Picture struct {
	Target
	Alt, Caption, Credit string
}

// Target is a reference to something inside the site, and where it was made.
type Target struct {
	Ref       string // as written: "../2024/x.md#part", "photo.jpg", "/countries/mali/"
	Line, Col int
}

// Source is one entry of the source list.
type Source struct {
	ID        string // declared id; empty when numbered only
	Title     string
	HTML      string // of an entry that was a list item in the text
	URL       string
	Publisher string
	Date      date.Date
	Archived  string // URL
}

// Correction is a change that readers are told of.
type Correction struct {
	Date date.Date
	Type string // "correction", "clarification", "retraction" or "update"
	Text string
}

// Event is something dated that the briefing tells, as far as it is found and
// ordered by it.
type Event struct {
	Span      date.Span
	At        int32      // its number among the briefing's events, and of its Account
	Countries []string   // codes
	Sum       digest.Sum // of all above but the number, and of its account but the line
}

// Account is how a briefing tells an event.
type Account struct {
	ID       string // anchor in its briefing: "e-2021-07-27-ordinary-session"
	Text     string
	HTML     string // Text with its emphasis, links as words; safe
	Inferred bool   // the year follows from the briefing's date
	Rule     Rule
	Cites    []int // numbers of sources
	Line     int   // in the source; 0 when declared in front matter
}

// Account is how the briefing tells one of its events. It is empty when the detail
// could not be had.
func (b *Briefing) Account(v *Event) *Account {
	accounts := b.Detail().Accounts
	if int(v.At) >= len(accounts) {
		return &Account{}
	}
	return &accounts[v.At]
}

// Told are the events of the briefing with how it tells them.
func (b *Briefing) Told() iter.Seq2[*Event, *Account] {
	return func(yield func(*Event, *Account) bool) {
		for i := range b.Events {
			if v := &b.Events[i]; !yield(v, b.Account(v)) {
				return
			}
		}
	}
}

// Rule is the way in which an event was recognised.
type Rule uint8

const (
	Declared Rule = iota // in front matter
	Titled               // a list under a heading that names a timeline
	Listed               // a list most of whose items begin with a date
	Tabled               // a table whose first column is dates
	Headed               // a heading that begins or ends with a date
	Prose                // a sentence, where the site asks for it
)

// String names the rule in lists for authors.
func (r Rule) String() string {
	return [...]string{"declared", "timeline", "list", "table", "heading", "prose"}[r]
}

// Text is the rendered body of a source, which only its own page and feeds show.
type Text struct {
	Body  markdown.Body
	Marks []Mark // citation marks, in the order of the text
}

// Mark is a citation mark in the text.
type Mark struct {
	Source int    // number, from 1
	ID     string // anchor
}

// Pos is a place in the briefing's source.
func (b *Briefing) Pos(line, col int) problem.Pos {
	return problem.Pos{Path: b.Path, Line: line, Col: col}
}
