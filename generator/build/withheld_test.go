package build

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chancery/generator/problem"
)

// hiding is a piece that is not public and uses a file of static/.
func hiding(how string) string {
	return "---\ntitle: Hidden\ndate: 2025-03-01\ndraft: true\n---\n" + how + "\n"
}

// TestFilesThatOnlyHiddenSourcesUse asks of one file whether it is published.
func TestFilesThatOnlyHiddenSourcesUse(t *testing.T) {
	const draft, public = "content/briefings/a-draft.md", "content/briefings/public.md"
	shown := func(text string) string { return "---\ntitle: Public\ndate: 2025-03-01\n---\n" + text + "\n" }
	for name, c := range map[string]struct {
		files map[string]string
		open  bool
		warn  string // a part of the warning
	}{
		"nobody":                  {nil, true, ""},
		"a draft's picture":       {map[string]string{draft: hiding("![x](/photos/x.svg)")}, false, ""},
		"a draft's link":          {map[string]string{draft: hiding("[x](/photos/x.svg?v=2#a)")}, false, ""},
		"a draft in French":       {map[string]string{"content/briefings/a-draft.fr.md": hiding("![x](/photos/x.svg)")}, false, ""},
		"a page":                  {map[string]string{"content/pages/p.md": "---\ntitle: P\ndraft: true\n---\n![x](/photos/x.svg)\n"}, false, ""},
		"a picture at the head":   {map[string]string{draft: hiding("![x](/photos/x.svg)"), public: "---\ntitle: P\ndate: 2025-03-01\nimage: {src: /photos/x.svg, alt: x}\n---\nx\n"}, true, ""},
		"a link in public":        {map[string]string{draft: hiding("![x](/photos/x.svg)"), public: shown("[x](/photos/x.svg)")}, true, ""},
		"a value in public":       {map[string]string{draft: hiding("![x](/photos/x.svg)"), public: "---\ntitle: P\ndate: 2025-03-01\nparams: {p: [/photos/x.svg]}\n---\nx\n"}, true, ""},
		"a public page":           {map[string]string{draft: hiding("![x](/photos/x.svg)"), "content/countries/ml.md": "![x](/photos/x.svg)\n"}, true, ""},
		"a style":                 {map[string]string{draft: hiding("![x](/photos/x.svg)"), "static/css/z.css": "p { background: url(../photos/x.svg) }"}, true, ""},
		"a template":              {map[string]string{draft: hiding("![x](/photos/x.svg)"), "templates/partials/footer.html": `<img src="/sub/photos/x.svg" alt="">`}, true, ""},
		"the settings":            {map[string]string{draft: hiding("![x](/photos/x.svg)"), "site.yaml": settings + "menu: [{label: x, url: /photos/x.svg}]\n"}, true, ""},
		"a template of parts":     {map[string]string{draft: hiding("![x](/photos/x.svg)"), "templates/partials/footer.html": `<img src="/photos/{{.SiteTitle}}.svg" alt="">`}, false, "a-draft.md uses it"},
		"a bare name":             {map[string]string{draft: hiding("![x](/photos/x.svg)"), "static/js/z.js": `show("x.svg")`}, false, "static/js/z.js"},
		"another of that name":    {map[string]string{draft: hiding("![x](/photos/x.svg)"), "static/css/z.css": "p { background: url(x.svg) }", "static/css/x.svg": drawn(1)}, false, ""},
		"a file that is held too": {map[string]string{draft: hiding("![x](/photos/x.svg) [y](/y.txt)"), "static/y.txt": "/photos/x.svg"}, false, ""},
		"a file that is not held": {map[string]string{draft: hiding("![x](/photos/x.svg) [y](/y.txt)"), "static/y.txt": "/photos/x.svg", public: shown("[y](/y.txt)")}, true, ""},
		"a page of its own":       {map[string]string{draft: hiding("[x](/photos/)"), "static/photos/index.html": "<p>canary"}, true, ""},
	} {
		t.Run(name, func(t *testing.T) {
			files := map[string]string{"site.yaml": settings, "static/photos/x.svg": drawn(2)}
			for path, text := range c.files {
				files[path] = text
			}
			o := options(site(t, files))
			o.Theme = plainTheme()
			cleanly(t, o, func(s *Snapshot, list problem.List) {
				if list.Errors() > 0 {
					t.Fatal(list)
				}
				got := rendered(t, s)
				if _, open := got["photos/x.svg"]; open != c.open {
					t.Errorf("published: %v", open)
				}
				for _, text := range got {
					if strings.Contains(text, "canary") {
						t.Error("the page of a folder is published")
					}
				}
				if text := fmt.Sprint(list); c.warn == "" && len(list) > 0 || !strings.Contains(text, c.warn) {
					t.Error(text)
				}
			})
			o.Drafts = true
			cleanly(t, o, func(s *Snapshot, list problem.List) {
				if _, ok := s.File("photos/x.svg"); !ok {
					t.Error("a preview with drafts does not show it")
				}
			})
		})
	}
}

func TestLinksBelowStaticAreTold(t *testing.T) {
	files := sample()
	files["static/real.txt"] = "real"
	dir := site(t, files)
	if err := os.Symlink(filepath.Join(dir, "static/real.txt"), filepath.Join(dir, "static/link.txt")); err != nil {
		t.Skip(err)
	}
	out := filepath.Join(dir, "public")
	_, list, err := Build(options(dir), out)
	if err != nil || list.Errors() > 0 || !strings.Contains(fmt.Sprint(list), "static/link.txt: warning: is a symbolic link") {
		t.Error(list, err)
	}
	if _, ok := tree(t, out)["link.txt"]; ok {
		t.Error("it is published")
	}
}

// TestLinksAmongTemplatesAreTold has links that lead out of the site, those that
// stay in it, and one that an editor left, of which nothing is told.
func TestLinksAmongTemplatesAreTold(t *testing.T) {
	outside := site(t, map[string]string{"home.html": "", "partials/footer.html": "Mine", "strings/en.yaml": "lead: Mine"})
	for name, c := range map[string]struct{ at, to, want string }{
		"the folder":            {"templates", outside, "templates: is a symbolic link"},
		"the folder, inside":    {"templates", "mine", "templates: is a symbolic link"},
		"the folder of files":   {"static", outside, "static: is a symbolic link"},
		"the folder of content": {"content", outside, "content: is a symbolic link"},
		"a template":            {"templates/home.html", filepath.Join(outside, "home.html"), "templates/home.html: is a symbolic link"},
		"a template, inside":    {"templates/home.html", "../mine/home.html", "templates/home.html: is a symbolic link"},
		"to nothing":            {"templates/home.html", "nowhere", "templates/home.html: is a symbolic link"},
		"partials":              {"templates/partials", filepath.Join(outside, "partials"), "templates/partials: is a symbolic link"},
		"words":                 {"templates/strings", filepath.Join(outside, "strings"), "templates/strings: is a symbolic link"},
		"words of a language":   {"templates/strings/en.yaml", filepath.Join(outside, "strings/en.yaml"), "templates/strings/en.yaml: is a symbolic link"},
		"of an editor":          {"templates/.#home.html", "me@here.1", ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := site(t, map[string]string{"site.yaml": settings, "mine/home.html": `{{define "main"}}Mine{{end}}`})
			out := filepath.Join(dir, "public")
			before := options(dir).Now.AddDate(-1, 0, 0)
			if err := os.Chtimes(filepath.Join(dir, "site.yaml"), before, before); err != nil {
				t.Fatal(err)
			}
			if _, list, err := Build(options(dir), out); err != nil || list.Errors() > 0 {
				t.Fatal(list, err) // what it remembers must not hide what comes
			}
			at := filepath.Join(dir, c.at)
			if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.Symlink(c.to, at); err != nil {
				t.Skip(err)
			}
			_, list, err := Build(options(dir), out)
			if err != nil || c.want == "" && list.Errors() > 0 {
				t.Fatal(list, err)
			}
			if c.want != "" && (list.Errors() != 1 || list[0].Pos.String()+": "+list[0].Message != c.want || !strings.HasPrefix(list[0].Hint, "put the ")) {
				t.Errorf("%v", list)
			}
		})
	}
}
