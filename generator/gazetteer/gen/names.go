package main

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// ownNames is data/names.yaml.
type ownNames struct {
	Source string
	Short  []string
	Common map[string]map[string]string // language to code
	UN     map[string]map[string]string `yaml:"un"`
}

// name is what a place is called unless a site says otherwise.
func (o ownNames) name(lang, code string, c *cldr) string {
	if name := o.Common[lang][code]; name != "" {
		return name
	}
	name := c.names[lang][code]
	if short := c.names[lang][code+"-alt-short"]; short != "" && slices.Contains(o.Short, code) {
		name = short
	}
	if lang == "en" {
		name = strings.NewReplacer(" & ", " and ", "St. ", "Saint ").Replace(name)
	}
	return norm.NFC.String(name)
}

func writeCountries(c *cldr, own ownNames, en *language, regions []region) error {
	var lines []string
	for _, code := range c.codes {
		endonym, lang := c.endonym(code)
		capital, _, _ := strings.Cut(en.Countries[code].Cap, ",")
		if seat, ok := capitals[code]; ok {
			capital = seat
		}
		lines = append(lines, strings.Join([]string{
			code, c.alpha3[code], c.numeric[code], slug(own.name("en", code, c)), capital, lang, endonym,
			strings.Join(pathTo(code, regions), ","),
		}, "\t"))
	}
	return writeTable("countries.txt", lines)
}

// capitals are seats of government whose name is no signal in running text, or
// not the first one in the list of signals.
var capitals = map[string]string{
	"AD": "Andorra la Vella", "AG": "Saint John’s", "AI": "The Valley", "AW": "Oranjestad", "BE": "Brussels", "BM": "Hamilton",
	"BS": "Nassau", "CK": "Avarua", "CL": "Santiago", "CR": "San José", "CW": "Willemstad", "DJ": "Djibouti", "DO": "Santo Domingo",
	"EH": "", "FK": "Stanley", "FO": "Tórshavn", "GD": "Saint George’s", "GF": "Cayenne", "GI": "Gibraltar", "GP": "Basse-Terre",
	"GT": "Guatemala City", "GU": "Hagåtña", "GY": "Georgetown", "IL": "", "IM": "Douglas", "JE": "Saint Helier", "JM": "Kingston",
	"GG": "Saint Peter Port", "KI": "Tarawa", "KM": "Moroni", "KW": "Kuwait City", "KY": "George Town", "LU": "Luxembourg",
	"MC": "Monaco", "MQ": "Fort-de-France", "MS": "Plymouth", "MV": "Malé", "MX": "Mexico City", "NU": "Alofi", "PA": "Panama City",
	"PF": "Papeete", "PM": "Saint-Pierre", "PN": "Adamstown", "PR": "San Juan", "PS": "", "PW": "Ngerulmud", "RE": "Saint-Denis",
	"SC": "Victoria", "SG": "Singapore", "SH": "Jamestown", "SM": "San Marino", "ST": "São Tomé", "TC": "Grand Turk", "TO": "Nuku’alofa",
	"TV": "Funafuti", "US": "Washington, D.C.", "VA": "Vatican City", "VC": "Kingstown", "WF": "Mata-Utu", "WS": "Apia", "VU": "Port Vila",
	"VG": "Road Town", "VI": "Charlotte Amalie", "AS": "Pago Pago", "NZ": "Wellington", "SX": "Philipsburg", "MF": "Marigot", "BN": "Bandar Seri Begawan",
	"RU": "Moscow", "FR": "Paris", "GB": "London", "GL": "Nuuk", "NC": "Nouméa", "YT": "Mamoudzou", "BL": "Gustavia", "NF": "Kingston",
}

// slug makes part of an address: plain lower-case letters joined by hyphens.
func slug(name string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(name)) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case r == ' ' || r == '-':
			b.WriteByte('-')
		}
	}
	return b.String()
}

func writeNames(lang string, c *cldr, own ownNames, words *language, regions []region) error {
	var lines []string
	for _, code := range c.codes {
		line := code + "\t" + own.name(lang, code, c)
		if un := own.UN[lang][code]; un != "" {
			line += "\t" + un
		}
		lines = append(lines, line)
		if alias := words.aliases(lang, code, c); len(alias) > 0 {
			lines = append(lines, "="+code+"\t"+strings.Join(alias, "|"))
		}
	}
	for _, r := range regions {
		if name := r.Names[lang]; name != "" {
			lines = append(lines, "@"+r.id+"\t"+name)
		}
	}
	for _, name := range sortedKeys(words.Groups) {
		if g := words.Groups[name]; len(g.Ask) > 0 {
			lines = append(lines, "?"+strings.Join(g.Ask, ",")+"\t"+strings.Join(list(g.Forms), "|"))
		}
	}
	return writeTable("names/"+lang+".txt", lines)
}

// aliases are the further names by which an author may call a place.
func (l *language) aliases(lang, code string, c *cldr) []string {
	w := l.Countries[code]
	var out []string
	for _, name := range append(cldrForms(lang, code, c), list(w.Also)...) {
		name = strings.TrimPrefix(name, "=")
		if !l.inGroup(name) && !slices.Contains(out, name) && !strings.HasSuffix(name, "-") {
			out = append(out, name)
		}
	}
	for _, name := range list(w.Fixed) {
		if strings.ToUpper(name) == name && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

func (l *language) inGroup(name string) bool {
	for _, g := range l.Groups {
		if slices.Contains(list(g.Forms), name) {
			return len(g.Ask) > 0
		}
	}
	return false
}

// cldrForms are CLDR's names of a place as a text would have them: without what
// stands in brackets only to tell two places apart, and with "and" for "&".
func cldrForms(lang, code string, c *cldr) []string {
	var out []string
	add := func(name string) {
		if name = strings.TrimSpace(norm.NFC.String(name)); name != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	for _, key := range variants(c.names[lang], code) {
		name := c.names[lang][key]
		before, inside, bracket := strings.Cut(name, "(")
		add(before)
		if _, after, ok := strings.Cut(inside, ")"); bracket && ok && after == "" && code == "MM" {
			add(strings.TrimSuffix(inside, ")"))
		}
		if lang == "en" {
			add(strings.NewReplacer(" & ", " and ", "St. ", "Saint ").Replace(before))
		}
	}
	return out
}

// variants lists the keys of a code and its -alt- forms, the plain one first.
func variants(names map[string]string, code string) []string {
	var out []string
	for key := range names {
		if key == code || strings.HasPrefix(key, code+"-alt-") {
			out = append(out, key)
		}
	}
	slices.Sort(out)
	return out
}
