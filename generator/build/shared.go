package build

import (
	"slices"
	"strings"
	"unicode"

	"chancery/generator/archive"
	"chancery/generator/briefing"
	"chancery/generator/content"
	"chancery/generator/problem"
)

// introduced finds two sources of which only one could be shown: standing pages
// of one address, introductions to one dossier.
func (l *loader) introduced() {
	type dossier struct {
		kind     briefing.Kind
		lang, id string
	}
	first := map[dossier]string{}
	for _, p := range l.standing {
		of := dossier{p.Kind, p.Lang, p.ID}
		other, ok := first[of]
		if !ok {
			first[of] = p.Path
			continue
		}
		what := "introduces the same " + introductions[p.Kind] + " as"
		if p.Kind == briefing.StandingPage {
			what = "has the same address as"
		}
		l.list = append(l.list, problem.Errorf(problem.Pos{Path: p.Path}, "%s %s", what, other).WithHint("join the two in one file"))
	}
}

var introductions = map[briefing.Kind]string{
	briefing.CountryIntro: "country", briefing.RegionIntro: "region", briefing.AuthorIntro: "author", briefing.TopicIntro: "topic",
}

// unused are standing texts that no page shows, with the reason.
func (s *Snapshot) unused() []content.Skip {
	var out []content.Skip
	for _, p := range s.from.standing {
		i := slices.IndexFunc(s.Archive.Editions, func(e *archive.Edition) bool { return e.Lang == p.Lang })
		if i < 0 {
			out = append(out, content.Skip{Path: p.Path, Reason: "no briefing is written in its language"})
			continue
		}
		e := s.Archive.Editions[i]
		index := map[briefing.Kind]*archive.Index{
			briefing.CountryIntro: &e.Countries, briefing.RegionIntro: &e.Regions, briefing.AuthorIntro: &e.Authors, briefing.TopicIntro: &e.Topics,
		}[p.Kind]
		if index == nil {
			continue
		}
		if _, ok := index.Find(p.ID); !ok {
			out = append(out, content.Skip{Path: p.Path, Reason: "no briefing has this " + introductions[p.Kind]})
		}
	}
	return out
}

// spelling is a way to write a name, and who wrote it first.
type spelling struct{ name, path string }

// spellings are the ways to write names, by what has one address: first the language,
// then the id.
type spellings struct {
	key string // of the front matter
	all map[string]map[string][]spelling
}

// namesakes warns of different names that have one address, once for each: what
// they stand for is shown as one.
func (l *loader) namesakes() {
	l.shared = map[string]bool{}
	authors, topics := spellings{"authors", map[string]map[string][]spelling{}}, spellings{"topics", map[string]map[string][]spelling{}}
	for _, lang := range l.s.Config.Languages {
		authors.all[lang], topics.all[lang] = map[string][]spelling{}, map[string][]spelling{}
		for _, a := range l.s.Config.Authors {
			own := []spelling{{a.ID, "site.yaml"}}
			for _, name := range a.Name.ByLanguage {
				own = append(own, spelling{name, "site.yaml"})
			}
			authors.all[lang][a.ID] = own
		}
	}
	for _, b := range l.s.Briefings {
		l.spelt(authors, b, b.Authors)
		l.spelt(topics, b, b.Topics)
	}
}

func (l *loader) spelt(n spellings, b *briefing.Briefing, refs []briefing.Ref) {
	all := n.all[b.Lang]
	for _, r := range refs {
		known := all[r.ID]
		if slices.ContainsFunc(known, func(s spelling) bool { return s.name == r.Name }) {
			continue
		}
		all[r.ID] = append(known, spelling{r.Name, b.Path})
		if len(known) > 0 && !slices.ContainsFunc(known, func(s spelling) bool { return bare(s.name) == bare(r.Name) }) {
			l.namesake(n.key, r, known[0], b.Path)
		}
	}
}

// bare is a name without what people write in one way or another.
func bare(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) || strings.ContainsRune("_.,;:!?'’\"“”«»()/", r) {
			return -1
		}
		return unicode.ToLower(r)
	}, name)
}

func (l *loader) namesake(key string, r briefing.Ref, first spelling, path string) {
	one := strings.TrimSuffix(key, "s")
	place := func(s spelling) problem.Pos {
		if s.path == "site.yaml" {
			return problem.Pos{Path: s.path}
		}
		l.shared[s.path] = true
		return l.written(s.path, []string{one, key}, func(text string) bool { return text == s.name })
	}
	hint := "write the name alike if that is one topic; else give one of the two another name, with other letters or digits"
	if one == "author" {
		hint = "write the name alike if that is one author; else register one of the two in site.yaml, and write its id here"
	}
	p := problem.Warnf(place(spelling{r.Name, path}), "%s: %q is shown as one %s with %q of %s, for both have the address /%s/%s/",
		key, r.Name, one, first.name, place(first), key, r.ID)
	l.list = append(l.list, p.WithHint("%s", hint))
}
