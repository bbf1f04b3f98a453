package briefing

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"chancery/generator/config"
	"chancery/generator/content"
	"chancery/generator/gazetteer"
)

// siteReader reads as a site of five languages does, with further lines of
// site.yaml.
func siteReader(t testing.TB, settings string) *Reader {
	t.Helper()
	cfg, list := config.Read("site.yaml", []byte("title: x\nlanguages: [en, fr, ar, es, ru]\n"+settings))
	if list.Errors() > 0 {
		t.Fatal(list)
	}
	places, _ := gazetteer.New(gazetteer.Options{Languages: cfg.Languages})
	return NewReader(Settings{Config: cfg, Places: places})
}

// bodyLine is the line on which the body of a source of sourceOf begins.
const bodyLine = 5

// sourceOf is a source of 8 January 2025 with a body.
func sourceOf(t testing.TB, lang, body string) content.Source {
	t.Helper()
	return sourceWith(t, lang, "", body)
}

// sourceWith has further lines of front matter.
func sourceWith(t testing.TB, lang, front, body string) content.Source {
	t.Helper()
	raw := fmt.Sprintf("---\ntitle: x\ndate: 2025-01-08\n%s---\n%s\n", front, body)
	src, list := content.Parse("content/briefings/x."+lang+".md", []byte(raw), []string{"en", "fr", "ar", "es", "ru"}, content.Limits{Source: 1 << 20, Front: 1 << 16})
	if list.Errors() > 0 {
		t.Fatal(list)
	}
	return src
}

// label is what somebody who read an item expects of it.
type label struct {
	line       int
	item, want string // want: "2021-07-27 => text", or "-"
}

// labelled reads the labels of a language by the date_order they are read with.
func labelled(t *testing.T, path string) map[string][]label {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	out, order, n := map[string][]label{}, "none", 0
	for line := range strings.Lines(string(raw)) {
		n++
		line = strings.TrimSpace(line)
		if o, ok := strings.CutPrefix(line, "order "); ok {
			order = o
		} else if item, want, ok := strings.Cut(line, " => "); ok && line[0] != '#' {
			out[order] = append(out[order], label{n, item, want})
		}
	}
	return out
}

// counts are those of judging events against labels.
type counts struct{ labelled, found, right int }

func (c counts) String() string {
	return fmt.Sprintf("%d labelled, %d found, %d right: precision %.3f, recall %.3f", c.labelled, c.found, c.right, c.precision(), c.recall())
}
func (c counts) precision() float64 { return float64(c.right) / float64(c.found) }
func (c counts) recall() float64    { return float64(c.right) / float64(c.labelled) }

// TestLabelledItems reads the items of testdata/items as one timeline each.
func TestLabelledItems(t *testing.T) {
	const least = 0.98
	paths, _ := filepath.Glob("testdata/items/*.txt")
	var all counts
	items := 0
	for _, path := range paths {
		lang := strings.TrimSuffix(filepath.Base(path), ".txt")
		var c counts
		for order, labels := range labelled(t, path) {
			items += len(labels)
			judge(t, lang, order, labels, &c)
		}
		t.Logf("%s: %v", lang, c)
		all.labelled, all.found, all.right = all.labelled+c.labelled, all.found+c.found, all.right+c.right
	}
	t.Logf("all: %d items, %v", items, all)
	if items < 200 || all.precision() < least || all.recall() < least {
		t.Errorf("want 200 items or more, precision and recall %.2f at least", least)
	}
}

func judge(t *testing.T, lang, order string, labels []label, c *counts) {
	settings := "date_order: " + order + "\n"
	if order == "none" {
		settings = ""
	}
	body := "## Timeline\n\n"
	for _, l := range labels {
		body += "- " + l.item + "\n"
	}
	b, _, _ := siteReader(t, settings).Read(sourceOf(t, lang, body))
	const above = bodyLine + 2
	for i, l := range labels {
		got := "-"
		if at := slices.IndexFunc(b.Detail().Accounts, func(v Account) bool { return v.Line == above+i }); at >= 0 {
			got = written(&b.Events[at], &b.Detail().Accounts[at])
			c.found++
		}
		if l.want != "-" {
			c.labelled++
		}
		if got != l.want {
			t.Logf("%s:%d: %s\n\tgot  %s\n\twant %s", lang, l.line, l.item, got, l.want)
		} else if got != "-" {
			c.right++
		}
	}
}

// written is an event as labels write it.
func written(v *Event, told *Account) string {
	s := v.Span.Start.String()
	if !v.Span.End.IsZero() {
		s += "/" + v.Span.End.String()
	}
	if told.Inferred {
		s += "?"
	}
	return s + " => " + told.Text
}

// TestWarningsSayWhereAndWhatToDo makes every slip that a timeline can have.
func TestWarningsSayWhereAndWhatToDo(t *testing.T) {
	body := "## Timeline\n\n- Monday 27 July 2021: the weekday is another\n- 1 May 2021: out of order\n" +
		"- 2 May 2022: then a second day, 3 May 2022\n- someday: no date\n- 1 February 2025: after the briefing\n"
	_, _, list := siteReader(t, "").Read(sourceOf(t, "en", body))
	const first = bodyLine + 2
	for i, p := range list {
		if p.Line != first+i || p.Hint == "" {
			t.Errorf("line %d: %v, hint %q", first+i, p, p.Hint)
		}
	}
	if len(list) != 5 {
		t.Errorf("%d warnings, want one on each of 5 lines: %v", len(list), list)
	}
}

// TestAnEventAfterTheLastChange warns where a date can only be announced or a
// slip: a piece that was brought up to date tells what came after its date.
func TestAnEventAfterTheLastChange(t *testing.T) {
	for changed, want := range map[string]string{
		"":                      "the event of 2025-02-03 lies after the briefing's own date, 2025-01-08",
		"updated: 2025-01-20\n": "the event of 2025-02-03 lies after the briefing's last change, 2025-01-20",
		"updated: 2025-02-03\n": "",
		"corrections: [{date: 2025-03-01, text: a name}]\n": "",
	} {
		src := sourceWith(t, "en", changed, "## Timeline\n\n- 7 January 2025: a vote\n- 3 February 2025: another\n")
		_, _, got := siteReader(t, "").Read(src)
		if len(got) > 1 || want == "" && len(got) == 1 || want != "" && (len(got) == 0 || got[0].Message != want) {
			t.Errorf("%q: %v, want %q", changed, got, want)
		}
	}
}

func TestYearsCountInAListOfDates(t *testing.T) {
	for body, want := range map[string]int{
		"- 1975: an opinion\n- 27 July 2021: a session\n- 28 July 2021: another\n": 3,
		"- 1975: an opinion\n- 1976: a session\n":                                  0,
		"- 27 July 2021: a session\n- of 1975\n- words\n":                          0,
	} {
		b, _, list := siteReader(t, "").Read(sourceOf(t, "en", "## What was\n\n"+body))
		if len(b.Events) != want || len(list) > 0 {
			t.Errorf("%q: %d events, want %d; %v", body, len(b.Events), want, list)
		}
	}
}
