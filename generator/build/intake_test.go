package build

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"chancery/generator/problem"
)

// chronicles are a site of 4,745 events.
func chronicles(t *testing.T) (dir string) {
	files := map[string]string{"site.yaml": settings}
	for i := range 13 {
		name := string(rune('a' + i))
		files["content/briefings/"+name+".md"] = chronicle("chronicle "+name, firstDay.AddDate(i, 0, 0), 365)
	}
	return site(t, files)
}

var firstDay = time.Date(2010, 1, 1, 0, 0, 0, 0, time.UTC)

// chronicle is a briefing with an event on each of some days from one on.
func chronicle(title string, from time.Time, days int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: %s\ndate: 2025-05-01\nauthor: ana\n---\nA chronicle.\n\n## Timeline\n\n", title)
	for i := range days {
		fmt.Fprintf(&b, "- %s: Number %d of %s is told.\n", from.AddDate(0, 0, i).Format("2 January 2006"), i, title)
	}
	return b.String()
}

// A file of thousands of events is made of blocks, of which those that are the
// same come out of the file that the last build left. Whatever is edited, the file
// is the one that a clean build makes.
func TestBlocksOfALongFileStay(t *testing.T) {
	dir := chronicles(t)
	out := filepath.Join(dir, "public")
	build(t, options(dir), out)
	ics := filepath.Join(out, "data/events.ics")
	replace := func(old, new string) func() {
		return func() { exchange(t, filepath.Join(dir, "content/briefings/c.md"), old, new) }
	}
	for _, step := range []struct {
		name string
		do   func()
	}{
		{"a word of the same length", replace("Number 77", "Numero 77")},
		{"a longer word", replace("Number 78", "The seventy-eighth")},
		{"another day", replace("20 March 2012", "21 May 2013")},
		{"another title", replace("title: chronicle c", "title: chronicle of c")},
		{"a change of the briefing", replace("date: 2025-05-01", "date: 2025-05-01\nupdated: 2025-05-03")},
		{"a newest event", func() { put(t, dir, "content/briefings/z.md", chronicle("z", firstDay.AddDate(14, 0, 0), 1)) }},
		{"no newest event", func() { os.Remove(filepath.Join(dir, "content/briefings/z.md")) }},
		{"an oldest event", func() { put(t, dir, "content/briefings/z.md", chronicle("z", firstDay.AddDate(-1, 0, 0), 1)) }},
		{"a briefing less", func() { os.Remove(filepath.Join(dir, "content/briefings/e.md")) }},
		{"too few for blocks", func() { os.Remove(filepath.Join(dir, "content/briefings/f.md")) }},
		{"enough for blocks", func() { put(t, dir, "content/briefings/f.md", chronicle("f", firstDay.AddDate(5, 0, 0), 365)) }},
		{"a touched file", func() {
			exchange(t, ics, "Number 1 ", "Numero 1 ")
			replace("Number 79", "The seventy-ninth")()
		}},
		{"other settings", func() { exchange(t, filepath.Join(dir, "site.yaml"), "desk.example", "other.example") }},
	} {
		step.do()
		build(t, options(dir), out)
		cleanly(t, options(dir), func(s *Snapshot, list problem.List) {
			if s == nil {
				t.Fatal(list)
			}
			for _, format := range []string{"json", "csv", "ics"} {
				name := "data/events." + format
				p, _ := s.Page(name)
				want, err := s.Render(p)
				if err != nil {
					t.Fatal(err)
				}
				got, _ := os.ReadFile(filepath.Join(out, name))
				if diff := cmp.Diff(strings.SplitAfter(string(want), "\n"), strings.SplitAfter(string(got), "\n")); diff != "" {
					t.Errorf("%s: %s: %s", step.name, name, diff)
				}
			}
		})
	}
}

// Blocks are not made again: one that was altered behind the back of the build
// stays, until --verify makes all of them.
func TestBlocksAreTakenFromWhatIsThere(t *testing.T) {
	dir := chronicles(t)
	out, csv := filepath.Join(dir, "public"), filepath.Join(dir, "public/data/events.csv")
	build(t, options(dir), out)
	info, err := os.Stat(csv)
	if err != nil {
		t.Fatal(err)
	}
	exchange(t, csv, "Number 77 of chronicle b", "Numero 77 of chronicle b")
	if err := os.Chtimes(csv, info.ModTime(), info.ModTime()); err != nil {
		t.Fatal(err)
	}
	exchange(t, filepath.Join(dir, "content/briefings/c.md"), "Number 78", "The seventy-eighth")
	build(t, options(dir), out)
	now, _ := os.ReadFile(csv)
	if now := string(now); !strings.Contains(now, "Numero 77 of chronicle b") || !strings.Contains(now, "The seventy-eighth of chronicle c") {
		t.Error("a block that did not change was made again, or one that did was not")
	}
	o := options(dir)
	o.Verify = true
	if r := build(t, o, out); len(r.Wrong) != 1 || r.Wrong[0] != "data/events.csv" {
		t.Errorf("--verify says that these were wrong: %q", r.Wrong)
	}
	if now, _ := os.ReadFile(csv); strings.Contains(string(now), "Numero") {
		t.Error("--verify left the altered block")
	}
}

// exchange puts a text into the place of another in a file.
func exchange(t *testing.T, path, old, new string) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(b), old) {
		t.Fatalf("no %q to replace (%v)", old, err)
	}
	if err := os.WriteFile(path, []byte(strings.Replace(string(b), old, new, 1)), 0o644); err != nil {
		t.Fatal(err)
	}
}
