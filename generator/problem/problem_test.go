package problem

import "testing"

func TestNearestNamesTheLikelyWord(t *testing.T) {
	known := []string{"title", "date", "author", "authors", "countries", "country"}
	for word, want := range map[string]string{
		"Title": "title", "authr": "author", "dtae": "date", "countires": "countries", "zebra": "", "cat": "",
	} {
		if got, _ := Nearest(word, known); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", word, got, want)
		}
	}
}

func TestProblemsSortByPlace(t *testing.T) {
	l := List{
		Errorf(Pos{"b.md", 1, 1}, "x"),
		Errorf(Pos{"a.md", 10, 1}, "x"),
		Warnf(Pos{"a.md", 9, 2}, "y").WithHint("write %q", "z"),
		Errorf(Pos{"a.md", 9, 1}, "x"),
	}
	l.Sort()
	var got string
	for _, p := range l {
		got += p.String() + "\n"
	}
	want := "a.md:9:1: x\na.md:9:2: warning: y\n\thint: write \"z\"\na.md:10:1: x\nb.md:1:1: x\n"
	if got != want {
		t.Errorf("got:\n%swant:\n%s", got, want)
	}
	if l.Errors() != 3 {
		t.Errorf("Errors() = %d, want 3", l.Errors())
	}
}
