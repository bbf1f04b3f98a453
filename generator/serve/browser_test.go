package serve

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// tab is a page of a preview in a browser.
type tab struct {
	*preview
	ctx context.Context
}

// open starts a preview and looks at one of its pages.
func open(t *testing.T, browser context.Context, files map[string]string, address string) *tab {
	t.Helper()
	p := start(t, files)
	ctx, cancel := chromedp.NewContext(browser)
	t.Cleanup(cancel)
	b := &tab{p, ctx}
	b.visit(address)
	return b
}

func (b *tab) visit(address string) {
	b.t.Helper()
	b.do(chromedp.Do(b.ctx, chromedp.EmulateViewport(1000, 600), chromedp.Navigate(b.url+address)))
	b.until(`document.documentElement.dataset.preview`)
}

// until waits for an expression to be true.
func (b *tab) until(expression string) {
	b.t.Helper()
	var err error
	ok := within(2*waiting, func() bool {
		var yes bool
		yes, err = chromedp.Run(b.ctx, chromedp.Evaluate[bool]("!!("+expression+")"))
		return err == nil && yes
	})
	if !ok {
		text, _ := chromedp.Run(b.ctx, chromedp.Evaluate[string]("document.body.innerText"))
		b.t.Fatalf("%s is never true (%v) in\n%.1500s", expression, err, text)
	}
}

func (b *tab) has(text string) {
	b.t.Helper()
	b.until(fmt.Sprintf("document.querySelector('main').innerText.includes(%q)", text))
}
func (b *tab) hasNot(text string) {
	b.t.Helper()
	b.until(fmt.Sprintf("!document.querySelector('main').innerText.includes(%q)", text))
}
func (b *tab) js(statement string) {
	b.t.Helper()
	b.do(chromedp.Do(b.ctx, chromedp.Action[chromedp.Void](func(ctx context.Context, to *chromedp.Target) (chromedp.Void, error) {
		_, err := chromedp.Evaluate[bool]("(()=>{"+statement+";return true})()")(ctx, to)
		return chromedp.Void{}, err
	})))
}

// same says that the page was not loaded anew since mark.
func (b *tab) mark() { b.t.Helper(); b.js("window.mark = true") }
func (b *tab) same() { b.t.Helper(); b.until("window.mark") }

// TestInABrowser shows that what an author saves comes into the open page.
func TestInABrowser(t *testing.T) {
	chromium, err := chromiumPath()
	if err != nil {
		t.Skip("no Chromium here, so nothing was looked at in a browser: " + err.Error())
	}
	if testing.Short() {
		t.Skip("a browser takes long to start")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium), chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	if os.Getuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	allocator, free := chromedp.NewExecAllocator(context.Background(), options...)
	defer free()
	browser, end := chromedp.NewContext(allocator)
	defer end()
	if err := chromedp.Do(browser, chromedp.Navigate("about:blank")); err != nil {
		t.Fatal(err)
	}
	defer chromedp.Cancel(browser)
	for name, test := range map[string]func(*testing.T, context.Context){
		"every kind of edit comes in place":        everyEdit,
		"scroll, focus and open details stay":      nothingIsLost,
		"what is new comes into sight":             intoSight,
		"the strip comes and goes":                 theStrip,
		"the panel tells what was understood":      thePanel,
		"an Arabic page":                           arabic,
		"pages come, go and are renamed":           comeAndGo,
		"a preview that begins again is caught up": beginAgain,
		"no script fails and nothing is refused":   quietly,
	} {
		t.Run(name, func(t *testing.T) { test(t, browser) })
	}
}

func chromiumPath() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return exec.LookPath("chrome")
}

const oneFile = "content/briefings/2021/one.md"
const oneAddress = "/briefings/2021/03/one/"

func (b *tab) read(name string) string {
	b.t.Helper()
	text, err := os.ReadFile(b.path(name))
	b.do(err)
	return string(text)
}

func (b *tab) replace(name, old, text string) {
	b.t.Helper()
	b.write(name, strings.Replace(b.read(name), old, text, 1))
}

func everyEdit(t *testing.T, browser context.Context) {
	b := open(t, browser, village, oneAddress)
	b.mark()
	b.replace(oneFile, "Mali and Algeria spoke.", "Mali and Algeria wrote letters.")
	b.has("wrote letters")
	b.until("document.querySelector('.preview-fresh')")
	b.replace(oneFile, "title: Mali talks", "title: Mali writes")
	b.until("document.title.includes('Mali writes') && document.querySelector('h1').innerText === 'Mali writes'")
	b.replace(oneFile, "topics: [mediation]", "topics: [letters]\ncountries: [NE]\nsummary: A summary.")
	b.has("A summary.")
	b.has("Niger")
	b.same()

	b.write("static/css/extra.css", "")
	b.write("static/css/site.css", "main { outline: 7px solid red }")
	b.until("getComputedStyle(document.querySelector('main')).outlineWidth === '7px'")
	b.write("static/css/site.css", "main { outline: 8px solid red }")
	b.until("getComputedStyle(document.querySelector('main')).outlineWidth === '8px'")
	b.until("document.querySelectorAll('head link[href*=\"site.\"]').length === 1")
	b.same()
	b.write("templates/briefing.html", `{{define "main"}}<h1>{{.Title}}</h1><p>From another template.</p>{{.Body.HTML}}{{end}}`)
	b.has("From another template.")
	b.same()
	b.replace("site.yaml", "title: Village", "title: Town")
	b.until("document.body.innerText.includes('Town') && !document.body.innerText.includes('Village')")
	b.same()
}

func nothingIsLost(t *testing.T, browser context.Context) {
	b := open(t, browser, village, "/about/")
	b.write("templates/page.html", `{{define "main"}}<h1>{{.Title}}</h1><details id="d"><summary>More</summary>inner</details>
<details id="e"><summary>Less</summary>inner</details><input id="field"><div>{{.Body.HTML}}</div>{{end}}`)
	b.until("document.getElementById('field')")
	long := strings.Repeat("A long paragraph of the page that fills it.\n\n", 120)
	b.write("content/pages/about.md", "---\ntitle: About\n---\n"+long+"The end.\n")
	b.has("The end.")
	b.mark()
	b.js("document.documentElement.style.scrollBehavior = 'auto'") // no jump is to be missed
	b.js("document.getElementById('d').open = true; const f = document.getElementById('field'); f.focus(); f.value = 'typed'; f.setSelectionRange(2, 3); scrollTo({top: 700, behavior: 'instant'}); document.querySelectorAll('main p')[20].id = ''; window.kept = document.querySelectorAll('main p')[20]")
	b.until("scrollY === 700")
	b.write("content/pages/about.md", "---\ntitle: About us\n---\n"+strings.Replace(long, "fills", "filled", 20)+"The end.\n")
	b.until("document.querySelector('h1').innerText === 'About us'")
	b.has("filled")
	b.until("scrollY === 700")
	b.until("document.activeElement.id === 'field' && document.activeElement.value === 'typed' && document.activeElement.selectionStart === 2")
	b.until("document.getElementById('d').open && !document.getElementById('e').open")
	b.until("window.kept.isConnected")
	b.same()

	b.replace("content/pages/about.md", "The end.", "The changed end.")
	b.until("(() => { const r = [...document.querySelectorAll('main p')].at(-1).getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight })()") // what changed out of sight comes into view
	b.same()
}

func theStrip(t *testing.T, browser context.Context) {
	b := open(t, browser, village, oneAddress)
	b.mark()
	b.replace(oneFile, "author: ana", "autor: ana")
	b.until("document.querySelector('.preview-strip')")
	for _, text := range []string{oneFile + ":", "autor: ana", "unknown key", "author"} {
		b.until(fmt.Sprintf("document.querySelector('.preview-strip').innerText.includes(%q)", text))
	}
	b.has("spoke")
	b.write("content/pages/about.md", "---\ntitel: x\n---\n")
	b.until("document.querySelectorAll('.preview-strip li').length > 1")
	b.until("document.querySelectorAll('.preview-strip').length === 1")
	b.js("scrollTo({top: document.documentElement.scrollHeight, behavior: 'instant'})") // the end of the page is not hidden
	b.until("document.querySelector('.colophon').getBoundingClientRect().bottom <= document.querySelector('.preview-strip').getBoundingClientRect().top")
	b.write("content/pages/about.md", village["content/pages/about.md"])
	b.replace(oneFile, "autor: ana", "author: ana")
	b.until("!document.querySelector('.preview-strip')")
	b.has("spoke")

	b.remove("site.yaml")
	b.until("document.querySelector('.preview-strip')?.innerText.includes('site.yaml')")
	b.has("spoke")
	b.write("site.yaml", village["site.yaml"])
	b.until("!document.querySelector('.preview-strip')")
	b.write("templates/briefing.html", `{{define "main"}}{{slice .Title 1000}}{{end}}`)
	b.until("document.querySelector('.preview-strip')?.innerText.includes('slice')")
	b.has("spoke")
	b.remove("templates/briefing.html")
	b.until("!document.querySelector('.preview-strip')")
	b.same()
}

func thePanel(t *testing.T, browser context.Context) {
	b := open(t, browser, village, oneAddress)
	press := func(keys string) { b.do(chromedp.Do(b.ctx, chromedp.KeyEvent(keys))) }
	b.until("!document.querySelector('.preview-panel')")
	press("p")
	for _, text := range []string{oneFile, "About, as inferred", "Mali", "Algeria", "2021-03-01", "talks in Algiers", "Ana", "mediation", "minute"} {
		b.until(fmt.Sprintf("document.querySelector('.preview-panel')?.innerText.includes(%q)", text))
	}
	b.replace(oneFile, "author: ana", "author: ana\nupdated: 2021-04-02")
	b.write(oneFile, b.read(oneFile)+"\nIt was said before.[7] A [letter](ftp://example.org/x) tells.\n\n## Timeline\n\n- some day: a thing without a date\n- 2 March 2021: another\n")
	for _, text := range []string{"updated 2021-04-02", "an item of a timeline has no readable date", "[7] has no source", "was taken out"} {
		b.until(fmt.Sprintf("document.querySelector('.preview-panel')?.innerText.includes(%q)", text))
	}
	b.write(oneFile, b.read(oneFile)+"\n[lost](lost.md)\n")
	b.until("document.querySelector('.preview-strip')?.innerText.includes('lost.md')")
	b.write(oneFile, strings.TrimSuffix(b.read(oneFile), "\n[lost](lost.md)\n"))
	b.until("!document.querySelector('.preview-strip')")
	b.replace(oneFile, "author: ana", "author: ana\ncountries: [TD]")
	b.until("document.querySelector('.preview-panel')?.innerText.includes('About, as declared')")
	b.until("document.querySelectorAll('.preview-panel').length === 1")
	b.until("document.querySelector('.preview-panel').innerText.includes('Chad')")
	press("p")
	b.until("!document.querySelector('.preview-panel')")
	b.js("const i = document.createElement('input'); i.id = 'in'; document.body.append(i); i.focus()")
	press("p")
	b.until("document.getElementById('in').value === 'p' && !document.querySelector('.preview-panel')")
	press(kb.Escape)
	b.visit("/")
	press("p")
	b.until("document.querySelector('.preview-panel')?.innerText.includes('made of others')")
}

func arabic(t *testing.T, browser context.Context) {
	const name = "content/briefings/2023/four.ar.md"
	b := open(t, browser, village, "/ar/briefings/2023/05/four/")
	b.mark()
	b.until("document.documentElement.dir === 'rtl' && document.documentElement.lang === 'ar'")
	b.replace(name, "تحدثت", "اجتمعت")
	b.has("اجتمعت")
	b.replace(name, "title: محادثات مالي", "title: لقاء مالي")
	b.until("document.title.includes('لقاء مالي')")
	b.do(chromedp.Do(b.ctx, chromedp.KeyEvent("p")))
	b.until("document.querySelector('.preview-panel')?.innerText.includes('الجزائر')")
	b.until("getComputedStyle(document.querySelector('.preview-panel p:nth-of-type(2)')).direction === 'ltr'") // "263 words, 1 minute"
	b.until("document.querySelector('.preview-panel').getBoundingClientRect().left === 0")
	b.replace(name, "author: ana", "autor: ana")
	b.until("document.querySelector('.preview-strip')")
	b.replace(name, "autor: ana", "author: ana")
	b.until("!document.querySelector('.preview-strip')")
	b.same()
}

func intoSight(t *testing.T, browser context.Context) {
	long := "---\ntitle: About\n---\n" + strings.Repeat("A long paragraph of the page that fills it.\n\n", 120)
	b := open(t, browser, village, "/about/")
	b.write("content/pages/about.md", long)
	b.has("A long paragraph")
	b.js("document.documentElement.style.scrollBehavior = 'auto'; scrollTo(0, 0)")
	b.write("content/pages/about.md", long+"## Afterwards\n\nA last word.\n")
	b.has("A last word.")
	b.until("scrollY > 0 && [...document.querySelectorAll('main p')].at(-1).getBoundingClientRect().top < innerHeight")
}

func comeAndGo(t *testing.T, browser context.Context) {
	b := open(t, browser, village, "/")
	b.mark()
	b.write("content/briefings/2024/new.md", "---\ntitle: Quite new\ndate: 2024-01-01\n---\nChad.\n")
	b.has("Quite new")
	b.rename("content/briefings/2024/new.md", "content/briefings/2024/other.md")
	b.until("[...document.querySelectorAll('main a')].some(a => a.pathname === '/briefings/2024/01/other/')")
	b.until("![...document.querySelectorAll('main a')].some(a => a.pathname === '/briefings/2024/01/new/')")
	b.remove("content/briefings/2024")
	b.hasNot("Quite new")
	b.same()

	b.visit("/briefings/2024/01/late/")
	b.hasNot("Late to come")
	b.write("content/briefings/2024/late.md", "---\ntitle: Late to come\ndate: 2024-01-02\n---\nChad.\n")
	b.has("Late to come")
	b.remove("content/briefings/2024/late.md")
	b.hasNot("Late to come")
}

func beginAgain(t *testing.T, browser context.Context) {
	b := open(t, browser, village, oneAddress)
	b.mark()
	b.stop()
	b.replace(oneFile, "spoke", "waited")
	o := b.o
	o.Port = b.port
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- Run(ctx, o) }()
	defer func() { cancel(); b.do(<-ended) }()
	b.has("waited")
	b.same()
}

func quietly(t *testing.T, browser context.Context) {
	b := open(t, browser, village, "/about/")
	said := chromedp.Console(b.ctx)
	for _, address := range []string{"/", oneAddress, "/ar/", "/countries/mali/", "/timeline/"} {
		b.visit(address)
		b.do(chromedp.Do(b.ctx, chromedp.KeyEvent("p")))
		b.until("document.querySelector('.preview-panel')")
	}
	b.js("console.log('over')")
	for m, err := range said {
		b.do(err)
		if strings.Contains(m.Text, "over") {
			return
		}
		t.Errorf("the console says %s", m.Text)
	}
}
