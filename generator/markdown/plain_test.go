package markdown

import (
	"html"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"chancery/generator/problem"
)

// What is done the quick way here, and the plain way that it must agree with.

var citeMark = regexp.MustCompile(`^\[([0-9][0-9,;\s–-]{0,40}|[A-Za-z][A-Za-z0-9_-]{0,40})\]`)

func plainWords(text string) int {
	n, wide := 0, 0
	in := false
	for _, r := range text {
		switch {
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana):
			wide++
		case unicode.IsSpace(r):
			in = false
		case !in && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			in = true
			n++
		}
	}
	return n + wide/2
}

func plainLetters(text string) (left, right int) {
	for _, r := range text {
		switch {
		case !unicode.IsLetter(r):
		case r >= 0x590 && r < 0x900 || r >= 0xFB1D && r < 0xFF00:
			left++
		default:
			right++
		}
	}
	return left, right
}

func FuzzTexts(f *testing.F) {
	for _, s := range []string{"[1]", "[1, 2–3]", "[a_b-c] x", "[1;\t2]", "[–]", "[12345678901234567890123456789012345678901]", "[1–234567890123456789012345678901234567890–]", "a <b> & \"c\" 'd'", "un mot, 2 mots\u00a0三個字 й", "", "[", "[x", "[1\u00e2]", "https://example.org/a//b_c", "/a/b.md", "http://..", "\n  : a", "\n    : a", "a\r: b", "twelve letters in ASCII, عربي ـ ٣"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if want := len(citeMark.FindString(s)); strings.HasPrefix(s, "[") && citeEnd([]byte(s)) != want {
			t.Errorf("citeEnd(%q) = %d, want %d", s, citeEnd([]byte(s)), want)
		}
		if got, want := string(appendEscaped(nil, s)), html.EscapeString(s); got != want {
			t.Errorf("%q is escaped as %q, want %q", s, got, want)
		}
		if isPlainURL(s) {
			if url, ok := judged(s); !ok || url != s {
				t.Errorf("%q is no plain address: %q %v", s, url, ok)
			}
		}
		left, right := letters(s)
		if l, r := plainLetters(s); l != left || r != right {
			t.Errorf("%q has %d and %d letters, want %d and %d", s, left, right, l, r)
		}
		if left > 0 && !mayRunLeft([]byte(s)) {
			t.Errorf("%q may run to the left", s)
		}
		sign := false
		for _, x := range []string{"\n:", "\n :", "\n  :", "\n   :"} {
			sign = sign || strings.Contains(s, x)
		}
		if mayDefine([]byte(s)) != sign {
			t.Errorf("%q: mayDefine is %v", s, !sign)
		}
		if got, want := words(s), plainWords(s); got != want {
			t.Errorf("%q has %d words, want %d", s, got, want)
		}
	})
}

// FuzzFeatures compares a text parsed with what it needs, and with more.
func FuzzFeatures(f *testing.F) {
	for _, s := range sinks {
		for _, a := range []string{"https://example.org/a", "www.example.org", "a@b.org", "[x](https://example.org)", "](https://example.org)", "a -- b... <<c>>, 'd', \"e\"", "[a]: b"} {
			f.Add(strings.ReplaceAll(s, "%s", a))
		}
	}
	c := New(Limits{})
	f.Fuzz(func(t *testing.T, src string) {
		if _, bad := c.lim.exceeded([]byte(src), lineStarts(nil, []byte(src)), Input{}); bad {
			return
		}
		render := func(more feature) (string, string, problem.List) {
			d := &Document{desk: newDesk(nil), conv: c, src: []byte(src), in: Input{Lang: "en", Words: labels}}
			d.starts = lineStarts(nil, d.src)
			d.parse(features(d.src) | more)
			d.transform()
			d.collect()
			texts := ""
			for _, p := range d.Passages {
				texts += p.Text + "\n"
			}
			return show(d.Render()), texts, d.list
		}
		html1, texts1, list1 := render(0)
		html2, texts2, list2 := render(links | references | dashes | dots | escapes)
		if html1 != html2 || texts1 != texts2 || len(list1) != len(list2) {
			t.Errorf("%q becomes\n%s\n%s\n%v\nwith all there is\n%s\n%s\n%v", src, html1, texts1, list1, html2, texts2, list2)
		}
	})
}

// FuzzLimits compares the quick look with the thorough one.
func FuzzLimits(f *testing.F) {
	for _, s := range []string{"- - - x", "> > >", "|a|b|", "[^1] [^2]", "\t\tx", "a\n   - b\n\n"} {
		f.Add(s)
	}
	lim := Limits{Depth: 2, TableCells: 3, Footnotes: 1}
	f.Fuzz(func(t *testing.T, src string) {
		if p, bad := lim.examine([]byte(src), Input{}); bad && !lim.mayExceed([]byte(src), lineStarts(nil, []byte(src))) {
			t.Errorf("%q passes: %v", src, p)
		}
	})
}
