package build

import (
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing"
)

// Headings and events whose text is an id that the theme's templates, citations,
// footnotes or other events have get another.
func TestNoIDStandsTwice(t *testing.T) {
	text := "It is so.[1][2] And so.[1][^1] And so.[1][^2]\n\n[^1]: A note.\n\n[^2]: A note.\n\n"
	for _, h := range append(themeIDs(t), "fn", "fn 1", "fnref 1", "cite 1", "cite 1 1", "source", "source 1", "source 2", "e", "e 2024 03 01 one thing", "m 2024 03") {
		text += strings.Repeat("## "+h+"\n\nIn Mali.\n\n", 3)
	}
	text += "## Timeline\n\n- 1 March 2024: one thing\n- 1 March 2024: one thing\n- 1 March 2024: one thing 2\n- 1 March 2024: one thing\n"
	front := "---\ntitle: A\ndate: 2025-01-01\nauthor: Ana\ntopics: Trade\nseries: S\ncountry: Mali\nsources: [One, Two]\nevents: [{date: 2024-03-01, text: one thing}]\ncorrections: [{date: 2025-02-01, text: A}]\n---\n"
	page := "---\ntitle: B\n---\n"
	dir := site(t, map[string]string{
		"site.yaml": "title: T\n", "content/briefings/a.md": front + text, "content/briefings/b.md": strings.Replace(front, "---\n", "---\nsupersedes: a.md\n", 1) + text,
		"content/pages/about.md": page + text, "content/countries/ml.md": page + text, "content/regions/africa.md": page + text,
		"content/authors/ana.md": page + text, "content/topics/trade.md": page + text,
	})
	out := dir + "/public"
	build(t, options(dir), out)
	for name, text := range tree(t, out) {
		if path.Ext(name) == ".html" {
			read(t, name, text) // which finds ids that stand twice
		}
	}
}

// themeIDs are those that stand in templates.
func themeIDs(t *testing.T) []string {
	var out []string
	literal := regexp.MustCompile(` id="([a-z-]+)"`)
	err := fs.WalkDir(theme, "templates", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(theme, name)
		for _, m := range literal.FindAllStringSubmatch(string(text), -1) {
			out = append(out, m[1])
		}
		return err
	})
	if err != nil || len(out) < 10 {
		t.Fatal(out, err)
	}
	return out
}
