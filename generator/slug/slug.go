// Package slug makes parts of addresses out of texts in any script.
package slug

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// longest bounds a slug in bytes: file systems allow 255 in a name.
const longest = 120

// latin are letters that do not fall apart into a plain one and a mark.
var latin = strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "đ", "d", "ð", "d", "ł", "l", "þ", "th", "ı", "i")

// Make makes part of an address from a text in any script: lower case, letters
// and digits joined by hyphens, Latin letters without their marks. The same text
// gives the same slug however it was composed.
func Make(text string) string {
	var b strings.Builder
	gap := false
	for _, r := range latin.Replace(strings.ToLower(norm.NFD.String(text))) {
		switch {
		case unicode.Is(unicode.Mn, r) && r < 0x0400: // marks of Latin and Greek letters
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
		case r == '\'' || r == '’':
		default:
			gap = true
		}
		if b.Len() >= longest {
			break
		}
	}
	return norm.NFC.String(b.String())
}
