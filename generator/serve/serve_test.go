package serve

import (
	"context"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"chancery/generator/build"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// village is a small site that has a page of nearly every kind.
var village = map[string]string{
	"site.yaml": "title: Village\nlanguages: [en, ar]\ntime_zone: UTC\nauthors:\n  ana: {name: Ana}\n  ben: {name: Ben}\n",
	"content/briefings/2021/one.md": "---\ntitle: Mali talks\ndate: 2021-03-01\nauthor: ana\ntopics: [mediation]\n---\n" +
		"Mali and Algeria spoke.\n\n## Timeline\n\n- 1 March 2021: talks in Algiers\n- 2 March 2021: talks end\n",
	"content/briefings/2022/two.md":     "---\ntitle: Algeria and the border\ndate: 2022-02-02\nauthor: ben\ntopics: [trade]\n---\nAlgeria said so.\n",
	"content/briefings/2023/four.ar.md": "---\ntitle: محادثات مالي\ndate: 2023-05-05\nauthor: ana\n---\nتحدثت مالي والجزائر.\n",
	"content/pages/about.md":            "---\ntitle: About\n---\nUs.\n",
	"static/note.txt":                   "note",
}

var noon = time.Date(2025, 6, 15, 12, 0, 0, 0, time.UTC)

// preview is a running server and the site that it shows.
type preview struct {
	t    testing.TB
	dir  string
	port int
	url  string // without a slash at its end
	all  []string
	said func() string
	stop func() time.Duration // ends it, and returns how long that took
	o    Options
}

// start serves a site made of files. Nothing finds changes but events.
func start(t *testing.T, files map[string]string, with ...func(*Options)) *preview {
	t.Helper()
	p := &preview{t: t, dir: t.TempDir()}
	for name, text := range files {
		p.write(name, text)
	}
	o := Options{Site: build.Options{Dir: p.dir, Theme: os.DirFS("../.."), Now: noon, Version: "test"}, pace: usual()}
	o.pace.reconcile, o.pace.polling = time.Hour, time.Hour
	for _, f := range with {
		f(&o)
	}
	return run(t, p.dir, o)
}

// run serves a folder until the test ends.
func run(t testing.TB, dir string, o Options) *preview {
	t.Helper()
	p := &preview{t: t, dir: dir, o: o}
	var mu sync.Mutex
	var said strings.Builder
	p.said = func() string { mu.Lock(); defer mu.Unlock(); return said.String() }
	p.o.Say = func(format string, a ...any) { mu.Lock(); defer mu.Unlock(); fmt.Fprintf(&said, format+"\n", a...) }
	ready := make(chan []string, 1)
	p.o.Ready = func(addresses []string) { ready <- addresses }
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- Run(ctx, p.o) }()
	select {
	case p.all = <-ready:
	case err := <-ended:
		cancel()
		t.Fatal(err)
	}
	p.url, _, _ = strings.Cut(p.all[0], "/?")
	p.url = strings.TrimSuffix(p.url, "/")
	host := strings.TrimPrefix(p.url, "http://localhost:")
	host, _, _ = strings.Cut(host, "/")
	fmt.Sscan(host, &p.port)
	p.stop = sync.OnceValue(func() time.Duration {
		began := time.Now()
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		return time.Since(began)
	})
	t.Cleanup(func() { http.DefaultClient.CloseIdleConnections(); p.stop() })
	return p
}

func (p *preview) path(name string) string { return filepath.Join(p.dir, filepath.FromSlash(name)) }

func (p *preview) write(name, text string) {
	p.t.Helper()
	p.do(os.MkdirAll(filepath.Dir(p.path(name)), 0o755))
	p.do(os.WriteFile(p.path(name), []byte(text), 0o644))
}

func (p *preview) remove(name string)     { p.t.Helper(); p.do(os.RemoveAll(p.path(name))) }
func (p *preview) rename(from, to string) { p.t.Helper(); p.do(os.Rename(p.path(from), p.path(to))) }
func (p *preview) do(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

// get asks for an address and returns the status and what a build would write.
func (p *preview) get(address string) (int, string) {
	p.t.Helper()
	answer, err := http.Get(p.url + address)
	p.do(err)
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	p.do(err)
	return answer.StatusCode, added.ReplaceAllString(string(b), "")
}

// added is what only the preview's pages have.
var added = regexp.MustCompile(`<link rel="stylesheet" href="/_preview/.*data-state="[^"]*" defer></script>`)

// shows waits until a page has a text, or has it no more.
func (p *preview) shows(address, text string) { p.t.Helper(); p.eventually(address, text, true) }
func (p *preview) hides(address, text string) { p.t.Helper(); p.eventually(address, text, false) }

func (p *preview) eventually(address, text string, want bool) {
	p.t.Helper()
	var body string
	ok := within(waiting, func() bool {
		_, body = p.get(address)
		return strings.Contains(body, text) == want
	})
	if !ok {
		p.t.Fatalf("%s: has %q is %v for 5 s:\n%.600s", address, text, !want, body)
	}
}

// within asks again and again, and reports false when the time is over.
func within(d time.Duration, is func() bool) bool {
	for end := time.Now().Add(d); ; time.Sleep(5 * time.Millisecond) {
		if is() {
			return true
		}
		if time.Now().After(end) {
			return false
		}
	}
}

func TestPagesAreThoseOfABuild(t *testing.T) {
	p := start(t, village)
	p.isBuilt()
	p.stop()
	base := maps.Clone(village)
	base["site.yaml"] += "base_url: https://example.org/desk\n"
	p = start(t, base)
	if !strings.HasSuffix(p.all[0], "/desk/") {
		t.Errorf("the address %s has no base path", p.all[0])
	}
	p.isBuilt()
}

// isBuilt waits until every page and file is the one that a build writes, and
// no other is there.
func (p *preview) isBuilt() {
	p.t.Helper()
	out := p.t.TempDir()
	o := p.o.Site
	o.Clean = true
	_, list, err := build.Build(o, out)
	p.do(err)
	if list.Errors() > 0 {
		p.t.Fatal(list)
	}
	p.do(filepath.WalkDir(out, func(name string, d os.DirEntry, err error) error {
		rel, _ := filepath.Rel(out, name)
		rel = filepath.ToSlash(rel)
		if err != nil || d.IsDir() || strings.HasPrefix(rel, ".") {
			return err
		}
		want, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		var body string
		same := within(waiting, func() bool {
			_, body = p.get(address("", rel))
			return body == string(want)
		})
		if !same {
			return fmt.Errorf("%s is not the page of a build:\n%s", rel, difference(body, string(want)))
		}
		return nil
	}))
}

// difference shows where two texts part.
func difference(got, want string) string {
	i := 0
	for i < len(got) && i < len(want) && got[i] == want[i] {
		i++
	}
	from := max(0, i-80)
	return fmt.Sprintf("got  …%.240q\nwant …%.240q", got[from:], want[from:])
}

func TestCleanAddressesAndTypes(t *testing.T) {
	p := start(t, village)
	for _, c := range []struct {
		address string
		status  int
		kind    string
	}{
		{"/", 200, "text/html; charset=utf-8"},
		{"/briefings/2021/03/one/", 200, "text/html; charset=utf-8"},
		{"/ar/briefings/2023/05/four/", 200, "text/html; charset=utf-8"},
		{"/note.txt", 200, "text/plain; charset=utf-8"},
		{"/data/briefings.json", 200, "application/json; charset=utf-8"},
		{"/data/events.csv", 200, "text/csv; charset=utf-8"},
		{"/data/events.ics", 200, "text/calendar; charset=utf-8"},
		{"/_preview/client/preview.js", 200, "text/javascript; charset=utf-8"},
		{"/_preview/client/preview.css", 200, "text/css; charset=utf-8"},
		{"/_preview/state.json", 200, "application/json; charset=utf-8"},
		{"/_preview/panel.json?path=/briefings/2021/03/one/", 200, "application/json; charset=utf-8"},
		{"/nowhere/", 404, "text/html; charset=utf-8"},
		{"/_preview/client/", 404, ""},
		{"/_preview/client/../serve.go", 404, ""},
	} {
		for _, method := range []string{"GET", "HEAD"} {
			r, err := http.NewRequest(method, p.url+c.address, nil)
			p.do(err)
			answer, err := http.DefaultClient.Do(r)
			p.do(err)
			b, err := io.ReadAll(answer.Body)
			p.do(err)
			answer.Body.Close()
			if answer.StatusCode != c.status || answer.Header.Get("Content-Type") != c.kind {
				t.Errorf("%s %s: %d %q, want %d %q", method, c.address, answer.StatusCode, answer.Header.Get("Content-Type"), c.status, c.kind)
			}
			if method == "HEAD" && len(b) > 0 {
				t.Errorf("HEAD %s has a body", c.address)
			}
			guardedHeaders(t, c.address, answer.Header)
		}
	}
	if status, body := p.get("/nowhere/"); status != 404 || !strings.Contains(body, "<main") {
		t.Errorf("no page for what does not exist: %d %.100s", status, body)
	}
	answer, err := http.Get(p.url + "/briefings/2021/03/one")
	p.do(err)
	answer.Body.Close()
	if answer.Request.URL.Path != "/briefings/2021/03/one/" || answer.StatusCode != 200 {
		t.Errorf("without a slash leads to %s, %d", answer.Request.URL, answer.StatusCode)
	}
}

// guardedHeaders wants the headers that every answer has, whatever it says.
func guardedHeaders(t *testing.T, what string, h http.Header) {
	t.Helper()
	for name, want := range map[string]string{
		"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "Cross-Origin-Resource-Policy": "same-origin",
		"Referrer-Policy": "no-referrer", "Content-Security-Policy": policy,
	} {
		if h.Get(name) != want {
			t.Errorf("%s: %s is %q", what, name, h.Get(name))
		}
	}
	if !strings.Contains(policy, "frame-ancestors 'none'") {
		t.Error("pages can be framed")
	}
	for name := range h {
		if strings.HasPrefix(name, "Access-Control-") {
			t.Errorf("%s: has %s", what, name)
		}
	}
}

func TestATakenPortIsSaidAndTheNextOneUsed(t *testing.T) {
	taken, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	port := taken.Addr().(*net.TCPAddr).Port
	p := start(t, village, func(o *Options) { o.Port = port })
	if p.port <= port || !strings.Contains(p.said(), fmt.Sprintf("port %d is taken, using %d", port, p.port)) {
		t.Errorf("at port %d, with %d taken; said %q", p.port, port, p.said())
	}
	p.shows("/", "Village")
}

func TestItEndsWithinASecond(t *testing.T) {
	p := start(t, village)
	for range 5 {
		answer, err := http.Get(p.url + "/_preview/events")
		p.do(err)
		defer answer.Body.Close()
	}
	idle, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", p.port))
	p.do(err)
	defer idle.Close()
	if took := p.stop(); took > time.Second {
		t.Errorf("took %v to end", took)
	}
	if _, err := http.Get(p.url); err == nil {
		t.Error("still answers")
	}
}

func TestAFolderThatIsNotThere(t *testing.T) {
	err := Run(t.Context(), Options{Site: build.Options{Dir: filepath.Join(t.TempDir(), "no")}})
	if err == nil || !strings.Contains(err.Error(), "there is no folder") {
		t.Errorf("got %v", err)
	}
}

// waiting is how long a change may take before a test gives up.
const waiting = 5 * time.Second

// TestAnEmbargoPassesInAnOpenPreview lets time alone publish a piece.
func TestAnEmbargoPassesInAnOpenPreview(t *testing.T) {
	var later atomic.Bool
	p := start(t, map[string]string{
		"site.yaml":                "title: Small\ntime_zone: UTC\n",
		"content/briefings/one.md": "---\ntitle: One\ndate: 2021-03-01\n---\nMali.\n",
		"content/briefings/two.md": "---\ntitle: Kept back\ndate: 2021-03-02\nembargo: 2025-06-15T12:01Z\n---\nMali.\n",
	}, func(o *Options) {
		o.pace.reconcile = 20 * time.Millisecond
		o.Clock = func() time.Time {
			if later.Load() {
				return noon.Add(2 * time.Minute)
			}
			return noon
		}
	})
	p.shows("/", "One")
	p.hides("/", "Kept back")
	later.Store(true)
	p.shows("/", "Kept back")
}
