package page

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"chancery/generator/archive"
	"chancery/generator/briefing"
)

// escapePath writes a path of the output as part of an address; letters of
// every script stay readable in the file system and are escaped here.
func escapePath(p string) string {
	if isPlain(p) {
		return p
	}
	return (&url.URL{Path: p}).EscapedPath()
}

// isPlain says that a path has nothing to escape, as nearly all have.
func isPlain(p string) bool {
	for i := range len(p) {
		c := p[i]
		if !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '/' || c == '.' || c >= 'A' && c <= 'Z' || c == '_') {
			return false
		}
	}
	return true
}

// The kinds of dossiers, also the first segment of their address.
const (
	countries = "countries"
	regions   = "regions"
	authors   = "authors"
	topics    = "topics"
)

// path is the output path of an address in this edition: path("countries",
// "mali") is "fr/countries/mali/index.html".
func (e *edition) path(segments ...string) string {
	return e.prefix + strings.Join(append(segments, "index.html"), "/")
}

// briefingPath is where a briefing of the edition is shown.
func (e *edition) briefingPath(b *briefing.Briefing) string {
	if i, ok := e.Position(b); ok {
		return e.paths[i]
	}
	return e.s.permalinkOf(b)
}

// briefingURL is the address of a briefing's page.
func (e *edition) briefingURL(b *briefing.Briefing) string {
	if i, ok := e.Position(b); ok {
		return e.urls[i]
	}
	return e.s.url(e.s.permalinkOf(b))
}

// placeOf is where the page of a briefing lies in the output, and its address.
// Nearly always one is a part of the other, and held once.
func (s *Site) placeOf(b *briefing.Briefing) (path, url string) {
	site := append(make([]byte, 0, usualPath), s.in.Config.BasePath...)
	whole := string(s.appendPermalink(append(site, '/'), b))
	path = whole[len(s.in.Config.BasePath)+1:]
	if isPlain(path) {
		return path, strings.TrimSuffix(whole, "index.html")
	}
	return path, s.url(path)
}

// Paths are where a briefing is found in the output, or will be when it is
// public: its page, then those at its former addresses.
func (s *Site) Paths(b *briefing.Briefing) []string {
	out := []string{s.permalinkOf(b)}
	for _, alias := range b.Aliases {
		out = append(out, aliasPath(alias))
	}
	return out
}

// Dossiers are where the authors and topics of a briefing will be found that have
// no page before it is public.
func (s *Site) Dossiers(b *briefing.Briefing) []string {
	return append(s.newDossiers(authors, b.Lang, b.Authors), s.newDossiers(topics, b.Lang, b.Topics)...)
}

// newDossiers are where dossiers of a kind belong that an edition does not have. It
// may not exist itself yet.
func (s *Site) newDossiers(kind, lang string, refs []briefing.Ref) []string {
	var out []string
	e := s.edition(lang)
	for _, r := range refs {
		if _, ok := e.indexOf(kind).Find(r.ID); !ok || e.Lang != lang {
			out = append(out, s.prefix(lang)+kind+"/"+r.ID+"/index.html")
		}
	}
	return out
}

// aliasPath is the path in the output of a former address.
func aliasPath(alias string) string {
	p := strings.TrimPrefix(alias, "/")
	if p == "" || strings.HasSuffix(p, "/") {
		p += "index.html"
	}
	return p
}

// usualPath is a size, in bytes, that hardly any path or address exceeds.
const usualPath = 256

// permalinkOf is the path of a briefing's page in the output.
func (s *Site) permalinkOf(b *briefing.Briefing) string {
	return string(s.appendPermalink(make([]byte, 0, usualPath), b))
}

// appendPermalink fills in the permalink pattern.
func (s *Site) appendPermalink(dst []byte, b *briefing.Briefing) []byte {
	dst = append(dst, s.prefix(b.Lang)...)
	for i, part := range s.permalink {
		switch {
		case i == 0:
			dst = append(dst, strings.TrimPrefix(part, "/")...)
		case part == ":year":
			dst = appendDigits(dst, int(b.Date.Day.Year), 4)
		case part == ":month":
			dst = appendDigits(dst, int(b.Date.Day.Month), 2)
		case part == ":day":
			dst = appendDigits(dst, int(b.Date.Day.Day), 2)
		case part == ":slug":
			dst = append(dst, b.Slug...)
		default:
			dst = append(dst, part...)
		}
	}
	return append(dst, "index.html"...)
}

// appendDigits writes a number with zeros before it.
func appendDigits(dst []byte, n, width int) []byte {
	s := strconv.Itoa(n)
	return append(append(dst, "0000"[:max(0, width-len(s))]...), s...)
}

// permalinkParts cuts a pattern into what stands for something and what lies
// between; the first and last parts are of the latter, maybe empty.
func permalinkParts(pattern string) []string {
	var out []string
	last := 0
	for _, at := range placeholder.FindAllStringIndex(pattern, -1) {
		out = append(out, pattern[last:at[0]], pattern[at[0]:at[1]])
		last = at[1]
	}
	return append(out, pattern[last:])
}

var placeholder = regexp.MustCompile(`:(year|month|day|slug)`)

// slug is the last segment of a dossier's address.
func (e *edition) slug(kind, id string) string {
	switch kind {
	case countries:
		c, _ := e.s.in.Places.Country(id)
		return c.Slug
	case regions:
		r, _ := e.s.in.Places.Region(id)
		return r.Slug
	}
	return id
}

func (e *edition) dossierPath(kind, id string) string { return e.path(kind, e.slug(kind, id)) }

// index of dossiers by kind.
func (e *edition) indexOf(kind string) *archive.Index {
	switch kind {
	case countries:
		return &e.Countries
	case regions:
		return &e.Regions
	case authors:
		return &e.Authors
	}
	return &e.Topics
}

// dossierURL is the address of a dossier, empty when it has no page.
func (e *edition) dossierURL(kind, id string) string {
	l, _ := e.directory(kind).link(id)
	return l.URL
}

// dossierName is the name of a dossier in the edition's language.
func (e *edition) dossierName(kind string, d *archive.Dossier) string {
	switch kind {
	case countries:
		return e.s.in.Places.Name(d.ID, e.Lang)
	case regions:
		return e.s.in.Places.RegionName(d.ID, e.Lang)
	case authors:
		return e.authorName(d.ID, d.Name)
	}
	return e.topicName(d.ID, d.Name)
}

// authorName prefers the registry of the configuration.
func (e *edition) authorName(id, written string) string {
	for _, a := range e.s.in.Config.Authors {
		if a.ID == id {
			return first(a.Name.In(e.Lang, e.s.in.Config.Languages[0]), written)
		}
	}
	return written
}

// topicName prefers the title of an introduction to the topic.
func (e *edition) topicName(id, written string) string {
	if p, ok := e.s.standing[standingKey{briefing.TopicIntro, e.Lang, id}]; ok && p.Title != "" {
		return p.Title
	}
	return written
}

// link leads to a dossier.
func (e *edition) link(kind string, d *archive.Dossier) Link {
	l, _ := e.directory(kind).link(d.ID)
	return l
}

// sourceURL is the address of the briefing or standing page made from a source.
func (s *Site) sourceURL(path string) (string, bool) {
	if b, ok := s.in.Archive.Source(path); ok {
		return s.edition(b.Lang).briefingPath(b), true
	}
	for _, p := range s.in.Standing {
		if p.Path == path {
			return s.standingPath(p)
		}
	}
	return "", false
}

// standingPath is where a standing page or introduction is shown.
func (s *Site) standingPath(p *briefing.Standing) (string, bool) {
	e := s.edition(p.Lang)
	kind := map[briefing.Kind]string{
		briefing.CountryIntro: countries, briefing.RegionIntro: regions,
		briefing.AuthorIntro: authors, briefing.TopicIntro: topics,
	}[p.Kind]
	if kind == "" {
		return e.path(strings.Split(p.ID, "/")...), true
	}
	_, ok := e.indexOf(kind).Find(p.ID)
	return e.dossierPath(kind, p.ID), ok
}
