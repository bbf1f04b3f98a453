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
	build(t, options(dir), filepath.Join(dir, "public"))
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	m := openMemory(root, options(dir).Version, false, false)
	defer m.close()
	snap, list, err := load(options(dir), root, func() *memory { return m }, found{}, nil)
	if err != nil || list.Errors() > 0 {
		t.Fatal(err, list)
	}
	texts := filepath.Join(dir, memoryFolder, textsName)
	info, err := os.Stat(texts)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(texts, make([]byte, info.Size()), 0o644); err != nil {
		t.Fatal(err)
	}
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
