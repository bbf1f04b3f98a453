package gazetteer

import (
	"cmp"
	"slices"
	"strings"
)

// Country is a country or territory.
type Country struct {
	Code    string // ISO alpha-2, XK for Kosovo, or the site's own x-…
	Alpha3  string // empty for a place of the site's own, as is Numeric
	Numeric string // three digits
	Slug    string // of the English name: its address
	Capital string // in English; empty where there is none, or none agreed on
	Flag    bool   // whether a flag may be shown
}

// Place is what a name stands for: exactly one of the two is set.
type Place struct {
	Country string // code
	Region  string // id
}

// readCountries reads the table of codes.
func (g *Gazetteer) readCountries() {
	g.countries = make(map[string]*place, 256)
	for line := range strings.Lines(table("countries")) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		p := &place{
			Country:     Country{Code: f[0], Alpha3: f[1], Numeric: f[2], Slug: f[3], Capital: f[4], Flag: true},
			endonymLang: f[5], endonym: f[6],
			names: make(map[string]string, len(g.languages)),
		}
		if f[7] != "" {
			p.path = strings.Split(f[7], ",")
		}
		g.countries[p.Code] = p
	}
}

// readNames reads what countries and regions are called in the site's languages.
func (g *Gazetteer) readNames() {
	g.readRegions()
	g.names = make(map[string]map[string]string, len(g.languages))
	for _, lang := range g.languages {
		g.names[lang] = make(map[string]string, 64)
		for line := range strings.Lines(table("names/" + lang)) {
			key, name, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
			switch key[0] {
			case '=', '?':
			case '@':
				g.names[lang][key[1:]] = name
			default:
				common, un, _ := strings.Cut(name, "\t")
				if g.options.UNNames {
					common = cmp.Or(un, common)
				}
				g.countries[key].names[lang] = common
			}
		}
	}
}

// Country tells about a country by its code, whether it is shown or not.
func (g *Gazetteer) Country(code string) (Country, bool) {
	p, ok := g.countries[code]
	if !ok {
		return Country{}, false
	}
	return p.Country, true
}

// Countries lists the codes of all places that the site shows for themselves,
// sorted.
func (g *Gazetteer) Countries() []string { return slices.Clone(g.codes) }

func (g *Gazetteer) shown() []string {
	var out []string
	for code, p := range g.countries {
		if p.show != "hide" && p.show != "with" {
			out = append(out, code)
		}
	}
	slices.Sort(out)
	return out
}

// Resolve returns the code under which a place is shown: its own, or that of
// the country that the site shows it with. It is false for a place that the
// site hides and for a code that is not known.
func (g *Gazetteer) Resolve(code string) (string, bool) {
	p, ok := g.countries[code]
	switch {
	case !ok || p.show == "hide":
		return "", false
	case p.show == "with":
		return p.with, true
	}
	return code, true
}

// Name is what a country is called in a language: by the site's rule, else by
// the tables, else in English, else its code.
func (g *Gazetteer) Name(code, lang string) string {
	p, ok := g.countries[code]
	if !ok {
		return code
	}
	lang = base(lang)
	if len(p.ruled) == 0 { // as nearly all
		return cmp.Or(p.names[lang], p.names["en"], code)
	}
	return cmp.Or(p.ruled[lang], p.ruled[""], p.names[lang], p.ruled["en"], p.names["en"], p.ruled[g.languages[0]], anyOf(p.ruled), code)
}

// anyOf is the name in the first language of those there are.
func anyOf(names map[string]string) string {
	best := ""
	for lang := range names {
		if best == "" || lang < best {
			best = lang
		}
	}
	return names[best]
}

// Endonym is what a country calls itself in its most spoken official language,
// and that language. A place whose language is not known has its English name;
// one that the site names itself has the site's name.
func (g *Gazetteer) Endonym(code string) (name, lang string) {
	p, ok := g.countries[code]
	if !ok || p.endonym == "" || len(p.ruled) > 0 {
		return g.Name(code, "en"), "en"
	}
	return p.endonym, p.endonymLang
}

// SortKey is what names are sorted by from A to Z in a language: lower case,
// without marks and apostrophes, in Arabic without the article. The first
// letter of a key is the one to list a name under.
func (g *Gazetteer) SortKey(name, lang string) string {
	lang = base(lang)
	var b strings.Builder
	b.Grow(len(name))
	for _, r := range name {
		switch f := foldRune(r); {
		case f == 0 || r == '\'' || r == '’' || r == 'ʼ':
		case lang == "es" && (r == 'ñ' || r == 'Ñ'):
			b.WriteString("n\x7f") // after every other n
		case lang == "tr" && strings.ContainsRune("çğıöşüÇĞIÖŞÜ", r):
			b.WriteRune(f)
			b.WriteByte('\x7f')
		default:
			b.WriteRune(f)
		}
	}
	key := strings.TrimSpace(b.String())
	if lang == "ar" {
		key = strings.TrimPrefix(key, "ال")
	}
	return key
}
