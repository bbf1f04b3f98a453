package output

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
)

// before and after have every kind of change between them: new, other, same and
// deleted files, a file that becomes a folder and the reverse, a name in another
// case, folders that come and go, and one that is placed as a whole.
var (
	before = tree{
		"index.html": "old home", "same/index.html": "same", "gone/deep/er/index.html": "gone",
		"turns": "a file", "flat/one": "1", "flat/two/three": "3", "Case/Page.html": "upper", "page": "old", "log": "head: old",
	}
	after = tree{
		"index.html": "new home, and longer", "same/index.html": "same", "fresh/a/b/index.html": "fresh",
		"turns/into/folder.html": "deep", "flat": "a file now", "case/page.html": "lower", "page": "new", "empty": "", "log": "head: new, and longer",
		"whole/a.html": "a", "whole/b/c/index.html": "c", "whole/b/d/index.html": "in two pieces",
	}
	foreigners = tree{"CNAME": "example.org", ".git/HEAD": "ref", "gone/deep/notes.txt": "mine", "fresh/keep.txt": "mine too"}
)

// put writes files as any program would.
func (m tree) put(t *testing.T, dir string) {
	t.Helper()
	for p, content := range m {
		full := filepath.Join(dir, filepath.FromSlash(p))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// commit writes a tree through a disk, and reports a crash as such.
func (m tree) commit(dir string, d disk) (s Summary, crashed bool, err error) {
	defer func() {
		if r := recover(); r != nil {
			if _, ok := r.(crash); !ok {
				panic(r)
			}
			crashed = true
		}
	}()
	t, err := open(dir, d, Options{})
	if err != nil {
		return s, false, err
	}
	for _, p := range slices.Sorted(maps.Keys(m)) { // so that it takes the same operations each time
		if err := stage(t, p, m[p]); err != nil {
			return s, false, errors.Join(err, t.Abort())
		}
	}
	s, err = t.Commit()
	return s, false, err
}

// stage gives a tree a file: a long one in two pieces, of which a head may stand
// there already, any other as a whole.
func stage(t *Tree, path, content string) error {
	if len(content) < 8 {
		_, err := t.Stage(path, []byte(content))
		return err
	}
	f, err := t.Create(path)
	pieces := []string{content[:5], content[5:]}
	if _, there := t.at[path]; there && err == nil && pieces[0] == "head:" {
		err, pieces = f.Copy(0, 5), pieces[1:]
	}
	for _, piece := range pieces {
		if err == nil {
			_, err = f.Write([]byte(piece))
		}
	}
	if err == nil {
		_, err = f.Close()
	}
	return err
}

func mustCommit(t *testing.T, dir string, m tree) Summary {
	t.Helper()
	s, _, err := m.commit(dir, diskOf(t, dir))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func union(a, b tree) tree {
	out := maps.Clone(a)
	maps.Copy(out, b)
	return out
}

// TestEveryFaultLeavesOldOrNew lets each operation in turn fail, stop short, or
// be the last one of a process, and opens the folder again.
func TestEveryFaultLeavesOldOrNew(t *testing.T) {
	old, fresh := union(before, foreigners).withFolders(), union(after, foreigners).withFolders()
	names := map[mishap]string{refused: "refused", cutShort: "cut short", killed: "killed", killedMid: "killed midway"}
	for what, name := range names {
		t.Run(name, func(t *testing.T) {
			seenOld, seenNew, k := 0, 0, int64(1)
			for ; ; k++ {
				dir := scratch(t)
				mustCommit(t, dir, before)
				foreigners.put(t, dir)
				f := newFaulty(rootedOn(t, dir), k, what)
				_, crashed, err := after.commit(dir, f)
				if !f.stayed.Load() {
					break
				}
				switched := settle(t, dir)
				if switched {
					seenNew++
				} else {
					seenOld++
				}
				got := readTree(t, dir, false)
				if !maps.Equal(got, old) && !maps.Equal(got, fresh) {
					t.Fatalf("operation %d (crashed %v, error %v): neither tree: %v", k, crashed, err, got)
				}
				if switched != maps.Equal(got, fresh) {
					t.Fatalf("operation %d: the manifest and the tree disagree: %v", k, got)
				}
				if mustCommit(t, dir, after); !maps.Equal(readTree(t, dir, false), fresh) {
					t.Fatalf("operation %d: the next build is wrong: %v", k, readTree(t, dir, false))
				}
			}
			if seenOld < 20 || seenNew < 20 {
				t.Errorf("%d operations, of which %d left the old tree and %d the new one: too few to show anything", k, seenOld, seenNew)
			}
		})
	}
}

// TestAFaultWhileManyArePlaced refuses an operation while several processors place
// files: the tree must be finished by the next.
func TestAFaultWhileManyArePlaced(t *testing.T) {
	many := tree{"fresh/a/b/index.html": "fresh"} // which settle looks for
	there := tree{}
	for i := range 3 * partLen {
		many[fmt.Sprintf("%d/%d/index.html", i%7, i)] = strconv.Itoa(i)
		there[fmt.Sprintf("%d/keep.txt", i%7)] = "mine" // so that none of these folders is placed whole
	}
	whole := union(many, there).withFolders()
	dir := scratch(t)
	there.put(t, dir)
	f := newFaulty(rootedOn(t, dir), 0, refused)
	if _, _, err := many.commit(dir, f); err != nil || !maps.Equal(readTree(t, dir, false), whole) {
		t.Fatalf("the tree without a fault: %v", err)
	}
	all := f.count.Load() // more than half of it to place files
	for _, k := range []int64{all - 4*partLen, all - 2*partLen, all - 10} {
		dir := scratch(t)
		there.put(t, dir)
		f := newFaulty(rootedOn(t, dir), k, refused)
		if _, _, err := many.commit(dir, f); err == nil {
			t.Fatalf("operation %d of %d was refused in vain", k, all)
		}
		if switched := settle(t, dir); !switched || !maps.Equal(readTree(t, dir, false), whole) {
			t.Errorf("operation %d of %d: the next build does not finish the tree (%v)", k, all, switched)
		}
	}
}

// TestANewFolderIsPlacedWhole counts what it takes to put many files into a folder
// that is new, and into one that somebody has made in the meantime.
func TestANewFolderIsPlacedWhole(t *testing.T) {
	const n = 100
	many := tree{}
	for i := range n {
		many[fmt.Sprintf("new/%d/index.html", i)] = strconv.Itoa(i)
	}
	for _, made := range []tree{{}, {"new/7/theirs.txt": "mine"}} {
		dir := scratch(t)
		f := newFaulty(rootedOn(t, dir), 0, refused)
		next, err := open(dir, f, Options{})
		for p, content := range many {
			if err == nil {
				err = stage(next, p, content)
			}
		}
		if err != nil {
			t.Fatal(err)
		}
		made.put(t, dir)
		before := f.count.Load()
		if _, err := next.Commit(); err != nil {
			t.Fatal(err)
		}
		if got := readTree(t, dir, false); !maps.Equal(got, union(many, made).withFolders()) {
			t.Errorf("beside %v: %v", made, got)
		}
		if took := f.count.Load() - before; (took < n) != (len(made) == 0) {
			t.Errorf("beside %v: placed in %d operations", made, took)
		}
	}
}

// settle opens a folder as the next build does, and tells which tree its
// manifest speaks of.
func settle(t *testing.T, dir string) (switched bool) {
	t.Helper()
	next, err := open(dir, diskOf(t, dir), Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, switched = next.at["fresh/a/b/index.html"]
	if err := next.Abort(); err != nil {
		t.Fatal(err)
	}
	return switched
}

// TestRecoveryMayBeInterrupted kills the process in a commit, when the journal is
// written or when some files are placed, and stops the next one at each operation
// of its recovery.
func TestRecoveryMayBeInterrupted(t *testing.T) {
	fresh := union(after, foreigners).withFolders()
	journal := int64(1)
	for i, what := range []mishap{killed, killedMid, refused, killed, refused} {
		k := int64(1)
		for ; ; k++ {
			dir := scratch(t)
			mustCommit(t, dir, before)
			foreigners.put(t, dir)
			if i < 3 {
				journal = killAtJournal(t, dir, journal)
			} else {
				after.commit(dir, newFaulty(rootedOn(t, dir), journal+25, killed))
			}
			f := newFaulty(rootedOn(t, dir), k, what)
			reopen(dir, f)
			if !f.stayed.Load() {
				break
			}
			settle(t, dir)
			if got := readTree(t, dir, false); !maps.Equal(got, fresh) {
				t.Fatalf("%d: stopped again at %d: %v", i, k, got)
			}
		}
		if k < 40 {
			t.Errorf("recovery took %d operations, too few to show anything", k)
		}
	}
}

// reopen opens a folder and gives it back, or is killed.
func reopen(dir string, d disk) {
	defer func() {
		if r := recover(); r != nil && r != (crash{}) {
			panic(r)
		}
	}()
	if t, err := open(dir, d, Options{}); err == nil {
		t.Abort()
	}
}

// TestLostStagedFilesAreWrittenAnew does what a power cut does: the journal is on
// the disk and the files are not.
func TestLostStagedFilesAreWrittenAnew(t *testing.T) {
	fresh := union(after, foreigners).withFolders()
	for _, lost := range []string{"empty", "gone"} {
		dir := scratch(t)
		mustCommit(t, dir, before)
		foreigners.put(t, dir)
		killAtJournal(t, dir, 1)
		filepath.WalkDir(filepath.Join(dir, stagingName), func(name string, e fs.DirEntry, err error) error {
			switch {
			case e.IsDir() || e.Name() == journalName || e.Name() == nextName:
			case lost == "empty":
				os.Truncate(name, 0)
			default:
				os.Remove(name)
			}
			return err
		})
		mustCommit(t, dir, after)
		if got := readTree(t, dir, false); !maps.Equal(got, fresh) {
			t.Errorf("%s: %v", lost, got)
		}
		clean := scratch(t)
		mustCommit(t, clean, after)
		if readTree(t, dir, true)[manifestName] != readTree(t, clean, true)[manifestName] {
			t.Errorf("%s: the manifest is not that of a clean build", lost)
		}
	}
}

// killAtJournal commits after and is killed when the journal has just got its
// name, at the operation that it returns. It tries from the one given.
func killAtJournal(t *testing.T, dir string, from int64) int64 {
	t.Helper()
	for k := from; ; k++ {
		_, crashed, err := after.commit(dir, newFaulty(rootedOn(t, dir), k, killed))
		if !crashed {
			t.Fatalf("no operation follows the journal: %v", err)
		}
		if _, err := os.Stat(filepath.Join(dir, stagingName, journalName)); err == nil {
			return k
		}
	}
}
