package main

import "strings"

// Russian declension by ending. Names that do not follow their ending stand in
// data/ru.yaml under "fixed", each case written out.

var russianEndings = []struct {
	end   string   // of the nominative
	cases []string // what takes its place
}{
	{"ия", []string{"ия", "ии", "ию", "ией"}},
	{"ья", []string{"ья", "ьи", "ье", "ью", "ьей"}},
	{"йя", []string{"йя", "йи", "йе", "йю", "йей"}},
	{"я", []string{"я", "и", "е", "ю", "ей"}},
	{"ка", []string{"ка", "ки", "ке", "ку", "кой"}},
	{"га", []string{"га", "ги", "ге", "гу", "гой"}},
	{"ха", []string{"ха", "хи", "хе", "ху", "хой"}},
	{"жа", []string{"жа", "жи", "же", "жу", "жей"}},
	{"ша", []string{"ша", "ши", "ше", "шу", "шей"}},
	{"а", []string{"а", "ы", "е", "у", "ой"}},
	{"й", []string{"й", "я", "ю", "ем", "е"}},
	{"ль", []string{"ль", "ля", "лю", "лем", "ле"}},
	{"сь", []string{"сь", "си", "сью"}},
	{"нь", []string{"нь", "ня", "ню", "нем", "не"}},
	{"ы", []string{"ы", "", "ам", "ами", "ах"}},
}

// russianName declines the name of a place: one word, or several of which the
// last is declined, or adjectives before it.
func russianName(s string) []string {
	if strings.ContainsAny(s, " ") {
		return phrase(s)
	}
	return word(s)
}

func word(s string) []string {
	if head, tail, ok := strings.Cut(s, "-"); ok && head != "" {
		if strings.ToLower(tail) != tail {
			var out []string
			for _, t := range word(tail) {
				out = append(out, head+"-"+t)
			}
			return out
		}
	}
	if strings.ToUpper(s) == s && len([]rune(s)) > 1 {
		return []string{s}
	}
	for _, e := range russianEndings {
		if stem, ok := strings.CutSuffix(s, e.end); ok && len([]rune(stem)) > 1 {
			return ends(stem, e.cases)
		}
	}
	last := []rune(s)[len([]rune(s))-1]
	if strings.ContainsRune("бвгджзклмнпрстфхцчшщ", last) {
		return ends(s, []string{"", "а", "у", "ом", "е"})
	}
	return []string{s} // -о, -и, -у, -е are not declined
}

func ends(stem string, endings []string) []string {
	out := make([]string, len(endings))
	for i, e := range endings {
		out[i] = stem + e
	}
	return out
}

// adjectives before a noun, by ending of the nominative, in the order of the
// cases of phrase.
var before = map[string][]string{
	"ый": {"ый", "ого", "ому", "ым", "ом"}, "ий": {"ий", "ого", "ому", "им", "ом"},
	"ая": {"ая", "ой", "ой", "ую", "ой"}, "ое": {"ое", "ого", "ому", "ым", "ом"},
	"ие": {"ие", "их", "им", "ими", "их"}, "ые": {"ые", "ых", "ым", "ыми", "ых"},
}

var after = []struct {
	end   string
	cases []string
}{
	{"ия", []string{"ия", "ии", "ии", "ию", "ией"}}, {"а", []string{"а", "ы", "е", "у", "ой"}},
	{"острова", []string{"острова", "островов", "островам", "островами", "островах"}},
}

// phrase declines an adjective with its noun: Белый дом, Маршалловы острова.
// Other phrases stay as they are.
func phrase(s string) []string {
	words := strings.Fields(s)
	if len(words) != 2 {
		return []string{s}
	}
	adj := []rune(words[0])
	if len(adj) < 4 {
		return []string{s}
	}
	stem, end := string(adj[:len(adj)-2]), string(adj[len(adj)-2:])
	cases, ok := before[end]
	if !ok {
		return []string{s}
	}
	nouns := nounOf(words[1])
	if len(nouns) != len(cases) {
		return []string{s}
	}
	out := make([]string, len(cases))
	for i := range cases {
		out[i] = stem + cases[i] + " " + nouns[i]
	}
	return out
}

func nounOf(s string) []string {
	if s == "острова" {
		return after[2].cases
	}
	for _, e := range after[:2] {
		if stem, ok := strings.CutSuffix(s, e.end); ok {
			return ends(stem, e.cases)
		}
	}
	if s == "дворец" {
		return []string{"дворец", "дворца", "дворцу", "дворцом", "дворце"}
	}
	return ends(s, []string{"", "а", "у", "ом", "е"})
}

func russianAdjective(s string) []string {
	stem, ok := strings.CutSuffix(s, "ий")
	if !ok {
		return []string{s}
	}
	return ends(stem, []string{"ий", "ого", "ому", "им", "ом", "ая", "ой", "ую", "ою", "ое", "ие", "их", "ими"})
}

// russianNoun declines the name of an inhabitant, given as singular or as
// singular/plural.
func russianNoun(s string) []string {
	singular, plural, both := strings.Cut(s, "/")
	if both {
		stem := strings.TrimRight(plural, "иы")
		out := append(ends(singular, []string{"", "а", "у", "ом", "е"}), ends(stem, []string{"ам", "ами", "ах", "ов"})...)
		if strings.HasSuffix(singular, "ин") {
			return append(out, plural, stem)
		}
		if singular == "турок" {
			out = append(ends("турк", []string{"а", "у", "ом", "е", "ам", "ами", "ах"}), "турок")
		}
		return append(out, plural)
	}
	switch {
	case strings.HasSuffix(s, "реец"), strings.HasSuffix(s, "иец"), strings.HasSuffix(s, "аец"), strings.HasSuffix(s, "еец"):
		return softStem(s, strings.TrimSuffix(s, "ец")+"йц")
	case strings.HasSuffix(s, "лец"):
		return softStem(s, strings.TrimSuffix(s, "ец")+"ьц")
	case strings.HasSuffix(s, "ец"):
		return softStem(s, strings.TrimSuffix(s, "ец")+"ц")
	case strings.HasSuffix(s, "нин"):
		stem := strings.TrimSuffix(s, "ин")
		return append(ends(s, []string{"", "а", "у", "ом", "е"}), ends(stem, []string{"е", "", "ам", "ами", "ах"})...)
	}
	return []string{s}
}

func softStem(singular, stem string) []string {
	return append([]string{singular}, ends(stem, []string{"а", "у", "ем", "ом", "е", "ы", "ев", "ам", "ами", "ах"})...)
}
