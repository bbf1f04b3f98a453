package markdown

import (
	"fmt"
	"strings"
	"testing"
)

// What no browser would show of the author's HTML is nowhere in what becomes of
// a text, and the author is told.
func TestHiddenHTMLIsNotPublished(t *testing.T) {
	for _, src := range []string{
		"<div hidden>SECRET</div>", "<div hidden>\n\nSECRET *SECRET*\n\n- SECRET\n\n    SECRET\n\n```\nSECRET\n```\n\n</div>", "a <span style=\"color: red; Display : none !important\">SECRET</span> b",
		"a <span hidden>SECRET \"SECRET\" 'SECRET' [SECRET](SECRET.md) ![SECRET](SECRET.png) `SECRET` https://SECRET.example</span> b", "a *b <b hidden>SECRET* SECRET</b> c",
		"<template>SECRET</template>", "<template>\nSECRET\n</template>", "a <script>SECRET(1)</script> b", "<script>\nSECRET\n</script>", "<style>SECRET</style>", "a <style>SECRET</style>",
		"a <title>SECRET</title>", "<noscript>SECRET</noscript>", "<details hidden><summary>SECRET</summary>SECRET</details>", "a <mark hidden>SECRET</mark>", "<p style='visibility:hidden'>SECRET</p>",
		"<dialog>SECRET</dialog>", "<div hidden><div>a</div>SECRET</div>", "a <!-- SECRET --> b", "<!-- SECRET\n\nSECRET -->", "a <!-- SECRET\nSECRET --> b",
		"## A <!-- SECRET -->\n\n## B <span hidden>SECRET</span>\n\nText", "> <div hidden>\n> SECRET\n>\n> SECRET\n> </div>", "- <div hidden>\n  SECRET\n\n  SECRET\n  </div>\n- b",
		"| a | b |\n|---|---|\n| <span hidden>SECRET</span> | c |", "a[^1]\n\n<div hidden>\n\n[^1]: SECRET\n\n</div>", "a[^1]\n\n[^1]: b <span hidden>SECRET</span>",
		"a\n\n<div hidden>\n\n[1]: https://SECRET.example\n\n</div>", "a [1]\n\n## Sources\n\n- b <span hidden>SECRET</span>", "Term\n: a <span hidden>SECRET</span>",
		"<div hidden>\n\n> SECRET\n\n1. \"SECRET\"\n\n## SECRET\n\n| SECRET |\n|---|\n| SECRET |\n\nhttps://x.com/SECRET/status/1\n\n</div>\n\nb",
	} {
		d, list := New(Limits{}).Parse([]byte(src), Input{Path: "x.md", Line: 1, Lang: "en", Words: labels})
		all := fmt.Sprint(d.FirstParagraph, d.Sources, d.texts.String(), d.Cites)
		for _, p := range d.Passages {
			all += p.Text
		}
		body := d.Render()
		all += show(body) + fmt.Sprint(body.Outline, list)
		if strings.Contains(strings.ToUpper(all), "SECRET") {
			t.Errorf("%q: %s", src, all)
		}
		if len(list) == 0 && !strings.Contains(src, "<!--") || list.Errors() > 0 {
			t.Errorf("%q: problems are %v", src, list)
		}
		if err := judge(show(body)); err != nil {
			t.Errorf("%q: %v", src, err)
		}
	}
}

// What stands beside hidden HTML stays, and only that goes whose end is known.
func TestWhatIsNotHiddenStays(t *testing.T) {
	for src, want := range map[string]string{
		"a <span hidden>b</span> \"c\" d":                         "<p>a  “c” d</p>\n",
		"<span hidden>b</span>\"c\" d":                            "<p>“c” d</p>\n",
		"<div>a</div>":                                            "<p>a</p>\n",
		"a\n\n<div hidden>\n\nb\n\n</div>\n\nc":                   "<p>a</p>\n\n\n<p>c</p>\n",
		"<dialog open>a</dialog>":                                 "<p>a</p>\n",
		"`<div hidden>` a":                                        "<p><code>&lt;div hidden&gt;</code> a</p>\n",
		"a <input hidden> b":                                      "<p>a  b</p>\n",
		"a [<b hidden>x</b>](y.md) [z](y.md) <sub>1</sub>":        "<p>a  <a href=\"y.md\">z</a> <sub>1</sub></p>\n",
		"a[^1] b\n\n<div hidden>\n\n[^1]: c\n\n</div>":            "<p>a b</p>\n\n\n",
		"```\n<div hidden>\n<!-- \n```\n":                         "<pre><code>&lt;div hidden&gt;\n&lt;!-- \n</code></pre>\n",
		"a \\<!-- b":                                              "<p>a &lt;!– b</p>\n",
		"<span title=\"hidden\" style=\"display:block\">a</span>": "<p>a</p>\n",
	} {
		d, list := New(Limits{}).Parse([]byte(src), Input{Path: "x.md", Line: 1, Lang: "en", Words: labels})
		if got := show(d.Render()); got != want || list.Errors() > 0 {
			t.Errorf("%q becomes %q, want %q: %v", src, got, want, list)
		}
	}
	for src, col := range map[string]int{
		"a <span hidden>b": 3, "a\n<div hidden>\n\nb": 1, "a <!-- b\n\nc -->": 3, "<!-- b\n\nc": 1, "<script>\nb": 1, "a *b <!--* c": 6,
	} {
		_, list := New(Limits{}).Parse([]byte(src), Input{Path: "x.md", Line: 1, Lang: "en", Words: labels})
		if list.Errors() != 1 || list[0].Col != col || list[0].Hint == "" {
			t.Errorf("%q: problems are %v", src, list)
		}
	}
	_, list := New(Limits{}).Parse([]byte("a\n\n<div>\n  é <b>c</b>"), Input{Path: "x.md", Line: 1, Lang: "en"})
	if len(list) != 2 || list[1].Line != 4 || list[1].Col != 5 {
		t.Errorf("a tag within a block stands at %v", list)
	}
}
