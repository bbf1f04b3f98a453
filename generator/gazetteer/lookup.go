package gazetteer

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"chancery/generator/problem"
)

// UnknownPlace is a name that stands for nothing that is known.
type UnknownPlace struct {
	Name    string
	Nearest []string // at most three names that look alike, the nearest first
}

// Error says which name it is.
func (e *UnknownPlace) Error() string { return fmt.Sprintf("%q is not a known place", e.Name) }

// AmbiguousPlace is a name that stands for more than one country.
type AmbiguousPlace struct {
	Name       string
	Candidates []string // as "Republic of the Congo (CG)"
}

// Error says which name it is.
func (e *AmbiguousPlace) Error() string {
	return fmt.Sprintf("%q may be more than one country", e.Name)
}

// book finds places by folded names.
type book struct {
	places  map[string]Place
	several map[string][]string // codes that share a name
	shown   map[string]string   // the name as it is written, by folded name: what to suggest
}

func (b *book) add(name string, p Place) {
	k := key(name)
	if k == "" {
		return
	}
	if _, taken := b.places[k]; taken {
		return
	}
	b.places[k] = p
	if len(k) > 3 {
		b.shown[k] = name
	}
}

// Lookup finds a place by its name in one of the site's languages or English,
// another usual name, its slug or its code: alpha-2, alpha-3, numeric, or the
// number of a region in M49. Case, accents, apostrophes and hyphens do not
// matter. The error is an *UnknownPlace or an *AmbiguousPlace.
func (g *Gazetteer) Lookup(name string) (Place, error) {
	b, k := g.book(), key(name)
	if len(name) > longestName {
		return Place{}, &UnknownPlace{Name: name[:cut(name, 40)] + "…"}
	}
	if codes := b.several[k]; codes != nil {
		e := &AmbiguousPlace{Name: name}
		for _, code := range codes {
			e.Candidates = append(e.Candidates, g.Name(code, g.languages[0])+" ("+code+")")
		}
		return Place{}, e
	}
	if p, ok := b.places[k]; ok {
		return p, nil
	}
	return Place{}, &UnknownPlace{Name: name, Nearest: b.nearest(k)}
}

// longestName bounds what is compared, in bytes; no name of a place is near it.
const longestName = 200

// cut is where a text can be cut between two letters, n bytes in or before.
func cut(s string, n int) int {
	for n > 0 && n < len(s) && s[n]&0xC0 == 0x80 {
		n--
	}
	return min(n, len(s))
}

// readBook gathers names in order of precedence: the site's own, codes, names
// of countries, names of regions, aliases.
func (g *Gazetteer) readBook() *book {
	b := &book{places: make(map[string]Place, 4096), several: map[string][]string{}, shown: make(map[string]string, 4096)}
	codes := sortedCodes(g.countries)
	g.addRuled(b, codes)
	for _, code := range codes {
		p := g.countries[code]
		for _, name := range []string{p.Code, p.Alpha3, p.Numeric} {
			b.add(name, Place{Country: code})
		}
	}
	for _, lang := range g.languages {
		for _, code := range codes {
			b.add(g.countries[code].names[lang], Place{Country: code})
		}
	}
	for _, code := range codes {
		b.add(g.countries[code].Slug, Place{Country: code})
	}
	for _, id := range g.order {
		g.addRegion(b, g.regions[id])
	}
	for _, lang := range g.languages {
		addAliases(b, lang)
	}
	return b
}

func (g *Gazetteer) addRuled(b *book, codes []string) {
	for _, id := range g.order {
		if ruled := g.ruled[id]; ruled != nil {
			b.add(id, Place{Region: id})
			for _, name := range ruled {
				b.add(name, Place{Region: id})
			}
		}
	}
	for _, code := range codes {
		for _, name := range g.countries[code].ruled {
			b.add(name, Place{Country: code})
		}
	}
}

func (g *Gazetteer) addRegion(b *book, r *Region) {
	here := Place{Region: r.ID}
	for _, lang := range g.languages {
		b.add(g.names[lang][r.ID], here)
	}
	for _, name := range r.also {
		b.add(name, here)
	}
	b.add(r.ID, here)
	b.add(r.m49, here)
}

// addAliases adds further names in a language, and marks those that several
// countries share.
func addAliases(b *book, lang string) {
	for line := range strings.Lines(table("names/" + lang)) {
		what, names, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		for name := range strings.SplitSeq(names, "|") {
			switch what[0] {
			case '=':
				b.add(name, Place{Country: what[1:]})
			case '?':
				b.several[key(name)] = strings.Split(what[1:], ",")
			}
		}
	}
}

func sortedCodes(m map[string]*place) []string {
	out := make([]string, 0, len(m))
	for code := range m {
		out = append(out, code)
	}
	slices.Sort(out)
	return out
}

// nearest lists up to three known names that differ from one by few letters.
func (b *book) nearest(k string) []string {
	type near struct {
		name     string
		distance int
	}
	var found []near
	limit := min(max(1, utf8.RuneCountInString(k)/3), 4)
	for known, name := range b.shown {
		if d := problem.Distance(k, known, limit); d <= limit {
			found = append(found, near{name, d})
		}
	}
	slices.SortFunc(found, func(x, y near) int {
		return cmp.Or(cmp.Compare(x.distance, y.distance), cmp.Compare(x.name, y.name))
	})
	var out []string
	for _, f := range found {
		if len(out) < 3 && f.distance <= found[0].distance+1 && !slices.Contains(out, f.name) {
			out = append(out, f.name)
		}
	}
	return out
}
