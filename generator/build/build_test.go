package build

import (
	"bytes"
	"chancery/generator/problem"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// theme is the one that ships.
var theme = os.DirFS("../..")

var noon = time.Date(2025, 6, 15, 12, 0, 0, 0, time.UTC)

// site writes files below a new folder.
func site(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		put(t, dir, name, text)
	}
	return dir
}

func put(t testing.TB, dir, name, text string) {
	t.Helper()
	p := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func options(dir string) Options {
	return Options{Dir: dir, Theme: theme, Now: noon, Version: "test"}
}

// build builds a site that has no errors.
func build(t testing.TB, o Options, out string) Result {
	t.Helper()
	r, list, err := Build(o, out)
	if err != nil {
		t.Fatal(err)
	}
	if list.Errors() > 0 {
		t.Fatalf("%v", list)
	}
	return r
}

// cleanly reads a site without any memory, and hands it out; nil when something
// is wrong with it.
func cleanly(t testing.TB, o Options, use func(s *Snapshot, list problem.List)) {
	t.Helper()
	o.Clean = true
	w, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	s, list, err := w.Load()
	if err != nil {
		t.Fatal(err)
	}
	use(s, list)
}

// tree reads all files of a folder.
func tree(t testing.TB, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(p)
		rel, _ := filepath.Rel(dir, p)
		out[filepath.ToSlash(rel)] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

const settings = `title: Test Desk
base_url: https://desk.example/sub
languages: [en, fr, ar]
time_zone: Europe/Paris
date_order: dmy
authors: {ana: {name: Ana Lima, role: Editor}}
`

func sample() map[string]string {
	return map[string]string{
		"site.yaml": settings,
		"content/briefings/2025/one.md": `---
title: Mali and Algeria talk
date: 2025-01-08
author: ana
region: Sahel
topics: [mediation]
sources:
  - {id: un, title: A resolution, url: "https://undocs.org/x"}
image: {src: map.svg, alt: A map}
---
Mali speaks with Algeria.[1] See [the other](two.md#later) and [all](/timeline/).

## Timeline

- 27 July 2021: Mali and Algeria meet.
- 3 May 2022: They meet again.
`,
		"content/briefings/2025/one.fr.md": "---\ntitle: Le Mali et l'Algérie\ndate: 2025-01-08\nauthor: ana\n---\nLe Mali parle avec l'Algérie.\n",
		"content/briefings/2025/two.md":    "---\ntitle: Niger leaves\ndate: 2025-02-01T09:30\nauthors: [ana, Guest Writer]\n---\nNiger leaves.\n\n## Later\n\nIt was said on 1 May.\n",
		"content/briefings/2025/map.svg":   `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><rect width="4" height="3"/></svg>`,
		"content/pages/about.md":           "---\ntitle: About\n---\nAbout this desk.\n",
		"content/countries/ml.md":          "Mali in a few words.\n",
	}
}

func TestASiteIsBuiltWithAllItsParts(t *testing.T) {
	dir := site(t, sample())
	out := filepath.Join(dir, "public")
	r := build(t, options(dir), out)
	if r.Briefings != 3 {
		t.Errorf("%d briefings", r.Briefings)
	}
	files := tree(t, out)
	for path, want := range map[string]string{
		"briefings/2025/01/one/index.html":    `href="/sub/briefings/2025/02/two/#later"`,
		"fr/briefings/2025/01/one/index.html": `lang="fr"`,
		"countries/mali/index.html":           "Mali in a few words",
		"timeline/2021/index.html":            "Mali and Algeria meet",
		"authors/guest-writer/index.html":     "Guest Writer",
		"topics/mediation/index.html":         "Mali and Algeria talk",
		"about/index.html":                    "About this desk",
		"feed.xml":                            "tag:desk.example,2025-01-08:",
		"countries/mali/feed.json":            `"https://desk.example/sub/briefings/2025/01/one/"`,
		"data/briefings.json":                 `"countries":["ML","DZ"]`,
		"data/events.ics":                     "DTSTART;VALUE=DATE:20210727",
		"sitemap.xml":                         `hreflang="fr"`,
		"404.html":                            "nothing here",
	} {
		if !strings.Contains(files[path], want) {
			t.Errorf("%s lacks %q:\n%.600s", path, want, files[path])
		}
	}
}

// Every field of hidden pieces holds a word of its own that occurs nowhere else.
// None of them may reach the output, in whatever way the pieces are hidden.
func TestNothingHiddenReachesTheOutput(t *testing.T) {
	hidden := map[string]string{
		"draft": "draft: true", "embargo": "embargo: 2025-06-15T14:01+02:00", "expired": "expires: 2025-06-15",
	}
	files := sample()
	for name, line := range hidden {
		files["content/briefings/2025/canary"+name+"file.md"] = fmt.Sprintf(`---
title: canary%[1]stitle of Gabon
date: 2025-03-01
author: canary%[1]sauthor
topics: [canary%[1]stopic]
countries: [Gabon]
region: Horn of Africa
summary: canary%[1]ssummary
slug: canary%[1]sslug
aliases: [/canary%[1]salias/]
series: canary%[1]sseries
image: {src: canary%[1]spicture.svg, alt: canary%[1]salt, caption: canary%[1]scaption}
sources: [{title: canary%[1]ssource, url: "https://canary%[1]s.example"}]
events: [{date: 2025-02-02, text: canary%[1]sevent}]
corrections: [{date: 2025-03-02, text: canary%[1]scorrection}]
supersedes: one.md
params: {scan: /files/canary%[1]sscan.pdf}
%[2]s
---
canary%[1]sbody about Gabon. ![x](canary%[1]spicture.svg)

![x](/photos/canary%[1]sshown.svg) and [a file](/files/canary%[1]sfile.pdf#page=2)

## Timeline

- 1 January 2025: canary%[1]sitem
- 2 January 2025: canary%[1]sitem two
`, name, line)
		files["content/briefings/2025/canary"+name+"picture.svg"] = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>canary` + name + `drawn</title><rect width="1" height="1"/></svg>`
		files["static/photos/canary"+name+"shown.svg"] = files["content/briefings/2025/canary"+name+"picture.svg"]
		files["static/files/canary"+name+"file.pdf"], files["static/files/canary"+name+"scan.pdf"] = "canary", "canary"
	}
	files["content/briefings/2025/three.md"] = "---\ntitle: A link\ndate: 2025-03-03\n---\nSee [it](canarydraftfile.md).\n"
	dir := site(t, files)
	out := filepath.Join(dir, "public")
	r := build(t, options(dir), out)
	if len(r.Left) != 3 {
		t.Errorf("%d hidden", len(r.Left))
	}
	if want := time.Date(2025, 6, 15, 12, 1, 0, 0, time.UTC); !r.Next.Equal(want) {
		t.Errorf("next change %v, want %v", r.Next, want)
	}
	find(t, out, "canary", "gabon", "Gabon.svg", "flags/ga.svg")

	// The embargo passes with no file changed, then everything is hidden again.
	o := options(dir)
	o.Now = noon.Add(2 * time.Minute)
	build(t, o, out)
	passed := tree(t, out)
	if !strings.Contains(passed["countries/gabon/index.html"], "canaryembargotitle") || passed["files/canaryembargofile.pdf"] == "" ||
		passed["files/canaryembargoscan.pdf"] == "" || passed["photos/canaryembargoshown.svg"] == "" {
		t.Error("the embargo did not pass")
	}
	build(t, options(dir), out)
	find(t, out, "canary", "gabon")
}

func find(t *testing.T, dir string, words ...string) {
	t.Helper()
	for path, text := range tree(t, dir) {
		for _, w := range words {
			if strings.Contains(path, w) || strings.Contains(text, w) && w == "canary" {
				t.Errorf("%s holds %q", path, w)
			}
		}
	}
}

func TestNothingIsWrittenWhileAnythingIsWrong(t *testing.T) {
	dir := site(t, sample())
	out := filepath.Join(dir, "public")
	build(t, options(dir), out)
	before := tree(t, out)
	put(t, dir, "content/briefings/2025/bad.md", "---\ntitle: Bad\ndate: 2025-02-30\n---\n")
	put(t, dir, "content/briefings/2025/two.md", "---\ntitle: Changed\ndate: 2025-02-01\n---\n[x](nowhere.md)\n")
	_, list, err := Build(options(dir), out)
	if err != nil || list.Errors() != 2 {
		t.Fatalf("%v %v", list, err)
	}
	if diff := cmp.Diff(before, tree(t, out)); diff != "" {
		t.Error(diff)
	}
}

func TestTheSameBytesEverywhere(t *testing.T) {
	dir := site(t, sample())
	var first map[string]string
	for i, zone := range []string{"UTC", "Asia/Kathmandu", "America/St_Johns", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Africa/Algiers"} {
		loc, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		o := options(dir)
		o.Now, o.Clean = noon.In(loc), true
		out := filepath.Join(t.TempDir(), "public")
		local := time.Local
		time.Local = loc
		build(t, o, out)
		time.Local = local
		if i == 0 {
			first = tree(t, out)
			continue
		}
		if diff := cmp.Diff(first, tree(t, out)); diff != "" {
			t.Errorf("%s: %s", zone, diff)
		}
	}
}

func TestTwoSourcesForOneAddress(t *testing.T) {
	files := sample()
	files["content/briefings/2025/ONE.md"] = "---\ntitle: Again\ndate: 2025-01-09\nslug: one\n---\nx\n"
	dir := site(t, files)
	_, list, err := Build(options(dir), filepath.Join(dir, "public"))
	if err != nil || list.Errors() == 0 {
		t.Fatal("no problem", err)
	}
	text := fmt.Sprint(list)
	if !strings.Contains(text, "content/briefings/2025/ONE.md") || !strings.Contains(text, "content/briefings/2025/one.md") {
		t.Error(text)
	}
}

func TestADamagedMemoryIsASlowerBuild(t *testing.T) {
	dir := site(t, sample())
	out := filepath.Join(dir, "public")
	build(t, options(dir), out)
	want := tree(t, out)
	for _, name := range []string{memoryName, recordsName, detailsName, textsName} {
		whole, err := os.ReadFile(filepath.Join(dir, memoryFolder, name))
		if err != nil {
			t.Fatal(err)
		}
		for k := 0; k < len(whole); k += 1 + len(whole)/12 {
			for _, broken := range [][]byte{whole[:k], append(append(bytes.Clone(whole[:k]), whole[k]^0x40), whole[k+1:]...)} {
				put(t, dir, filepath.Join(memoryFolder, name), string(broken))
				os.RemoveAll(out)
				build(t, options(dir), out)
				if diff := cmp.Diff(want, tree(t, out)); diff != "" {
					t.Fatalf("%s at %d: %s", name, k, diff)
				}
			}
		}
	}
}

// TestABuildWithDraftsIsMarkedEverywhere looks at every page and feed of one.
func TestABuildWithDraftsIsMarkedEverywhere(t *testing.T) {
	files := sample()
	files["content/briefings/2025/hidden.md"] = "---\ntitle: Not yet\ndate: 2025-03-01\nembargo: 2999-01-01\ncountries: [Mali]\n---\nText.\n"
	files["content/briefings/2025/over.md"] = "---\ntitle: No more\ndate: 2025-03-01\nexpires: 2025-03-02\n---\nText.\n"
	dir := site(t, files)
	out := filepath.Join(dir, "public")
	build(t, options(dir), out)
	o := options(dir)
	o.Drafts = true
	build(t, o, out)
	for name, text := range tree(t, out) {
		switch {
		case strings.HasSuffix(name, ".html") && !strings.Contains(text, `<meta name="robots" content="noindex">`):
			t.Errorf("%s may be indexed", name)
		case strings.HasSuffix(name, "feed.xml") && strings.Contains(text, "<title>Not yet"), strings.HasSuffix(name, "feed.json") && strings.Contains(text, `"title":"Not yet`):
			t.Errorf("%s does not mark what is hidden", name)
		}
	}
	for name, want := range map[string]string{
		"feed.xml":                            "<title>[Embargoed] Not yet</title>",
		"feed.json":                           `"title":"[Expired] No more"`,
		"index.html":                          `<span class="mark">Expired</span>`,
		"briefings/2025/03/hidden/index.html": `<p class="mark mark-large">Embargoed</p>`,
		"briefings/2025/03/over/index.html":   `<p class="mark mark-large">Expired</p>`,
	} {
		if text := tree(t, out)[name]; !strings.Contains(text, want) {
			t.Errorf("%s has no %s:\n%.2000s", name, want, text)
		}
	}
	build(t, options(dir), out)
	for name, text := range tree(t, out) {
		if name != "404.html" && strings.HasSuffix(name, ".html") && strings.Contains(text, `content="noindex"`) {
			t.Errorf("%s is not indexed", name)
		}
	}
}
