package gazetteer

import (
	"cmp"
	"fmt"
	"slices"
)

// Evidence is what speaks for a country as a subject of a document.
type Evidence struct {
	Code                 string
	Title, Summary, Lead int // mentions there
	Count                int // mentions in all, but for title and summary
	Spread               int // passages that mention it, but for title and summary
	Strong               int // of all mentions, those that are more than a capital
	Passage              int // the first that mentions it, but for title and summary; -1 when none does
}

// Totals are what evidence is measured against.
type Totals struct {
	Mentions int // of all countries, but for title and summary
	Passages int // but for title and summary
}

// Subject is a country that a document is about.
type Subject struct {
	Code  string
	Score float64
	Why   []string // like "in the title", "12 of 20 mentions"
}

// What speaks for a country, weighed. A title says what a piece is about, a
// summary nearly so; in the text it is how much and how widely a country is
// spoken of that counts. All the rest together weighs less than the title, and
// so a state that acts in every sentence of a piece named for another is not
// what it is about.
const (
	titleWeight   = 5.0
	summaryWeight = 2.0
	shareWeight   = 1.0 // times the share of all mentions
	spreadWeight  = 1.0 // times the share of passages
	leadWeight    = 0.5
	weakWeight    = 0.4 // of a title, summary or lead that names the capital alone

	mostSubjects = 6
)

// Evidence gathers what the document says of each country that the site shows,
// by the code it is shown under, in the order of first mention. The list is good
// until the next one is asked for, or the reading closed.
func (r *Reading) Evidence() ([]Evidence, Totals) {
	out, last := r.said[:0], r.last[:0]
	var of Totals
	for _, role := range r.roles {
		if role == Lead || role == Body {
			of.Passages++
		}
	}
	for _, m := range r.mentions() {
		code, shown := r.places.Resolve(m.Code)
		if !shown {
			continue
		}
		i := slices.IndexFunc(out, func(e Evidence) bool { return e.Code == code })
		if i < 0 {
			i = len(out)
			out, last = append(out, Evidence{Code: code, Passage: -1}), append(last, -1)
		}
		out[i].note(r.roles[m.Passage], m.Weak, last[i] != m.Passage)
		last[i] = m.Passage
		if role := r.roles[m.Passage]; role == Lead || role == Body {
			of.Mentions++
			if out[i].Passage < 0 {
				out[i].Passage = m.Passage
			}
		}
	}
	r.said, r.last = out, last
	return out, of
}

func (e *Evidence) note(role Role, weak, first bool) {
	if !weak {
		e.Strong++
	}
	switch role {
	case Title:
		e.Title++
		return
	case Summary:
		e.Summary++
		return
	case Lead:
		e.Lead++
	}
	e.Count++
	if first {
		e.Spread++
	}
}

// Subjects ranks countries by how much speaks for them and keeps those that
// reach cut, a part of the best one's score between 0 and 1. A country in the
// title is always kept, one that a text of several mentions names but once is
// not. At most six are returned.
func Subjects(list []Evidence, of Totals, cut float64) []Subject {
	ranked := slices.Clone(list)
	slices.SortStableFunc(ranked, func(a, b Evidence) int { return cmp.Compare(b.Score(of), a.Score(of)) })
	var out []Subject
	for _, e := range ranked {
		score := e.Score(of)
		if len(out) == mostSubjects || e.Title == 0 && len(out) > 0 && score < cut*out[0].Score {
			break
		}
		passing := e.Title == 0 && e.Summary == 0 && e.Count < 2 && of.Mentions > 3
		if passing || e.Title == 0 && len(out) > 0 && e.Strong == 0 {
			continue
		}
		out = append(out, Subject{e.Code, score, e.why(of)})
	}
	return out
}

// Score weighs evidence: 5 for the title, 2 for the summary, half for the lead,
// and up to 1 each for the share of mentions and of passages. Capitals alone
// weigh less.
func (e Evidence) Score(of Totals) float64 {
	place := titleWeight*one(e.Title) + summaryWeight*one(e.Summary) + leadWeight*one(e.Lead)
	rest := shareWeight*part(e.Count, of.Mentions) + spreadWeight*part(e.Spread, of.Passages)
	if e.Strong == 0 {
		return weakWeight * (place + rest)
	}
	return place + rest
}

func one(n int) float64 { return float64(min(n, 1)) }

func part(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

func (e Evidence) why(of Totals) []string {
	var out []string
	if e.Title > 0 {
		out = append(out, "in the title")
	}
	if e.Summary > 0 {
		out = append(out, "in the summary")
	}
	if e.Lead > 0 {
		out = append(out, "in the first paragraph")
	}
	if e.Count > 0 {
		out = append(out, fmt.Sprintf("%d of %d mentions", e.Count, of.Mentions))
	}
	if e.Strong == 0 {
		out = append(out, "by its capital only")
	}
	return out
}
