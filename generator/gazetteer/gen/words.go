package main

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// language is one file of forms in data/; it says there what the keys mean.
type language struct {
	Sources   map[string]string
	Countries map[string]words
	Groups    map[string]group
	Cues      map[string]string
	Not       string
	People    string
	Openers   string
	Titles    string
	Within    string
	States    string
}

type words struct {
	Adj, Noun, Also, Fixed, Irregular, Cap string
	Source                                 string
}

type group struct {
	Forms    string
	Senses   []string
	Fallback string
	Ask      []string // countries that the form alone may mean to an author
	Source   string
}

// list splits at commas and tidies spaces.
func list(s string) []string {
	var out []string
	for part := range strings.SplitSeq(s, ",") {
		part = strings.Join(strings.Fields(norm.NFC.String(part)), " ")
		if part != "" {
			out = append(out, part)
		}
	}
	return out
}

func readLanguage(lang string) (*language, error) {
	l := &language{}
	err := readYAML(lang+".yaml", l)
	if errors.Is(err, fs.ErrNotExist) {
		return l, nil
	}
	if err != nil {
		return nil, err
	}
	for code, w := range l.Countries {
		if l.Sources[w.Source] == "" {
			return nil, fmt.Errorf("%s.yaml: %s: no source %q", lang, code, w.Source)
		}
	}
	for name, g := range l.Groups {
		if l.Sources[g.Source] == "" {
			return nil, fmt.Errorf("%s.yaml: %s: no source %q", lang, name, g.Source)
		}
	}
	return l, nil
}

// The kinds of forms, weightiest first: of two entries for one form the one with
// the smaller rank holds.
var ranks = map[byte]int{'t': 0, 'x': 1, 'g': 2, 'n': 3, 'd': 4, 'w': 5, 'c': 6}

// lexicon gathers forms with what they mean.
type lexicon struct {
	entries map[string]entry
	faults  []string
}

type entry struct {
	kind   byte   // n name, d demonym, w weak, c cue, x nothing, g group, t state or province
	target string // code, cue or group; empty for x and t
	own    bool   // from data/, not from CLDR
}

func (x *lexicon) add(kind byte, target string, own bool, forms ...string) {
	for _, form := range forms {
		form = norm.NFC.String(strings.ReplaceAll(form, "’", "'"))
		old, known := x.entries[form]
		switch {
		case !known:
		case old.target == target && ranks[old.kind] <= ranks[kind]:
			continue
		case old.own && own && old.target != target && ranks[old.kind] == ranks[kind]:
			x.faults = append(x.faults, fmt.Sprintf("%q is %s and %s", form, old.target, target))
			continue
		case old.own && !own, old.own == own && ranks[old.kind] < ranks[kind]:
			continue
		}
		x.entries[form] = entry{kind, target, own}
	}
}

func writeForms(lang string, c *cldr, l *language) error {
	x := &lexicon{entries: map[string]entry{}}
	in := inflectors[lang]
	for _, code := range c.codes {
		x.addCLDR(lang, code, c, in)
		w := l.Countries[code]
		x.add('n', code, true, each(list(w.Also), in.name)...)
		x.add('n', code, true, list(w.Fixed)...)
		x.add('d', code, true, each(list(w.Adj), in.adjective)...)
		x.add('d', code, true, each(list(w.Noun), in.noun)...)
		x.add('d', code, true, each(list(w.Irregular), in.article)...)
		x.add('w', code, true, each(list(w.Cap), in.name)...)
	}
	for _, name := range sortedKeys(l.Groups) {
		x.add('g', name, true, list(l.Groups[name].Forms)...)
	}
	for _, target := range sortedKeys(l.Cues) {
		x.add('c', target, true, list(l.Cues[target])...)
	}
	x.add('x', "", true, list(l.Not)...)
	x.add('t', "", true, list(l.States)...)
	if len(x.faults) > 0 {
		slices.Sort(x.faults)
		return errors.New(strings.Join(x.faults, "\n"))
	}
	return writeTable("forms/"+lang+".txt", x.lines(l))
}

// addCLDR adds the plain names of a place, and for languages that inflect their
// cases.
func (x *lexicon) addCLDR(lang, code string, c *cldr, in inflector) {
	for _, name := range cldrForms(lang, code, c) {
		if strings.ContainsAny(name, "(),") || strings.HasPrefix(name, "о-") {
			continue
		}
		if lang == "ar" && !own(name) { // single letters with a hyphen in between
			continue
		}
		x.add('n', code, false, in.name(name)...)
	}
}

// own says that a name is long enough to stand alone in a text.
func own(name string) bool {
	return len([]rune(name)) > 2
}

func each(forms []string, inflect func(string) []string) []string {
	var out []string
	for _, f := range forms {
		if strings.HasSuffix(f, "-") {
			out = append(out, f)
			continue
		}
		out = append(out, inflect(f)...)
	}
	return out
}

// lines writes groups and word lists first, then the forms, those with the same
// meaning on one line.
func (x *lexicon) lines(l *language) []string {
	var out []string
	for _, name := range sortedKeys(l.Groups) {
		g := l.Groups[name]
		out = append(out, "G\t"+name+"\t"+strings.Join(g.Senses, ",")+"\t"+g.Fallback)
	}
	for _, mark := range []struct{ key, list string }{{"P", l.People}, {"S", l.Openers}, {"T", l.Titles}, {"W", l.Within}} {
		if words := list(mark.list); len(words) > 0 {
			out = append(out, mark.key+"\t\t"+strings.Join(words, "|"))
		}
	}
	by := map[string][]string{}
	for form, e := range x.entries {
		key := string(e.kind) + "\t" + e.target
		by[key] = append(by[key], form)
	}
	for _, key := range sortedKeys(by) {
		slices.Sort(by[key])
		out = append(out, key+"\t"+strings.Join(fold(by[key]), "|"))
	}
	return out
}

// fold shortens runs of forms that share a stem: stem+ending,ending.
func fold(forms []string) []string {
	var out []string
	for i := 0; i < len(forms); {
		j, stem := i+1, forms[i]
		for j < len(forms) {
			s := shared(stem, forms[j])
			if len(s)*3 < len(forms[i])*2 || len(s) < 6 {
				break
			}
			stem = s
			j++
		}
		if j-i < 3 || strings.ContainsAny(strings.Join(forms[i:j], ""), "+,") {
			out = append(out, forms[i:j]...)
		} else {
			var ends []string
			for _, f := range forms[i:j] {
				ends = append(ends, f[len(stem):])
			}
			out = append(out, stem+"+"+strings.Join(ends, ","))
		}
		i = j
	}
	return out
}

// shared is the common beginning of two texts, in whole letters.
func shared(a, b string) string {
	n := 0
	for i, r := range a {
		if !strings.HasPrefix(b[min(i, len(b)):], string(r)) || unicode.IsMark(r) {
			break
		}
		n = i + len(string(r))
	}
	return a[:n]
}
