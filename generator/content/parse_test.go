package content

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"chancery/generator/problem"
)

const file = "content/briefings/2025/2025-01-08-x.fr.md"

var site = []string{"en", "fr"}

func parse(text string) (Source, problem.List) {
	return Parse(file, []byte(text), site, Limits{Source: 4000, Front: 200})
}

func TestMetadataAndTextAreToldApart(t *testing.T) {
	for _, c := range []struct {
		text, title, body   string
		titleLine, bodyLine int
	}{
		{"---\ntitle: X\n---\nbody\n", "X", "body\n", 2, 4},
		{"---\ntitle: X\n---", "X", "", 2, 3},
		{"---\ntitle: X\n---\n", "X", "", 2, 4},
		{"--- \t\ntitle: X\n---  \n\nbody", "X", "\nbody", 2, 4},
		{"\n \n---\ntitle: X\n---\nbody\n", "X", "body\n", 4, 6},
		{"\ufeff---\ntitle: X\n---\nbody\n", "X", "body\n", 2, 4},
		{"---\nsummary: |\n  one\n  ---\n  two\ntitle: X\n---\nbody\n", "X", "body\n", 6, 8},
		{"---\ntitle: X\n---\none\n\n---\n\ntwo\n---\n", "X", "one\n\n---\n\ntwo\n---\n", 2, 4},
		{"---\ntitle: X\n---\n+++\n", "X", "+++\n", 2, 4},
		{"+++\ntitle = 'X'\n+++\nbody\n", "X", "body\n", 2, 4},
		{"\n+++\n\ntitle = 'X'\ns = \"\"\"\n +++\n\"\"\"\n+++\nbody\n", "X", "body\n", 4, 9},
		{"{\"title\": \"X\"}\nbody\n", "X", "body\n", 1, 2},
		{"\n{\n  \"s\": \"}{\\\"\",\n  \"title\": \"X\"\n}\n\nbody\n", "X", "\nbody\n", 4, 6},
		{"{\"title\": \"X\"}", "X", "", 1, 1},
		{"no metadata\n\n---\n\ntext\n", "", "no metadata\n\n---\n\ntext\n", 0, 1},
		{"\n\ntext\n", "", "\n\ntext\n", 0, 1},
		{"{{< gallery >}}\n", "", "{{< gallery >}}\n", 0, 1},
		{"---- \n\ntext\n", "", "---- \n\ntext\n", 0, 1},
		{"", "", "", 0, 1},
	} {
		s, list := parse(c.text)
		title, line := "", 0
		if n := s.Front.Find("title"); n != nil {
			title, line = n.Text, n.Line+s.FrontLine
		}
		if title != c.title || line != c.titleLine || string(s.Body) != c.body || s.BodyLine != c.bodyLine || len(list) > 0 {
			t.Errorf("%q: title %q in line %d, body %q from line %d, %v", c.text, title, line, s.Body, s.BodyLine, list)
		}
	}
}

func TestBadFilesAreNamedWithPlace(t *testing.T) {
	for text, want := range map[string]string{
		"---\ntitle: X\n\nbody\n":                         ":1:1: the metadata that begin here never end\n\thint: close them with a line ---",
		"\n+++\ntitle = 'X'\n":                            ":2:1: the metadata that begin here never end\n\thint: close them with a line +++",
		"---\ntitle: X\n ---\nbody\n":                     ":1:1: the metadata that begin here never end\n\thint: close them with a line ---",
		"{\"title\": \"X\",\n":                            ":1:1: the metadata that begin here never end\n\thint: close them with }, and every quote on its line",
		"{\"title\": \"X,\n\"b\": 1}\n":                   ":1:1: the metadata that begin here never end\n\thint: close them with }, and every quote on its line",
		"{\"title\": \"X\"} body\n":                       ":1:15: text follows the metadata on their last line\n\thint: begin a new line after }",
		"{\n\"é\": 1} body\n":                             ":2:8: text follows the metadata on their last line\n\thint: begin a new line after }",
		"title: X\n---\nbody\n":                           ":1:1: the metadata have no opening line\n\thint: begin the file with a line ---",
		"draft: true\n\nbody\n":                           ":1:1: the metadata have no opening line\n\thint: begin the file with a line ---",
		"  ---\ntitle: X\n---\n":                          ":1:1: the line that opens the metadata is indented\n\thint: write --- at the margin",
		"\u2014\ntitle: X\n\u2014\n":                      ":1:1: \"\u2014\" does not open metadata\n\thint: write ---",
		"----\ntitle: X\n----\n":                          ":1:1: \"----\" does not open metadata\n\thint: write ---",
		"---yaml\ntitle: X\n---\n":                        ":1:1: \"---yaml\" does not open metadata\n\thint: write ---",
		";;;\ntitle: X\n;;;\n":                            ":1:1: \";;;\" does not open metadata\n\thint: write ---",
		"Hello\n\n---\ndraft: true\n---\nx\n":             ":3:1: metadata stand below text\n\thint: move them to the top of the file, with their lines ---",
		"---\ntitle: X: Y\n---\n":                         ":2:9: a colon stands inside a value, or a line is indented too far\n\thint: put a value that contains a colon in quotes: title: \"Mali: what now\"",
		"---\ntitle: X\ntitle: Y\n---\n":                  ":3:1: title: is given twice\n\thint: keep one of the two",
		"---\na: &x 1\nb: *x\n---\n":                      ":2:4: anchors (&name) are not read here\n\thint: write the value out where it is needed, or put it in quotes;:3:4: aliases (*name) are not read here\n\thint: write the value out, or put it in quotes",
		"+++\ntitle = X\n+++\n":                           ":2:9: not readable as TOML: unexpected character U+0058 'X' at start of value",
		"{\n\"title\": X\n}\n":                            ":2:10: not readable as JSON: invalid character 'X' looking for beginning of value",
		"---\ntitle: \"\\0\"\n---\n":                      ":2:8: has a character that cannot be seen (U+0000)\n\thint: delete it",
		"---\ntitle: X\n---\na\xffb\n":                    ":4:2: is not valid UTF-8 (byte 0xff)\n\thint: save the file as UTF-8",
		"---\ntitle: X\n---\né\x00b\n":                    ":4:2: has a control character (U+0000)\n\thint: delete it",
		"---\r\ntitle: X\r\n---\r\n\u0085":                ":4:1: has a control character (U+0085)\n\thint: delete it",
		"---\ntitle: X\n---\na\u202eb\u2066c":             ":4:2: warning: a character that reverses text or marks its beginning (U+202E) was taken out\n\thint: 2 of them were found",
		"---\ntitle: X\n---\na\ufeffb":                    ":4:2: warning: a character that reverses text or marks its beginning (U+FEFF) was taken out",
		strings.Repeat("x", 4001):                         ": is larger than 4000 bytes\n\thint: split it, or raise limits.source_bytes in site.yaml",
		"---\na: " + strings.Repeat("x", 200) + "\n---\n": ":2:1: the metadata are larger than 200 bytes\n\thint: move text below the metadata, or raise limits.front_matter_bytes in site.yaml",
	} {
		_, list := parse(text)
		var got []string
		for _, p := range list {
			got = append(got, strings.TrimPrefix(p.String(), file))
		}
		if s := strings.Join(got, ";"); s != want {
			t.Errorf("%q:\n got %q\nwant %q", text, s, want)
		}
	}
}

func TestManyBadBytesAreSummedUp(t *testing.T) {
	_, list := parse(strings.Repeat("\xff", 500))
	if last := list[len(list)-1].String(); len(list) != 11 || last != file+": has 490 more bytes or characters that are not text" {
		t.Errorf("%d problems, the last one %s", len(list), last)
	}
}

func TestJoinersAndMarksStay(t *testing.T) {
	text := "می\u200cخواهم \u200f(a)\u200e क\u094d\u200dष\n"
	s, list := parse("---\ntitle: X\n---\n" + text)
	if string(s.Body) != text || len(list) > 0 {
		t.Errorf("body %q, %v", s.Body, list)
	}
}

func TestOverridesAreTakenOut(t *testing.T) {
	s, _ := parse("---\ntitle: \u202eX\u202c\n---\n\u2067a\u2069\n")
	if s.Front.Find("title").Text != "X" || string(s.Body) != "a\n" {
		t.Errorf("title %v, body %q", s.Front.Value(), s.Body)
	}
}

func TestLineEndingsMakeNoDifference(t *testing.T) {
	for _, text := range []string{"---\ntitle: X\ns: |\n  a\n  b\n---\nbody\n\nmore\n", "+++\nt = '''\na\n'''\n+++\nx\n", "{\n\"a\": 1\n}\nx\n", "x\ny"} {
		want, _ := parse(text)
		for _, end := range []string{"\r\n", "\r"} {
			got, list := parse(strings.ReplaceAll(text, "\n", end))
			if !reflect.DeepEqual(got, want) || len(list) > 0 {
				t.Errorf("%q with %q: got %+v, %v", text, end, got, list)
			}
		}
	}
}

func TestSuffixThatIsNoLanguageOfTheSite(t *testing.T) {
	for name, want := range map[string]string{
		"x.v2.md": "", "x.fr.md": "", "x.en.md": "", "x.md": "",
		"x.de.md":    ": its name ends in \"de\", which is no language of this site\n\thint: the languages in site.yaml are en, fr",
		"x.FR.md":    ": its name ends in \"FR\", which is no language of this site\n\thint: the languages in site.yaml are en, fr",
		"x.pt-BR.md": ": its name ends in \"pt-BR\", which is no language of this site\n\thint: the languages in site.yaml are en, fr",
	} {
		path := "content/pages/" + name
		_, list := Parse(path, nil, site, Limits{})
		got := ""
		for _, p := range list {
			got += strings.TrimPrefix(p.String(), path)
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

// The quick look at a text must find every character that is changed or refused.
func TestNoCharacterSlipsPastTheQuickLook(t *testing.T) {
	for r := rune(0); r <= 0xffff; r++ {
		special := isControl(r) || isOverride(r)
		if r >= 0xd800 && r < 0xe000 {
			continue // no characters
		}
		for _, before := range []string{"ab", "abcd efg", "abcd efgh"} { // in the first eight bytes, and at the edge of the next
			if got := isSimple([]byte(before + string(r) + "cd, efgh")); got == special {
				t.Errorf("%U is simple after %q: %v", r, before, got)
			}
		}
	}
}

// FuzzParse checks that nothing of a file is lost between metadata and text:
// put together again they are the file, but for the lines that separate them.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"---\ntitle: X\ns: |\n  ---\n---\nbody\n", "+++\ntitle = 'X'\n+++\nbody\n", "{\n  \"title\": \"X\"\n}\n\nbody\n", "\n\ntext\n---\na: b\n---\n",
		"\ufeff---\r\ntitle: X\r\n---\r\nbody\rmore\u202e", "{\"a\": \"}\"}", "title: X\n---\n",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		s, list := Parse(file, raw, site, Limits{})
		if list.Errors() > 0 {
			return
		}
		text, _ := normalise(file, raw)
		p, fault := split(file, text)
		if fault != nil {
			t.Fatal(fault)
		}
		if !bytes.HasSuffix(text, p.body) || s.BodyLine != 1+countLines(text[:len(text)-len(p.body)]) {
			t.Errorf("the body %q does not end the text %q, or begins elsewhere than in line %d", p.body, text, s.BodyLine)
		}
		head := string(text[:len(text)-len(p.body)])
		if p.syntax == nil {
			if head != "" {
				t.Errorf("%q is lost", head)
			}
			return
		}
		lines := strings.SplitAfter(head, "\n")
		before := strings.Join(lines[:p.frontLine], "")
		after, ok := strings.CutPrefix(head[len(before):], string(p.front))
		if strings.TrimSpace(before) != p.syntax.fence || strings.TrimSpace(after) != p.syntax.fence || !ok {
			t.Errorf("%q and %q of %q are lost", before, after, head)
		}
	})
}

func benchmarkParse(b *testing.B, paragraph string) {
	text := []byte("---\ntitle: Algeria breaks off relations with Morocco\ndate: 2021-08-25\nauthor: ines-trabelsi\nregion: Maghreb\ntopics: [a, b]\nsources:\n  - title: One\n    url: https://example.org/\n  - title: Two\n---\n")
	text = append(text, strings.Repeat(paragraph, 5000/len(paragraph))...)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, list := Parse(file, text, site, Limits{Source: 1 << 20, Front: 1 << 16}); len(list) > 0 {
			b.Fatal(list)
		}
	}
}

func BenchmarkParseLatin(b *testing.B) {
	benchmarkParse(b, "The text came after a massacre – “on 3 June”.\n\n")
}

func BenchmarkParseArabic(b *testing.B) {
	benchmarkParse(b, "رصدت كاميرات المراقبة بأحد فنادق كاريبا جنوبي الزمبابوي.\n\n")
}

func BenchmarkParseWindows(b *testing.B) {
	benchmarkParse(b, "The text came after a massacre.\r\n\r\n")
}

func ExampleParse() {
	s, list := Parse("content/pages/about.md", []byte("---\ntitle: About\nDraft: true\n---\nWho we are.\n"), []string{"en"}, Limits{})
	fmt.Println(s.Name, s.Front.Find("title").Text, s.BodyLine, len(list))
	// Output: about About 5 0
}
