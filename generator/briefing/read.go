package briefing

import (
	"path"
	"slices"
	"strings"
	"time"

	"chancery/generator/content"
	"chancery/generator/data"
	"chancery/generator/date"
	"chancery/generator/problem"
	"chancery/generator/slug"
)

// Read makes a briefing of a source. With problems that are errors it has no use.
func (r *Reader) Read(src content.Source) (*Briefing, Text, problem.List) {
	f := r.newFields(src)
	if src.Front == nil {
		p := f.Errorf(nil, "has no front matter")
		p.Hint = "begin the file with a line ---, then title: and date:, then a line ---"
		return nil, Text{}, f.Problems
	}
	data.KeysOf(&f.Decoder, src.Front, "front matter", frontMatter, func(read field, n *data.Node) { read(f, n) })
	f.require()
	b := f.b
	f.conclude()
	text, list := r.readText(b, src, f)
	f.Problems = append(f.Problems, list...)
	b.sum()
	b.Attach(&b.Detail)
	return &b.Briefing, text, f.Problems
}

// piece is a briefing with its detail, while it is read.
type piece struct {
	Briefing
	Detail
}

// fields reads the front matter of one briefing.
type fields struct {
	data.Decoder
	r   *Reader
	src content.Source
	b   *piece

	countries []Subject
	events    *data.Node
}

func (r *Reader) newFields(src content.Source) *fields {
	b := &piece{Briefing: Briefing{Path: src.Path, Stem: src.Stem, Lang: src.Lang, Slug: slug.Make(src.Name)}}
	if b.Lang == "" {
		b.Lang = r.s.Config.Languages[0]
	}
	return &fields{Decoder: data.Decoder{Path: src.Path, Offset: src.FrontLine}, r: r, src: src, b: b}
}

// field reads the value of one key.
type field func(f *fields, n *data.Node)

// frontMatter is all keys of a briefing.
var frontMatter = map[string]field{
	"title":     func(f *fields, n *data.Node) { f.b.Title = typeset(f.String(n, "title")) },
	"date":      func(f *fields, n *data.Node) { f.b.Date = f.instant(n, "date") },
	"updated":   func(f *fields, n *data.Node) { f.b.Updated = f.instant(n, "updated") },
	"embargo":   func(f *fields, n *data.Node) { f.b.Embargo = f.read(n, "embargo", date.ParseLatestInstant) },
	"expires":   func(f *fields, n *data.Node) { f.b.Expires = f.instant(n, "expires") },
	"draft":     func(f *fields, n *data.Node) { f.b.Draft = f.Bool(n, "draft") },
	"author":    (*fields).authors,
	"authors":   (*fields).authors,
	"topics":    (*fields).topics,
	"region":    (*fields).places,
	"regions":   (*fields).places,
	"country":   (*fields).places,
	"countries": (*fields).places,
	"summary": func(f *fields, n *data.Node) {
		f.b.Summary, f.b.SummaryDeclared = typeset(f.String(n, "summary")), true
	},
	"slug":           (*fields).slug,
	"lang":           (*fields).lang,
	"aliases":        (*fields).aliases,
	"translation_of": func(f *fields, n *data.Node) { f.b.TranslationOf = f.target(n, "translation_of") },
	"supersedes":     (*fields).supersedes,
	"series":         func(f *fields, n *data.Node) { f.b.Series = f.String(n, "series") },
	"image":          (*fields).image,
	"video":          (*fields).video,
	"sources":        func(f *fields, n *data.Node) { f.List(n, "sources", f.source) },
	"events":         func(f *fields, n *data.Node) { f.events = n },
	"corrections":    func(f *fields, n *data.Node) { f.List(n, "corrections", f.correction) },
	"params":         (*fields).params,
}

// require says what every briefing must have.
func (f *fields) require() {
	if f.b.Title == "" && f.src.Front.Find("title") == nil {
		f.missing("title", "write title: and what the piece says in one line")
	}
	if f.b.Date.IsZero() && f.src.Front.Find("date") == nil {
		hint := "write date: and a day such as 2025-01-08"
		if f.src.FileDate != "" {
			hint = "write date: " + f.src.FileDate
		}
		f.missing("date", hint)
	}
	for _, pair := range [][2]string{{"author", "authors"}, {"region", "regions"}, {"country", "countries"}} {
		if a, b := f.src.Front.Find(pair[0]), f.src.Front.Find(pair[1]); a != nil && b != nil {
			f.Errorf(b, "%s: %s is given as well", pair[1], pair[0]).Hint = "they are one field: keep " + pair[1]
		}
	}
}

func (f *fields) missing(key, hint string) {
	p := problem.Errorf(problem.Pos{Path: f.Path, Line: 1, Col: 1}, "%s: is missing", key)
	f.Problems = append(f.Problems, p.WithHint("%s", hint))
}

func (f *fields) instant(n *data.Node, what string) date.Instant {
	return f.read(n, what, date.ParseInstant)
}

// parser reads an instant with the zone and the order of numbers that a site has.
type parser func(s string, zone *time.Location, order date.Order) (date.Instant, error)

func (f *fields) read(n *data.Node, what string, parse parser) date.Instant {
	i, err := parse(f.String(n, what), f.r.zone, f.r.s.Config.DateOrder)
	if err != nil {
		f.Errorf(n, "%s: %v", what, err)
	}
	return i
}

// params takes the free values as they are. Only a template that asks for one by
// its name shows it.
func (f *fields) params(n *data.Node) {
	values, ok := n.Value().(map[string]any)
	if !ok && n.Kind != data.Null {
		f.Errorf(n, "params: expected names with values, found %s", n.Kind).Hint = "write each as name: value in a line of its own below params:"
	}
	f.b.Params = values
}

func (f *fields) authors(n *data.Node) {
	for _, item := range f.Strings(n, "authors") {
		id, known := f.registered(item.Text)
		if !known && f.r.s.Config.CloseAuthors {
			f.notListed(item.Node, "authors", item.Text, f.r.authors)
			continue
		}
		if id == "" {
			f.Errorf(item.Node, "authors: %q has no letter or digit to make an address of", item.Text).Hint = "register it in site.yaml under an id, and write that here"
			continue
		}
		if slices.ContainsFunc(f.b.Authors, func(a Ref) bool { return a.ID == id }) {
			f.Problems = append(f.Problems, problem.Warnf(f.Pos(item.Node), "authors: %s is named twice, and is shown once", item.Text).
				WithHint("leave the second out"))
			continue
		}
		f.b.Authors = append(f.b.Authors, Ref{ID: id, Name: item.Text})
	}
}

// registered finds an author by id or by name; one who is not in the registry
// is known by the slug of the name.
func (f *fields) registered(written string) (string, bool) {
	for _, a := range f.r.s.Config.Authors {
		if a.ID == written {
			return a.ID, true
		}
		for _, name := range a.Name.ByLanguage {
			if name == written {
				return a.ID, true
			}
		}
	}
	return slug.Make(written), false
}

func (f *fields) topics(n *data.Node) {
	for _, item := range f.Strings(n, "topics") {
		id := slug.Make(item.Text)
		if f.r.s.Config.CloseTopics && !slices.Contains(f.r.s.Topics, id) {
			f.notListed(item.Node, "topics", item.Text, f.r.s.Topics)
			continue
		}
		if id == "" {
			f.Errorf(item.Node, "topics: %q has no letter or digit to make an address of", item.Text).Hint = "write the topic in words"
			continue
		}
		i := slices.IndexFunc(f.b.Topics, func(t Ref) bool { return t.ID == id })
		if i < 0 {
			f.b.Topics = append(f.b.Topics, Ref{ID: id, Name: item.Text})
			continue
		}
		if first := f.b.Topics[i].Name; !strings.EqualFold(first, item.Text) {
			p := problem.Warnf(f.Pos(item.Node), "topics: %q has the address of %q, and is left out", item.Text, first)
			f.Problems = append(f.Problems, p.WithHint("give one of the two another name, with other letters or digits"))
		}
	}
}

func (f *fields) notListed(n *data.Node, what, written string, known []string) {
	p := f.Errorf(n, "%s: %q is not registered, and the list is closed", what, written)
	p.Hint = "known are " + strings.Join(known, ", ")
	if near, ok := problem.Nearest(written, known); ok {
		p.Hint = "did you mean " + near + "?"
	}
}

// places reads regions and countries alike: a region that names a country
// counts as that country.
func (f *fields) places(n *data.Node) {
	for _, item := range f.Strings(n, "places") {
		p, err := f.r.s.Places.Lookup(item.Text)
		if err != nil {
			f.unknownPlace(item.Node, err)
			continue
		}
		if p.Country == "" {
			if !slices.Contains(f.b.Regions, p.Region) {
				f.b.Regions = append(f.b.Regions, p.Region)
			}
			continue
		}
		code, shown := f.r.s.Places.Resolve(p.Country)
		if shown && !slices.ContainsFunc(f.countries, func(s Subject) bool { return s.Code == code }) {
			f.countries = append(f.countries, Subject{Code: code, Why: "declared"})
		}
	}
}

func (f *fields) slug(n *data.Node) {
	s := f.String(n, "slug")
	if s == "" || slug.Make(s) != s {
		f.Errorf(n, "slug: %q cannot be part of an address", s).Hint = "write " + slug.Make(s)
		return
	}
	f.b.Slug = s
}

func (f *fields) lang(n *data.Node) {
	s := f.String(n, "lang")
	if !slices.Contains(f.r.s.Config.Languages, s) {
		p := f.Errorf(n, "lang: %q is not a language of this site", s)
		p.Hint = "add it to languages in site.yaml, which has " + strings.Join(f.r.s.Config.Languages, ", ")
		return
	}
	if f.src.Lang != "" && f.src.Lang != s {
		f.Errorf(n, "lang: %q, but the file's name says %q", s, f.src.Lang).Hint = "leave one of the two out"
		return
	}
	f.b.Lang = s
}

func (f *fields) aliases(n *data.Node) {
	for _, item := range f.Strings(n, "aliases") {
		if !strings.HasPrefix(item.Text, "/") || strings.Contains(item.Text, "..") || strings.ContainsAny(item.Text, `\?#:`) || strings.HasPrefix(item.Text, "//") {
			f.Errorf(item.Node, "aliases: %q is not a path of this site", item.Text).Hint = "write it like /old/address/"
			continue
		}
		f.b.Aliases = append(f.b.Aliases, item.Text)
	}
}

// target reads a reference to another source, relative to this one.
func (f *fields) target(n *data.Node, what string) Target {
	pos := f.Pos(n)
	return Target{Ref: path.Join(path.Dir(f.b.Path), f.String(n, what)), Line: pos.Line, Col: pos.Col}
}

func (f *fields) supersedes(n *data.Node) {
	for _, item := range f.Strings(n, "supersedes") {
		f.b.Supersedes = append(f.b.Supersedes, f.target(item.Node, "supersedes"))
	}
}

// conclude fills in what follows from the other fields of the front matter.
func (f *fields) conclude() {
	b := f.b
	b.Changed = b.Date
	if !b.Updated.IsZero() && b.Updated.Day.Compare(b.Changed.Day) > 0 {
		b.Changed = b.Updated
	}
	for _, c := range b.Corrections {
		if c.Date.Compare(b.Changed.Day) > 0 {
			b.Changed = date.Instant{Day: c.Date}
		}
	}
	if !b.Updated.IsZero() && b.Updated.Day.Compare(b.Date.Day) < 0 {
		f.warn("updated", "updated: lies before the date of the briefing")
	}
	if !b.Expires.IsZero() && !b.Embargo.IsZero() && !start(b.Embargo, f.r.zone).Before(start(b.Expires, f.r.zone)) {
		f.Errorf(f.src.Front.Find("expires"), "expires: does not lie after the embargo").Hint = "the briefing would never be public"
	}
}

func (f *fields) warn(key, message string) {
	p := problem.Warnf(f.Pos(f.src.Front.Find(key)), "%s", message)
	f.Problems = append(f.Problems, p)
}
