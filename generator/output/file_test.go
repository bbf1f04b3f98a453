package output

import (
	"errors"
	"maps"
	"strings"
	"testing"
)

// inPieces commits a tree whose files come in pieces of a few bytes.
func inPieces(t *testing.T, dir string, m tree) (Summary, error) {
	t.Helper()
	tr, err := open(dir, diskOf(t, dir), Options{})
	if err != nil {
		t.Fatal(err)
	}
	for p, content := range m {
		f, err := tr.Create(p)
		if err != nil {
			t.Fatal(err)
		}
		for piece := range strings.SplitSeq(content, " ") {
			if _, err := f.Write([]byte(piece)); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return tr.Commit()
}

// joined is a tree as it is when it comes in pieces.
func (m tree) joined() tree {
	out := tree{}
	for p, content := range m {
		out[p] = strings.ReplaceAll(content, " ", "")
	}
	return out
}

func TestFilesInPieces(t *testing.T) {
	dir := scratch(t)
	for i, want := range []Summary{
		{Written: len(before)}, {Kept: len(before)}, // what is the same is not touched
	} {
		s, err := inPieces(t, dir, before)
		if s.Bytes = 0; err != nil || s != want {
			t.Errorf("commit %d: %+v, want %+v (%v)", i, s, want, err)
		}
	}
	if _, err := inPieces(t, dir, after); err != nil {
		t.Fatal(err)
	}
	if got, want := readTree(t, dir, false), after.joined().withFolders(); !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// What is not ours stops a file in pieces as it stops any other.
func TestAFileInPiecesLeavesForeignFiles(t *testing.T) {
	dir := scratch(t)
	tree{"data/events.json": "mine"}.put(t, dir)
	if _, err := inPieces(t, dir, tree{"data/events.json": "not mine"}); err == nil {
		t.Error("a foreign file was replaced")
	}
	if got := readTree(t, dir, false)["data/events.json"]; got != "mine" {
		t.Errorf("the foreign file is %q", got)
	}
	if s, err := inPieces(t, dir, tree{"data/events.json": "mi ne"}); err != nil || s.Kept != 1 {
		t.Errorf("one with the same bytes becomes ours: %+v, %v", s, err)
	}
}

// A file may take bytes from the one in its place, wherever they stand there.
func TestAFileTakesFromTheOneInItsPlace(t *testing.T) {
	const name, old = "data/events.json", "head;one;two;three;"
	for _, c := range []struct {
		want    string
		make    func(f *File) error
		changed bool
	}{
		{old, func(f *File) error { return f.Copy(0, int64(len(old))) }, false},
		{"new;one;two;three;", func(f *File) error {
			_, err := f.Write([]byte("new;"))
			return errors.Join(err, f.Copy(5, 14))
		}, true},
		{"head;two;one;three;", func(f *File) error { return errors.Join(f.Copy(0, 5), f.Copy(9, 4), f.Copy(5, 4), f.Copy(13, 6)) }, true},
		{"head;one;", func(f *File) error { return f.Copy(0, 9) }, true},
		{"head;one;two;more;", func(f *File) error {
			err := f.Copy(0, 13)
			_, wrong := f.Write([]byte("more;"))
			return errors.Join(err, wrong)
		}, true},
	} {
		dir := scratch(t)
		if _, err := inPieces(t, dir, tree{name: old}); err != nil {
			t.Fatal(err)
		}
		tr, err := open(dir, diskOf(t, dir), Options{})
		if err != nil {
			t.Fatal(err)
		}
		f, err := tr.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		err = c.make(f)
		changed, wrong := f.Close()
		if err = errors.Join(err, wrong); err != nil || changed != c.changed {
			t.Fatalf("%q: changed is %v (%v)", c.want, changed, err)
		}
		if _, err := tr.Commit(); err != nil {
			t.Fatal(err)
		}
		if got := readTree(t, dir, false)[name]; got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
		m, err := decodeManifest([]byte(readTree(t, dir, true)[manifestName]))
		if err != nil || !m[name].fits([]byte(c.want)) {
			t.Errorf("%q: the manifest has %+v (%v)", c.want, m[name], err)
		}
	}
}

// Bytes that are not there are an error, and no shorter file.
func TestAFileCannotTakeWhatIsNotThere(t *testing.T) {
	dir := scratch(t)
	if _, err := inPieces(t, dir, tree{"page": "short"}); err != nil {
		t.Fatal(err)
	}
	tr, err := open(dir, diskOf(t, dir), Options{})
	if err != nil {
		t.Fatal(err)
	}
	f, err := tr.Create("page")
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Copy(2, 10); err == nil {
		t.Error("ten bytes came from a file of five")
	}
	if _, err := tr.Commit(); err == nil {
		t.Error("a tree with a gap was committed")
	}
}
