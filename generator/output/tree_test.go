package output

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// publish opens a folder as a build does, stages everything and commits.
func publish(t *testing.T, dir string, m tree, opt Options) (Summary, error) {
	t.Helper()
	out, err := Open(dir, opt)
	if err != nil {
		return Summary{}, err
	}
	for p, content := range m {
		if _, err := out.Stage(p, []byte(content)); err != nil {
			out.Abort()
			return Summary{}, err
		}
	}
	return out.Commit()
}

func TestSecondBuildTouchesNothing(t *testing.T) {
	dir := filepath.Join(scratch(t), "public")
	s, err := publish(t, dir, before, Options{})
	if err != nil || s.Written != len(before) || s.Kept != 0 || s.Bytes == 0 {
		t.Fatal(s, err)
	}
	long := time.Unix(1e9, 0)
	for p := range before {
		os.Chtimes(filepath.Join(dir, p), long, long)
	}
	manifestTime, _ := os.Stat(filepath.Join(dir, manifestName))
	s, err = publish(t, dir, before, Options{})
	if err != nil || s != (Summary{Kept: len(before)}) {
		t.Fatal(s, err)
	}
	for p := range before {
		if i, err := os.Stat(filepath.Join(dir, p)); err != nil || !i.ModTime().Equal(long) {
			t.Errorf("%s was touched (%v)", p, err)
		}
	}
	if i, _ := os.Stat(filepath.Join(dir, manifestName)); !i.ModTime().Equal(manifestTime.ModTime()) {
		t.Error("the manifest was touched")
	}
}

func TestIncrementalLeavesWhatACleanBuildLeaves(t *testing.T) {
	dir, clean := scratch(t), scratch(t)
	for _, m := range []tree{before, after, before, {}, after} {
		if _, err := publish(t, dir, m, Options{}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := publish(t, clean, after, Options{}); err != nil {
		t.Fatal(err)
	}
	if a, b := readTree(t, dir, true), readTree(t, clean, true); !maps.Equal(a, b) {
		t.Errorf("incremental: %v\nclean: %v", a, b)
	}
}

func TestAbortLeavesTheOldTree(t *testing.T) {
	dir := scratch(t)
	if _, err := publish(t, dir, before, Options{}); err != nil {
		t.Fatal(err)
	}
	was := readTree(t, dir, true)
	out, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for p, content := range after {
		if _, err := out.Stage(p, []byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Abort(); err != nil {
		t.Fatal(err)
	}
	if now := readTree(t, dir, true); !maps.Equal(now, was) {
		t.Errorf("after Abort: %v", now)
	}
	if _, err := out.Commit(); err == nil {
		t.Error("an aborted tree was committed")
	}
}

func TestKeepNoticesEveryTouch(t *testing.T) {
	dir := scratch(t)
	m := tree{"a/kept": "same", "edited": "12345", "longer": "12345", "gone": "x", "linked": "x", "folder": "x"}
	out, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	stamps := map[string]Stamp{}
	for p, content := range m {
		out.Stage(p, []byte(content))
		stamps[p], _ = out.Stat(p)
	}
	if _, err := out.Commit(); err != nil {
		t.Fatal(err)
	}
	at := func(p string) string { return filepath.Join(dir, p) }
	os.WriteFile(at("edited"), []byte("54321"), 0o644)
	os.Chtimes(at("edited"), time.Now(), time.Now().Add(time.Second))
	os.WriteFile(at("longer"), []byte("123456"), 0o644)
	os.Remove(at("gone"))
	os.Remove(at("linked"))
	os.Symlink("edited", at("linked"))
	os.Remove(at("folder"))
	os.Mkdir(at("folder"), 0o755)

	out, err = Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer out.Abort()
	for p := range m {
		if got, want := out.Keep(p, stamps[p]), p == "a/kept"; got != want {
			t.Errorf("Keep(%q) = %v", p, got)
		}
	}
	if out.Keep("a/kept", stamps["a/kept"]) {
		t.Error("a file was kept twice")
	}
	if s, ok := out.Stat("a/kept"); !ok || s != stamps["a/kept"] {
		t.Error("a kept file has lost its stamp")
	}
}

func TestStageMendsWhatWasEditedByHand(t *testing.T) {
	dir := scratch(t)
	if _, err := publish(t, dir, tree{"a": "12345", "b": "12345", "c/d": "x"}, Options{}); err != nil {
		t.Fatal(err)
	}
	os.WriteFile(filepath.Join(dir, "a"), []byte("54321"), 0o644)
	os.RemoveAll(filepath.Join(dir, "c"))
	s, err := publish(t, dir, tree{"a": "12345", "b": "12345", "c/d": "x"}, Options{})
	if err != nil || s.Written != 2 || s.Kept != 1 {
		t.Errorf("%+v, %v", s, err)
	}
	if got := readTree(t, dir, false); got["a"] != "12345" || got["c/d"] != "x" {
		t.Errorf("%v", got)
	}
}

func TestStageIsSafeForManyGoroutines(t *testing.T) {
	dir := scratch(t)
	for range 2 {
		out, err := Open(dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		for g := range 8 {
			wg.Go(func() {
				for i := range 100 {
					p := fmt.Sprintf("%d/%d/index.html", i, g)
					if _, err := out.Stage(p, []byte(p)); err != nil {
						t.Error(err)
					}
					out.Stat(p)
				}
			})
		}
		wg.Wait()
		if _, err := out.Commit(); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(readTree(t, dir, false)); n != 800+900 {
		t.Errorf("%d files and folders", n)
	}
}

func TestOnePathIsTakenOnce(t *testing.T) {
	for _, pair := range [][2]string{{"a/b", "a/b"}, {"a/B", "A/b"}, {"a", "a/b"}, {"a/b/c", "A"}} {
		out, err := Open(scratch(t), Options{})
		if err != nil {
			t.Fatal(err)
		}
		_, e1 := out.Stage(pair[0], []byte("1"))
		_, e2 := out.Stage(pair[1], []byte("2"))
		_, e3 := out.Commit()
		if e1 != nil || e3 == nil {
			t.Errorf("%v: %v, %v, %v", pair, e1, e2, e3)
		}
		if !strings.Contains(e3.Error(), pair[0]) || !strings.Contains(e3.Error(), pair[1]) {
			t.Errorf("%v: the error does not name both: %v", pair, e3)
		}
	}
}

func TestUncleanPathStopsTheCommit(t *testing.T) {
	dir := scratch(t)
	for _, p := range []string{"../out", "a\x00b", "", ".chancery-manifest"} {
		if _, err := publish(t, dir, tree{p: "x"}, Options{}); err == nil {
			t.Errorf("%q was staged", p)
		}
	}
	if got := readTree(t, dir, true); len(got) != 0 {
		t.Errorf("%v", got)
	}
}

func TestRenameOfCaseOnly(t *testing.T) {
	dir := scratch(t)
	for _, m := range []tree{{"A/Page.html": "x"}, {"a/page.html": "x"}, {"A/page.HTML": "x"}} {
		if s, err := publish(t, dir, m, Options{}); err != nil || s.Written != 1 {
			t.Fatal(s, err)
		}
		if got := readTree(t, dir, false); !maps.Equal(got, m.withFolders()) {
			t.Errorf("%v", got)
		}
	}
}
