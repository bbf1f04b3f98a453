package digest

import (
	"fmt"
	"strings"
	"testing"
)

type card struct {
	Title string
	sum   Sum
}

func (c *card) Digest() Sum { return c.sum }

type view struct {
	Name   string
	Tags   []string
	Lead   *card
	Cards  []*card
	Extra  map[string]int
	Any    any
	hidden int
}

func TestEveryVisibleDifferenceChangesTheSum(t *testing.T) {
	one, two := &card{"a", Sum{1}}, &card{"b", Sum{2}}
	values := []any{
		view{}, view{Name: "x"}, view{Tags: []string{"x"}}, view{Tags: []string{"", "x"}},
		view{Tags: []string{"ab", "c"}}, view{Tags: []string{"a", "bc"}}, view{Lead: one}, view{Lead: two},
		view{Cards: []*card{one, two}}, view{Cards: []*card{two, one}}, view{Cards: []*card{nil, one, two}},
		view{Extra: map[string]int{"a": 1}}, view{Extra: map[string]int{"a": 2}}, view{Extra: map[string]int{"b": 1}},
		view{Any: 1}, view{Any: "1"}, view{Name: strings.Repeat("x", 5000)}, view{Name: strings.Repeat("x", 5001)},
	}
	seen := map[Sum]string{}
	for _, v := range values {
		name, s := fmt.Sprintf("%.80v", v), Of(v)
		if other, ok := seen[s]; ok {
			t.Errorf("%s and %s have one sum", name, other)
		}
		seen[s] = name
	}
}

func TestEqualValuesHaveEqualSums(t *testing.T) {
	many := func() map[string]int {
		m := map[string]int{}
		for i := range 50 {
			m[fmt.Sprint(i)] = i
		}
		return m
	}
	a := view{Name: "x", Extra: many(), Cards: []*card{{"a", Sum{1}}}, hidden: 1}
	b := view{Name: "x", Extra: many(), Cards: []*card{{"other words, same sum", Sum{1}}}, hidden: 2}
	if Of(a) != Of(b) {
		t.Error("equal content, different sums")
	}
}

func BenchmarkOf(b *testing.B) {
	v := view{Name: "A briefing of usual length", Tags: []string{"one", "two", "three"}}
	for range 30 {
		v.Cards = append(v.Cards, &card{sum: Sum{7}})
	}
	b.ReportAllocs()
	for b.Loop() {
		Of(&v)
	}
}

type frame struct {
	*card
	Title string
}

type framed struct {
	frame
	Name string
}

// An embedded card lends its method to the whole, but knows only its own part.
func TestEmbeddedSumsSpeakForTheirPartAlone(t *testing.T) {
	c := &card{Title: "Mali", sum: Bytes([]byte("Mali"))}
	a, b := framed{frame{c, "x"}, "one"}, framed{frame{c, "x"}, "two"}
	if Of(a) == Of(b) || Of(&a) == Of(&b) {
		t.Error("what stands beside an embedded digester does not count")
	}
}

// Arrays of bytes lie where they can be read at once, or not.
func TestASumIsTheSameWhereverItLies(t *testing.T) {
	type named struct {
		Name string
		Sum  Sum
	}
	v := named{"x", Sum{1, 2, 3}}
	if Of([]named{v}) != Of([1]named{v}) {
		t.Error("a sum in a slice differs from one in an array")
	}
	if Of(v) == Of(named{"x", Sum{1, 2, 4}}) {
		t.Error("a sum does not count")
	}
}
