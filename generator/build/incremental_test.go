package build

import (
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"chancery/generator/problem"
)

var (
	sequences = flag.Int("sequences", 60, "random sequences of edits to build with and without memory")
	firstSeed = flag.Int("first", 0, "the seed of the first sequence")
)

// TestIncrementalIsClean makes random edits to a small site and builds it after
// each, once with all that earlier builds remembered and once with nothing: the
// two trees are equal byte for byte. Failing sequences are named by their seed.
func TestIncrementalIsClean(t *testing.T) {
	if testing.Short() {
		t.Skip("many builds")
	}
	var updates atomic.Int64
	t.Cleanup(func() {
		if updates.Load() == 0 {
			t.Error("the preview has always read everything")
		}
	})
	for i := range *sequences {
		seed := *firstSeed + i
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			e := newEditor(t, uint64(seed))
			defer e.leave()
			for range 3 + e.rand.IntN(6) {
				e.check(e.edit())
			}
			updates.Add(int64(e.updates))
		})
	}
}

// editor changes a site as people do.
type editor struct {
	t     *testing.T
	rand  *rand.Rand
	files map[string]string
	past  []map[string]string
	dir   string
	out   string
	o     Options
	clock time.Time // of the files
	steps []string

	preview *Workshop
	snap    *Snapshot
	shown   string // the options of preview
	touched []string
	updates int // of the preview that were no reading of everything
}

func newEditor(t *testing.T, seed uint64) *editor {
	e := &editor{
		t: t, rand: rand.New(rand.NewPCG(seed, 7)), files: maps.Clone(smallSite), dir: t.TempDir(),
		clock: noon.AddDate(-1, 0, 0),
	}
	e.out = filepath.Join(e.dir, "public")
	e.o = options(e.dir)
	if seed%50 != 0 {
		e.o.Theme = plainTheme()
	}
	for name, text := range e.files {
		e.write(name, text)
	}
	build(t, e.o, e.out)
	return e
}

// plainTheme is the theme without its maps, which take most of the time of a
// small build, and without its fonts.
var plainTheme = sync.OnceValue(func() fs.FS {
	out := fstest.MapFS{}
	err := fs.WalkDir(theme, "templates", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(theme, name)
		out[name] = &fstest.MapFile{Data: b}
		return err
	})
	if err != nil {
		panic(err)
	}
	const drawing = "templates/partials/map.html"
	if out[drawing] == nil {
		panic("maps are no longer drawn by " + drawing)
	}
	out[drawing].Data = []byte("{{/* no map */}}")
	out["static/css/site.css"] = &fstest.MapFile{Data: []byte("p { margin: 0 }")}
	return out
})

// write gives every file a time of its own, long ago, so that builds trust it.
func (e *editor) write(name, text string) {
	put(e.t, e.dir, name, text)
	e.touched = append(e.touched, name)
	e.clock = e.clock.Add(time.Minute)
	if err := os.Chtimes(filepath.Join(e.dir, name), e.clock, e.clock); err != nil {
		e.t.Fatal(err)
	}
}

func (e *editor) set(name, text string) {
	e.files[name] = text
	e.write(name, text)
}

func (e *editor) remove(name string) {
	delete(e.files, name)
	e.touched = append(e.touched, name)
	if err := os.Remove(filepath.Join(e.dir, name)); err != nil {
		e.t.Fatal(err)
	}
}

func (e *editor) pick(list []string) string { return list[e.rand.IntN(len(list))] }

// some picks an existing file below a folder.
func (e *editor) some(folder string) string {
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(e.files)), func(n string) bool {
		return !strings.HasPrefix(n, folder) || !strings.HasSuffix(n, ".md")
	})
	return e.pick(names)
}

// edit makes one random change and says what it was.
func (e *editor) edit() string {
	e.past = append(e.past, maps.Clone(e.files))
	names := slices.Sorted(maps.Keys(edits))
	name := e.pick(names)
	edits[name](e)
	e.steps = append(e.steps, name)
	return name
}

// line replaces one line of front matter, or adds it.
func (e *editor) line(name, key, value string) {
	text := e.files[name]
	head, body, _ := strings.Cut(strings.TrimPrefix(text, "---\n"), "\n---\n")
	var kept []string
	for _, l := range strings.Split(head, "\n") {
		if !strings.HasPrefix(l, key+":") {
			kept = append(kept, l)
		}
	}
	if value != "" {
		kept = append(kept, key+": "+value)
	}
	e.set(name, "---\n"+strings.Join(kept, "\n")+"\n---\n"+body)
}

var edits = map[string]func(*editor){
	"body": func(e *editor) {
		n := e.some("content/briefings")
		e.set(n, e.files[n]+"\nAnother sentence about Niger.\n")
	},
	"sentence": func(e *editor) { // which no other page shows
		n := e.some("content/briefings")
		e.set(n, e.files[n]+fmt.Sprintf("\nIt rained for %d days.\n", e.rand.IntN(50)))
	},
	"heading": func(e *editor) {
		n := e.some("content/briefings")
		e.set(n, e.files[n]+fmt.Sprintf("\n## Part %d\n\nIn short.\n", e.rand.IntN(50)))
	},
	"link": func(e *editor) {
		n := e.some("content/briefings/2022")
		e.set(n, e.files[n]+"\nSee [the first](../2021/one.md).\n")
	},
	"alias": func(e *editor) {
		e.line("content/briefings/2021/one.md", "aliases", e.pick([]string{"", "[/old/]", "[/older/]", "[/old/, /older/]"}))
	},
	"retell": func(e *editor) { // an event, and nothing else that others show
		const n = "content/briefings/2021/one.md"
		head, _, _ := strings.Cut(e.files[n], "talks end")
		e.set(n, fmt.Sprintf("%stalks end on day %d\n", head, e.rand.IntN(9)))
	},
	"supersedes": func(e *editor) {
		e.line("content/briefings/2022/two.md", "supersedes", e.pick([]string{"", "../2021/one.md"}))
	},
	"source": func(e *editor) {
		e.line(e.some("content/briefings/202"), "sources", fmt.Sprintf("[A paper, Paper %d]", e.rand.IntN(9)))
	},
	"event": func(e *editor) {
		n := e.some("content/briefings")
		e.set(n, e.files[n]+"\n- 3 May 2021: a meeting in Bamako\n- 4 May 2021: another one\n")
	},
	"title": func(e *editor) {
		e.line(e.some("content/briefings"), "title", fmt.Sprintf("Title %d about %s", e.rand.IntN(50), e.pick([]string{"Mali", "Algeria", "Chad"})))
	},
	"summary": func(e *editor) {
		e.line(e.some("content/briefings"), "summary", fmt.Sprintf("Summary %d.", e.rand.IntN(50)))
	},
	"date": func(e *editor) {
		e.line(e.some("content/briefings"), "date", fmt.Sprintf("202%d-0%d-1%d", e.rand.IntN(5), 1+e.rand.IntN(9), e.rand.IntN(9)))
	},
	"slug": func(e *editor) {
		e.line(e.some("content/briefings"), "slug", fmt.Sprintf("slug-%d", e.rand.IntN(1000)))
	},
	"country": func(e *editor) {
		e.line(e.some("content/briefings"), "countries", e.pick([]string{"[ML]", "[DZ, ML]", "[NE]", "[TD, SD]"}))
	},
	"region": func(e *editor) {
		e.line(e.some("content/briefings"), "region", e.pick([]string{"Sahel", "Maghreb", "western-africa"}))
	},
	"author": func(e *editor) {
		e.line(e.some("content/briefings"), "author", e.pick([]string{"ana", "ben", "carla"}))
	},
	"topic": func(e *editor) {
		e.line(e.some("content/briefings"), "topics", e.pick([]string{"[mediation]", "[borders, trade]", "[trade]"}))
	},
	"series": func(e *editor) {
		e.line(e.some("content/briefings"), "series", e.pick([]string{"Border notes", "Letters"}))
	},
	"draft":   func(e *editor) { e.line(e.some("content/briefings"), "draft", e.pick([]string{"true", "false"})) },
	"embargo": func(e *editor) { e.line(e.some("content/briefings"), "embargo", "2025-06-15T13:00Z") },
	"passing": func(e *editor) { e.o.Now = e.o.Now.Add(time.Duration(e.rand.IntN(120)) * time.Minute) },
	"drafts":  func(e *editor) { e.o.Drafts = !e.o.Drafts },
	"base":    func(e *editor) { e.o.BaseURL = e.pick([]string{"", "https://example.org", "https://example.org/sub"}) },
	"config": func(e *editor) {
		e.set("site.yaml", strings.Replace(smallSite["site.yaml"], "title: Small", fmt.Sprintf("title: Small %d", e.rand.IntN(9)), 1))
	},
	"page size": func(e *editor) {
		e.set("site.yaml", smallSite["site.yaml"]+fmt.Sprintf("page_size: %d\n", 5+e.rand.IntN(5)))
	},
	"names":   func(e *editor) { e.set("site.yaml", smallSite["site.yaml"]+"territories:\n  ML: {name: The Mali}\n") },
	"css":     func(e *editor) { e.set("static/css/extra.css", fmt.Sprintf("p { margin: %dpx }\n", e.rand.IntN(50))) },
	"picture": func(e *editor) { e.set("content/briefings/2023/folder/map.svg", drawn(e.rand.IntN(9))) },
	"partial": func(e *editor) {
		e.set("templates/partials/line.html", fmt.Sprintf("<p class=\"line\">%d <a href=\"{{.URL}}\">{{.Title}}</a></p>\n", e.rand.IntN(9)))
	},
	"static": func(e *editor) { // a file that pieces use which are hidden at times
		n := e.some("content/briefings")
		e.set("static/files/paper.txt", "A paper.")
		e.set(n, e.files[n]+e.pick([]string{"\n[A paper](/files/paper.txt)\n", "\nNo paper.\n"}))
		e.line(n, "draft", e.pick([]string{"", "true"}))
		e.line(n, "params", e.pick([]string{"", "{paper: /files/paper.txt}"}))
	},
	"template": func(e *editor) {
		e.set("templates/page.html", fmt.Sprintf("{{define \"main\"}}<h1>%d {{.Title}}</h1>{{.Body.HTML}}{{end}}\n", e.rand.IntN(9)))
	},
	"intro": func(e *editor) {
		e.set("content/topics/trade.md", fmt.Sprintf("---\ntitle: Trade %d\n---\nOn trade.\n", e.rand.IntN(9)))
	},
	"dossier": func(e *editor) { e.set("content/countries/ml.md", fmt.Sprintf("On Mali, %d.\n", e.rand.IntN(9))) },
	"page": func(e *editor) {
		e.set("content/pages/about.md", fmt.Sprintf("---\ntitle: About %d\n---\nSee [it](../briefings/2021/one.md).\n", e.rand.IntN(9)))
	},
	"add": func(e *editor) {
		n := fmt.Sprintf("content/briefings/2024/new-%d.md", e.rand.IntN(1000))
		e.set(n, fmt.Sprintf("---\ntitle: New %d\ndate: 2024-0%d-02\ntopics: [trade]\n---\nChad and Niger met.\n\n- 3 March 2024: met\n- 5 March 2024: met again\n", e.rand.IntN(99), 1+e.rand.IntN(9)))
	},
	"translate": func(e *editor) {
		e.set("content/briefings/2022/two.fr.md", fmt.Sprintf("---\ntitle: Le deuxième %d\ndate: 2022-02-02\n---\nLe Tchad.\n", e.rand.IntN(9)))
	},
	"delete": func(e *editor) {
		if n := e.some("content/briefings/202"); !slices.Contains(pinned, n) {
			e.remove(n)
		}
	},
	"rename": func(e *editor) {
		if n := e.some("content/briefings/202"); !slices.Contains(pinned, n) {
			text := e.files[n]
			e.remove(n)
			e.set(path.Dir(n)+fmt.Sprintf("/renamed-%d.md", e.rand.IntN(1000)), text)
		}
	},
	"case": func(e *editor) {
		if text, ok := e.files["content/briefings/2022/three.md"]; ok {
			e.remove("content/briefings/2022/three.md")
			e.set("content/briefings/2022/Three.md", text)
		}
	},
	"swap": func(e *editor) {
		e.line("content/briefings/2021/one.md", "slug", "first")
		e.line("content/briefings/2022/two.md", "slug", "second")
		if e.rand.IntN(2) == 0 {
			e.line("content/briefings/2021/one.md", "slug", "second")
			e.line("content/briefings/2022/two.md", "slug", "first")
		}
	},
	"revert": func(e *editor) {
		old := e.past[e.rand.IntN(len(e.past))]
		for _, n := range slices.Sorted(maps.Keys(e.files)) {
			if _, ok := old[n]; !ok {
				e.remove(n)
			}
		}
		for _, n := range slices.Sorted(maps.Keys(old)) {
			if e.files[n] != old[n] {
				e.set(n, old[n])
			}
		}
	},
	"damage": func(e *editor) {
		name := filepath.Join(e.dir, memoryFolder, e.pick([]string{memoryName, recordsName, detailsName, textsName, stateName}))
		raw, err := os.ReadFile(name)
		if err != nil || len(raw) == 0 {
			return
		}
		raw[e.rand.IntN(len(raw))] ^= 0x55
		if err := os.WriteFile(name, raw[:e.rand.IntN(len(raw))+1], 0o644); err != nil {
			e.t.Fatal(err)
		}
	},
	"outputs": func(e *editor) {
		name := filepath.Join(e.out, "timeline/index.html")
		if e.rand.IntN(2) == 0 {
			os.Remove(name)
		} else {
			os.WriteFile(name, []byte("touched"), 0o644)
		}
	},
	"nothing": func(*editor) {},
}

// pinned are sources that others refer to.
var pinned = []string{"content/briefings/2021/one.md", "content/briefings/2022/two.md"}

func drawn(n int) string {
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="%d" height="1"/></svg>`, n+1)
}

var smallSite = map[string]string{
	"site.yaml": "title: Small\nbase_url: https://example.org\nlanguages: [en, fr]\ntime_zone: UTC\nauthors:\n  ana: {name: Ana}\n  ben: {name: Ben}\n",
	"content/briefings/2021/one.md": "---\ntitle: Mali talks\ndate: 2021-03-01\nauthor: ana\ntopics: [mediation]\nseries: Letters\n---\n" +
		"Mali and Algeria spoke. See [the next](../2022/two.md).\n\n## Timeline\n\n- 1 March 2021: talks in Algiers\n- 2 March 2021: talks end\n",
	"content/briefings/2022/two.md": "---\ntitle: Algeria and the border\ndate: 2022-02-02\nauthor: ben\nregion: Maghreb\ntopics: [trade]\nsupersedes: ../2021/one.md\n---\n" +
		"Algeria said so[1]. Talks began.\n\n- 1 March 2021: talks in Algiers\n- 7 February 2022: a visit\n\n## Sources\n\n1. A paper\n",
	"content/briefings/2022/three.md":        "---\ntitle: Chad votes\ndate: 2022-09-09\nauthor: ana\ncountries: [TD]\nsummary: A vote.\n---\nIn Chad, and Niger.\n",
	"content/briefings/2023/folder/index.md": "---\ntitle: With a map\ndate: 2023-01-05\nimage: {src: map.svg, alt: A map}\n---\nMauritania ![a](map.svg)\n",
	"content/briefings/2023/folder/map.svg":  drawn(3),
	"content/briefings/2023/cinq.fr.md":      "---\ntitle: Au Niger\ndate: 2023-05-05\n---\nLe Niger.\n",
	"content/pages/about.md":                 "---\ntitle: About\n---\nUs.\n",
}

// check builds the site both ways and compares.
func (e *editor) check(step string) {
	e.t.Helper()
	_, list, err := Build(e.o, e.out)
	if err != nil {
		e.t.Fatalf("after %v: %v", e.steps, err)
	}
	fresh, want := e.clean()
	if diff := cmp.Diff(fmt.Sprint(want), fmt.Sprint(list)); diff != "" {
		e.t.Fatalf("after %v the problems differ (-clean +incremental):\n%s", e.steps, diff)
	}
	if want.Errors() > 0 {
		e.undo(step)
		return
	}
	got := tree(e.t, e.out)
	delete(got, ".chancery-manifest")
	if diff := cmp.Diff(fresh, got); diff != "" {
		e.t.Fatalf("after %v the trees differ (-clean +incremental):\n%s", e.steps, diff)
	}
	if diff := cmp.Diff(fresh, e.previewed()); diff != "" {
		e.t.Fatalf("after %v the preview differs (-clean +preview):\n%s", e.steps, diff)
	}
}

// leave ends the preview. The testing package holds what a subtest has to clean
// up until all are done: of ten thousand previews nothing may be left.
func (e *editor) leave() {
	if e.preview != nil {
		e.preview.Close()
	}
	e.preview, e.snap = nil, nil
}

// previewed is the site as a preview shows it that has followed all edits.
func (e *editor) previewed() map[string]string {
	e.t.Helper()
	if shown := fmt.Sprint(e.o.Now, e.o.Drafts, e.o.BaseURL); e.preview == nil || e.shown != shown {
		w, err := Open(e.o)
		if err != nil {
			e.t.Fatal(err)
		}
		e.leave()
		e.preview, e.shown = w, shown
	}
	next, ok := (*Snapshot)(nil), false
	if e.snap != nil {
		next, _, ok = e.preview.Update(e.snap, e.touched)
	}
	if ok {
		e.updates++
	} else {
		var err error
		if next, _, err = e.preview.Load(); err != nil {
			e.t.Fatal(err)
		}
	}
	e.snap, e.touched = next, nil
	return rendered(e.t, next)
}

// rendered is everything that a snapshot publishes.
func rendered(t *testing.T, s *Snapshot) map[string]string {
	t.Helper()
	out := map[string]string{}
	for name := range s.refs {
		p, _ := s.Page(name)
		b, err := s.Render(p)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = string(b)
	}
	for name := range s.files {
		data, ok := s.File(name)
		if !ok {
			t.Fatalf("%s cannot be read", name)
		}
		out[name] = string(data)
	}
	return out
}

// clean is the site as one sees it who remembers nothing.
func (e *editor) clean() (out map[string]string, wrong problem.List) {
	e.t.Helper()
	cleanly(e.t, e.o, func(s *Snapshot, list problem.List) {
		if wrong = list; s != nil {
			out = rendered(e.t, s)
		}
	})
	return out, wrong
}

// undo takes back an edit that made the site wrong.
func (e *editor) undo(step string) {
	old := e.past[len(e.past)-1]
	for _, n := range slices.Sorted(maps.Keys(e.files)) {
		if _, ok := old[n]; !ok {
			e.remove(n)
		}
	}
	for _, n := range slices.Sorted(maps.Keys(old)) {
		if e.files[n] != old[n] {
			e.set(n, old[n])
		}
	}
	e.check(step + ", undone")
}
