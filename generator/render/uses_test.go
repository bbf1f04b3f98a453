package render

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// A page is made again for an edit of the files it uses, and of no others.
func TestDigestNamesTheFilesThatAPageUses(t *testing.T) {
	type view struct {
		Name, Any string
		Many      []string
	}
	theme := map[string]string{
		"base.html":            `<title>{{block "main" .}}{{end}}</title>{{fragment "footer" .}}`,
		"home.html":            `{{define "main"}}{{if .Name}}{{template "partials/list.html" .}}{{end}}{{end}}`,
		"topic.html":           `{{define "main"}}{{with .Name}}{{else}}{{range $i := .Many}}{{.}}{{end}}{{with $x := (fragment "card" .)}}{{$x}}{{end}}{{end}}{{end}}`,
		"page.html":            `{{define "main"}}{{fragment .Any .}}{{end}}`,
		"partials/list.html":   `{{define "deep"}}{{fragments "card" .}}{{end}}{{template "deep" .}}`,
		"partials/card.html":   `{{.Name}}`,
		"partials/footer.html": `{{.Name}}`,
		"partials/unused.html": `{{.Name}}`,
	}
	contract := Contract{Pages: map[string]any{"home": view{}, "topic": view{}, "page": view{}}}
	digests := func(files map[string]string) *Renderer {
		fsys := fstest.MapFS{}
		for name, text := range files {
			fsys[name] = &fstest.MapFile{Data: []byte(text)}
		}
		r, list := New(fsys, nil, contract, nil, false)
		if len(list) > 0 {
			t.Fatal(list)
		}
		return r
	}
	before := digests(theme)
	for name, want := range map[string]string{
		"base.html":            "home page topic",
		"home.html":            "home",
		"topic.html":           "topic",
		"page.html":            "page",
		"partials/list.html":   "home page",
		"partials/card.html":   "home page topic",
		"partials/footer.html": "home page topic",
		"partials/unused.html": "page",
	} {
		files := maps.Clone(theme)
		files[name] = strings.Replace(files[name], "{{", "edited {{", 1)
		if strings.HasPrefix(theme[name], "{{define") {
			files[name] = strings.Replace(theme[name], "}}", "}}edited", 1)
		}
		after := digests(files)
		var got []string
		for _, kind := range slices.Sorted(maps.Keys(contract.Pages)) {
			if after.Digest(kind) != before.Digest(kind) {
				got = append(got, kind)
			}
		}
		if found := strings.Join(got, " "); found != want {
			t.Errorf("%s edited: %q have changed, want %q", name, found, want)
		}
	}
}
