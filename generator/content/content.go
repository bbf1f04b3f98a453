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
// A language of the site is written as a suffix: x.fr.md is x.md in French. A
// suffix that is a language, but none of the site's, is an error; any other,
// as in x.v2.md, is part of the name. A date at the beginning of a name is not:
// 2025-01-08-x.md is named x.
//
// Metadata stand at the top, as YAML between two lines ---, as TOML between two
// lines +++, or as a JSON object; empty lines may come before. The line that
// closes them is the first one at the margin, so that an indented --- in a text
// of several lines ends nothing. Metadata that never end, that are not opened,
// that stand below text, or whose first line is not quite a fence are errors:
// they would be published as text.
//
// Text is UTF-8. A byte order mark is dropped, CR and CRLF become LF. Other
// bytes and control characters are errors; characters that override the
// direction of text, and byte order marks within it, are taken out with a
// warning.
package content

import (
	"path"
	"slices"
	"strings"

	"chancery/generator/data"
	"chancery/generator/problem"
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

// Place is where a value stands under one of some keys of the metadata, alone or
// in a list; the source itself where it stands nowhere.
func (s Source) Place(keys []string, is func(text string) bool) problem.Pos {
	from := data.Decoder{Path: s.Path, Offset: s.FrontLine}
	for _, key := range keys {
		n := s.Front.Find(key)
		if n == nil {
			continue
		}
		for _, item := range append([]*data.Node{n}, n.Items...) {
			if item.Kind == data.Scalar && is(strings.TrimSpace(item.Text)) {
				return from.Pos(item)
			}
		}
	}
	return problem.Pos{Path: s.Path}
}

// Identify tells from a path what a source is. It reports false for files that
// are no sources.
func Identify(file string, languages []string) (Source, bool) {
	folder, base, ok := cutSource(file)
	if !ok {
		return Source{}, false
	}
	s := Source{Path: file, Kind: folders[folder]}
	if before, suffix, ok := cutSuffix(base); ok && slices.Contains(languages, suffix) {
		base, s.Lang = before, suffix
	}
	s.Stem = "content/" + folder + "/" + base
	s.Name = path.Base(base)
	if s.Name == "index" && strings.Contains(base, "/") {
		s.Name = path.Base(path.Dir(base))
	}
	if s.Kind == StandingPage {
		s.Name = strings.TrimSuffix(base, "/index")
	}
	s.FileDate, s.Name = cutDate(s.Name)
	return s, true
}

// KindOf tells from a path what a source becomes. It reports false for files that
// are no sources.
func KindOf(file string) (Kind, bool) {
	folder, _, ok := cutSource(file)
	return folders[folder], ok
}

// cutSource cuts the path of a source into the folder that says what it becomes,
// and what follows, without its extension.
func cutSource(file string) (folder, base string, ok bool) {
	rest, below := strings.CutPrefix(file, "content/")
	folder, rest, inside := strings.Cut(rest, "/")
	_, known := folders[folder]
	base, markdown := strings.CutSuffix(rest, ".md")
	return folder, base, below && inside && known && markdown && base != "" && !strings.HasSuffix(base, "/")
}

// cutSuffix cuts a name before what may be a language: "x.fr", but not ".fr".
func cutSuffix(base string) (before, suffix string, ok bool) {
	dot := strings.LastIndexByte(base, '.')
	if dot < 1 || base[dot-1] == '/' || strings.Contains(base[dot:], "/") {
		return base, "", false
	}
	return base[:dot], base[dot+1:], true
}

// cutDate cuts a leading ISO date off a name that has more to it.
func cutDate(name string) (day, rest string) {
	const shape = "0000-00-00"
	if len(name) <= len(shape) {
		return "", name
	}
	for i := range len(shape) {
		if digit := name[i] >= '0' && name[i] <= '9'; digit != (shape[i] == '0') || !digit && name[i] != '-' {
			return "", name
		}
	}
	rest = name[len(shape):]
	if strings.IndexByte("-_ ", rest[0]) >= 0 {
		rest = rest[1:]
	}
	if rest == "" {
		return "", name
	}
	return name[:len(shape)], rest
}

// strangeLanguage reports a suffix that names a language which the site does
// not have: the file would become a piece of its own in the wrong language.
func strangeLanguage(file string, languages []string) (problem.Problem, bool) {
	_, suffix, ok := cutSuffix(strings.TrimSuffix(file, ".md"))
	if !ok || slices.Contains(languages, suffix) {
		return problem.Problem{}, false
	}
	primary, _, _ := strings.Cut(strings.ToLower(suffix), "-")
	site := slices.ContainsFunc(languages, func(l string) bool { return strings.EqualFold(l, suffix) })
	if !site && !slices.Contains(languageCodes, primary) {
		return problem.Problem{}, false
	}
	p := problem.Errorf(problem.Pos{Path: file}, "its name ends in %q, which is no language of this site", suffix)
	return p.WithHint("the languages in site.yaml are %s", strings.Join(languages, ", ")), true
}
