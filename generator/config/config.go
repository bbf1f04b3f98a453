// Package config reads site.yaml, of at most 1 MiB. Only title is required; every
// key, what it means, its default and what is refused:
//
//	title            text, or a text per language; required
//	tagline          the same
//	base_url         http(s) address of the published site, with a path if it lives under one, but
//	                 without user, query and fragment; without it everything that must be absolute
//	                 (feeds, sitemap) is left out
//	languages        list of language tags such as fr or ar-TN, the first is the default; [en]
//	time_zone        IANA name; without it no time may be written without zone, and days begin at 00:00 UTC
//	date_order       dmy, mdy or ymd: how 08/01/2025 is read; without it such dates are errors
//	authors          registry: id: {name, role, bio, links: [{label, url}], pseudonym}, or id: name;
//	                 ids are lower-case letters and digits, joined by hyphens
//	closed           list of authors, topics: then only registered ones may be used
//	menu             list of {label, url}, both required; by default the sections that have something to show
//	regions          the site's own: id: {name: {en: …}, members: [ML, Niger], parent}
//	places           {names: common | un, territories: {EH: {name, show: separate | hide | with MA, flag: on | off}}}
//	permalink        of :year :month :day :slug, the last one required; /briefings/:year/:month/:slug/
//	page_size        briefings on a page of a list, at most 1000; 30
//	events           lists | prose: where events are looked for; lists
//	event_headings   list of further headings that name a timeline
//	subject_cut      number from 0 to 1: how much must speak for a country that is inferred; 0.3
//	limits           source_bytes (1048576), front_matter_bytes (65536), picture_bytes (33554432),
//	                 depth (32), table_cells (200000), footnotes (1000)
//
// A text, or the name of a place, is a string, or one string for each of some
// languages of the site. Addresses are http(s) or mailto, in the menu also paths
// of the site. The keys are closed: anything else is a problem that names the
// nearest one. So is a key without value.
package config

import (
	"maps"
	"slices"
	"time"
	_ "time/tzdata" // zones mean the same on machines that have no table of them

	"chancery/generator/date"
	"chancery/generator/problem"
)

// Config is a site's settings, with every default filled in.
type Config struct {
	Title, Tagline Text
	BaseURL        string // without trailing slash; "" when not given
	BasePath       string // "" or "/sub", as it stands in addresses
	Languages      []string
	TimeZone       *time.Location // nil when not declared
	DateOrder      date.Order
	Authors        []Author // in the order of the file
	CloseAuthors   bool
	CloseTopics    bool
	Menu           []MenuItem
	Regions        []Region
	Places         Places
	Permalink      string
	PageSize       int
	EventsInProse  bool
	EventHeadings  []string
	SubjectCut     float64
	Limits         Limits
}

// Text is a text, once or per language.
type Text struct {
	ByLanguage map[string]string // "" is the one for all languages
}

// In is the text in a language, else in the fallback language, else in the first
// one, in the order of their tags, that has it.
func (t Text) In(lang, fallback string) string {
	for _, l := range []string{lang, "", fallback} {
		if s, ok := t.ByLanguage[l]; ok {
			return s
		}
	}
	for _, l := range slices.Sorted(maps.Keys(t.ByLanguage)) {
		return t.ByLanguage[l]
	}
	return ""
}

// Author is somebody who signs briefings.
type Author struct {
	ID        string
	Name      Text
	Role      Text
	Bio       Text
	Links     []Link
	Pseudonym bool
}

// Link is a labelled address.
type Link struct {
	Label, URL string
}

// MenuItem is an entry of the main navigation.
type MenuItem struct {
	Label Text
	URL   string // a path of the site, or an http(s) or mailto address
}

// Region is one of the site's own.
type Region struct {
	ID        string
	Names     map[string]string // by language of the site
	Members   []string          // as written
	Parent    string
	Pos       problem.Pos
	MemberPos []problem.Pos // parallel to Members
}

// Places says how the site names and shows places.
type Places struct {
	UNNames     bool
	Territories []Territory // in the order of the file
}

// Territory is a rule for one place.
type Territory struct {
	Code   string
	Names  map[string]string // by language of the site
	Show   string            // "", "separate", "hide" or "with"
	With   string            // another code
	NoFlag bool
	Pos    problem.Pos
}

// Limits bound what one file may cost. A message that names a limit names the
// key that raises it.
type Limits struct {
	SourceBytes      int
	FrontMatterBytes int
	PictureBytes     int
	Depth            int // of quotes and lists within each other
	TableCells       int // of one file
	Footnotes        int // of one file
}

// Defaults are the settings of a site that says nothing.
func Defaults() Config {
	return Config{
		Languages:  []string{"en"},
		Permalink:  "/briefings/:year/:month/:slug/",
		PageSize:   30,
		SubjectCut: 0.3,
		Limits: Limits{
			SourceBytes:      1 << 20,
			FrontMatterBytes: 64 << 10,
			PictureBytes:     32 << 20,
			Depth:            32,
			TableCells:       200_000,
			Footnotes:        1_000,
		},
	}
}

// Author finds a registered author.
func (c *Config) Author(id string) (Author, bool) {
	for _, a := range c.Authors {
		if a.ID == id {
			return a, true
		}
	}
	return Author{}, false
}

// Moment reads a time as the front matter of the site does: a bare day is its
// first moment, and what has no zone is in the site's.
func (c Config) Moment(s string) (time.Time, error) {
	i, err := date.ParseInstant(s, c.TimeZone, c.DateOrder)
	if err != nil {
		return time.Time{}, err
	}
	zone := c.TimeZone
	if zone == nil {
		zone = time.UTC
	}
	return i.Start(zone), nil
}
