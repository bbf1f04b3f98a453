package build

import (
	"encoding/json"
	"encoding/xml"
	"io"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// publication builds this repository's own site from a copy.
func publication(t *testing.T) map[string]string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "content"), os.DirFS("../../content")); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("../../site.yaml")
	if err != nil {
		t.Fatal(err)
	}
	put(t, dir, "site.yaml", string(text))
	o := options(dir)
	o.Now = noon.AddDate(5, 0, 0)
	out := filepath.Join(dir, "public")
	build(t, o, out)
	return tree(t, out)
}

// document is what a page links to and what can be linked to in it.
type document struct {
	refs []string
	ids  map[string]bool
	data []string // JSON-LD
}

func read(t *testing.T, name, text string) document {
	d := document{ids: map[string]bool{}}
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		for _, a := range n.Attr {
			switch {
			case a.Key == "id":
				if d.ids[a.Val] {
					t.Errorf("%s: two elements have the id %q", name, a.Val)
				}
				d.ids[a.Val] = true
			case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
				t.Errorf("%s: <%s> has %s", name, n.Data, a.Key)
			case a.Key == "href" || a.Key == "src":
				d.refs = append(d.refs, a.Val)
			}
		}
		if n.Data == "script" && n.FirstChild != nil {
			d.data = append(d.data, n.FirstChild.Data)
		}
	}
	return d
}

func TestEveryLinkOfThisPublicationLeadsSomewhere(t *testing.T) {
	files := publication(t)
	docs := map[string]document{}
	for name, text := range files {
		if path.Ext(name) == ".html" {
			docs[name] = read(t, name, text)
		}
	}
	if len(docs) < 100 {
		t.Fatalf("only %d pages", len(docs))
	}
	checked := 0
	for name, d := range docs {
		for _, ref := range d.refs {
			u, err := url.Parse(ref)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			if u.Host != "" && u.Host != "example.org" || u.Scheme == "mailto" {
				continue
			}
			checked++
			target := name
			if u.Path != "" {
				target = strings.TrimPrefix(u.Path, "/")
				if target == "" || strings.HasSuffix(target, "/") {
					target += "index.html"
				}
			}
			if _, ok := files[target]; !ok {
				t.Errorf("%s: %s leads nowhere", name, ref)
			} else if u.Fragment != "" && !docs[target].ids[u.Fragment] {
				t.Errorf("%s: %s has no such place", name, ref)
			}
		}
		for _, text := range d.data {
			var v map[string]any
			if err := json.Unmarshal([]byte(text), &v); err != nil || v["@context"] != "https://schema.org" {
				t.Errorf("%s: JSON-LD %v: %.100s", name, err, text)
			}
		}
	}
	t.Logf("%d pages, %d links", len(docs), checked)
}

func TestWhatMachinesReadIsWellFormed(t *testing.T) {
	for name, text := range publication(t) {
		switch path.Ext(name) {
		case ".xml", ".svg":
			dec := xml.NewDecoder(strings.NewReader(text))
			for {
				if _, err := dec.Token(); err == io.EOF {
					break
				} else if err != nil {
					t.Errorf("%s: %v", name, err)
					break
				}
			}
		case ".json":
			if !json.Valid([]byte(text)) {
				t.Errorf("%s is not JSON", name)
			}
		case ".ics":
			for line := range strings.SplitSeq(strings.TrimSuffix(text, "\r\n"), "\r\n") {
				if len(line) > 75 || strings.Contains(line, "\n") {
					t.Errorf("%s: %q is too long or not folded", name, line)
				}
			}
		}
	}
}
