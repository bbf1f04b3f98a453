// Package slug makes parts of addresses out of texts in any script.
package slug

import (
	"strings"
	"unicode"
	"unicode/utf8"

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
	var buf [longest]byte
	return string(made(buf[:0], text))
}

// AppendStart appends the first words of the slug of a text, made without the rest.
func AppendStart(b []byte, text string, words int) []byte {
	var buf [longest]byte
	for from := 0; from < len(text); {
		i := strings.IndexByte(text[from:], ' ')
		if i < 0 {
			break
		}
		from += i + 1
		if from < 8*words { // they are rarely shorter
			continue
		}
		// What stands before a space does not depend on what follows it.
		if s, ok := cut(made(buf[:0], text[:from]), words); ok {
			return append(b, s...)
		}
	}
	s, _ := cut(made(buf[:0], text), words)
	return append(b, s...)
}

// made is the slug of a text, in a buffer if it is plain.
func made(buf []byte, text string) []byte {
	if s, ok := plain(buf, text); ok {
		return s
	}
	return []byte(general(text))
}

// cut cuts a slug to so many words. It says whether it has them.
func cut(s []byte, words int) ([]byte, bool) {
	for i := range len(s) {
		if s[i] != '-' {
			continue
		}
		if words--; words == 0 {
			return s[:i], true
		}
	}
	return s, words == 1 && len(s) > 0
}

// plain appends to an empty buffer the slug of a text that has no letters but those
// of ASCII and their accented ones, and not too many. Dashes, quotation marks and
// apostrophes may be those of print.
func plain(buf []byte, text string) ([]byte, bool) {
	gap := false
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c >= utf8.RuneSelf && bare(text[i:]) != 0:
			c = bare(text[i:])
			i += len("é") - 1
		case c >= utf8.RuneSelf:
			mark, ok := printed(text[i:])
			if !ok {
				return nil, false
			}
			gap = gap || mark != '’'
			i += len("’") - 1
			continue
		case c-'A' < 26:
			c += 'a' - 'A'
		case c-'a' < 26, c-'0' < 10:
		case c == '\'':
			continue
		default:
			gap = true
			continue
		}
		if len(buf)+2 >= longest {
			return nil, false
		}
		if gap && len(buf) > 0 {
			buf = append(buf, '-')
		}
		gap = false
		buf = append(buf, c)
	}
	return buf, true
}

// printed is the dash, quotation mark, bullet or ellipsis that a text begins
// with. None of them means anything to the letters beside it.
func printed(text string) (rune, bool) {
	r, _ := utf8.DecodeRuneInString(text)
	return r, r >= '‐' && r <= '…'
}

// bare is the letter of ASCII, without its mark and small, that a text begins
// with: one of À to ÿ. It is 0 for any other.
func bare(text string) byte {
	const letters = "aaaaaa\x00ceeeeiiii\x00nooooo\x00\x00uuuuy\x00\x00" + "aaaaaa\x00ceeeeiiii\x00nooooo\x00\x00uuuuy\x00y"
	r, _ := utf8.DecodeRuneInString(text)
	if r < 'À' || r > 'ÿ' {
		return 0
	}
	return letters[r-'À']
}

func general(text string) string {
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
