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

// A link to a place that is not on its page is told, whichever end changes, and so
// is one whose target is not public.
func TestLinksToPlacesAreChecked(t *testing.T) {
	files := map[string]string{
		"content/briefings/a.md": piece("events: [{date: 2024-03-01, text: It began}]\n", "## The border\n\n- 1 March 2024: it ended[1][^1]\n- 2 March 2024: it began\n\n[^1]: x\n\n[x](#the-bordr) [x](#the-border) [x](#fn-1)\n\n## Sources\n\n- One\n"),
		"content/briefings/b.md": piece("", "[a](a.md#the-border) [b](a.md#nothere) [c](a.md#source-1) [d](a.md#source-2) [e](a.md#cite-1-1) [f](a.md#sources) [g](a.md#e-2024-03-01-it-began) [h](a.md#e-2024-03-01-it-ended) [i](../pages/p.md#none) [j](/timeline/#x) [k](https://e.org/#x)\n\n[h](h.md) [h](h.md#x)\n"),
		"content/briefings/h.md": piece("draft: true\n", "[a](a.md#nothere)\n"),
		"content/pages/p.md":     "---\ntitle: P\n---\n## تحليل\n\n[x](#تحليل) [y](../briefings/a.md#x)\n",
	}
	told := func(list problem.List) string {
		var out []string
		for _, p := range list {
			_, link, _ := strings.Cut(p.Message, `"`)
			link, _, _ = strings.Cut(link, `"`)
			out = append(out, path.Base(p.Path)+":"+link)
			if p.Severity != problem.Warning || p.Hint == "" || p.About != problem.Reference {
				t.Errorf("%v is no warning with a hint", p)
			}
		}
		return strings.Join(out, " ")
	}
	want := "a.md:#the-bordr b.md:a.md#nothere b.md:a.md#source-2 b.md:../pages/p.md#none b.md:h.md b.md:h.md#x p.md:../briefings/a.md#x"
	list := wrong(t, files, nil)
	if got := told(list); got != want {
		t.Errorf("problems are %s, want %s: %v", got, want, list)
	}
	if p := list[0]; p.Hint != "did you mean #the-border?" || p.Line != 13 || p.Col != 2 {
		t.Errorf("the first is %v", p)
	}
	preview := "a.md:#the-bordr b.md:a.md#nothere b.md:a.md#source-2 b.md:../pages/p.md#none b.md:h.md#x h.md:a.md#nothere p.md:../briefings/a.md#x"
	if got := told(wrong(t, files, func(o *Options) { o.Drafts = true })); got != preview {
		t.Errorf("problems of a preview are %s, want %s", got, preview)
	}

	dir := site(t, files)
	out := dir + "/public"
	for _, step := range []struct{ file, text, want string }{
		{"content/pages/p.md", "---\ntitle: P\n---\n", "a.md:#the-bordr b.md:a.md#nothere b.md:a.md#source-2 b.md:../pages/p.md#none b.md:h.md b.md:h.md#x"},
		{"content/briefings/a.md", piece("", "## Nothere\n"), "b.md:a.md#the-border b.md:a.md#source-1 b.md:a.md#source-2 b.md:a.md#cite-1-1 b.md:a.md#e-2024-03-01-it-began b.md:a.md#e-2024-03-01-it-ended b.md:../pages/p.md#none b.md:h.md b.md:h.md#x"},
		{"content/briefings/a.md", piece("", "## Nothere\n"), "b.md:a.md#the-border b.md:a.md#source-1 b.md:a.md#source-2 b.md:a.md#cite-1-1 b.md:a.md#e-2024-03-01-it-began b.md:a.md#e-2024-03-01-it-ended b.md:../pages/p.md#none b.md:h.md b.md:h.md#x"},
		{"content/briefings/b.md", piece("", "[a](a.md#nothere)\n"), ""},
	} {
		put(t, dir, step.file, step.text)
		_, list, err := Build(options(dir), out)
		if got := told(list); got != step.want || err != nil {
			t.Errorf("after %s was written problems are %s, want %s: %v %v", step.file, got, step.want, list, err)
		}
	}
}

// In a preview an edit of the target tells of links elsewhere, and an edit of
// another piece forgets none.
func TestAPreviewKeepsItsDoubts(t *testing.T) {
	dir := site(t, map[string]string{
		"site.yaml":              "title: T\n",
		"content/briefings/a.md": piece("", "## One\n"), "content/briefings/b.md": piece("", "[a](a.md#one) [b](#none)\n"),
	})
	w, err := Open(options(dir))
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	s, list, err := w.Load()
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	for _, step := range []struct {
		file, text string
		want       int
	}{{"a.md", "## Two\n", 2}, {"b.md", "More [a](a.md#one) [b](#none)\n", 2}, {"a.md", "## One\n", 1}} {
		put(t, dir, "content/briefings/"+step.file, piece("", step.text))
		next, list, ok := w.Update(s, []string{"content/briefings/" + step.file})
		if !ok || len(list) != step.want {
			t.Fatalf("after %q problems are %v, want %d", step.text, list, step.want)
		}
		s = next
	}
}
