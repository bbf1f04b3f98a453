package briefing

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"chancery/generator/config"
	"chancery/generator/content"
	"chancery/generator/gazetteer"
	"chancery/generator/markdown"
)

// reader makes a reader as a site with five languages has one.
func reader(t testing.TB, more string) *Reader {
	t.Helper()
	cfg, list := config.Read("site.yaml", []byte("title: x\nlanguages: [en, fr, ar, es, ru]\ntime_zone: UTC\ndate_order: dmy\n"+more))
	if list.Errors() > 0 {
		t.Fatal(list)
	}
	places, _ := gazetteer.New(gazetteer.Options{Languages: cfg.Languages})
	return NewReader(Settings{Config: cfg, Places: places, Words: map[string]markdown.Words{}})
}

// read makes a briefing of a text, in a language, dated 15 September 2021.
func read(t testing.TB, r *Reader, lang, body string) (*Briefing, []string) {
	t.Helper()
	raw := fmt.Sprintf("---\ntitle: x\ndate: 2021-09-15\nlang: %s\n---\n%s\n", lang, body)
	src, list := content.Parse("content/briefings/x.md", []byte(raw), r.s.Config.Languages, content.Limits{Source: 1 << 20, Front: 1 << 16})
	if list.Errors() > 0 {
		t.Fatal(list)
	}
	b, _, problems := r.Read(src)
	if problems.Errors() > 0 || b == nil {
		t.Fatal(problems)
	}
	var said []string
	for _, p := range problems {
		said = append(said, fmt.Sprintf("%d: %s", p.Line, p.Message))
	}
	return b, said
}

// expected writes an event down as the labels do.
func expected(v Event) string {
	s := v.Span.Start.Plain()
	if !v.Span.End.IsZero() {
		s += "/" + v.Span.End.Plain()
	}
	if v.Span.Start.Approx {
		s += "~"
	}
	if v.Inferred {
		s += "*"
	}
	return s
}

// TestItemsOfTimelines reads labelled items, each in a timeline of its own.
func TestItemsOfTimelines(t *testing.T) {
	const atLeast = 0.98
	raw, err := os.ReadFile("testdata/items.txt")
	if err != nil {
		t.Fatal(err)
	}
	r := reader(t, "")
	n, right, found, labelled := 0, 0, 0, 0
	for line := range strings.Lines(string(raw)) {
		parts := strings.SplitN(strings.TrimSpace(line), "|", 3)
		if strings.HasPrefix(line, "#") {
			continue
		}
		if len(parts) != 3 {
			t.Fatalf("no label: %q", line)
		}
		n++
		lang, want := parts[0], parts[1]
		before, words, _ := strings.Cut(parts[2], "¦")
		b, _ := read(t, r, lang, "## Timeline\n\n- "+before+words+"\n- 1 January 2020: another\n")
		var got string
		for _, v := range b.Events {
			if v.Text == "another" {
				continue
			}
			got = expected(v)
			found++
			if got == want && normal(v.Text) == normal(words) {
				right++
			} else {
				got += " " + v.Text
			}
		}
		if want != "-" {
			labelled++
		}
		if got != want && (got != "" || want != "-") {
			t.Logf("%s: %q: got %q, want %s %q", lang, before+words, got, want, words)
		}
	}
	precision, recall := float64(right)/float64(found), float64(right)/float64(labelled)
	t.Logf("%d items, %d with a date: precision %.3f, recall %.3f", n, labelled, precision, recall)
	if precision < atLeast || recall < atLeast {
		t.Errorf("precision %.3f, recall %.3f, want %.2f each", precision, recall, atLeast)
	}
}

// normal leaves out what typography changes.
func normal(s string) string {
	return strings.NewReplacer("’", "'", "\u00a0", " ", "\u202f", " ").Replace(s)
}

// TestWarningsOfTimelines says what is probably a slip, with the line.
func TestWarningsOfTimelines(t *testing.T) {
	r := reader(t, "")
	for body, want := range map[string]string{
		"## Timeline\n\n- Monday 27 July 2021: a\n- 28 July 2021: b\n":             "the item says Monday, but 2021-07-27 was a Tuesday",
		"## Timeline\n\n- 27 July 2021: talks, and on 29 July 2021 more\n":         "an item has two dates, 2021-07-27 and 2021-07-29",
		"## Timeline\n\n- 27 July 2021: a\n- 26 July 2021: b\n- 28 July 2021: c\n": "the timeline is out of order: 2021-07-26 stands after 2021-07-27",
		"## Timeline\n\n- 27 July 2021: a\n- 27 July 2022: b\n":                    "the event of 2022-07-27 lies after the briefing's own date, 2021-09-15",
		"## Timeline\n\n- 27 July 2021: a\n- nothing to read\n":                    "an item of a timeline has no readable date",
	} {
		_, said := read(t, r, "en", body)
		if len(said) != 1 || !strings.Contains(said[0], want) {
			t.Errorf("%q: said %q, want %q", body, said, want)
		}
	}
	if _, said := read(t, r, "en", "## Timeline\n\n- 28 July 2021: a\n- 27 July 2021: b\n- 1 July 2021: c\n"); len(said) > 0 {
		t.Errorf("a timeline told backwards: %q", said)
	}
}

// TestParagraphsOfTimelines reads paragraphs under a timeline's heading, and
// sentences only where the site asks for it.
func TestParagraphsOfTimelines(t *testing.T) {
	body := "On 3 May 2021 they met in Niamey. Then nothing.\n\n## Chronology\n\n**26 July 2021** — The guard moves.\n\n28 July 2021: a council is named.\n\nNo date here.\n"
	for more, want := range map[string]string{
		"":                "2021-07-26 timeline The guard moves.|2021-07-28 timeline a council is named.",
		"events: prose\n": "2021-05-03 prose On 3 May 2021 they met in Niamey.|2021-07-26 timeline The guard moves.|2021-07-28 timeline a council is named.",
	} {
		b, said := read(t, reader(t, more), "en", body)
		var got []string
		for _, v := range b.Events {
			got = append(got, v.Span.Start.Plain()+" "+v.Rule.String()+" "+v.Text)
		}
		if strings.Join(got, "|") != want || len(said) > 0 {
			t.Errorf("%q: %q, %q", more, got, said)
		}
	}
}
