package briefing

import (
	"strings"
	"unicode/utf8"

	"chancery/generator/date"
	"chancery/generator/markdown"
)

// readParagraphs reads paragraphs under a timeline's heading that begin with a
// date, and where the site asks for it every sentence that holds a whole date.
func (e *events) readParagraphs(doc *markdown.Document) {
	titled := false
	e.begin(false)
	for _, p := range doc.Passages {
		switch p.Kind {
		case markdown.HeadingText:
			titled = e.namesTimeline(p.Text)
			e.begin(false)
		case markdown.Paragraph:
			if titled && e.readDated(p) {
				continue
			}
			if e.r.s.Config.EventsInProse {
				e.readSentences(p)
			}
		}
	}
}

// readDated reads a paragraph as an item of a timeline: "27 July 2021 – …".
func (e *events) readDated(p markdown.Passage) bool {
	f := e.leading(p.Text, true)
	if !f.ok {
		return false
	}
	text := rest(p.Text, f.Found)
	if text == "" {
		return false
	}
	e.passage(p, f.Found, text, Titled)
	e.checkDates(f.Found, "", p.Line, 1)
	return true
}

// readSentences makes an event of each sentence with a day in it, written whole:
// what is told about it is the sentence as it stands.
func (e *events) readSentences(p markdown.Passage) {
	for _, sentence := range sentences(p.Text) {
		for _, f := range e.r.dates.Find(sentence, date.Date{}) {
			if f.Start.Precision() == date.Day && !f.Inferred {
				e.passage(p, f, sentence, Prose)
				break
			}
		}
	}
}

func (e *events) passage(p markdown.Passage, f date.Found, text string, rule Rule) {
	v := e.event(f.Span, text)
	v.Inferred, v.Line, v.Rule = f.Inferred, p.Line, rule
	v.tell(text, p.HTML(within(p.Text, text)))
	p.Anchor(v.ID)
	if rule == Titled {
		e.check(v, p.Line, 1)
	}
	e.found = append(e.found, v)
}

// sentences lists the sentences of a text.
func sentences(text string) []string {
	var out []string
	start := 0
	for i, r := range text {
		end := i + utf8.RuneLen(r)
		if endsSentence(text, i, r, end) {
			out = append(out, strings.TrimSpace(text[start:end]))
			start = end
		}
	}
	if last := strings.TrimSpace(text[start:]); last != "" {
		out = append(out, last)
	}
	return out
}
