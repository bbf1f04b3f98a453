package build

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"chancery/generator/problem"
)

// TestWhatAnEmbargoHoldsBackIsCheckedNow has mistakes that would stop the build
// at which an embargo ends.
func TestWhatAnEmbargoHoldsBackIsCheckedNow(t *testing.T) {
	const hidden = "content/briefings/2025/hidden.md"
	files := sample()
	files["content/briefings/2025/broken.png"] = "x"
	files["content/briefings/2025/later.md"] = "---\ntitle: Later\ndate: 2025-01-09\nembargo: 2999-06-01\n---\nx\n"
	files["content/briefings/2025/passing.md"] = "---\ntitle: Passing\ndate: 2025-01-09\nexpires: 2030-01-01\n---\nx\n"
	files["content/briefings/2025/soon.md"] = "---\ntitle: Soon\ndate: 2025-01-09\nembargo: 2029-01-01\nexpires: 2030-01-01\n---\nx\n"
	files["content/pages/topics/kept.md"] = "---\ntitle: Kept\n---\nx\n"
	files["static/authors/kim/index.html"] = "<p>x</p>"
	files["content/briefings/2025/former.md"] = "---\ntitle: Former\ndate: 2025-01-09\naliases: /topics/former/\n---\nx\n"
	files["content/briefings/2025/same.md"] = "---\ntitle: Same\ndate: 2025-01-09\nembargo: 2999-01-01\ntopics: [Rivers]\nauthor: Zoe\n---\nx\n"
	dir := site(t, files)
	out := filepath.Join(dir, "public")
	build(t, options(dir), out) // of which the next build knows the pages
	taken := "will have an address that content/briefings/2025/one.md has, when its embargo ends: /briefings/2025/01/one/"
	for _, c := range []struct{ name, matter, body, want string }{
		{"a picture in the text", "", "![A map](nopic.png)", "there is no picture content/briefings/2025/nopic.png"},
		{"a picture at the head", "image: {src: nopic.png, alt: A map}", "", "there is no picture content/briefings/2025/nopic.png"},
		{"a picture of static/", "image: {src: /nopic.png, alt: A map}", "", "there is no picture static/nopic.png"},
		{"a picture that cannot be cleaned", "", "![A map](broken.png)", "broken.png"},
		{"the slug of a public piece", "slug: one", "", taken},
		{"an alias on a public piece", "aliases: /briefings/2025/01/one/", "", taken},
		{"an alias on a page of lists", "aliases: /timeline/", "", "will have an address that another page of the site has, when its embargo ends: /timeline/"},
		{"an alias on a file", "aliases: /robots.txt", "", "another page of the site"},
		{"the slug of another embargoed piece", "slug: later", "", "content/briefings/2025/later.md"},
		{"the slug of a piece that is gone by then", "slug: passing", "", ""},
		{"the slug of an embargoed piece that is gone by then", "slug: soon", "", ""},
		{"a topic on a page", "topics: [Kept]", "", "names an author or topic whose page will have an address that another page of the site has, when its embargo ends: /topics/kept/"},
		{"an author on a file", "author: Kim", "", "another page of the site has, when its embargo ends: /authors/kim/"},
		{"a topic on a former address", "topics: [Former]", "", "that content/briefings/2025/former.md has, when its embargo ends: /topics/former/"},
		{"an alias on its own topic", "topics: [Boats]\naliases: /topics/boats/", "", "/topics/boats/"},
		{"the author and topic of another embargoed piece", "topics: [Rivers]\nauthor: Zoe", "", ""},
		{"a picture that is there", "", "![A map](map.svg)", ""},
		{"a slug that is free", "slug: free", "", ""},
	} {
		put(t, dir, hidden, "---\ntitle: Hidden\ndate: 2025-01-09\nembargo: 2999-01-01\n"+c.matter+"\n---\nText.\n\n"+c.body+"\n")
		for _, clean := range []bool{false, true}[:1+strings.Count(c.name, "alias")] { // once with the pages of the last build, once with those that are listed
			o := options(dir)
			o.Clean = clean
			_, list, err := Build(o, out)
			if err != nil {
				t.Fatal(err)
			}
			if got := list.Errors() > 0; got != (c.want != "") || got && !strings.Contains(list[0].String(), c.want) {
				t.Errorf("%s: %v", c.name, list)
			}
		}
	}
}

func TestPicturesOfEmbargoedPiecesAreNotPublished(t *testing.T) {
	files := sample()
	files["content/briefings/2025/secret.svg"] = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>`
	files["content/briefings/2025/hidden.md"] = "---\ntitle: Hidden\ndate: 2025-01-09\nembargo: 2999-01-01\n---\n![A map](secret.svg)\n"
	dir := site(t, files)
	out := filepath.Join(dir, "public")
	for range 2 {
		build(t, options(dir), out)
		for name := range tree(t, out) {
			if strings.Contains(name, "secret") {
				t.Errorf("%s is published", name)
			}
		}
	}
}

func TestWhatIsToldOfHiddenPiecesIsPrivate(t *testing.T) {
	files := sample()
	files["content/briefings/2025/hidden.md"] = "---\ntitle: Hidden\ndate: 2025-01-09\nembargo: 2999-01-01\n---\n[x](nowhere.md) ![A map](nopic.png)\n"
	files["content/briefings/2025/draft.md"] = "---\ntitle: Draft\ndate: 2025-01-09\ndraft: true\n---\n[x](nowhere.md)\n"
	files["content/briefings/2025/broken.md"] = "---\ntitle: Broken\ndate: 2025-01-99\nembargo: 2999-01-01\n---\n"
	files["content/pages/plan.md"] = "---\ntitle: Plan\ndraft: true\nx: y\n---\n"
	files["content/briefings/2025/two.md"] = "---\ntitle: Public\ndate: 2025-01-09\n---\n[x](nowhere.md)\n"
	dir := site(t, files)
	cleanly(t, options(dir), func(_ *Snapshot, list problem.List) {
		var private, open []string
		for _, p := range list {
			if p.Private {
				private = append(private, p.Path)
			} else {
				open = append(open, p.Path)
			}
		}
		if len(slices.Compact(private)) != 4 || len(open) != 1 || open[0] != "content/briefings/2025/two.md" {
			t.Errorf("private: %q, open: %q", private, open)
		}
	})
}
