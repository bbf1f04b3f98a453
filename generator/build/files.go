package build

import (
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"sync"
	"syscall"

	"chancery/generator/content"
)

// files reads the sources of a site, many at once. An os.Root walks from its
// folder to a file with a system call for every folder between; sources are read
// in the order of their paths, so each reader keeps the folder that it read from
// last. A folder's handle is confined to that folder, as the site's is to the
// site: what is put in the place of a file or folder meanwhile leads nowhere
// else. No more handles are open than files are read at one time.
type files struct {
	root *os.Root // nil when the site is no folder of a disk
	site fs.FS    // the same

	mu      sync.Mutex
	folders []*folder // that nobody reads from
	buffers sync.Pool // of *[]byte
}

// folder is one that was read from last.
type folder struct {
	path string
	root *os.Root // nil until a second file is read from it
}

func newFiles(root *os.Root, site fs.FS) *files {
	return &files{root: root, site: site, buffers: sync.Pool{New: func() any { return new([]byte) }}}
}

// buffer is memory for a file, for the time of one reading.
func (f *files) buffer() *[]byte { return f.buffers.Get().(*[]byte) }

// done takes it back.
func (f *files) done(buf *[]byte) { f.buffers.Put(buf) }

// read reads a file into a buffer. It may have changed since it was listed: only
// where there is as much of it as there was then, and no more in spite of more
// room, it is not asked for its end.
func (f *files) read(file content.File, buf *[]byte) ([]byte, error) {
	in, err := f.open(file.Path)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	b := slices.Grow((*buf)[:0], int(file.Size)+1)
	for {
		n, err := in.Read(b[len(b):cap(b)])
		b = b[:len(b)+n]
		*buf = b
		if err == io.EOF || err == nil && len(b) == int(file.Size) {
			return b, nil
		}
		if err != nil {
			return nil, err
		}
		b = slices.Grow(b, 1)
	}
}

func (f *files) open(name string) (fs.File, error) {
	if f.root == nil {
		return f.site.Open(name)
	}
	dir, base := path.Split(name)
	at := f.take(dir)
	defer f.put(at)
	switch {
	case at.path != dir:
		at.close()
		at.path = dir
	case at.root == nil:
		at.root, _ = f.root.OpenRoot(path.Clean(dir)) // where it cannot be, the file says why
	}
	if at.root == nil {
		return f.root.OpenFile(name, flags, 0)
	}
	return at.root.OpenFile(base, flags, 0)
}

// flags open a file for reading without waiting for it, should it have become a
// pipe. They also spare four system calls that would make it so.
const flags = os.O_RDONLY | syscall.O_NONBLOCK

// take hands out a folder, the one that is asked for if it is there.
func (f *files) take(dir string) *folder {
	f.mu.Lock()
	defer f.mu.Unlock()
	last := len(f.folders) - 1
	if last < 0 {
		return new(folder)
	}
	for i, at := range f.folders {
		if at.path == dir {
			f.folders[i], f.folders[last] = f.folders[last], at
		}
	}
	at := f.folders[last]
	f.folders = f.folders[:last]
	return at
}

func (f *files) put(at *folder) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.folders = append(f.folders, at)
}

func (at *folder) close() {
	if at.root != nil {
		at.root.Close()
		at.root = nil
	}
}

// close closes all folders. Nothing may be read at the time.
func (f *files) close() {
	for _, at := range f.folders {
		at.close()
	}
	f.folders = nil
}
