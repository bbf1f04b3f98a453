package page

import (
	"errors"
	"sync"
	"testing"

	"chancery/generator/briefing"
	"chancery/generator/digest"
	"chancery/generator/markdown"
)

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

// TestATextIsItsOwn: the memory in which a body waits serves one text after the
// other, and shows none for another.
func TestATextIsItsOwn(t *testing.T) {
	s := &Site{waiting: &sync.Pool{New: func() any { return new([]byte) }}}
	s.in.Texts = func(path string, use func(briefing.Text)) error {
		if path == "gone" {
			return errors.New("cannot be read")
		}
		use(briefing.Text{Body: markdown.Body{HTML: []byte("<p>" + path + "</p>"), Outline: []markdown.Outline{{Level: 2, Text: path}}}})
		return nil
	}
	for _, path := range []string{"a", "b", "a longer one", "c"} {
		text := s.textOf(path, digest.Sum{})
		for range 2 {
			if html, err := text.body.HTML(); err != nil || string(html) != "<p>"+path+"</p>" {
				t.Errorf("%s shows %q, %v", path, html, err)
			}
		}
		if len(text.outline) != 1 || text.outline[0].Text != path {
			t.Errorf("%s has the outline %v", path, text.outline)
		}
		if html, err := s.textOf("gone", digest.Sum{}).body.HTML(); err == nil || html != "" {
			t.Errorf("what cannot be read after %s shows %q, %v", path, html, err)
		}
	}
}
