package data

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

// print writes a tree on one line, every value with its place.
func (n *Node) print(b *strings.Builder) {
	switch n.Kind {
	case Null:
		b.WriteString("null")
	case Scalar:
		fmt.Fprintf(b, "%q", n.Text)
		if n.Quoted {
			b.WriteString("'")
		}
	case List:
		b.WriteString("[ ")
		for _, item := range n.Items {
			item.print(b)
			b.WriteString(" ")
		}
		b.WriteString("]")
	case Map:
		b.WriteString("{ ")
		for _, f := range n.Fields {
			fmt.Fprintf(b, "%s(%d:%d)=", f.Key, f.Line, f.Col)
			f.Value.print(b)
			b.WriteString(" ")
		}
		b.WriteString("}")
	}
	fmt.Fprintf(b, "@%d:%d", n.Line, n.Col)
}

type reading func([]byte) (*Node, []Fault)

// check compares trees and faults with what is expected of each text.
func check(t *testing.T, read reading, cases map[string]string) {
	t.Helper()
	for text, want := range cases {
		n, faults := read([]byte(text))
		got := ""
		for _, f := range faults {
			got += fmt.Sprintf("%d:%d: %s;", f.Line, f.Col, f.Message)
		}
		if len(faults) == 0 {
			got = n.String()
		}
		if got != want {
			t.Errorf("%q:\n got %s\nwant %s", text, got, want)
		}
	}
}

func TestYAMLKeepsTextAsWritten(t *testing.T) {
	check(t, YAML, map[string]string{
		"country: NO\n":              `{ country(1:1)="NO"@1:10 }@1:1`,
		"date: 2025-01-08 # day":     `{ date(1:1)="2025-01-08"@1:7 }@1:1`,
		"date: 08/01/2025 # day":     `{ date(1:1)="08/01/2025"@1:7 }@1:1`,
		"draft: \"true\" # x":        `{ draft(1:1)="true"'@1:8 }@1:1`,
		"n: 1.50 # price":            `{ n(1:1)="1.50"@1:4 }@1:1`,
		"draft:\n":                   `{ draft(1:1)=null@1:7 }@1:1`,
		"draft: ~\n":                 `{ draft(1:1)=null@1:8 }@1:1`,
		"draft: NULL\n":              `{ draft(1:1)=null@1:8 }@1:1`,
		"draft: ''\n":                `{ draft(1:1)=""'@1:8 }@1:1`,
		"text: |\n  one\n  ---\n":    `{ text(1:1)="one\n---\n"'@1:7 }@1:1`,
		"é: x\n":                     `{ é(1:1)="x"@1:4 }@1:1`,
		"":                           `{ }@1:1`,
		"# nothing\n":                `{ }@1:1`,
		"a: {b: [c, {d: e}]}\n":      `{ a(1:1)={ b(1:5)=[ "c"@1:9 { d(1:13)="e"@1:16 }@1:12 ]@1:8 }@1:4 }@1:1`,
		"\ufefftitle: x\r\nb: y\r\n": `{ title(1:1)="x"@1:8 b(2:1)="y"@2:4 }@1:1`,
	})
}

func TestYAMLNamesWhatIsWrongAndWhere(t *testing.T) {
	nested := "a: " + strings.Repeat("[", 40) + strings.Repeat("]", 40)
	check(t, YAML, map[string]string{
		"a: b: c":             "1:5: a colon stands inside a value, or a line is indented too far;",
		"x: 1\na: [1,2\nb: 3": "2:4: the list that begins here is not closed;",
		"a: {b: c":            "1:4: the group that begins here is not closed;",
		"x: 1\na: 'x":         "2:4: the quote that opens here is not closed;",
		"title: 'it's'":       "1:12: what stands here fits nothing above it;",
		"a: \"x\\qy\"":        "1:6: a backslash stands before a character that needs none;",
		"a: 1\nb\nc: 2":       "2:1: a line without key;",
		"a:\n  - b\n\t- c":    "3:1: a tab indents a line;",
		"a: @x":               "1:4: a value begins with a character that means something to YAML, or a tab indents a line;",
		"a: - b":              "1:4: a list begins on the line of its key;",
		"a: &x b\nc: *x":      "1:4: anchors (&name) are not read here;2:4: aliases (*name) are not read here;",
		"a: !!str b":          "1:4: tags (!!str) are not read here;",
		"a: !x b":             "1:4: tags (!x) are not read here;",
		"a: ! b":              "1:4: tags (!) are not read here;",
		"!t k: v":             "1:1: a key must be a word;",
		"[a]: v":              "1:1: a key must be a word;",
		"<<: {a: b}":          "1:1: merge keys (<<) are not read here;",
		": v":                 `1:1: "" is not a key;`,
		"a: 1\nb: 2\na: 3":    "3:1: a: is given twice;",
		"a: {b: 1, b: 2}":     "1:11: b: is given twice;",
		"a: 1\n---\nb: 2":     "2:1: a second document begins here;",
		"a: 1\n...\n---\n[":   "4:1: not readable as YAML: did not find expected node content;",
		"a: \"\\0\"":          "1:4: has a character that cannot be seen (U+0000);",
		"\"a\\u202e\": x":     `1:1: "a\u202e" is not a key;`,
		"a: \u202ex":          "1:4: has a character that cannot be seen (U+202E);",
		nested:                "1:36: nested deeper than 32 levels;",
		"a: \xff":             "1:1: not readable as YAML: invalid leading UTF-8 octet (value: 255);",
	})
}

func TestTOMLKeepsPlaces(t *testing.T) {
	check(t, TOML, map[string]string{
		"title = \"x\"\ndate = 2025-01-08\n":         `{ title(1:1)="x"'@1:9 date(2:1)="2025-01-08"@2:8 }@1:1`,
		"draft = true\nn = 1_000\nf = 0.5\n":         `{ draft(1:1)="true"@1:9 n(2:1)="1_000"@2:5 f(3:1)="0.5"@3:5 }@1:1`,
		"[image]\nsrc = 'a'\n":                       `{ image(1:2)={ src(2:1)="a"'@2:7 }@1:2 }@1:1`,
		"a.b = 1\na.c = 2\n":                         `{ a(1:1)={ b(1:3)="1"@1:7 c(2:3)="2"@2:7 }@1:1 }@1:1`,
		"[[s]]\na = 1\n[s.x]\nc = 3\n[[s]]\nb = 2\n": `{ s(1:3)=[ { a(2:1)="1"@2:5 x(3:4)={ c(4:1)="3"@4:5 }@3:4 }@1:3 { b(6:1)="2"@6:5 }@5:3 ]@1:3 }@1:1`,
		"é = \"ü\"\n":                                "1:1: not readable as TOML: invalid character at start of key: U+00C3 'Ã';",
		"\"é\" = \"ü\"\nt = ['a', \"ب\", 3]\n":       `{ é(1:1)="ü"'@1:7 t(2:1)=[ "a"'@2:6 "ب"'@2:11 "3"@2:16 ]@2:1 }@1:1`,
		"p = {x = 1, y.z = 'q'}\n":                   `{ p(1:1)={ x(1:6)="1"@1:10 y(1:13)={ z(1:15)="q"'@1:19 }@1:13 }@1:5 }@1:1`,
		"":                                           `{ }@1:1`,
		"a = 1\na = 2":                               "2:1: not readable as TOML: key a is already defined;",
		"x = 'a\n":                                   "1:7: not readable as TOML: literal strings cannot have new lines;",
		"x = \"\\u0000\"\n":                          "1:5: has a character that cannot be seen (U+0000);",
		"a = " + strings.Repeat("[", 40) + strings.Repeat("]", 40): "1:1: nested deeper than 32 levels;",
	})
}

func TestJSONKeepsPlaces(t *testing.T) {
	check(t, JSON, map[string]string{
		"{\n  \"title\": \"é\", \"n\": 1.50,\n  \"l\": [true, null]\n}": `{ title(2:3)="é"'@2:12 n(2:17)="1.50"@2:22 l(3:3)=[ "true"@3:9 null@3:15 ]@3:8 }@1:1`,
		`{"a":1,"a":2}`:  "1:8: a: is given twice;",
		`{"a":nul}`:      "1:9: not readable as JSON: invalid character '}' in literal null (expecting 'l');",
		`{"a":1`:         "1:6: not readable as JSON: unexpected end of JSON input;",
		`{"a":1} x`:      "1:9: not readable as JSON: invalid character 'x' after top-level value;",
		`{"a":"\u0000"}`: "1:6: has a character that cannot be seen (U+0000);",
		`{"a":"\u202e"}`: "1:6: has a character that cannot be seen (U+202E);",
		"{\"a\":\n[1,]}": "2:4: not readable as JSON: invalid character ']' looking for beginning of value;",
		`{"a":` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + "}": "1:38: nested deeper than 32 levels;",
	})
}

func TestSyntaxesMeetInOneTree(t *testing.T) {
	shape := func(n *Node) string { return fmt.Sprint(n.Value()) }
	y, _ := YAML([]byte("a: x\nb: [true, 2]\nc: {d: e}\n"))
	m, _ := TOML([]byte("a = 'x'\nb = [true, 2]\nc = {d = 'e'}\n"))
	j, _ := JSON([]byte(`{"a": "x", "b": [true, 2], "c": {"d": "e"}}`))
	if shape(y) != shape(m) || shape(m) != shape(j) {
		t.Errorf("differ: %s, %s, %s", shape(y), shape(m), shape(j))
	}
}

// fuzzReading checks that a reader never panics, and that what it says lies
// inside the text.
func fuzzReading(f *testing.F, read reading) {
	f.Fuzz(func(t *testing.T, text []byte) {
		n, faults := read(text)
		if n == nil && len(faults) == 0 {
			t.Fatal("neither a tree nor a fault")
		}
		lines := bytes.Count(text, []byte("\n")) + bytes.Count(text, []byte("\r")) + strings.Count(string(text), "\u0085") +
			strings.Count(string(text), "\u2028") + strings.Count(string(text), "\u2029") + 2 // the library ends the last line itself
		for _, x := range faults {
			if x.Line < 1 || x.Line > lines || x.Col < 1 || x.Message == "" {
				t.Errorf("%d:%d: %q lies outside of the text", x.Line, x.Col, x.Message)
			}
		}
		if len(faults) == 0 && utf8.Valid(text) {
			n.Value()
			inside(t, n, lines)
		}
	})
}

func inside(t *testing.T, n *Node, lines int) {
	if n.Line < 1 || n.Line > lines || n.Col < 1 {
		t.Errorf("%s lies outside of the text", n)
	}
	for _, f := range n.Fields {
		inside(t, f.Value, lines)
	}
	for _, item := range n.Items {
		inside(t, item, lines)
	}
}

func FuzzYAML(f *testing.F) {
	for _, text := range plainTexts {
		f.Add([]byte(text))
	}
	fuzzReading(f, YAML)
}

func FuzzTOML(f *testing.F) {
	f.Add([]byte("[[s]]\na = 1\n[s.x]\nc = 3\n[[s]]\nb = {c = [1, '2']}\n"))
	fuzzReading(f, TOML)
}

func FuzzJSON(f *testing.F) {
	f.Add([]byte("{\n  \"title\": \"é\", \"n\": 1.50,\n  \"l\": [true, null]\n}"))
	fuzzReading(f, JSON)
}

func BenchmarkManyKeys(b *testing.B) {
	for _, size := range []int{750, 1500, 3000, 6000} {
		var y, m, j strings.Builder
		j.WriteString(`{"a":0`)
		for i := range size {
			fmt.Fprintf(&y, "a%05d: 1\n", i)
			fmt.Fprintf(&m, "a%05d= 1\n", i)
			fmt.Fprintf(&j, `,"a%05d":1`, i)
		}
		j.WriteString("}")
		b.Run(fmt.Sprint("yaml/", size), func(b *testing.B) { growth(b, YAML, y.String()) })
		b.Run(fmt.Sprint("toml/", size), func(b *testing.B) { growth(b, TOML, m.String()) })
		b.Run(fmt.Sprint("json/", size), func(b *testing.B) { growth(b, JSON, j.String()) })
	}
}

func growth(b *testing.B, read reading, text string) {
	for b.Loop() {
		if _, faults := read([]byte(text)); len(faults) > 0 {
			b.Fatal(faults)
		}
	}
}
