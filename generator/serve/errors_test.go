package serve

import (
	"strings"
	"testing"
)

// TestNothingInASiteEndsThePreview breaks a site in many ways. The last good page
// stays, what is wrong is told, and mending ends that.
func TestNothingInASiteEndsThePreview(t *testing.T) {
	p := start(t, village)
	const one = "content/briefings/2021/one.md"
	page := "/briefings/2021/03/one/"
	p.shows(page, "spoke")
	for _, c := range []struct {
		name         string
		broken, mend func()
		says         string
	}{
		{"front matter", func() { p.write(one, "---\ntitle: [\n---\n") }, func() { p.write(one, village[one]) }, one},
		{"an empty file", func() { p.write(one, "") }, func() { p.write(one, village[one]) }, one},
		{"no configuration", func() { p.remove("site.yaml") }, func() { p.write("site.yaml", village["site.yaml"]) }, "site.yaml"},
		{"a broken configuration", func() { p.write("site.yaml", "title: [\n") }, func() { p.write("site.yaml", village["site.yaml"]) }, "site.yaml"},
		{"a folder for a configuration", func() { p.remove("site.yaml"); p.write("site.yaml/x", "") }, func() { p.remove("site.yaml"); p.write("site.yaml", village["site.yaml"]) }, "site.yaml"},
		{"a template that does not end", func() { p.write("templates/briefing.html", "{{define \"main\"}}{{if}}") }, func() { p.remove("templates") }, "templates/briefing.html"},
		{"a template with a wrong name", func() { p.write("templates/briefing.html", "{{define \"main\"}}{{.Titel}}{{end}}") }, func() { p.remove("templates") }, "Titel"},
		{"two sources for one page", func() { p.write("content/briefings/x/one.md", village[one]) }, func() { p.remove("content/briefings/x") }, "one"},
		{"bytes that are no text", func() { p.write(one, "---\ntitle: a\ndate: 2021-03-01\n---\n\xff\xfe\x00") }, func() { p.write(one, village[one]) }, one},
	} {
		c.broken()
		if !within(waiting, func() bool { _, b := p.get("/_preview/state.json"); return strings.Contains(b, c.says) }) {
			t.Errorf("%s: is not told", c.name)
		}
		if status, body := p.get(page); status != 200 || !strings.Contains(body, "spoke") {
			t.Errorf("%s: the last good page is gone: %d", c.name, status)
		}
		c.mend()
		p.isMended()
		p.shows(page, "spoke")
	}
	p.isBuilt()
}

// TestAnEditElsewhereDoesNotMend edits one source while another is broken: that
// stays told, and what was edited is shown when the other is mended.
func TestAnEditElsewhereDoesNotMend(t *testing.T) {
	const one, two = "content/briefings/2021/one.md", "content/briefings/2022/two.md"
	p := start(t, village)
	p.write(one, "---\ntitle: [\n---\n")
	p.shows("/_preview/state.json", one)
	_, before := p.get("/_preview/state.json")
	p.write(two, village[two]+"\nAnd more.\n")
	var after string
	within(waiting, func() bool { _, after = p.get("/_preview/state.json"); return after != before })
	if !strings.Contains(after, one) {
		t.Errorf("is not told any more: %s", after)
	}
	p.write(one, village[one])
	p.isMended()
	p.shows("/briefings/2022/02/two/", "And more.")
}

func TestContentThatIsMovedAwayAndBack(t *testing.T) {
	p := start(t, village)
	p.rename("content", "elsewhere")
	p.hides("/briefings/2021/03/one/", "spoke")
	p.shows("/", "Village")
	p.rename("elsewhere", "content")
	p.shows("/briefings/2021/03/one/", "spoke")
	p.isMended()
}

func TestASiteThatIsBrokenFromTheStart(t *testing.T) {
	p := start(t, map[string]string{"site.yaml": "titel: x\n"})
	status, body := p.get("/")
	if status != 200 || !strings.Contains(body, "<main") {
		t.Errorf("%d %s", status, body)
	}
	p.shows("/_preview/state.json", "titel")
	p.write("site.yaml", village["site.yaml"])
	p.isMended()
	p.shows("/", "Village")
}

// TestAPageThatCannotBeRendered has a template that only fails when it is used.
func TestAPageThatCannotBeRendered(t *testing.T) {
	p := start(t, village)
	p.write("templates/briefing.html", `{{define "main"}}{{slice .Title 1000}}{{end}}`)
	failed := within(waiting, func() bool { status, _ := p.get("/briefings/2021/03/one/"); return status == 500 })
	if !failed {
		t.Fatal("is rendered all the same")
	}
	p.shows("/_preview/state.json", "slice")
	p.shows("/about/", "Us.")
	p.remove("templates/briefing.html")
	p.shows("/briefings/2021/03/one/", "spoke")
	p.isMended()
}

func TestTheExcerptIsTheLineThatIsWrong(t *testing.T) {
	p := start(t, village)
	p.write("content/pages/about.md", "---\ntitle: About\ntopcis: [x]\n---\nUs.\n")
	p.shows("/_preview/state.json", `"excerpt":"topcis: [x]"`)
	p.shows("/_preview/state.json", `"hint":"known keys are`)
}
