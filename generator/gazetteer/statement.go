package gazetteer

import (
	"cmp"
	"slices"
	"strings"
)

// Position says how the site names and shows a place on which sources differ.
type Position struct {
	Code   string
	Name   string // in the language asked for
	Area   string // in English, when it is about part of the country: Crimea
	Show   string // separate, with or hide
	With   string // the code it is shown with
	NoFlag bool
	Note   string // the difference, in the language asked for or English
	Source string // where it can be read about; empty for the site's own places
}

// Statement lists the places on which sources differ and those that the site
// rules itself, by name: what a page on names and borders shows.
func (g *Gazetteer) Statement(lang string) []Position {
	var out []Position
	noted := readContested()
	for code, p := range g.countries {
		note, contested := noted[code]
		if !contested && p.show == "" && p.ruled == nil && p.Flag {
			continue
		}
		out = append(out, Position{
			Code: code, Name: g.Name(code, lang), Area: note.area, Show: cmp.Or(p.show, "separate"), With: p.with,
			NoFlag: !p.Flag, Note: note.in(lang), Source: note.source,
		})
	}
	slices.SortFunc(out, func(a, b Position) int {
		return cmp.Or(strings.Compare(g.SortKey(a.Name, lang), g.SortKey(b.Name, lang)), strings.Compare(a.Code, b.Code))
	})
	return out
}

// Note is what to know of a contested place, in a language or else English;
// empty for all others.
func (g *Gazetteer) Note(code, lang string) string { return readContested()[code].in(lang) }

// contested is an entry of the table of that name.
type contested struct {
	area, source string
	notes        map[string]string
}

func (c contested) in(lang string) string { return cmp.Or(c.notes[base(lang)], c.notes["en"]) }

func readContested() map[string]contested {
	out := map[string]contested{}
	code := ""
	for line := range strings.Lines(table("contested")) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if f[0] != "" {
			code = f[0]
			out[code] = contested{area: f[1], source: f[2], notes: map[string]string{}}
			continue
		}
		out[code].notes[f[1]] = f[2]
	}
	return out
}
