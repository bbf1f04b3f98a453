package briefing

import (
	"slices"
	"strings"
	"time"

	"chancery/generator/config"
	"chancery/generator/date"
	"chancery/generator/digest"
	"chancery/generator/gazetteer"
	"chancery/generator/markdown"
)

// Settings is everything beside a source that its briefing is made from. A
// briefing is remembered under the source and Sum; what is not in Sum must not
// be read.
type Settings struct {
	Config config.Config
	Places *gazetteer.Gazetteer
	Words  map[string]markdown.Words // interface words of the text, by language
	Topics []string                  // the ids that may be used, where the site closes the list

	Sum digest.Sum // of all above and of the program's version
}

// Reader reads sources into briefings. It is safe for concurrent use.
type Reader struct {
	s       Settings
	md      *markdown.Converter
	dates   *date.Reader
	authors []string // ids of the registry
	zone    *time.Location

	timeline []string // words of headings that name one, lower case
}

// NewReader prepares to read the sources of one site.
func NewReader(s Settings) *Reader {
	r := &Reader{
		s: s, zone: s.Config.TimeZone,
		dates: date.NewReader(s.Config.Languages, s.Config.DateOrder),
		md: markdown.New(markdown.Limits{
			Depth: s.Config.Limits.Depth, TableCells: s.Config.Limits.TableCells, Footnotes: s.Config.Limits.Footnotes,
		}),
	}
	for _, w := range slices.Concat(timelineWords, s.Config.EventHeadings) {
		r.timeline = append(r.timeline, strings.ToLower(w))
	}
	for _, a := range s.Config.Authors {
		r.authors = append(r.authors, a.ID)
	}
	return r
}

// Sum names the settings by their content.
func (r *Reader) Sum() digest.Sum { return r.s.Sum }
