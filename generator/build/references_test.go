package build

import (
	"path"
	"strings"
	"testing"

	"chancery/generator/problem"
)

func wrong(t *testing.T, files map[string]string, o func(*Options)) problem.List {
	t.Helper()
	files["site.yaml"] = "title: T\n"
	opt := options(site(t, files))
	if o != nil {
		o(&opt)
	}
	var out problem.List
	cleanly(t, opt, func(_ *Snapshot, list problem.List) { out = list })
	return out
}

func piece(front, text string) string {
	return "---\ntitle: x\ndate: 2025-01-08\n" + front + "---\n" + text
}

// No piece replaces itself, alone or in a circle, or is its own translation.
func TestNothingReplacesItself(t *testing.T) {
	list := wrong(t, map[string]string{
		"content/briefings/a.md": piece("supersedes: a.md\n", ""),
		"content/briefings/b.md": piece("supersedes: [x.md, c.md]\n", ""),
		"content/briefings/c.md": piece("supersedes: d.md\n", ""),
		"content/briefings/d.md": piece("supersedes: [x.md, b.md]\n", ""),
		"content/briefings/e.md": piece("supersedes: [b.md, x.md]\n", ""),
		"content/briefings/t.md": piece("translation_of: t.md\n", ""),
		"content/briefings/x.md": piece("", ""),
	}, nil)
	var got []string
	for _, p := range list {
		got = append(got, path.Base(p.Pos.String())+" "+p.Severity.String())
		if p.Hint == "" {
			t.Errorf("%v has no hint", p)
		}
	}
	if want := "a.md:4:13 error, b.md:4:20 error, c.md:4:13 error, d.md:4:20 error, t.md:4:17 error"; strings.Join(got, ", ") != want {
		t.Errorf("problems are %v, want %s", list, want)
	}
}
