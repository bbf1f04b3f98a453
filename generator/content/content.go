// Package content reads the files under content/ into sources: metadata and
// text told apart, everything normalised, every position kept. It is the only
// importer of the front matter library.
//
//	content/briefings/**          briefings, at any depth; a folder with index.md holds its pictures
//	content/pages/**              standing pages
//	content/countries/ml.md       introductions to dossiers
//	content/regions/sahel.md
//	content/authors/ID.md
//	content/topics/ID.md
//
// A language is written as a suffix: x.fr.md is x.md in French.
package content

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"chancery/generator/data"
)

// Kind says what a source becomes.
type Kind uint8

const (
	Briefing Kind = iota
	StandingPage
	CountryIntro
	RegionIntro
	AuthorIntro
	TopicIntro
)

var folders = map[string]Kind{
	"briefings": Briefing, "pages": StandingPage, "countries": CountryIntro,
	"regions": RegionIntro, "authors": AuthorIntro, "topics": TopicIntro,
}

// Source is one file: metadata and text.
type Source struct {
	Path      string // "content/briefings/2025/x.fr.md"
	Kind      Kind
	Stem      string // without language and extension; the same for all translations
	Lang      string // from the suffix; "" when there is none
	Name      string // what slugs are made from: the file's or folder's name without date and language
	FileDate  string // leading ISO date of the name; "" when there is none
	Front     *data.Node
	FrontLine int // lines of the file before the metadata's first
	Body      []byte
	BodyLine  int // line of the file on which Body begins, from 1
}

var (
	leadingDate = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2})[-_ ]?`)
	suffix      = regexp.MustCompile(`^(.+)\.([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)$`)
)

// Identify tells from a path what a source is. It reports false for files that
// are no sources.
func Identify(file string, languages []string) (Source, bool) {
	rest, ok := strings.CutPrefix(file, "content/")
	folder, rest, inside := strings.Cut(rest, "/")
	kind, known := folders[folder]
	if !ok || !inside || !known || path.Ext(rest) != ".md" {
		return Source{}, false
	}
	s := Source{Path: file, Kind: kind}
	base := strings.TrimSuffix(rest, ".md")
	if m := suffix.FindStringSubmatch(base); m != nil && slices.Contains(languages, m[2]) {
		base, s.Lang = m[1], m[2]
	}
	s.Stem = "content/" + folder + "/" + base
	s.Name = path.Base(base)
	if s.Name == "index" && strings.Contains(base, "/") {
		s.Name = path.Base(path.Dir(base))
	}
	if kind == StandingPage {
		s.Name = strings.TrimSuffix(base, "/index")
	}
	if m := leadingDate.FindStringSubmatch(s.Name); m != nil && len(m[0]) < len(s.Name) {
		s.FileDate = m[1]
		s.Name = s.Name[len(m[0]):]
	}
	return s, true
}
