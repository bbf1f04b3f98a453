package output

import (
	"bytes"
	"io"
	"io/fs"
	"os"
	"path"
)

// disk is every operation on a folder of the output, so that tests can make each
// of them fail. Names are slash-separated and relative to the folder.
type disk interface {
	write(name string, data []byte, durable bool) (Stamp, error) // a new file; durable survives a power cut
	read(name string) ([]byte, error)
	holds(name string, data []byte) (bool, error) // the file has just these bytes
	lstat(name string) (fs.FileInfo, error)
	list(name string) ([]string, error) // names in a folder, sorted
	rename(from, to string) error
	take(from disk, name, to string) error // renames a file of another folder into this one
	remove(name string) error              // a file or an empty folder
	mkdir(name string) error
	sub(name string) (disk, error) // a folder in it, with a handle of its own
	close() error
}

// Stamp is what the file system says of a file without reading it. A caller
// keeps it in a memory of its own to learn later whether a file was touched.
type Stamp struct {
	Size    int64 // bytes
	ModTime int64 // nanoseconds since 1970
}

func stampOf(info fs.FileInfo) Stamp {
	return Stamp{Size: info.Size(), ModTime: info.ModTime().UnixNano()}
}

// rooted is a disk that no name and no link leads out of. To go through the
// folders of a path again for every file costs more than the file, so a folder
// in use keeps its handles.
type rooted struct {
	top    *os.Root
	root   *os.Root // of this folder
	dir    string   // its plain path
	rel    string   // from top to this folder
	handle *os.File // of this folder, once it was needed
}

func newRooted(root *os.Root) *rooted {
	return &rooted{top: root, root: root, dir: root.Name(), rel: "."}
}

func (d *rooted) write(name string, data []byte, durable bool) (s Stamp, err error) {
	f, err := d.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return s, err
	}
	_, err = f.Write(data)
	if err == nil && durable {
		err = f.Sync()
	}
	var info fs.FileInfo
	if err == nil {
		info, err = f.Stat()
	}
	if bad := f.Close(); err == nil {
		err = bad
	}
	if err != nil {
		return s, err
	}
	return stampOf(info), nil
}

// lstat goes by the plain path, which is six times as fast as through the root.
// It only looks: a link on the way can show it a file elsewhere, which nothing
// that reads, writes or removes will reach.
func (d *rooted) lstat(name string) (fs.FileInfo, error) {
	return os.Lstat(d.dir + "/" + name)
}

func (d *rooted) read(name string) ([]byte, error) { return d.root.ReadFile(name) }
func (d *rooted) rename(from, to string) error     { return d.root.Rename(from, to) }
func (d *rooted) remove(name string) error         { return d.root.Remove(name) }
func (d *rooted) mkdir(name string) error          { return d.root.Mkdir(name, 0o755) }

// holds compares piece by piece: whole files would be most of what a build that
// renders again takes of memory.
func (d *rooted) holds(name string, data []byte) (bool, error) {
	f, err := d.root.Open(name)
	if err != nil {
		return false, err
	}
	defer f.Close()
	var piece [32 << 10]byte
	for {
		n, err := f.Read(piece[:])
		if n > len(data) || !bytes.Equal(piece[:n], data[:n]) {
			return false, nil
		}
		data = data[n:]
		if err == io.EOF {
			return len(data) == 0, nil
		}
		if err != nil {
			return false, err
		}
	}
}

func (d *rooted) list(name string) ([]string, error) {
	entries, err := fs.ReadDir(d.root.FS(), name)
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return names, err
}

func (d *rooted) sub(name string) (disk, error) {
	root, err := d.root.OpenRoot(name)
	if err != nil {
		return nil, err
	}
	return &rooted{top: d.top, root: root, dir: d.dir + "/" + name, rel: path.Join(d.rel, name)}, nil
}

func (d *rooted) close() error {
	if d.handle != nil {
		d.handle.Close()
	}
	return d.root.Close()
}
