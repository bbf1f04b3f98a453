package output

import (
	"fmt"
	"strconv"
)

// File is a file of the new tree that comes in pieces, because it is too large
// to be held. They are staged as they come, and compared with what stands in the
// file's place as long as that is the same. A File belongs to one goroutine.
type File struct {
	t       *Tree
	r       *record
	at      standing
	same    bool // so far
	staging disk
	check   check
	copied  []byte // what Copy reads into
}

// Create begins a file of the new tree. Close must end it.
func (t *Tree) Create(path string) (*File, error) {
	f := &File{t: t, r: &record{path: path, key: Fold(path)}}
	if err := CleanPath(path); err != nil {
		return nil, f.failed(err)
	}
	if err := t.claim(f.r); err != nil {
		t.fail(err)
		return nil, err
	}
	var err error
	if f.at, err = t.standing(f.r); err != nil {
		return nil, f.failed(err)
	}
	f.same = f.at.there && !f.at.twin
	if f.staging, f.r.number, err = t.next(); err == nil {
		f.r.stamp, err = f.staging.write(f.name(), nil, false)
	}
	if err != nil {
		return nil, f.failed(err)
	}
	return f, nil
}

// name is the file's in the staging folder.
func (f *File) name() string { return strconv.Itoa(f.r.number) }

// failed notes an error, so that a tree with a gap is not committed.
func (f *File) failed(err error) error {
	err = fmt.Errorf("%s: %v", f.r.path, err)
	f.t.fail(err)
	return err
}

// Write adds a piece.
func (f *File) Write(piece []byte) (int, error) {
	if f.same {
		var err error
		if f.same, err = f.t.disk.has(f.r.path, f.check.size, piece); err != nil {
			return 0, f.failed(err)
		}
	}
	if err := f.extend(piece); err != nil {
		return 0, err
	}
	return len(piece), nil
}

func (f *File) extend(piece []byte) (err error) {
	if f.r.stamp, err = f.staging.extend(f.name(), piece); err != nil {
		return f.failed(err)
	}
	f.check.add(piece)
	return nil
}

// copyAtOnce is how many bytes Copy holds.
const copyAtOnce = 1 << 20

// Copy adds so many bytes of the file that stands in this one's place, from an
// offset on. It is for who knows what these are, from having written them, and
// has found the file untouched.
func (f *File) Copy(from, size int64) error {
	if f.copied == nil {
		f.copied = make([]byte, copyAtOnce)
	}
	for end := from + size; from < end; {
		piece := f.copied[:min(copyAtOnce, end-from)]
		err := f.t.disk.readAt(f.r.path, from, piece)
		if err != nil {
			return f.failed(err)
		}
		if from == f.check.size { // it needs no comparing with itself
			err = f.extend(piece)
		} else {
			_, err = f.Write(piece)
		}
		if err != nil {
			return err
		}
		from += int64(len(piece))
	}
	return nil
}

// Close ends the file, and reports whether it differs from the one in place.
func (f *File) Close() (changed bool, err error) {
	f.r.entry = f.check.entry()
	if f.same = f.same && f.check.size == f.at.Size; f.same {
		if err := f.t.disk.remove(stagingName + "/" + f.name()); err != nil {
			return false, f.failed(err)
		}
		f.r.number, f.r.stamp = 0, f.at.Stamp
	}
	if f.at.foreign && !f.same {
		f.t.stranger(f.r.path)
	}
	return !f.same, nil
}
