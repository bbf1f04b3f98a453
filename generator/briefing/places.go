package briefing

import (
	"cmp"
	"slices"
	"strings"

	"chancery/generator/gazetteer"
	"chancery/generator/markdown"
)

// readPlaces finds the countries named in a briefing, and infers which of them
// it is about unless that is declared. declared may be empty.
func (r *Reader) readPlaces(b *piece, doc *markdown.Document, declared []Subject) {
	reading := r.s.Places.NewReading(b.Lang)
	defer reading.Close()
	reading.Add(gazetteer.Title, b.Title)
	if b.SummaryDeclared {
		reading.Add(gazetteer.Summary, b.Summary)
	}
	first, lead := -1, gazetteer.Lead // the number of the first passage of the text in the reading
	for _, p := range doc.Passages {
		role := gazetteer.Body
		if p.Kind == markdown.Paragraph {
			role, lead = lead, gazetteer.Body
		}
		if n := reading.Add(role, p.Text); first < 0 {
			first = n
		}
	}
	found, totals := reading.Evidence()
	for _, e := range found {
		if e.Count > 0 {
			b.Mentions = append(b.Mentions, Mention{Code: e.Code, N: e.Count, Line: doc.Passages[e.Passage-first].Line})
		}
	}
	slices.SortStableFunc(b.Mentions, func(x, y Mention) int { return cmp.Compare(y.N, x.N) })
	if len(declared) > 0 {
		b.Countries = declared
		return
	}
	for _, s := range gazetteer.Subjects(found, totals, r.s.Config.SubjectCut) {
		b.Countries = append(b.Countries, Subject{Code: s.Code, Why: strings.Join(s.Why, ", ")})
	}
	b.Inferred = len(b.Countries) > 0
}
