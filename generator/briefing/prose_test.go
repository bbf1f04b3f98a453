package briefing

import (
	"strings"
	"testing"
)

// storyOf reads a body and says what events it tells, each with its date and rule.
func storyOf(t *testing.T, settings, body string) string {
	t.Helper()
	b, _, list := siteReader(t, settings).Read(sourceOf(t, "en", body))
	if b == nil || len(list) > 0 {
		t.Fatalf("%q: %v", body, list)
	}
	var out []string
	for v, told := range b.Told() {
		out = append(out, v.Span.Start.Plain()+" "+told.Rule.String()+" "+told.Text)
	}
	return strings.Join(out, "|")
}

// TestParagraphsOfTimelines reads paragraphs under a timeline's heading, and
// sentences only where the site asks for it.
func TestParagraphsOfTimelines(t *testing.T) {
	const body = "On 3 May 2021 they met in Niamey. Then nothing.\n\n## Chronology\n\n**26 July 2021** — The guard moves.\n\n28 July 2021: a council is named.\n\nNo date here.\n"
	const paragraphs = "2021-07-26 timeline The guard moves.|2021-07-28 timeline a council is named."
	if got := storyOf(t, "", body); got != paragraphs {
		t.Errorf("%q", got)
	}
	if got, want := storyOf(t, "events: prose\n", body), "2021-05-03 prose On 3 May 2021 they met in Niamey.|"+paragraphs; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestATimelineToldBackwardsIsInOrder warns of nothing.
func TestATimelineToldBackwardsIsInOrder(t *testing.T) {
	if got := storyOf(t, "", "## Timeline\n\n- 28 July 2021: a\n- 27 July 2021: b\n- 1 July 2021: c\n"); strings.Count(got, "|") != 2 {
		t.Error(got)
	}
}

func TestApostrophesOfTitles(t *testing.T) {
	for in, want := range map[string]string{"the Sahel's edge": "the Sahel’s edge", "l'accord d'Alger": "l’accord d’Alger", "'quoted' words": "'quoted' words", "": ""} {
		if got := typeset(in); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
