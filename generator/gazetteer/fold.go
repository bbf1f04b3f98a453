package gazetteer

import (
	"strings"
	"unicode"
)

// foldRune is a letter in lower case and without marks, so that a name is found
// however it was typed: É is e, ё is е, أ is ا, ة is ه. It is 0 for what is not
// seen or only a mark: combining marks, Arabic vowels and tatweel, soft hyphens
// and signs of direction.
func foldRune(r rune) rune {
	switch {
	case r < 0x80:
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	case r >= 0xC0 && r < 0x250:
		return rune(foldLatin[r-0xC0])
	case r == 0xAD:
		return 0
	case r >= 0x400 && r < 0x530:
		return foldCyrillic(r)
	case r >= 0x600 && r < 0x700:
		return foldArabic(r)
	case r >= 0x1E00 && r < 0x1F00:
		return rune(foldLatinMore[r-0x1E00])
	case r == 0x2BC || r == 0x2BB:
		return '\''
	}
	if unicode.In(r, unicode.Mn, unicode.Cf) {
		return 0
	}
	return unicode.ToLower(r)
}

func foldCyrillic(r rune) rune {
	switch {
	case r >= 0x483 && r <= 0x489:
		return 0
	case r >= 0x410 && r <= 0x42F:
		r += 0x20
	case r >= 0x400 && r <= 0x40F:
		r += 0x50
	case r > 0x44F:
		r = unicode.ToLower(r)
	}
	switch r {
	case 'ё', 'ѐ':
		return 'е'
	case 'й', 'ѝ':
		return 'и'
	case 'ї':
		return 'і'
	case 'ў':
		return 'у'
	}
	return r
}

func foldArabic(r rune) rune {
	switch r {
	case 'أ', 'إ', 'آ', 'ٱ':
		return 'ا'
	case 'ى', 'ئ', 'ی':
		return 'ي'
	case 'ة', 'ۀ', 'ہ', 'ھ', 'ە':
		return 'ه'
	case 'ؤ':
		return 'و'
	case 'ک':
		return 'ك'
	case 0x640, 0x670, 0x61C:
		return 0
	}
	if r >= 0x64B && r <= 0x65F || r >= 0x610 && r <= 0x61A || r >= 0x6D6 && r <= 0x6DC {
		return 0
	}
	return r
}

// key is a name for comparing: folded, words joined by single spaces.
func key(name string) string {
	var b strings.Builder
	b.Grow(len(name))
	gap := false
	for _, r := range name {
		f := foldRune(r)
		switch {
		case f == 0 || r == '\'' || r == '’' || r == '.':
		case f == '&':
			b.WriteString(" and")
			gap = true
		case !unicode.IsLetter(f) && !unicode.IsDigit(f) && !unicode.IsMark(f):
			gap = true
		default:
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(f)
		}
	}
	return b.String()
}
