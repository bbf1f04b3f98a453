package build

import (
	"fmt"
	"path"
	"strings"
	"testing"

	"chancery/generator/problem"
)

// What a link should say is told as it would stand in the link.
func TestALinkThatLeadsNowhereIsToldWhatToSay(t *testing.T) {
	const front = "---\ntitle: T\ndate: 2025-02-01\n---\n"
	files := map[string]string{
		"site.yaml":                               "title: T\n",
		"content/briefings/2024/algiers.md":       front + "Mali.\n",
		"content/briefings/2024/summit/index.md":  front + "Mali.\n",
		"content/briefings/2024/another/index.md": front + "Mali.\n",
	}
	for link, want := range map[string]string{
		"algiers.md":              "did you mean ../2024/algiers.md?",
		"../2023/algers.md":       "did you mean ../2024/algiers.md?",
		"summit/index.md":         "did you mean ../2024/summit/index.md?",
		"../2024/sumit/index.md":  "did you mean ../2024/summit/index.md?",
		"../2024/gone/index.md":   "",
		"../2024/nothing-such.md": "",
	} {
		files["content/briefings/2025/from.md"] = front + "[x](" + link + ")\n"
		_, list, err := Load(options(site(t, files)))
		if err != nil || list.Errors() != 1 || list[0].Hint != want {
			t.Errorf("%s: %v %v; want the hint %q", link, list, err, want)
		}
	}
}

// told is what a build says of a site with some other files.
func told(t *testing.T, files map[string]string) string {
	t.Helper()
	all := sample()
	for name, text := range files {
		all[name] = text
	}
	var out string
	o := options(site(t, all))
	o.Theme = plainTheme()
	cleanly(t, o, func(_ *Snapshot, list problem.List) {
		for _, p := range list {
			out += fmt.Sprintln(p)
		}
	})
	return out
}

func TestWhatIsWrongWithFilesIsTrue(t *testing.T) {
	const damaged = "RIFF\xff\x00\x00\x00WEBPVP8 "
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"a file beside a text": {map[string]string{"content/briefings/p.md": piece("", "[x](doc.pdf)"), "content/briefings/doc.pdf": "x"},
			"content/briefings/p.md:5:2: the link \"doc.pdf\" leads to content/briefings/doc.pdf, which is no briefing, page or introduction\n" +
				"\thint: links beside a text lead to other texts; put any other file below static/ and write its path there: static/files/doc.pdf is /files/doc.pdf\n"},
		"a damaged picture in static/": {map[string]string{"content/briefings/p.md": piece("", "![x](/photos/w.webp)"), "static/photos/w.webp": damaged},
			"static/photos/w.webp: the file ends in the middle\n"},
		"a damaged picture": {map[string]string{"content/briefings/p.md": piece("", "![x](g.gif)"), "content/briefings/g.gif": "GIF89a"},
			"content/briefings/g.gif: the file ends in the middle\n"},
		"a drawing": {map[string]string{"static/d.svg": "<svg xmlns=\"http://www.w3.org/2000/svg\">\n<script/></svg>"},
			"static/d.svg:2: <script> cannot be published; remove it\n"},
		"a picture too large": {map[string]string{"site.yaml": settings + "limits: {picture_bytes: 90}\n", "static/d.svg": drawn(3) + strings.Repeat(" ", 90)},
			"content/briefings/2025/map.svg: is larger than 90 bytes\n\thint: make it smaller, or raise limits.picture_bytes in site.yaml\n" +
				"static/d.svg: is larger than 90 bytes\n\thint: make it smaller, or raise limits.picture_bytes in site.yaml\n"},
		"a picture under another name": {map[string]string{"static/photo.jfif": "\xff\xd8\xff\xe0"},
			"static/photo.jfif: is a JPEG by its content; name it photo.jpg\n"},
		"a picture in capitals": {map[string]string{"static/IMG_1.JPG": "GPS"},
			"static/IMG_1.JPG: not a picture that can be published; use JPEG, PNG, GIF, WebP or SVG\n"},
		"a picture that cannot be cleaned": {map[string]string{"static/a.HEIC": "\x00\x00\x00\x20ftypheic\x00\x00\x00\x00"},
			"static/a.HEIC: AVIF and HEIC files can carry a place and a name that cannot be taken out here; save it as JPEG, PNG or WebP\n"},
		"a large picture that is allowed": {map[string]string{"site.yaml": settings + "limits: {picture_bytes: 40000000}\n", "static/d.svg": drawn(3) + strings.Repeat(" ", 33<<20)},
			""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := told(t, c.files); got != c.want {
				t.Errorf("got\n%swant\n%s", got, c.want)
			}
		})
	}
}

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
