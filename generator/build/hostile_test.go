package build

import (
	"encoding/csv"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/emersion/go-ical"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// hostile is a site whose texts try to break out of every format.
func hostile(t *testing.T) map[string]string {
	dir := site(t, map[string]string{
		"site.yaml": "title: 'Notes; \"and\", more\\'\nbase_url: https://example.org/sub\n",
		"content/briefings/x.md": "---\ntitle: 'A <b> & \"c\"'\ndate: 2025-01-08\ncountry: Mali\n---\n" +
			"Text.\n\n## Timeline\n\n" +
			"- 27 July 2021: =HYPERLINK(\"http://evil.example\",\"x\")\n" +
			"- 28 July 2021: +1, a \"quoted\"; \\n not a break, and a long line that has to be folded — with dashes and ünïcödé in it\n" +
			"- August 2021: @SUM(A1)\n- 2022: −1 and -1\n- 3–5 July 2023: الدورة العادية للجنة المتابعة في كيدال والدورة العادية\n",
	})
	out := dir + "/public"
	build(t, options(dir), out)
	return tree(t, out)
}

// eventFile is data/events.json.
type eventFile struct {
	Version int
	Events  []struct {
		ID, Date, End, Text, URL string
		Countries                []string
	}
}

func eventsOf(t *testing.T, files map[string]string) eventFile {
	t.Helper()
	var f eventFile
	if err := json.Unmarshal([]byte(files["data/events.json"]), &f); err != nil {
		t.Fatal(err)
	}
	if len(f.Events) == 0 {
		t.Fatal("the site has no events")
	}
	return f
}

func TestHostileTextsStayInTheirCalendar(t *testing.T) {
	files := hostile(t)
	want := eventsOf(t, files).Events
	c, err := ical.NewDecoder(strings.NewReader(files["data/events.ics"])).Decode()
	if err != nil {
		t.Fatal(err)
	}
	got := c.Events()
	if len(got) != len(want) {
		t.Fatalf("%d entries, want %d", len(got), len(want))
	}
	seen := map[string]bool{}
	for i, v := range got {
		text, err := v.Props.Text(ical.PropSummary)
		if err != nil || text != want[i].Text {
			t.Errorf("summary %q (%v), want %q", text, err, want[i].Text)
		}
		start, err1 := v.DateTimeStart(nil)
		end, err2 := v.DateTimeEnd(nil)
		if err1 != nil || err2 != nil || !start.Before(end) || !strings.HasPrefix(start.Format("2006-01-02"), want[i].Date) {
			t.Errorf("%s: from %v to %v (%v, %v)", want[i].ID, start, end, err1, err2)
		}
		id, _ := v.Props.Text(ical.PropUID)
		if id == "" || seen[id] {
			t.Errorf("the id %q is there twice or empty", id)
		}
		seen[id] = true
	}
	for line := range strings.SplitSeq(files["data/events.ics"], "\r\n") {
		if len(line) > 75 || strings.ContainsAny(line, "\r\n") {
			t.Errorf("line of %d bytes: %q", len(line), line)
		}
	}
}

func TestHostileTextsStayInTheirTable(t *testing.T) {
	files := hostile(t)
	want := eventsOf(t, files).Events
	text, marked := strings.CutPrefix(files["data/events.csv"], "\ufeff")
	if !marked {
		t.Error("spreadsheets cannot tell that the table is UTF-8")
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(rows) != len(want)+1 {
		t.Fatalf("%d rows (%v), want %d and a head", len(rows), err, len(want))
	}
	column := slices.Index(rows[0], "text")
	for i, row := range rows[1:] {
		for _, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Errorf("a spreadsheet takes %q for a formula", cell)
			}
		}
		if got := strings.TrimPrefix(row[column], "'"); got != want[i].Text {
			t.Errorf("text %q, want %q", got, want[i].Text)
		}
	}
}

func TestTheSchemaTellsOfEveryField(t *testing.T) {
	files := hostile(t)
	for _, name := range []string{"events", "briefings"} {
		s := schema(t, files["data/"+name+".schema.json"])
		data, err := jsonschema.UnmarshalJSON(strings.NewReader(files["data/"+name+".json"]))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(data); err != nil {
			t.Error(err)
		}
		described := slices.Sorted(maps.Keys(s.Properties[name].Items2020.Properties))
		for _, record := range data.(map[string]any)[name].([]any) {
			if got := slices.Sorted(maps.Keys(record.(map[string]any))); !slices.Equal(got, described) {
				t.Fatalf("%s: the records have %v, the schema tells of %v", name, got, described)
			}
		}
	}
}

func TestTheSchemaRefusesWhatIsWrong(t *testing.T) {
	s := schema(t, hostile(t)["data/events.schema.json"])
	const right = `{"id":"x#e-1","date":"2021-07","end":"","precision":"month","inferred":false,"text":"x","countries":["ML"],"url":"/x#e-1","briefing":"/x"}`
	for from, to := range map[string]string{
		`"2021-07"`: `"2021-7"`, `"month"`: `"week"`, `["ML"]`: `["Mali"]`, `"text":"x",`: ``, `false`: `"no"`,
	} {
		data, err := jsonschema.UnmarshalJSON(strings.NewReader(`{"version":1,"events":[` + strings.Replace(right, from, to, 1) + `]}`))
		if err != nil {
			t.Fatal(err)
		}
		if s.Validate(data) == nil {
			t.Errorf("%s passes for %s", to, from)
		}
	}
}
