package build

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"chancery/generator/content"
	"chancery/generator/parallel"
)

// Files are read as they are now, whatever they were when they were listed.
func TestFilesAreReadAsTheyAre(t *testing.T) {
	dir := t.TempDir()
	tree := fstest.MapFS{}
	var list []content.File
	for i := range 60 {
		text := strings.Repeat(fmt.Sprint(i), 50*i)
		name := fmt.Sprintf("content/%d/%d.md", i/20, i)
		put(t, dir, name, text)
		tree[name] = &fstest.MapFile{Data: []byte(text)}
		list = append(list, content.File{Path: name, Size: int64(len(text) + i%3 - 1)}) // shorter, the same, longer
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	for name, f := range map[string]*files{"folder": newFiles(root, root.FS()), "values": newFiles(nil, tree)} {
		parallel.Each(len(list), func(i int) {
			buf := f.buffer()
			defer f.done(buf)
			if b, err := f.read(list[i], buf); err != nil || string(b) != string(tree[list[i].Path].Data) {
				t.Errorf("%s: %s: %d bytes, %v", name, list[i].Path, len(b), err)
			}
		})
		if _, err := f.read(content.File{Path: "content/0/none.md"}, f.buffer()); !os.IsNotExist(err) {
			t.Errorf("%s: %v", name, err)
		}
		f.close()
	}
}

// What is put in the place of a file or folder after it was listed leads nowhere.
func TestFilesOutsideAreNotRead(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	put(t, outside, "secret.md", "secret")
	for _, name := range []string{"content/a/1.md", "content/a/2.md", "content/a/3.md"} {
		put(t, dir, name, "public")
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	link := func(target, name string) {
		name = filepath.Join(dir, name)
		if err := os.RemoveAll(name); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(target, name); err != nil {
			t.Skip(err)
		}
	}
	link(filepath.Join(outside, "secret.md"), "content/a/3.md")
	f := newFiles(root, root.FS())
	defer f.close()
	for range 3 {
		for _, name := range []string{"1.md", "2.md", "3.md", "secret.md"} {
			if b, _ := f.read(content.File{Path: "content/a/" + name}, f.buffer()); strings.Contains(string(b), "secret") {
				t.Errorf("%s: read %q", name, b)
			}
		}
		link(outside, "content/a")
	}
}

// The buffer that a source was read into serves the next one.
func TestNothingOfASourceKeepsItsBytes(t *testing.T) {
	dir := corpus(t, 40)
	root, err := openSite(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	o := options(dir)
	l := &loader{o: o, root: root, site: root.FS()}
	if err := l.configure(); err != nil {
		t.Fatal(err)
	}
	l.words()
	l.survey()
	l.memory = openMemory(root, o.Version, true, true)
	l.sources()
	sources := []string{"content/briefings/x.md", "content/briefings/y.md", "content/briefings/z.md"}
	texts := []string{"---\ntitle: \"A \\\"b\\\" c\"\ndate: 2021-02-03\ntopics: [a, b]\nparams:\n  x: y\n---\n> [!NOTE]\n> *x* &amp; y[^1]\n\n![a](b.png \"c | d\") <https://example.org> `c` [1]\n\n[^1]: note\n\n- 1 May 2021: it's \"x\"\n- 2 May 2021: y\n\n## Sources\n\n1. [A](https://a.org)\n",
		"+++\ntitle = \"T\"\ndate = \"2021-02-03\"\n+++\nA text.\n", "{\"title\": \"J\", \"date\": \"2021-02-03\"}\nA text.\n"}
	for _, f := range l.listing.Sources {
		raw, err := root.ReadFile(f.Path)
		if err != nil {
			t.Fatal(err)
		}
		sources, texts = append(sources, f.Path), append(texts, string(raw))
	}
	for i, text := range texts {
		raw := []byte(text)
		p, body := l.parser.parse(sources[i], raw)
		show := func() string {
			out, err := json.Marshal([]any{p.Briefing, p.Standing, p.list, body})
			if err != nil {
				t.Fatal(err)
			}
			return string(out)
		}
		before := show()
		for i := range raw {
			raw[i] = '#'
		}
		if after := show(); after != before {
			t.Errorf("%q was\n%s\nand becomes\n%s", text, before, after)
		}
	}
}
