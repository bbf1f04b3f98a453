package briefing

import (
	"html"
	"regexp"
	"testing"

	"chancery/generator/content"
)

func TestEventsKeepTheirEmphasis(t *testing.T) {
	for body, want := range map[string]string{
		"- 27 July 2021: the *ordinary* session of **all & sundry**, `x<y`\n":                "the <em>ordinary</em> session of <strong>all &amp; sundry</strong>, <code>x&lt;y</code>",
		"- **27 July 2021: the** session\n":                                                  "<strong>the</strong> session",
		"- **27 July 2021** — a ***double*** ~~blow~~\n":                                     "a <strong><em>double</em></strong> <del>blow</del>",
		"- 27 July 2021: see [the *text*](https://example.org/a) now\n":                      "see the <em>text</em> now",
		"- 27 July 2021: ![a & b](x.png) shown\n":                                            "a &amp; b shown",
		"- 27 July 2021: <script>alert(1)</script> *x*\n":                                    "<em>x</em>",
		"- Signed *at Bamako*, 15 May 2015\n":                                                "Signed <em>at Bamako</em>",
		"- 27 July 2021: the same, the same\n":                                               "the same, the same",
		"| When | What |\n|---|---|\n| 27 July 2021 | a *session* |\n| 28 July 2021 | x |\n": "a <em>session</em>",
		"### The *end*, 27 July 2021\n":                                                      "The <em>end</em>",
		"27 July 2021 — an *opening* of **talks**\n":                                         "an <em>opening</em> of <strong>talks</strong>",
	} {
		b, _, problems := siteReader(t, "").Read(sourceOf(t, "en", "## Timeline\n\n"+body))
		accounts := b.Detail().Accounts
		if len(accounts) == 0 || accounts[0].HTML != want {
			t.Errorf("%q: got %+v, want %s (%v)", body, accounts, want, problems)
			continue
		}
		if v := accounts[0]; html.UnescapeString(tags.ReplaceAllString(v.HTML, "")) != v.Text {
			t.Errorf("%q and %q do not say the same", v.HTML, v.Text)
		}
	}
}

var tags = regexp.MustCompile(`</?(em|strong|del|code)>`)

// FuzzEventsSayTheSame compares an event's text with what its HTML shows.
func FuzzEventsSayTheSame(f *testing.F) {
	f.Add("* 1Jul0001")
	f.Add("27 July 2021: the *ordinary* **session** [1]. of `x`")
	f.Add("**27 July** 2021 ***a* b** ~~c~~ & <d> [e](f)")
	r := siteReader(f, "")
	f.Fuzz(func(t *testing.T, item string) {
		src, list := content.Parse("content/briefings/x.md", []byte("---\ntitle: x\ndate: 2025-01-08\n---\n## Timeline\n\n- "+item+"\n"), []string{"en"}, content.Limits{Source: 1 << 20, Front: 1 << 16})
		if list.Errors() > 0 {
			return
		}
		b, _, _ := r.Read(src)
		for _, v := range b.Detail().Accounts {
			if html.UnescapeString(tags.ReplaceAllString(v.HTML, "")) != html.UnescapeString(html.EscapeString(v.Text)) {
				t.Errorf("%q and %q do not say the same", v.HTML, v.Text)
			}
		}
	})
}
