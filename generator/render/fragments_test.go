package render

import (
	"fmt"
	"testing"

	"chancery/generator/digest"
)

func TestFragmentsAreForgottenWhenUnused(t *testing.T) {
	var f fragments
	key := func(i int) fragmentKey { return keysOf("card").key(digest.Of(i)) }
	holds := func(i int) bool { _, ok := f.get(key(i)); return ok }
	for i := range 100 {
		f.put(key(i), fmt.Sprint(i))
	}
	f.turn()
	for i := range 50 { // asked for again
		if html, ok := f.get(key(i)); !ok || html != fmt.Sprint(i) {
			t.Fatalf("fragment %d is %q, %v after one turn", i, html, ok)
		}
	}
	f.turn()
	for i := range 100 {
		if used := i < 50; holds(i) != used {
			t.Errorf("fragment %d: held %v after two turns, want %v", i, !used, used)
		}
	}
}

func TestFragmentsPutAsideStay(t *testing.T) {
	var f fragments
	early, late := keysOf("card").key(digest.Of("early")), keysOf("card").key(digest.Of("late"))
	f.put(early, "early")
	f.putAside()
	f.put(late, "late")
	for range 3 {
		f.turn()
	}
	if html, ok := f.get(early); !ok || html != "early" {
		t.Errorf("what was put aside is %q, %v after three turns", html, ok)
	}
	if _, ok := f.get(late); ok {
		t.Error("what was made afterwards is held after three turns that did not ask for it")
	}
	f.putAside()
	if _, ok := f.get(early); ok {
		t.Error("what was put aside first is held beside what was put aside next")
	}
}
