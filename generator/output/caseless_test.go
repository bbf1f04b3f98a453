package output

import (
	"maps"
	"strings"
	"testing"
)

// caseless is a disk that does not tell case apart, as on macOS and Windows.
type caseless struct{ disk }

func (c caseless) write(name string, data []byte, durable bool) (Stamp, error) {
	return c.disk.write(strings.ToLower(name), data, durable)
}
func (c caseless) has(name string, at int64, data []byte) (bool, error) {
	return c.disk.has(strings.ToLower(name), at, data)
}
func (c caseless) readAt(name string, at int64, data []byte) error {
	return c.disk.readAt(strings.ToLower(name), at, data)
}
func (c caseless) read(name string) ([]byte, error)   { return c.disk.read(strings.ToLower(name)) }
func (c caseless) lstat(name string) (status, error)  { return c.disk.lstat(strings.ToLower(name)) }
func (c caseless) list(name string) ([]string, error) { return c.disk.list(strings.ToLower(name)) }
func (c caseless) remove(name string) error           { return c.disk.remove(strings.ToLower(name)) }
func (c caseless) mkdir(name string) error            { return c.disk.mkdir(strings.ToLower(name)) }
func (c caseless) rename(from, to string) error {
	return c.disk.rename(strings.ToLower(from), strings.ToLower(to))
}
func (c caseless) take(from disk, name, to string) error {
	return c.disk.take(from.(caseless).disk, strings.ToLower(name), strings.ToLower(to))
}
func (c caseless) sub(name string) (disk, error) {
	d, err := c.disk.sub(strings.ToLower(name))
	if err != nil {
		return nil, err
	}
	return caseless{d}, nil
}

// TestCaseChangesWhereCaseDoesNotCount renames by case only, with and without new
// content, and is killed at every operation.
func TestCaseChangesWhereCaseDoesNotCount(t *testing.T) {
	upper := tree{"Mali/Index.html": "same", "Mali/Feed.xml": "old", "Page": "same", "stays": "stays"}
	lower := tree{"mali/index.html": "same", "mali/feed.xml": "new", "page": "same", "stays": "stays"}
	old := tree{"mali/index.html": "same", "mali/feed.xml": "old", "page": "same", "stays": "stays"}
	for k := int64(1); ; k++ {
		dir := scratch(t)
		if _, _, err := upper.commit(dir, caseless{diskOf(t, dir)}); err != nil {
			t.Fatal(err)
		}
		f := newFaulty(rootedOn(t, dir), k, killedMid)
		lower.commit(dir, caseless{f})
		if f.stayed.Load() {
			reopen(dir, caseless{diskOf(t, dir)})
		}
		got := readTree(t, dir, false)
		if !maps.Equal(got, lower.withFolders()) && !(f.stayed.Load() && maps.Equal(got, old.withFolders())) {
			t.Fatalf("operation %d: %v", k, got)
		}
		if !f.stayed.Load() {
			return
		}
	}
}
