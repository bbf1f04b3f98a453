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
