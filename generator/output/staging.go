package output

import (
	"errors"
	"io/fs"
	"path"
	"strconv"
	"strings"
)

// move is a staged file's way to its place.
type move struct {
	number int
	path   string
	inside bool // the number is that of its top folder, which is staged whole
}

func (r *record) move() move { return move{r.number, r.path, r.inside} }

// staged is the file's name in the staging folder.
func (m move) staged() string {
	name := strconv.Itoa(m.number)
	if !m.inside {
		return name
	}
	return name + m.path[len(m.top()):]
}

// top is the first folder on the way to the file's place.
func (m move) top() string {
	top, _, _ := strings.Cut(m.path, "/")
	return top
}

// put writes a file into the staging folder.
func (t *Tree) put(r *record, data []byte) error {
	staging, err := t.number(r)
	if err != nil {
		return err
	}
	name := r.move().staged()
	if !r.inside || path.Base(name) != firstInFolder {
		r.stamp, err = staging.write(name, data, false)
		if !r.inside || !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if err := makeFolders(staging, parent(name)); err != nil {
		return err
	}
	r.stamp, err = staging.write(name, data, false)
	return err
}

// firstInFolder is the name of the file that mostly comes first in its folder, so
// that this is not there yet. For all others it is.
const firstInFolder = "index.html"

// number gives a file a number of its own or, where nothing stands in the place
// of its top folder, that folder's: it can then be placed in one step.
func (t *Tree) number(r *record) (staging disk, err error) {
	top, _, below := strings.Cut(r.path, "/")
	if r.inside = r.unseen && below; !r.inside {
		staging, r.number, err = t.next()
		return staging, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := t.openStaging(); err != nil {
		return nil, err
	}
	if t.folders[top] == 0 {
		t.staged++
		t.folders[top] = t.staged
	}
	r.number = t.folders[top]
	return t.staging, nil
}

// next gives out numbers in the staging folder, which the first one makes.
func (t *Tree) next() (disk, int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := t.openStaging(); err != nil {
		return nil, 0, err
	}
	t.staged++
	return t.staging, t.staged, nil
}

// openStaging makes the staging folder, once; t.mu is held or not needed.
func (t *Tree) openStaging() (err error) {
	if t.staging != nil {
		return nil
	}
	if err := t.disk.mkdir(stagingName); err != nil {
		return err
	}
	t.staging, err = t.disk.sub(stagingName)
	return err
}

// makeFolders makes a folder and those above it, unless they are there.
func makeFolders(d disk, dir string) error {
	err := makeFolder(d, dir)
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := makeFolders(d, parent(dir)); err != nil {
		return err
	}
	return makeFolder(d, dir)
}
