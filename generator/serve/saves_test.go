package serve

import (
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"chancery/generator/build"
)

// style is a way in which editors save a file that may be there already.
type style struct {
	name string
	save func(p *preview, name, text string)
}

// styles are those seen in editors: nano and most others write in place, vim
// keeps a backup, GNOME and JetBrains rename over, Emacs and others differ by
// their settings.
var styles = []style{
	{"in place", func(p *preview, name, text string) {
		f, err := os.OpenFile(p.path(name), os.O_WRONLY|os.O_CREATE, 0o644)
		p.do(err)
		_, err = f.WriteString(text)
		p.do(err)
		p.do(f.Truncate(int64(len(text))))
		p.do(f.Close())
	}},
	{"truncate, then write in pieces", func(p *preview, name, text string) {
		f, err := os.Create(p.path(name))
		p.do(err)
		for piece := range slices.Chunk([]byte(text), 64) {
			_, err = f.Write(piece)
			p.do(err)
			time.Sleep(time.Millisecond)
		}
		p.do(f.Close())
	}},
	{"rename over", func(p *preview, name, text string) {
		p.write(name+".tmp", text)
		p.rename(name+".tmp", name)
	}},
	{"backup, then create", func(p *preview, name, text string) {
		probe := filepath.Join(filepath.Dir(p.path(name)), "4913")
		p.do(os.WriteFile(probe, nil, 0o644))
		p.do(os.Remove(probe))
		if os.Rename(p.path(name), p.path(name+"~")) == nil {
			defer p.remove(name + "~")
		}
		p.write(name, text)
	}},
	{"delete, then create", func(p *preview, name, text string) {
		p.remove(name)
		p.write(name, text)
	}},
	{"from a folder aside", func(p *preview, name, text string) {
		aside := filepath.Join(filepath.Dir(p.path(name)), ".sb-1")
		p.do(os.Mkdir(aside, 0o755))
		temporary := filepath.Join(aside, "x")
		p.do(os.WriteFile(temporary, []byte(text), 0o644))
		p.do(os.Rename(temporary, p.path(name)))
		p.do(os.Remove(aside))
	}},
}

func TestEveryStyleOfSavingIsSeen(t *testing.T) {
	const name = "content/briefings/2021/one.md"
	p := start(t, village)
	for _, s := range styles {
		t.Run(s.name, func(t *testing.T) {
			s.save(p, name, strings.Replace(village[name], "spoke", "wrote by "+s.name, 1))
			p.shows("/briefings/2021/03/one/", "wrote by "+s.name)
			s.save(p, "content/pages/new.md", "---\ntitle: New\n---\nMade by "+s.name+".\n")
			p.shows("/new/", "Made by "+s.name)
			p.remove("content/pages/new.md")
			p.hides("/new/", "Made by")
		})
	}
}

func TestFoldersComeAndGo(t *testing.T) {
	p := start(t, village)
	text := func(title string) string {
		return "---\ntitle: " + title + "\ndate: 2024-01-01\n---\n" + title + " in Chad.\n"
	}
	p.write("content/briefings/2024/deep/er/index.md", text("Deep"))
	p.shows("/briefings/2024/01/er/", "Deep in Chad")
	p.write("content/briefings/2024/deep/er/index.md", text("Deeper"))
	p.shows("/briefings/2024/01/er/", "Deeper in Chad")

	p.rename("content/briefings/2024", "content/briefings/moved") // the folders below keep their watches, and old names
	p.shows("/briefings/2024/01/er/", "Deeper in Chad")
	p.write("content/briefings/moved/deep/er/index.md", text("Moved"))
	p.shows("/briefings/2024/01/er/", "Moved in Chad")

	p.rename("content/briefings/moved", "away")
	p.hides("/briefings/2024/01/er/", "Moved")
	p.write("away/deep/er/index.md", text("Back"))
	p.rename("away", "content/briefings/back")
	p.shows("/briefings/2024/01/er/", "Back in Chad")
	p.remove("content/briefings/back")
	p.hides("/briefings/2024/01/er/", "Back")

	p.write("content/briefings/2024/deep/er/index.md", text("Anew")) // under a name that was watched before
	p.shows("/briefings/2024/01/er/", "Anew in Chad")
	p.write("content/briefings/2024/deep/er/index.md", text("Renewed"))
	p.shows("/briefings/2024/01/er/", "Renewed in Chad")

	p.rename("content", "content.old")
	p.rename("content.old", "content")
	p.write("content/pages/about.md", "---\ntitle: About\n---\nStill here.\n")
	p.shows("/about/", "Still here")

	p.write("templates/404.html", `{{define "main"}}nothing of the kind{{end}}`)
	p.shows("/nowhere/", "nothing of the kind")
	p.remove("templates")
	p.hides("/nowhere/", "nothing of the kind")
	p.write("static/.well-known/x.txt", "known")
	p.shows("/.well-known/x.txt", "known")
	p.isBuilt()
}

func TestWithoutEventsFilesAreLookedAt(t *testing.T) {
	p := start(t, village, func(o *Options) { o.pace.blind, o.pace.polling = true, 20*time.Millisecond })
	for _, s := range styles {
		s.save(p, "content/pages/about.md", "---\ntitle: About\n---\nUs, "+s.name+".\n")
		p.shows("/about/", "Us, "+s.name)
	}
	p.write("content/briefings/2024/deep/index.md", "---\ntitle: Deep\ndate: 2024-01-01\n---\nDeep in Chad.\n")
	p.shows("/briefings/2024/01/deep/", "Deep in Chad")
	p.remove("content/briefings/2024")
	p.hides("/briefings/2024/01/deep/", "Deep in Chad")
}

func TestWhatNoEventToldOfIsFound(t *testing.T) {
	p := &preview{t: t, dir: t.TempDir()}
	for name, text := range village {
		p.write(name, text)
	}
	e := newEye(p.dir, pace{blind: true})
	defer e.close()
	time.Sleep(2 * racy)
	e.look() // what was just being written when it was seen is looked at twice
	if again := e.look(); len(again) > 0 {
		t.Errorf("%q are not what they were, though nobody touched them", again)
	}
	p.write("content/pages/more.md", "---\ntitle: More\n---\n")
	p.remove("content/pages/about.md")
	if got := fmt.Sprint(e.look()); got != "[content/pages/about.md content/pages/more.md]" {
		t.Errorf("a look finds %s", got)
	}
}

func TestItsOwnWritesAreNotChanges(t *testing.T) {
	p := start(t, village)
	state := func() string { _, body := p.get("/_preview/state.json"); return body }
	before := state()
	if _, list, err := build.Build(p.o.Site, p.path("public")); err != nil || list.Errors() > 0 {
		t.Fatal(list, err)
	}
	for _, name := range []string{".chancery/x", "public/y.html", "README.md", ".git/index", "content/.note.md.swp", "content/briefings/.#one.md", "site.yaml~"} {
		p.write(name, "x")
	}
	time.Sleep(200 * time.Millisecond)
	if after := state(); after != before {
		t.Errorf("before %s, after %s", before, after)
	}
	p.write("content/pages/about.md", "---\ntitle: About\n---\nSeen.\n")
	p.shows("/about/", "Seen")
}

// saves is the number of random saves: CHANCERY_SAVES, or few.
func saves(t *testing.T) int {
	if n, err := strconv.Atoi(os.Getenv("CHANCERY_SAVES")); err == nil {
		return n
	}
	if testing.Short() {
		return 10
	}
	return 40
}

// TestAnySaveLeadsToThePagesOfABuild makes random saves in all styles. After
// each, every page is the one that a build from nothing writes; after one that
// breaks the site, pages stay what they were.
func TestAnySaveLeadsToThePagesOfABuild(t *testing.T) {
	p := start(t, village, func(o *Options) { o.Site.Theme = plain(t) })
	r := &writer{p: p, rand: rand.New(rand.NewPCG(5, 11)), files: maps.Clone(village)}
	for i := range saves(t) {
		what := r.step()
		t.Run(fmt.Sprintf("%d %s", i, what), func(t *testing.T) {
			sub := *p
			sub.t = t
			sub.isBuilt()
			sub.isMended()
		})
		if t.Failed() {
			return
		}
	}
}

// plain is the theme without its maps and fonts, which take most of the time of
// building a small site.
func plain(t *testing.T) fs.FS {
	theme, out := os.DirFS("../.."), fstest.MapFS{"static/css/site.css": {Data: []byte("p { margin: 0 }")}}
	err := fs.WalkDir(theme, "templates", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(theme, name)
		text := strings.NewReplacer("{{.Map.HTML}}", "", "{{$.LeadMap.HTML}}", "").Replace(string(b))
		out[name] = &fstest.MapFile{Data: []byte(text)}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// isMended waits until no problem is shown.
func (p *preview) isMended() { p.t.Helper(); p.shows("/_preview/state.json", `"problems":[]`) }

// writer edits a site at random.
type writer struct {
	p     *preview
	rand  *rand.Rand
	files map[string]string
	count int
}

// step changes one thing and says what.
func (w *writer) step() string {
	w.count++
	names := slices.Sorted(maps.Keys(w.files))
	s := styles[w.rand.IntN(len(styles))]
	any := func(prefix string) string {
		below := slices.DeleteFunc(slices.Clone(names), func(n string) bool { return !strings.HasPrefix(n, prefix) })
		if len(below) == 0 {
			return ""
		}
		return below[w.rand.IntN(len(below))]
	}
	save := func(name, text string) string {
		w.p.do(os.MkdirAll(filepath.Dir(w.p.path(name)), 0o755))
		s.save(w.p, name, text)
		w.files[name] = text
		return "saves " + name + " " + s.name
	}
	old := any("content/briefings/")
	switch w.rand.IntN(9) {
	case 0, 1:
		if old != "" {
			return save(old, w.files[old]+fmt.Sprintf("\nAnd Niger, %d.\n", w.count))
		}
	case 2:
		if old != "" {
			return save(old, strings.Replace(w.files[old], "title: ", fmt.Sprintf("title: T%d ", w.count), 1))
		}
	case 3:
		if old != "" {
			delete(w.files, old)
			w.p.remove(old)
			return "removes " + old
		}
	case 4:
		if old != "" {
			to := fmt.Sprintf("content/briefings/moved%d/m%d.md", w.count, w.count)
			w.files[to] = w.files[old]
			delete(w.files, old)
			w.p.do(os.MkdirAll(filepath.Dir(w.p.path(to)), 0o755))
			w.p.rename(old, to)
			return "moves " + old + " to " + to
		}
	case 5:
		return save("site.yaml", strings.Replace(village["site.yaml"], "Village", fmt.Sprintf("Village %d", w.count), 1))
	case 6:
		return save("templates/404.html", fmt.Sprintf(`{{define "main"}}no %d{{end}}`, w.count))
	case 7:
		if old != "" { // broken, then mended another way
			s.save(w.p, old, "---\ntitle: [\n---\n")
			w.p.shows("/_preview/state.json", old)
			return save(old, w.files[old])
		}
	}
	name := fmt.Sprintf("content/briefings/y%d/n%d.md", w.rand.IntN(4), w.count)
	return save(name, fmt.Sprintf("---\ntitle: New %d\ndate: 20%02d-03-04\nauthor: ana\n---\nChad and Mali, %d.\n", w.count, 10+w.rand.IntN(14), w.count))
}
