package build

import (
	"bytes"
	"chancery/generator/problem"
	"encoding/csv"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/emersion/go-ical"
	"github.com/mmcdole/gofeed"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// own builds this repository's publication and reads what it publishes.
func own(t *testing.T) map[string]string {
	t.Helper()
	o := options("../..")
	o.BaseURL = "https://example.org/desk"
	out := map[string]string{}
	cleanly(t, o, func(s *Snapshot, list problem.List) {
		if s == nil {
			t.Fatal(list)
		}
		for name := range s.refs {
			if filepath.Ext(name) == ".html" {
				continue
			}
			p, _ := s.Page(name)
			b, err := s.Render(p)
			if err != nil {
				t.Fatal(err)
			}
			out[name] = string(b)
		}
		for name := range s.files {
			if b, ok := s.File(name); ok && strings.HasSuffix(name, ".json") {
				out[name] = string(b)
			}
		}
	})
	return out
}

// TestOthersReadWhatMachinesRead gives everything that is made for machines to
// readers that are not ours.
func TestOthersReadWhatMachinesRead(t *testing.T) {
	files := own(t)
	schemas := map[string]*jsonschema.Schema{"events": schema(t, files["data/events.schema.json"]), "briefings": schema(t, files["data/briefings.schema.json"])}
	seen := map[string]int{}
	for name, text := range files {
		var err error
		kind := filepath.Base(name)
		switch kind {
		case "events.ics":
			err = readCalendar(text)
		case "events.csv":
			err = readTable(text)
		case "events.json", "briefings.json":
			var v any
			if v, err = jsonschema.UnmarshalJSON(strings.NewReader(text)); err == nil {
				err = schemas[strings.TrimSuffix(kind, ".json")].Validate(v)
			}
		case "feed.xml", "feed.json":
			err = readFeed(text)
		default:
			continue
		}
		seen[kind]++
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, kind := range []string{"events.ics", "events.csv", "events.json", "briefings.json", "feed.xml", "feed.json"} {
		if seen[kind] == 0 {
			t.Errorf("no %s", kind)
		}
	}
}

func schema(t *testing.T, text string) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("x.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("x.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func readCalendar(text string) error {
	if !strings.Contains(text, "BEGIN:VEVENT") { // RFC 5545 wants a component; a place without events has none
		return nil
	}
	d := ical.NewDecoder(strings.NewReader(text))
	for {
		c, err := d.Decode()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		for _, e := range c.Events() {
			if _, err := e.DateTimeStart(nil); err != nil {
				return err
			}
			if _, err := e.Props.Text("SUMMARY"); err != nil {
				return err
			}
		}
		if err := ical.NewEncoder(&bytes.Buffer{}).Encode(c); err != nil { // checks what RFC 5545 requires
			return err
		}
	}
}

func readTable(text string) error {
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff"))).ReadAll()
	if err == nil && (len(rows) == 0 || len(rows[0]) != 9) {
		err = fmt.Errorf("%d rows", len(rows))
	}
	return err
}

func readFeed(text string) error {
	f, err := gofeed.NewParser().ParseString(text)
	if err != nil {
		return err
	}
	ids := map[string]bool{}
	for _, item := range f.Items {
		if item.Title == "" || item.Content == "" || item.PublishedParsed == nil || item.GUID == "" || ids[item.GUID] || !strings.HasPrefix(item.Link, "https://example.org/desk/") {
			return fmt.Errorf("not whole, or twice: %+v", item)
		}
		if strings.Contains(item.Content, ` id="`) || strings.Contains(item.Content, `"#`) {
			return fmt.Errorf("is no page of its own: %s", item.Content)
		}
		ids[item.GUID] = true
	}
	return nil
}
