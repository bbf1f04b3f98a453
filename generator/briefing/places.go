package briefing

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"chancery/generator/gazetteer"
	"chancery/generator/markdown"
)

// evidence is what speaks for a country as a subject.
type evidence struct {
	code     string
	title    int // mentions in the title
	summary  int // in a declared summary
	lead     int // in the first paragraph
	count    int // in all the text
	passages int // in how many passages
	line     int // of the first mention in the text; 0 when only title or summary has it
	order    int // of its first mention
}

// The weights of what speaks for a country. A title is written to say what a
// piece is about, a summary nearly so; in the text it is how much and how
// widely a country is spoken of that counts, not that it is named.
const (
	titleWeight   = 3.0
	summaryWeight = 1.0
	leadWeight    = 0.5
	shareWeight   = 1.0 // times its share of all mentions
	spreadWeight  = 0.5 // times the share of passages that name it
	mostSubjects  = 6
)

// readPlaces finds the countries named in a briefing, and infers which of them
// it is about unless that is declared. declared may be empty.
func (r *Reader) readPlaces(b *Briefing, doc *markdown.Document, declared []Subject) {
	found := r.gather(b, doc)
	total, passages := 0, 0
	for _, e := range found {
		total += e.count
	}
	for _, p := range doc.Passages {
		if p.Text != "" {
			passages++
		}
	}
	slices.SortFunc(found, func(x, y *evidence) int {
		return cmp.Or(cmp.Compare(y.count, x.count), cmp.Compare(x.order, y.order))
	})
	for _, e := range found {
		if e.count > 0 {
			b.Mentions = append(b.Mentions, Mention{Code: e.code, N: e.count, Line: e.line})
		}
	}
	if len(declared) > 0 {
		b.Countries = declared
		return
	}
	b.Countries = subjects(found, total, passages, r.s.Config.SubjectCut)
	b.Inferred = len(b.Countries) > 0
}

// gather collects the evidence for each country.
func (r *Reader) gather(b *Briefing, doc *markdown.Document) []*evidence {
	g := gatherer{places: r.s.Places, lang: b.Lang, byCode: map[string]*evidence{}}
	g.read(b.Title, func(e *evidence) { e.title++ })
	if b.SummaryDeclared {
		g.read(b.Summary, func(e *evidence) { e.summary++ })
	}
	lead := true
	for _, p := range doc.Passages {
		seen := map[string]bool{}
		g.read(p.Text, func(e *evidence) {
			e.count++
			if e.line == 0 {
				e.line = p.Line
			}
			if lead && p.Kind == markdown.Paragraph {
				e.lead++
			}
			if !seen[e.code] {
				seen[e.code] = true
				e.passages++
			}
		})
		lead = lead && p.Kind != markdown.Paragraph
	}
	return g.all
}

type gatherer struct {
	places   *gazetteer.Gazetteer
	lang     string
	mentions []gazetteer.Mention
	byCode   map[string]*evidence
	all      []*evidence
}

func (g *gatherer) read(text string, note func(*evidence)) {
	g.mentions = g.places.Find(text, g.lang, g.mentions[:0])
	for _, m := range g.mentions {
		code, shown := g.places.Resolve(m.Code)
		if !shown {
			continue
		}
		e := g.byCode[code]
		if e == nil {
			e = &evidence{code: code, order: len(g.all)}
			g.byCode[code] = e
			g.all = append(g.all, e)
		}
		note(e)
	}
}

// subjects ranks countries by their score and keeps those that reach the cut, a
// part of the best one's score. A country in the title is always a subject.
func subjects(found []*evidence, total, passages int, cut float64) []Subject {
	type scored struct {
		*evidence
		score float64
	}
	ranked := make([]scored, 0, len(found))
	for _, e := range found {
		ranked = append(ranked, scored{e, e.score(total, passages)})
	}
	slices.SortStableFunc(ranked, func(a, b scored) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.order, b.order))
	})
	var out []Subject
	for _, s := range ranked {
		if len(out) == mostSubjects || s.title == 0 && s.score < cut*ranked[0].score {
			break
		}
		if s.title == 0 && s.summary == 0 && s.count < 2 && total > 3 {
			continue // named once in a text that names many
		}
		out = append(out, Subject{Code: s.code, Why: s.why(total)})
	}
	return out
}

func (e *evidence) score(total, passages int) float64 {
	s := titleWeight*float64(min(e.title, 1)) + summaryWeight*float64(min(e.summary, 1)) + leadWeight*float64(min(e.lead, 1))
	if total > 0 {
		s += shareWeight * float64(e.count) / float64(total)
	}
	if passages > 0 {
		s += spreadWeight * float64(e.passages) / float64(passages)
	}
	return s
}

// why says in words what speaks for a country.
func (e *evidence) why(total int) string {
	var parts []string
	if e.title > 0 {
		parts = append(parts, "in the title")
	}
	if e.summary > 0 {
		parts = append(parts, "in the summary")
	}
	if e.lead > 0 {
		parts = append(parts, "in the first paragraph")
	}
	if total > 0 {
		parts = append(parts, fmt.Sprintf("%d of %d mentions", e.count, total))
	}
	return strings.Join(parts, ", ")
}
