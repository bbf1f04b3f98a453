package render

import (
	"fmt"
	"testing"

	"chancery/generator/digest"
)

func TestLinesAreForgottenWhenUnused(t *testing.T) {
	var l lines
	key := func(i int) fragmentKey { return keysOf("entry").key(digest.Of(i)) }
	for i := range 5000 {
		l.all().now.put(i, &line{key(i), fmt.Sprint(i)})
	}
	if l.all().get(7, key(8)) != nil {
		t.Error("another line of the place is taken for the one that was asked for")
	}
	l.turn()
	for i := range 1000 { // asked for again
		if got := l.all().get(i, key(i)); got == nil || got.html != fmt.Sprint(i) {
			t.Fatalf("line %d is %v after one turn", i, got)
		}
	}
	l.turn()
	for i := range 5000 {
		if held, used := l.all().get(i, key(i)) != nil, i < 1000; held != used {
			t.Fatalf("line %d: held %v after two turns, want %v", i, held, used)
		}
	}
}

func TestLinesThatMeetAreToldApart(t *testing.T) {
	var l lines
	near, far := 3, 3+len(lineTable{})*len(lineBlock{})
	early, late := keysOf("entry").key(digest.Of("early")), keysOf("entry").key(digest.Of("late"))
	g := l.all()
	g.now.put(near, &line{early, "early"})
	g.now.put(far, &line{late, "late"})
	if g.get(near, early) != nil {
		t.Error("the earlier line is held beside the later one")
	}
	if got := g.get(far, late); got == nil || got.html != "late" {
		t.Errorf("the later line is %v", got)
	}
}
