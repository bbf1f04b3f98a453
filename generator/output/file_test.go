package output

import (
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
