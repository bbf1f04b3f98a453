package markdown

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"golang.org/x/net/html"
)

var labels = Words{Note: "Note", Tip: "Tip", Important: "Important", Warning: "Warning", Caution: "Caution", Post: "Post", Video: "Video", BackToText: "Back"}

// show fills the holes with what they refer to.
func show(b Body) string {
	var out strings.Builder
	at := 0
	for _, h := range b.Holes {
		out.Write(b.HTML[at:h.Offset])
		at = h.Offset
		switch h.Kind {
		case LinkOpen:
			out.WriteString(`<a href="` + html.EscapeString(h.Ref) + `">`)
		case LinkClose:
			out.WriteString("</a>")
		case Picture:
			out.WriteString(` src="` + html.EscapeString(h.Ref) + `"`)
		}
	}
	out.Write(b.HTML[at:])
	return out.String()
}

// TestRenderings holds each file of testdata: an input, with what it becomes
// and what is said about it.
func TestRenderings(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.txtar")
	if len(files) == 0 {
		t.Fatal("no files")
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			parts := map[string]string{}
			for _, f := range a.Files {
				parts[f.Name] = string(f.Data)
			}
			d, list := New(Limits{}).Parse([]byte(parts["input.md"]), Input{
				Path: "input.md", Line: 1, Lang: "en", Words: labels, Sources: strings.Fields(parts["sources"]),
			})
			list.Sort()
			problems := ""
			for _, p := range list {
				problems += p.String() + "\n"
			}
			got := ""
			if d != nil {
				got = show(d.Render())
			}
			if os.Getenv("UPDATE") != "" {
				a.Files = nil
				for _, name := range []string{"sources", "input.md"} {
					if parts[name] != "" {
						a.Files = append(a.Files, txtar.File{Name: name, Data: []byte(parts[name])})
					}
				}
				a.Files = append(a.Files, txtar.File{Name: "output.html", Data: []byte(got)}, txtar.File{Name: "problems", Data: []byte(problems)})
				if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != parts["output.html"] {
				t.Errorf("HTML:\n%s\nwant:\n%s", got, parts["output.html"])
			}
			if problems != parts["problems"] {
				t.Errorf("problems:\n%s\nwant:\n%s", problems, parts["problems"])
			}
		})
	}
}

// elements that may stand in a body, with the attributes that each may have
// besides id, class and dir.
var elements = map[string]string{
	"p": "", "h2": "", "h3": "", "h4": "", "h5": "", "h6": "", "a": "href rel aria-label", "em": "", "strong": "", "del": "", "code": "", "pre": "",
	"ul": "", "ol": "start", "li": "", "blockquote": "", "footer": "", "aside": "role", "figure": "", "figcaption": "", "img": "src alt loading",
	"table": "", "thead": "", "tbody": "", "tr": "", "th": "", "td": "", "div": "tabindex", "dl": "", "dt": "", "dd": "", "hr": "", "br": "", "sup": "",
	"sub": "", "abbr": "title", "details": "", "summary": "", "kbd": "", "mark": "", "span": "", "time": "datetime",
}

var void = map[string]bool{"img": true, "hr": true, "br": true}

// judge finds what must not be in a body: with a tokenizer that has nothing to
// do with the converter.
func judge(body string) error {
	z := html.NewTokenizer(strings.NewReader(body))
	var open []string
	for {
		switch z.Next() {
		case html.ErrorToken:
			if len(open) > 0 {
				return fmt.Errorf("left open: %v", open)
			}
			return nil
		case html.CommentToken, html.DoctypeToken:
			return fmt.Errorf("has a comment")
		case html.EndTagToken:
			t := z.Token()
			if len(open) == 0 || open[len(open)-1] != t.Data {
				return fmt.Errorf("</%s> closes %v", t.Data, open)
			}
			open = open[:len(open)-1]
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			allowed, ok := elements[t.Data]
			if !ok {
				return fmt.Errorf("has <%s>", t.Data)
			}
			for _, a := range t.Attr {
				if !strings.Contains(" id class dir "+allowed+" ", " "+a.Key+" ") {
					return fmt.Errorf("<%s> has %s", t.Data, a.Key)
				}
				if a.Key == "href" {
					scheme, _, ok := strings.Cut(a.Val, ":")
					if ok && !strings.ContainsAny(scheme, "/#?") && scheme != "http" && scheme != "https" && scheme != "mailto" || strings.HasPrefix(a.Val, "//") {
						return fmt.Errorf("leads to %s", a.Val)
					}
				}
			}
			if !void[t.Data] {
				open = append(open, t.Data)
			}
		}
	}
}

var hostile = []string{
	"javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "&#106;avascript:alert(1)", "javascript&colon;alert(1)", "data:text/html,<script>alert(1)</script>",
	"vbscript:x", "//evil.example/x", "/\\evil.example", "\\\\evil", "tg://resolve?domain=x", "blob:https://x/y", "intent://x", "view-source:https://x", "https://user:pw@x.example/",
	`"><script>alert(1)</script>`, `' onerror='alert(1)`, "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "<script>alert(1)</script>", "<iframe src=//x>", "</article><h1>",
	"<a href=javascript:x>y</a>", "<details open ontoggle=alert(1)>", "<kbd onclick=x>", "<abbr title='\"><script>'>x</abbr>", "<!-- <script> -->", "<![CDATA[<script>]]>", "<?php x ?>",
	"<style>*{}</style>", "<sub><sup></sub></sup>", "{{.Secret}}", "\x01" + "0" + "\x01", "]]>", "`<script>`", "<mark", "</details></details>", "<summary>", "<br/onx=y>", "<sub>",
}

var sinks = []string{
	"%s", "text %s text", "[x](%s)", "[%s](https://example.org)", "![%s](p.jpg)", "![x](%s)", "![x](p.jpg \"%s\")", "# %s", "## a\n\n%s\n", "- %s", "1. %s\n   - %s", "> %s", "> [!NOTE]\n> %s",
	"| a |\n|---|\n| %s |", "x[^1]\n\n[^1]: %s", "term\n: %s", "[a]: %s\n\n[a]", "<%s>", "**%s**", "~~%s~~", "`%s`", "```\n%s\n```", "    %s", "- [ ] %s", "a\n%s\nb", "<details>\n\n%s\n\n</details>",
	"<kbd>%s</kbd>", "## Sources\n\n1. %s", "[1]\n\n[1]: %s",
}

func TestNothingHostileGetsThrough(t *testing.T) {
	c := New(Limits{})
	n := 0
	for _, sink := range sinks {
		for _, a := range hostile {
			for _, b := range []string{"", hostile[n%len(hostile)]} {
				n++
				src := strings.ReplaceAll(sink, "%s", a+b)
				for _, sources := range [][]string{nil, {""}} {
					d, _ := c.Parse([]byte(src), Input{Path: "x.md", Line: 1, Lang: "en", Words: labels, Sources: sources})
					if d == nil {
						continue
					}
					body := show(d.Render())
					if err := judge(body); err != nil {
						t.Errorf("%q: %v in\n%s", src, err, body)
					}
					for _, s := range d.Sources {
						if err := judge(s.HTML); err != nil {
							t.Errorf("%q: a source %v: %s", src, err, s.HTML)
						}
					}
				}
			}
		}
	}
	if n < 2000 {
		t.Errorf("only %d payloads", n)
	}
}

func TestWhatWouldExplodeIsRefused(t *testing.T) {
	for name, src := range map[string]string{
		"nested lists":  strings.Repeat("- ", 2000) + "x" + strings.Repeat("\n", 2000),
		"nested quotes": strings.Repeat(">", 10000) + "x",
		"wide table":    "|" + strings.Repeat("a|", 1000) + "\n|" + strings.Repeat("-|", 1000) + "\n" + strings.Repeat("|x\n", 1000),
		"links":         strings.Repeat("[a](b", 10000),
		"emphasis":      strings.Repeat("*a_ ", 10000),
		"footnotes":     strings.Repeat("x[^1] ", 3000),
	} {
		d, list := New(Limits{}).Parse([]byte(src), Input{Path: "x.md", Line: 7, Lang: "en"})
		if d != nil || list.Errors() != 1 || list[0].Hint == "" || list[0].Line < 7 {
			t.Errorf("%s: %v", name, list)
		}
	}
}

func TestAddresses(t *testing.T) {
	for in, want := range map[string]bool{
		"https://example.org/a?b=c#d": true, "http://example.org": true, "mailto:a@example.org": true, "../x.md#part": true, "/countries/mali/": true, "#part": true, "photo one.jpg": true,
		"javascript:x": false, " javascript:x": false, "java\nscript:x": false, "//host/x": false, "data:x": false, "tel:123": false, "https://": false, "https://u:p@h/": false, "": false, `\\h`: false, "\u202ehttps://x": false,
	} {
		if _, ok := SafeURL(in); ok != want {
			t.Errorf("SafeURL(%q) = %v", in, ok)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range sinks {
		f.Add(strings.ReplaceAll(s, "%s", hostile[3]), true)
	}
	c := New(Limits{})
	f.Fuzz(func(t *testing.T, src string, sources bool) {
		in := Input{Path: "x.md", Line: 1, Lang: "fr", Words: labels}
		if sources {
			in.Sources = []string{"", "un"}
		}
		d, _ := c.Parse([]byte(src), in)
		if d == nil {
			return
		}
		for _, l := range d.Lists {
			for _, it := range l.Items {
				if len(it.Text) > 2 {
					it.Mark(Mark{ID: "e", Datetime: "2021", DateLength: len(it.Text) - len(strings.TrimLeft(it.Text, "abcdefghijklmnopqrstuvwxyz0123456789"))})
				}
			}
		}
		if err := judge(show(d.Render())); err != nil {
			t.Errorf("%q: %v", src, err)
		}
	})
}

// Where a mark is left out of a plain text, no gap shows that it was there.
func TestPlainTextClosesUpAroundMarks(t *testing.T) {
	src := "It ended this summer [1]. Then [1], nothing[1].\n\n## Sources\n\n1. A paper\n"
	d, _ := New(Limits{}).Parse([]byte(src), Input{Path: "x.md", Lang: "en"})
	if got, want := d.Passages[0].Text, "It ended this summer. Then, nothing."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// A picture's description is a passage, and may be an event.
func TestAFigureHasAnAnchor(t *testing.T) {
	d, _ := New(Limits{}).Parse([]byte("![27 July 2021: the port](port.jpg \"At dawn\")\n"), Input{Lang: "en"})
	d.Passages[0].Anchor("e1")
	want := "<figure><span id=\"e1\"></span><img src=\"port.jpg\" alt=\"27 July 2021: the port\" loading=\"lazy\"><figcaption>At dawn</figcaption></figure>\n"
	if got := show(d.Render()); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// A slug is cut to a length, and so must not be what tells two headings apart.
func TestLongHeadingsWithOneBeginningHaveTheirOwnAnchors(t *testing.T) {
	long := "## " + strings.Repeat("Переговоры ", 20) + "\n\n"
	d, _ := New(Limits{}).Parse([]byte(strings.Repeat(long, 3)+"## A\n\n## A\n\n## A 2\n\n## A\n"), Input{Lang: "ru"})
	seen := map[string]bool{}
	for _, h := range d.Headings {
		if seen[h.ID] {
			t.Errorf("two headings have the anchor %s", h.ID)
		}
		seen[h.ID] = true
	}
	if got := d.Headings[len(d.Headings)-1].ID; got != "a-3" {
		t.Errorf("the third A has the anchor %s", got)
	}
}

// A text in a language that runs to the left has quotations that run to the right,
// and paragraphs that only begin with a foreign name run as it does.
func TestTextsRunAsTheirLettersDo(t *testing.T) {
	d, _ := New(Limits{}).Parse([]byte("MINUSMA غادرت مالي في نهاية العام.\n\n> The mission has left.\n\n- 3 March 2024: it left\n- 4 March 2024: it stayed\n"), Input{Lang: "ar"})
	want := "<p>MINUSMA غادرت مالي في نهاية العام.</p>\n<blockquote dir=\"ltr\">\n<p>The mission has left.</p>\n</blockquote>\n<ul dir=\"ltr\">\n<li>3 March 2024: it left</li>\n<li>4 March 2024: it stayed</li>\n</ul>\n"
	if got := show(d.Render()); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
