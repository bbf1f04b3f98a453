// Package page lists every page of a publication: its address, the template
// that shows it, and the view that the template receives.
//
// A site is a function from address to bytes, and this package is the half of
// it that knows what there is; package render is the half that knows how it
// looks. Views are made on demand, so that a preview makes just the one that is
// asked for.
package page

import (
	"slices"
	"strings"
	"sync"
	"time"

	"chancery/generator/archive"
	"chancery/generator/atlas"
	"chancery/generator/briefing"
	"chancery/generator/config"
	"chancery/generator/date"
	"chancery/generator/digest"
	"chancery/generator/gazetteer"
	"chancery/generator/parallel"
)

// Input is everything that pages are made from.
type Input struct {
	Config   config.Config
	Places   *gazetteer.Gazetteer
	Archive  *archive.Archive
	Standing []*briefing.Standing // public standing pages and introductions
	Strings  map[string]*Strings  // by language, one for each of the site's
	Static   map[string]Asset     // published files of static/, by name: "css/site.css"
	Pictures map[string]Asset     // published pictures, by source path
	Flags    map[string]Asset     // by country code; only those switched on
	Hidden   map[string]bool      // source paths that exist but are not public
	Settings digest.Sum           // of the configuration

	// Texts reads the text of a source, which is valid until use returns.
	Texts func(path string, use func(briefing.Text)) error
}

// Asset is a published file.
type Asset struct {
	Path          string // in the output, "pictures/photo.0a1b2c3d.jpg"
	Width, Height int    // of pictures, else 0
}

// Page is anything with an address.
type Page struct {
	Path     string            // in the output: "briefings/2025/01/x/index.html"
	Template string            // kind of HTML page; empty for what machines read
	View     func() any        // makes the view; it costs little and reads no text
	Key      func() digest.Sum // names all that View would hold, without making it; may be nil
	Own      digest.Sum        // of a briefing's page: names its text, and all that it alone says of itself
	Source   string            // what it is made from, for messages: a source path or a description
	Modified time.Time         // for the sitemap; zero when unknown
	Listed   bool              // belongs in the sitemap
	Feed     bool              // briefings stand in it in full
	Year     int               // of what it shows; pages of one year share most of their lists. 0: the newest, or all
	Others   []Alternate
}

// Sum names everything that the page shows. Pages of equal sums are equal.
func (p Page) Sum() digest.Sum {
	if p.Key != nil {
		return p.Key()
	}
	return digest.Of(p.View())
}

// Site knows all pages of a publication. It is immutable and safe for
// concurrent use.
type Site struct {
	in        Input
	editions  []*edition
	standing  map[standingKey]*briefing.Standing
	maps      atlas.Frame // how contested places are drawn
	permalink []string    // parts of the pattern
	waiting   *sync.Pool  // of *[]byte, for bodies until they are shown
	sum       digest.Sum  // of what every view depends on: settings, places, words, whether it is a preview
}

type standingKey struct {
	kind     briefing.Kind
	lang, id string
}

// edition is the publication in one language, with what its pages share.
type edition struct {
	*archive.Edition
	s           *Site
	number      int // among the site's editions
	t           *Strings
	prefix      string // "" or "fr/"
	chrome      map[string]*Chrome
	paths       []string                        // of briefings, by position
	urls        []string                        // of their pages
	cards       kept[*briefing.Briefing, *Card] // by position in Briefings
	related     kept[int, []int32]
	bodies      kept[*briefing.Briefing, digest.Sum]
	entered     kept[*briefing.Briefing, FeedEntry]
	days        kept[date.Date, When]
	spans       kept[date.Span, *EventDates]
	dates       once[[]entryMonth]  // of the entries of the timeline, by position
	shown       once[[]digest.Sum]  // sums of the cards of briefings, by position
	told        once[[]digest.Sum]  // sums of the entries of the timeline, by position
	addresses   once[[]pageAddress] // of briefings, by position
	whole       once[*run]          // the edition's own timeline
	belongs     [4]once[*belonging] // by kind of dossier
	directories [4]once[*directory] // the same
	linked      func() digest.Sum   // of the countries that have a page, with their names
	tops        func() [3][]Count   // regions, countries and topics with the most briefings

	filtered func() [2]digest.Sum // of what the timeline can be narrowed to, on its first page and on others
}

// New prepares the pages of a publication.
func New(in Input) *Site {
	s := &Site{in: in, standing: map[standingKey]*briefing.Standing{}, permalink: permalinkParts(in.Config.Permalink)}
	s.waiting = &sync.Pool{New: func() any { return new([]byte) }}
	for _, p := range in.Standing {
		s.standing[standingKey{p.Kind, p.Lang, p.ID}] = p
	}
	s.maps = atlas.Frame{With: map[string]string{}, Hidden: map[string]bool{}}
	for _, t := range in.Config.Places.Territories {
		switch t.Show {
		case "with":
			s.maps.With[t.Code] = t.With
		case "hide":
			s.maps.Hidden[t.Code] = true
		}
	}
	s.sum = digest.Of(in.Settings, in.Places.Digest(), in.Strings, s.titles(), in.Archive.IsPreview())
	for i, ed := range in.Archive.Editions {
		s.editions = append(s.editions, s.newEdition(ed, i))
	}
	for _, e := range s.editions {
		e.chrome = e.newChromes()
	}
	return s
}

func (s *Site) newEdition(ed *archive.Edition, number int) *edition {
	e := s.newEditionOf(ed, number)
	e.paths, e.urls = make([]string, len(ed.Briefings)), make([]string, len(ed.Briefings))
	parallel.Each(len(ed.Briefings), func(i int) { e.paths[i], e.urls[i] = s.placeOf(ed.Briefings[i]) })
	return e
}

func (s *Site) newEditionOf(ed *archive.Edition, number int) *edition {
	e := &edition{
		Edition: ed, s: s, number: number, t: s.in.Strings[ed.Lang],
		cards:   newKept[*briefing.Briefing, *Card](len(ed.Briefings)),
		related: newKept[int, []int32](len(ed.Briefings)),
		bodies:  newKept[*briefing.Briefing, digest.Sum](len(ed.Briefings)),
		entered: newKept[*briefing.Briefing, FeedEntry](len(ed.Briefings)),
		days:    newKept[date.Date, When](keptMost), spans: newKept[date.Span, *EventDates](keptMost),
	}
	e.prefix = s.prefix(ed.Lang)
	e.tops = sync.OnceValue(func() [3][]Count {
		return [3][]Count{e.top(regions, filterCount), e.top(countries, filterCount), e.top(topics, filterCount)}
	})
	e.filtered = sync.OnceValue(func() [2]digest.Sum {
		return [2]digest.Sum{digest.Of(e.filters(nil)), digest.Of(e.filters(&partOf{}))}
	})
	e.linked = sync.OnceValue(func() digest.Sum {
		sum := []any{s.sum}
		for _, d := range e.Countries.Dossiers {
			sum = append(sum, d.ID)
		}
		return digest.Of(sum...)
	})
	return e
}

// prefix is where the edition in a language lies.
func (s *Site) prefix(lang string) string {
	if lang == s.in.Config.Languages[0] {
		return ""
	}
	return lang + "/"
}

// titles sums the titles of introductions: topics are called by them.
func (s *Site) titles() digest.Sum {
	var all []string
	for _, p := range s.in.Standing {
		if p.Kind != briefing.StandingPage {
			all = append(all, p.Lang, p.ID, p.Title)
		}
	}
	return digest.Of(all)
}

// edition finds the edition in a language; the default one when there is none.
func (s *Site) edition(lang string) *edition {
	i := slices.IndexFunc(s.editions, func(e *edition) bool { return e.Lang == lang })
	return s.editions[max(i, 0)]
}

// url turns a path of the output into the address of a page: with the site's
// sub-path, without index.html.
func (s *Site) url(path string) string {
	return s.in.Config.BasePath + "/" + escapePath(strings.TrimSuffix(path, "index.html"))
}

// absolute is the address including the host, empty without base_url.
func (s *Site) absolute(path string) string {
	if s.in.Config.BaseURL == "" {
		return ""
	}
	return s.in.Config.BaseURL + "/" + escapePath(strings.TrimSuffix(path, "index.html"))
}
