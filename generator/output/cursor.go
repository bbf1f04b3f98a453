package output

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

// cursor goes through the folders of an output and makes those that are missing.
// The folders from the top to where it is are open, so that files that come in
// order cost one step each.
type cursor struct {
	levels []level
	stands map[string]placeKind // what is known of folders
}

type level struct {
	path string
	disk disk
}

func newCursor(top disk, stands map[string]placeKind) *cursor {
	return &cursor{levels: []level{{".", top}}, stands: stands}
}

func (c *cursor) here() level { return c.levels[len(c.levels)-1] }

// enter opens a folder; it goes through no link.
func (c *cursor) enter(dir string) (disk, error) {
	for !covers(c.here().path, dir) {
		c.up()
	}
	for c.here().path != dir {
		if err := c.down(dir); err != nil {
			return nil, err
		}
	}
	return c.here().disk, nil
}

// covers reports whether a folder is dir or lies above it.
func covers(folder, dir string) bool {
	return folder == "." || folder == dir || strings.HasPrefix(dir, folder) && dir[len(folder)] == '/'
}

func (c *cursor) up() {
	c.here().disk.close()
	c.levels = c.levels[:len(c.levels)-1]
}

// down goes one level nearer to dir.
func (c *cursor) down(dir string) error {
	at := c.here()
	begin := 0
	if at.path != "." {
		begin = len(at.path) + 1
	}
	name, _, _ := strings.Cut(dir[begin:], "/")
	path := dir[:begin+len(name)]
	if c.stands[path] != realFolder {
		if err := makeFolder(at.disk, name); err != nil {
			return err
		}
	}
	d, err := at.disk.sub(name)
	if err != nil {
		return err
	}
	c.levels = append(c.levels, level{path, d})
	return nil
}

// makeFolder makes a folder unless it is there.
func makeFolder(d disk, name string) error {
	err := d.mkdir(name)
	if !errors.Is(err, fs.ErrExist) {
		return err
	}
	info, err := d.lstat(name)
	if err == nil && !info.dir {
		return fmt.Errorf("%s is not a folder", name)
	}
	return err
}

func (c *cursor) close() {
	for len(c.levels) > 1 { // the top is not its own
		c.up()
	}
}
