package page

import "testing"

func TestATextApartFromItsPage(t *testing.T) {
	for in, want := range map[string]string{
		`<p>a</p>`: `<p>a</p>`,
		`<h2 id="a">a</h2><sup>[<a href="#source-1" id="cite-1-1">1</a>]</sup>`: `<h2>a</h2><sup>[<a href="https://e.org/a/#source-1">1</a>]</sup>`,
		`<li class="event" id="e-1"><a href="https://x.org/#b">b</a>`:           `<li class="event"><a href="https://x.org/#b">b</a>`,
		`<img src="/x.png" alt="an id=" loading="lazy"> c id=&quot;d`:           `<img src="/x.png" alt="an id=" loading="lazy"> c id=&quot;d`,
	} {
		if got := string(appendApart([]byte("x"), []byte(in), "https://e.org/a/")); got != "x"+want {
			t.Errorf("%s becomes %s, want %s", in, got, want)
		}
	}
}
