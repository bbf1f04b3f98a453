package content

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func paths[T any](list []T, path func(T) string) string {
	var out []string
	for _, x := range list {
		out = append(out, path(x))
	}
	return strings.Join(out, "\n")
}

func TestListKeepsSourcesAndPicturesInOrder(t *testing.T) {
	fsys := fstest.MapFS{}
	for _, name := range []string{
		"briefings/b.md", "briefings/b/index.md", "briefings/b/map.PNG", "briefings/b-c.md", "briefings/B.md", "briefings/é.md",
		"pages/about.md", "countries/ml.md",
	} {
		fsys["content/"+name] = &fstest.MapFile{Data: []byte("x")}
	}
	l, list := List(fsys)
	if len(list) > 0 || len(l.Skipped) > 0 {
		t.Errorf("%v, %v", list, l.Skipped)
	}
	got := paths(l.Sources, func(f File) string { return f.Path })
	want := "content/briefings/B.md\ncontent/briefings/b-c.md\ncontent/briefings/b.md\ncontent/briefings/b/index.md\ncontent/briefings/é.md\ncontent/countries/ml.md\ncontent/pages/about.md"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := paths(l.Pictures, func(f File) string { return f.Path }); got != "content/briefings/b/map.PNG" || l.Sources[0].Size != 1 {
		t.Errorf("pictures %s, size %d", got, l.Sources[0].Size)
	}
}

func TestEveryOtherFileIsSkippedWithAReason(t *testing.T) {
	fsys := fstest.MapFS{
		"content/briefings/notes.txt":      {},
		"content/briefings/.x.md.swp":      {},
		"content/briefings/#x.md#":         {},
		"content/briefings/#1-first.md":    {},
		"content/briefings/x.md~":          {},
		"content/briefings/4913":           {},
		"content/briefings/jb_tmp___":      {},
		"content/briefings/x.MD":           {},
		"content/briefings/x.markdown":     {},
		"content/.obsidian/plugin/x.md":    {},
		"content/drafts/x.md":              {},
		"content/drafts/2025/y.md":         {},
		"content/briefing/x.md":            {},
		"content/Pages/x.md":               {},
		"content/x.md":                     {},
		"content/briefings/pipe.md":        {Mode: fs.ModeNamedPipe},
		"content/briefings/link.md":        {Mode: fs.ModeSymlink},
		"content/briefings/folder":         {Mode: fs.ModeSymlink},
		"content/briefings/bad\xffname.md": {},
		"content/briefings/back\\slash.md": {},
	}
	l, list := List(fsys)
	var got []string
	for _, s := range l.Skipped {
		got = append(got, s.Path+": "+s.Reason)
	}
	for _, p := range list {
		got = append(got, p.String())
	}
	for _, f := range l.Sources {
		got = append(got, f.Path)
	}
	want := `content/.obsidian/: begins with a dot
content/Pages/x.md: not below briefings, pages, countries, regions, authors or topics
content/briefing/x.md: not below briefings, pages, countries, regions, authors or topics
content/briefings/#x.md#: left by an editor
content/briefings/.x.md.swp: begins with a dot
content/briefings/4913: left by an editor
content/briefings/jb_tmp___: left by an editor
content/briefings/notes.txt: neither Markdown nor a picture
content/briefings/pipe.md: not a regular file
content/briefings/x.MD: its name does not end in .md
content/briefings/x.markdown: its name does not end in .md
content/briefings/x.md~: left by an editor
content/drafts/2025/y.md: not below briefings, pages, countries, regions, authors or topics
content/drafts/x.md: not below briefings, pages, countries, regions, authors or topics
content/x.md: not below briefings, pages, countries, regions, authors or topics
content: warning: no text right in here is read: content/x.md
	hint: briefings belong into content/briefings, pages such as "About" into content/pages; what begins with a dot is left alone
content/Pages: warning: no text in here is read: content/Pages/x.md
	hint: did you mean content/pages?
content/briefing: warning: no text in here is read: content/briefing/x.md
	hint: did you mean content/briefings?
content/briefings: has the name "back\\slash.md" in it, which cannot be part of an address
	hint: rename it
content/briefings: has the name "bad\xffname.md" in it, which cannot be part of an address
	hint: rename it
content/briefings/folder: is a symbolic link
	hint: put the file itself here
content/briefings/link.md: is a symbolic link
	hint: put the file itself here
content/briefings/x.MD: warning: is not read, for its name does not end in .md
	hint: rename it to x.md
content/briefings/x.markdown: warning: is not read, for its name does not end in .md
	hint: rename it to x.md
content/drafts: warning: no text in here is read: content/drafts/2025/y.md and 1 more
	hint: briefings belong into content/briefings, pages such as "About" into content/pages; what begins with a dot is left alone
content/briefings/#1-first.md`
	if s := strings.Join(got, "\n"); s != want {
		t.Errorf("got\n%s\nwant\n%s", s, want)
	}
}

func TestASiteWithoutContentHasNoSources(t *testing.T) {
	l, list := List(fstest.MapFS{"site.yaml": {}})
	if len(l.Sources)+len(list) > 0 {
		t.Errorf("%v, %v", l, list)
	}
}

// failing is a file system one of whose folders cannot be read.
type failing struct{ fs.FS }

func (f failing) Open(name string) (fs.File, error) {
	if name == "content/pages" {
		return nil, &fs.PathError{Op: "open", Path: "/secret/" + name, Err: fs.ErrPermission}
	}
	return f.FS.Open(name)
}

func TestAnUnreadableFolderIsAProblem(t *testing.T) {
	l, list := List(failing{fstest.MapFS{"content/pages/a.md": {}, "content/briefings/b.md": {}}})
	if len(list) != 1 || list[0].String() != "content/pages: cannot be read: permission denied" || len(l.Sources) != 1 {
		t.Errorf("%v, %v", list, l.Sources)
	}
}

func TestLinksOutOfTheSiteAreNotFollowed(t *testing.T) {
	dir := t.TempDir()
	site, secret := filepath.Join(dir, "site"), filepath.Join(dir, "secret")
	for _, name := range []string{site + "/content/briefings", secret} {
		if err := os.MkdirAll(name, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{secret + "/x.md", site + "/content/briefings/a.md"} {
		if err := os.WriteFile(name, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(secret, site+"/content/briefings/out"); err != nil {
		t.Skip(err)
	}
	root, err := os.OpenRoot(site)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	l, list := List(root.FS())
	if len(l.Sources) != 1 || len(list) != 1 || !strings.HasSuffix(list[0].Path, "/out") {
		t.Errorf("%v, %v", l.Sources, list)
	}
	if err := os.RemoveAll(site + "/content"); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(secret, site+"/content"); err != nil {
		t.Fatal(err)
	}
	if l, list := List(root.FS()); len(l.Sources) > 0 || list.Errors() == 0 {
		t.Errorf("content/ itself is a link: %v, %v", l.Sources, list)
	}
}

func BenchmarkList(b *testing.B) {
	for _, size := range []int{1_000, 10_000} {
		dir := b.TempDir()
		for i := range size {
			folder := fmt.Sprintf("%s/content/briefings/%d/%02d", dir, 2000+i%20, i%12)
			if i < 240 {
				if err := os.MkdirAll(folder, 0o755); err != nil {
					b.Fatal(err)
				}
			}
			if err := os.WriteFile(fmt.Sprintf("%s/briefing-%05d.md", folder, i), nil, 0o644); err != nil {
				b.Fatal(err)
			}
		}
		root, err := os.OpenRoot(dir)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			for b.Loop() {
				l, list := List(root.FS())
				if len(l.Sources) != size || len(list) > 0 || !slices.IsSortedFunc(l.Sources, func(a, b File) int { return strings.Compare(a.Path, b.Path) }) {
					b.Fatal(len(l.Sources), list)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(size), "ns/file")
		})
		root.Close()
	}
}
