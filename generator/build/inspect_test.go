package build

import (
	"bytes"
	"math/rand/v2"
	"reflect"
	"testing"

	"chancery/generator/page"
	"chancery/generator/problem"
)

// inspectPlainly is what inspect does, byte by byte.
func inspectPlainly(p page.Page, b []byte) problem.List {
	var list problem.List
	for _, rare := range []byte(":Z") {
		for i := range b {
			if b[i] == rare {
				list = append(list, forbidden(p, b, i)...)
			}
		}
	}
	if i := first(b); i >= 0 {
		list = append(list, problem.Errorf(problem.Pos{Path: p.Source}, "its page would hold a control character (%#x): %s", b[i], around(b, i)))
	}
	return list
}

// TestInspectSeesWhatThePlainWaySees tries texts of every length about that of
// the groups which inspect looks at.
func TestInspectSeesWhatThePlainWaySees(t *testing.T) {
	pieces := []string{"a", "t:", "a:", "://", "://l", "://1", "<p>", "\n", "\r\n", "\t", " ", "Z", "é", "ض", "\u0080", "\u008a", "*", "+", "_", "~", "\x7e"}
	for _, n := range never {
		pieces = append(pieces, n.text, n.text[:len(n.text)-1], n.text[1:])
	}
	r := rand.New(rand.NewPCG(1, 2))
	clean := 0
	for range 100_000 {
		b := []byte(pieces[r.IntN(len(pieces))])
		for size := r.IntN(150); len(b) < size; {
			b = append(b, pieces[r.IntN(len(pieces))]...)
		}
		if r.IntN(4) == 0 {
			b[r.IntN(len(b))] = byte(r.IntN(256))
		}
		for _, p := range []page.Page{{Source: "a.md", Template: "page.html"}, {Source: "a.md"}} {
			got, want := inspect(p, b), inspectPlainly(p, b)
			if len(got) == 0 {
				clean++
			}
			if !reflect.DeepEqual(got, want) {
				t.Fatalf("%q: %v, not %v", b, got, want)
			}
		}
	}
	if clean < 10_000 {
		t.Errorf("only %d texts were clean", clean)
	}
}

// TestInspectFindsEveryByte puts each byte at each place of a group, alone and
// behind each other.
func TestInspectFindsEveryByte(t *testing.T) {
	for at := range 70 {
		for c := range 256 {
			b := bytes.Repeat([]byte("x"), 70)
			b[at] = byte(c)
			if got, want := control(b), first(b); got != want {
				t.Fatalf("%#x at %d: found at %d", c, at, got)
			}
			for before := range 256 {
				b[max(0, at-1)] = byte(before)
				if got, want := control(b), first(b); got != want {
					t.Fatalf("%#x after %#x at %d: found at %d, not %d", c, before, at, got, want)
				}
			}
		}
	}
}

// BenchmarkInspect looks through the pages of a site, each as the renderer leaves
// it: in the cache of the processor.
func BenchmarkInspect(b *testing.B) {
	cleanly(b, options(corpus(b, 500)), func(s *Snapshot, _ problem.List) {
		pages := s.Site.Pages()
		texts := renderAll(b, s.Renderer, pages)
		const again = 4
		size := 0
		for _, text := range texts {
			size += again * len(text)
		}
		b.SetBytes(int64(size))
		for b.Loop() {
			for i, p := range pages {
				for range again {
					if list := inspect(p, texts[i]); len(list) > 0 {
						b.Fatal(list)
					}
				}
			}
		}
	})
}
