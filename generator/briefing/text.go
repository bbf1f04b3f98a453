package briefing

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/generator/content"
	"chancery/generator/digest"
	"chancery/generator/markdown"
	"chancery/generator/problem"
)

// readText reads the body: its words, its countries, its events, its citations.
func (r *Reader) readText(b *piece, src content.Source, f *fields) (Text, problem.List) {
	doc, list := r.md.Parse(src.Body, r.input(b, src))
	if doc == nil {
		return Text{}, list
	}
	if len(b.Sources) == 0 {
		for _, s := range doc.Sources {
			b.Sources = append(b.Sources, Source{Title: s.Text, HTML: s.HTML, URL: s.URL})
		}
	}
	if b.Summary == "" {
		b.Summary = summary(doc.FirstParagraph)
	}
	b.Words = doc.Words
	r.readPlaces(b, doc, f.countries)
	list = append(list, r.readEvents(b, doc, f)...)
	text := Text{Body: doc.Render()}
	for _, c := range doc.Cites {
		text.Marks = append(text.Marks, Mark{Source: c.Number, ID: c.ID})
	}
	b.Links, b.Pictures = targets(text.Body.Holes)
	b.Text = digest.Of("text", &text)
	return text, list
}

func (r *Reader) input(b *piece, src content.Source) markdown.Input {
	in := markdown.Input{Path: src.Path, Line: src.BodyLine, Lang: b.Lang, Words: r.s.Words[b.Lang]}
	for _, s := range b.Sources {
		in.Sources = append(in.Sources, s.ID)
	}
	return in
}

// targets are what a body refers to inside the site.
func targets(holes []markdown.Hole) (links, pictures []Target) {
	for _, h := range holes {
		t := Target{Ref: h.Ref, Line: h.Line, Col: h.Col}
		switch h.Kind {
		case markdown.LinkOpen:
			links = append(links, t)
		case markdown.Picture:
			pictures = append(pictures, t)
		}
	}
	return links, pictures
}

// A summary that is not declared is the first paragraph; of a long one, as many
// whole sentences as fit, and at least one.
const summaryLength = 320 // characters

func summary(paragraph string) string {
	paragraph = strings.Join(strings.Fields(paragraph), " ") // a copy: plain texts share the memory of their document
	if utf8.RuneCountInString(paragraph) <= summaryLength {
		return paragraph
	}
	best, n := 0, 0
	for i, r := range paragraph {
		n++
		if n > summaryLength && best > 0 {
			break
		}
		if end := i + utf8.RuneLen(r); endsSentence(paragraph, i, r, end) {
			best = end
		}
	}
	if best == 0 {
		return paragraph
	}
	return strings.Clone(paragraph[:best])
}

// endsSentence says that the mark at i ends a sentence: white space or the end
// follows it, and it closes neither an initial nor a short abbreviation ("U.S.",
// "Dr.").
func endsSentence(s string, i int, r rune, end int) bool {
	if !strings.ContainsRune(".!?؟。…", r) || end < len(s) && s[end] != ' ' {
		return false
	}
	if r != '.' {
		return true
	}
	word := s[strings.LastIndexByte(s[:i], ' ')+1 : i]
	return !strings.Contains(word, ".") && utf8.RuneCountInString(word) > 2
}

// typeset writes the apostrophes of a plain text as they are printed. Other marks
// of front matter stay as they were typed.
func typeset(text string) string {
	if !strings.Contains(text, "'") {
		return text
	}
	runes := []rune(text)
	for i := 1; i+1 < len(runes); i++ {
		if runes[i] == '\'' && unicode.IsLetter(runes[i-1]) && unicode.IsLetter(runes[i+1]) {
			runes[i] = '’'
		}
	}
	return string(runes)
}
