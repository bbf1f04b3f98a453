package build

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestADetailThatIsLostIsNotPublished: when what was remembered of a briefing is
// damaged, its source is read again; when that is gone as well, nobody may
// publish the briefing without it.
func TestADetailThatIsLostIsNotPublished(t *testing.T) {
	dir := site(t, sample())
	m, snap, root := again(t, dir)
	damage(t, filepath.Join(dir, memoryFolder, detailsName))
	m.readDetails(snap.kept)
	first, second := snap.Briefings[0], snap.Briefings[1]
	if first.Detail().Summary == "" || len(m.faults()) > 0 {
		t.Errorf("a damaged detail is not read from its source: %v", m.faults())
	}
	if err := root.Remove(second.Path); err != nil {
		t.Fatal(err)
	}
	second.Detail()
	if list := m.faults(); list.Errors() != 1 || list[0].Path != second.Path || !strings.Contains(list[0].Message, "cannot be read again") {
		t.Errorf("a detail that is lost is told as %v", list)
	}
}

// TestDetailsAreReadAtOnce reads them before their file is damaged, and asks for
// them afterwards.
func TestDetailsAreReadAtOnce(t *testing.T) {
	dir := site(t, sample())
	m, snap, root := again(t, dir)
	m.readDetails(snap.kept)
	damage(t, filepath.Join(dir, memoryFolder, detailsName))
	for _, b := range snap.Briefings {
		if err := root.Remove(b.Path); err != nil {
			t.Fatal(err)
		}
		if b.Detail().Summary == "" {
			t.Errorf("%s has no summary", b.Path)
		}
	}
	if list := m.faults(); len(list) > 0 {
		t.Error(list)
	}
}

// again builds a site and loads it with what the build remembered.
func again(t *testing.T, dir string) (*memory, *Snapshot, *os.Root) {
	t.Helper()
	build(t, options(dir), filepath.Join(dir, "public"))
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	m := openMemory(root, options(dir).Version, false, false)
	t.Cleanup(m.close)
	snap, list, err := load(options(dir), root, func() *memory { return m }, found{}, nil)
	if err != nil || list.Errors() > 0 {
		t.Fatal(err, list)
	}
	return m, snap, root
}

// damage overwrites a file with zeros.
func damage(t *testing.T, name string) {
	t.Helper()
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, make([]byte, info.Size()), 0o644); err != nil {
		t.Fatal(err)
	}
}
