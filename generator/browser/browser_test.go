package browser

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"chancery/generator/build"
)

// kinds is one page of each kind, in the languages that have it.
var kinds = []string{
	"/", "/briefings/2025/01/algeria-russia-mali/", "/timeline/", "/timeline/2021/", "/countries/", "/countries/mali/", "/regions/", "/regions/sahel/",
	"/authors/", "/topics/", "/about/", "/names-and-borders/", "/404.html",
	"/fr/", "/fr/timeline/", "/fr/countries/mali/", "/ar/", "/ar/timeline/", "/ar/countries/algeria/", "/ar/names-and-borders/",
}

// look is a tab on the publication.
type look struct {
	t   *testing.T
	ctx context.Context
	url string
}

// published builds this repository's publication and serves it.
func published(t *testing.T) (url, dir string) {
	t.Helper()
	dir = t.TempDir()
	_, list, err := build.Build(build.Options{
		Dir: "../..", Theme: os.DirFS("../.."), Now: time.Now(), Clean: true, Wait: true, Version: "browser",
	}, dir)
	if err != nil || list.Errors() > 0 {
		t.Fatal(list, err)
	}
	s := httptest.NewServer(http.FileServer(http.Dir(dir)))
	t.Cleanup(s.Close)
	return s.URL, dir
}

// start opens a browser, or skips the test where there is none.
func start(t *testing.T) context.Context {
	t.Helper()
	if testing.Short() {
		t.Skip("a browser takes long to start")
	}
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		t.Skip("no Chromium here, so nothing was looked at in a browser")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	if os.Getuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	allocator, free := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(free)
	ctx, end := chromedp.NewContext(allocator)
	t.Cleanup(end)
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { chromedp.Cancel(ctx) })
	return ctx
}

func (l look) do(steps ...chromedp.Action[chromedp.Void]) {
	l.t.Helper()
	if err := chromedp.Do(l.ctx, steps...); err != nil {
		l.t.Fatal(err)
	}
}

// eval is the value of an expression on the page.
func eval[T any](l look, expression string, options ...chromedp.EvaluateOption) T {
	l.t.Helper()
	v, err := chromedp.Run(l.ctx, chromedp.Evaluate[T](expression, options...))
	if err != nil {
		l.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// visit goes to a page on a screen of some width.
func (l look) visit(address string, width int64) {
	l.t.Helper()
	l.do(chromedp.EmulateViewport(width, 900), chromedp.Navigate(l.url+address))
}

func (l look) scheme(name string) {
	l.t.Helper()
	l.do(func(ctx context.Context, to *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, to, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: name}},
		})
		return chromedp.Void{}, err
	})
}

func (l look) scripts(on bool) {
	l.t.Helper()
	l.do(func(ctx context.Context, to *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, to, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
		return chromedp.Void{}, err
	})
}

// TestPages looks at a page of every kind: nothing comes from elsewhere, nothing
// scrolls sideways, and what stands on it can be read and reached.
func TestPages(t *testing.T) {
	ctx := start(t)
	url, dir := published(t)
	said := chromedp.Console(ctx)
	axe := axeScript(t)
	for _, address := range kinds {
		name := filepath.Join(dir, address)
		if strings.HasSuffix(address, "/") {
			name = filepath.Join(name, "index.html")
		}
		if _, err := os.Stat(name); err != nil {
			t.Errorf("%s is not published", address)
			continue
		}
		for _, width := range []int64{320, 390, 1280} {
			for _, scheme := range []string{"light", "dark"} {
				l := look{t, ctx, url}
				l.scheme(scheme)
				l.visit(address, width)
				l.whole(fmt.Sprintf("%s at %d, %s", address, width, scheme))
				if width != 320 {
					l.accessible(axe, fmt.Sprintf("%s at %d, %s", address, width, scheme))
				}
			}
		}
	}
	l := look{t, ctx, url}
	eval[bool](l, "console.log('over') || true")
	for m, err := range said {
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(m.Text, "over") {
			break
		}
		t.Errorf("the console says: %s", m.Text)
	}
}

func (l look) whole(where string) {
	l.t.Helper()
	if wide := eval[int](l, "document.documentElement.scrollWidth - innerWidth"); wide > 0 {
		l.t.Errorf("%s: %d pixels too wide", where, wide)
	}
	if n := eval[int](l, "performance.getEntriesByType('resource').filter(e => !e.name.startsWith(location.origin)).length"); n > 0 {
		l.t.Errorf("%s: %d requests to others", where, n)
	}
	if n := eval[int](l, "document.querySelectorAll('[style], style, script:not([src]):not([type=\"application/ld+json\"])').length"); n > 0 {
		l.t.Errorf("%s: %d inline styles or scripts", where, n)
	}
	if n := eval[int](l, "document.querySelectorAll('h1').length"); n != 1 {
		l.t.Errorf("%s: %d headings of the first level", where, n)
	}
}

// axeScript is axe-core, from the file that AXE names; empty without it.
func axeScript(t *testing.T) string {
	name := os.Getenv("AXE")
	if name == "" {
		t.Log("AXE names no axe.min.js, so accessibility was not checked by axe-core")
		return ""
	}
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// accessible lets axe-core judge the page.
func (l look) accessible(axe, where string) {
	l.t.Helper()
	if axe == "" {
		return
	}
	eval[bool](l, axe+"; true")
	const judge = `axe.run(document, {resultTypes: ["violations"]}).then(r => r.violations.filter(v => v.impact === "serious" || v.impact === "critical").map(v => v.id + ": " + v.nodes.length + " " + v.nodes[0].html).join("\n"))`
	if found := eval[string](l, judge, chromedp.EvalAwaitPromise); found != "" {
		l.t.Errorf("%s: %s", where, found)
	}
}

// TestWithTheKeyboard reaches the text with one key, and narrows a timeline.
func TestWithTheKeyboard(t *testing.T) {
	ctx := start(t)
	url, _ := published(t)
	l := look{t, ctx, url}
	l.visit("/countries/mali/", 1280)
	l.do(chromedp.KeyEvent(kb.Tab))
	if at := eval[string](l, "document.activeElement.className"); at != "skip" {
		t.Fatalf("the first stop is %q", at)
	}
	l.do(chromedp.KeyEvent(kb.Enter))
	if hash := eval[string](l, "location.hash"); hash != "#main" {
		t.Errorf("the way to the text leads to %q", hash)
	}

	l.visit("/timeline/2021/", 1280)
	all := eval[int](l, "document.querySelectorAll('.entries > li').length")
	eval[bool](l, "document.querySelector('.filters').open = true; document.querySelector('.filters a[href$=\"/countries/morocco/\"]').focus(); true")
	l.do(chromedp.KeyEvent(kb.Enter))
	shown := eval[int](l, "document.querySelectorAll('.entries > li:not([hidden])').length")
	if query := eval[string](l, "location.search"); query != "?country=morocco" || shown == 0 || shown >= all {
		t.Errorf("%d of %d entries at %q", shown, all, query)
	}
	if stray := eval[int](l, "[...document.querySelectorAll('.entries > li:not([hidden])')].filter(e => !e.dataset.in.split(' ').includes('c-morocco')).length"); stray > 0 {
		t.Errorf("%d entries are not about Morocco", stray)
	}
	l.visit("/timeline/2021/?region=maghreb", 1280)
	if n := eval[int](l, "document.querySelectorAll('.entries > li:not([hidden])').length"); n < shown {
		t.Errorf("%d entries of the Maghreb, %d of Morocco", n, shown)
	}
}

// TestWithoutScript reads a page with scripts off.
func TestWithoutScript(t *testing.T) {
	ctx := start(t)
	url, dir := published(t)
	l := look{t, ctx, url}
	l.scripts(false)
	for _, address := range []string{"/", "/timeline/2021/", "/countries/mali/"} {
		l.visit(address, 390)
	}
	page, err := os.ReadFile(filepath.Join(dir, "timeline/2021/index.html"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`href="/countries/morocco/"`, `c-morocco r-maghreb t-western-sahara t-borders"><time datetime="2021-08-24"`, `href="/timeline/2020/"`} {
		if !strings.Contains(string(page), want) {
			t.Errorf("without script there is no %s", want)
		}
	}
}
