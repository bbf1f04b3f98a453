// Package archive holds all public briefings of a build and every index over
// them. An archive is immutable: a change makes a new one that shares all
// briefings that did not change.
package archive

import (
	"maps"
	"slices"
	"strings"

	"chancery/generator/briefing"
	"chancery/generator/digest"
	"chancery/generator/gazetteer"
	"chancery/generator/parallel"
)

// Archive is the publication in all its languages.
type Archive struct {
	Editions []*Edition // in the order of the site's languages

	known map[digest.Sum]Merging         // before any was made here
	stems map[string][]string            // source paths of translations of each other, in the order of languages
	marks map[string]briefing.Visibility // by source path, of what is not public
}

// Options is what an archive is made with besides briefings.
type Options struct {
	Languages []string // of the site, the default first
	Places    *gazetteer.Gazetteer
	Last      *Archive  // an earlier state, whose events are used again where they are the same; may be nil
	Mergings  []Merging // that are known
}

// New makes the archive that may be published.
func New(public []briefing.Public, o Options) *Archive {
	all := make([]*briefing.Briefing, len(public))
	for i, p := range public {
		all[i] = p.Briefing()
	}
	return assemble(all, o)
}

// Preview makes an archive that holds drafts and embargoed pieces as well, each
// marked. It is for the eyes of its author.
func Preview(public []briefing.Public, hidden []briefing.Hidden, o Options) *Archive {
	all := make([]*briefing.Briefing, 0, len(public)+len(hidden))
	for _, p := range public {
		all = append(all, p.Briefing())
	}
	marks := map[string]briefing.Visibility{}
	for _, h := range hidden {
		all = append(all, h.Briefing)
		marks[h.Briefing.Path] = h.Visibility
	}
	a := assemble(all, o)
	a.marks = marks
	return a
}

func assemble(all []*briefing.Briefing, o Options) *Archive {
	all = slices.Clone(all)
	parallel.Sort(all, newestFirst)
	a := &Archive{known: make(map[digest.Sum]Merging, len(o.Mergings)), stems: map[string][]string{}}
	for _, m := range o.Mergings {
		a.known[m.Tellings] = m
	}
	byLang := map[string][]*briefing.Briefing{}
	for _, b := range all {
		byLang[b.Lang] = append(byLang[b.Lang], b)
	}
	for _, lang := range o.Languages {
		if len(byLang[lang]) == 0 && lang != o.Languages[0] {
			continue
		}
		a.Editions = append(a.Editions, newEdition(lang, byLang[lang], o.Places, o.Last.edition(lang), a.known))
	}
	a.tie()
	return a
}

// tie joins translations: by their stem, or by what translation_of names.
// Briefings of one language that name nothing, neither an original nor their
// language, have none.
func (a *Archive) tie() {
	if len(a.Editions) == 1 && !slices.ContainsFunc(a.Editions[0].Briefings, mayTranslate) {
		return
	}
	for _, e := range a.Editions {
		for _, b := range e.Briefings {
			origin := a.origin(b)
			a.stems[origin] = append(a.stems[origin], b.Path)
		}
	}
}

func mayTranslate(b *briefing.Briefing) bool {
	return b.TranslationOf.Ref != "" || strings.TrimSuffix(b.Path, ".md") != b.Stem
}

// origin is the stem that all translations of a briefing share.
func (a *Archive) origin(b *briefing.Briefing) string {
	if b.TranslationOf.Ref == "" {
		return b.Stem
	}
	if original, ok := a.Source(b.TranslationOf.Ref); ok && original.TranslationOf.Ref == "" {
		return original.Stem
	}
	return b.Stem
}

// Source finds the briefing made from a source path.
func (a *Archive) Source(path string) (*briefing.Briefing, bool) {
	for _, e := range a.Editions {
		if i, ok := e.position[path]; ok {
			return e.Briefings[i], true
		}
	}
	return nil, false
}

// Translations are the same piece in the site's other languages.
func (a *Archive) Translations(b *briefing.Briefing) []*briefing.Briefing {
	if len(a.stems) == 0 {
		return nil
	}
	all := a.stems[a.origin(b)]
	if len(all) < 2 {
		return nil
	}
	var out []*briefing.Briefing
	for _, path := range all {
		if o, ok := a.Source(path); ok && path != b.Path {
			out = append(out, o)
		}
	}
	return out
}

// Mark is what a preview says of a briefing that is not public.
func (a *Archive) Mark(b *briefing.Briefing) briefing.Visibility { return a.marks[b.Path] }

// IsPreview says that the archive may hold what is not public.
func (a *Archive) IsPreview() bool { return a.marks != nil }

// Mergings are what the archive knows of tellings of one date. Where no timeline
// was asked for, that is what it was given.
func (a *Archive) Mergings() []Merging {
	if slices.ContainsFunc(a.Editions, func(e *Edition) bool { return e.told.weave != nil }) {
		return slices.Collect(maps.Values(a.known))
	}
	var out []Merging
	for _, e := range a.Editions {
		for _, g := range e.told.events {
			if len(g.tellings) > 1 {
				out = append(out, g.merging)
			}
		}
	}
	return out
}

// edition finds the publication in one language; nil when there is none.
func (a *Archive) edition(lang string) *Edition {
	if a == nil {
		return nil
	}
	i := slices.IndexFunc(a.Editions, func(e *Edition) bool { return e.Lang == lang })
	if i < 0 {
		return nil
	}
	return a.Editions[i]
}

// newestFirst orders briefings by day, then by time of day, a bare day first in
// reading order for its day, then by path so that no two are equal.
func newestFirst(a, b *briefing.Briefing) int {
	if c := b.Date.Day.Compare(a.Date.Day); c != 0 {
		return c
	}
	if c := b.Date.Time.Compare(a.Date.Time); c != 0 {
		return c
	}
	return strings.Compare(a.Path, b.Path)
}
