package render

import (
	"regexp"
	"strings"
)

var (
	blanks   = regexp.MustCompile(`[ \t]*\n\s*`)
	preserve = regexp.MustCompile(`(?is)<(?:pre|textarea|script)\b.*?</(?:pre|textarea|script)>`)
	remarks  = regexp.MustCompile(`(?s)\{\{-?\s*/\*.*?\*/\s*-?\}\}|<!--.*?-->`)
)

// squeeze removes from a template the white space and comments that only its
// author needs: done once when it is loaded, instead of on every page. A line
// break with its indentation becomes one line break, which HTML shows as the
// same single space.
func squeeze(text string) string {
	text = remarks.ReplaceAllString(text, "")
	var b strings.Builder
	at := 0
	for _, keep := range preserve.FindAllStringIndex(text, -1) {
		b.WriteString(blanks.ReplaceAllString(text[at:keep[0]], "\n"))
		b.WriteString(text[keep[0]:keep[1]])
		at = keep[1]
	}
	b.WriteString(blanks.ReplaceAllString(text[at:], "\n"))
	return b.String()
}
