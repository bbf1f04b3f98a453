package output

import (
	"bytes"
	"io"
	"io/fs"
	"os"
)

// disk is every operation on a folder of the output, so that tests can make each
// of them fail. Names are slash-separated and relative to the folder; in a folder
// that sub has opened there are only the operations up to close, and names are
// single ones, or lead through folders within the staging folder, which nobody
// else writes to.
type disk interface {
	write(name string, data []byte, durable bool) (Stamp, error) // a new file; durable survives a power cut
	extend(name string, data []byte) (Stamp, error)              // a file that is there
	lstat(name string) (status, error)
	mkdir(name string) error
	take(from disk, name, to string) error // renames what lies in another folder into this one
	sub(name string) (disk, error)         // a folder in it, which is no link, with a handle of its own
	close() error

	read(name string) ([]byte, error)
	readAt(name string, at int64, data []byte) error      // fills data from an offset on
	has(name string, at int64, data []byte) (bool, error) // the file has these bytes at an offset
	list(name string) ([]string, error)                   // names in a folder, sorted
	rename(from, to string) error
	remove(name string) error // a file or an empty folder
}

// Stamp is what the file system says of a file without reading it. A caller
// keeps it in a memory of its own to learn later whether a file was touched.
type Stamp struct {
	Size    int64 // bytes
	ModTime int64 // nanoseconds since 1970
}

// status is what stands at a path.
type status struct {
	Stamp
	regular, dir bool // neither of links, devices and the like
}

func statusOf(info fs.FileInfo) status {
	return status{Stamp{info.Size(), info.ModTime().UnixNano()}, info.Mode().IsRegular(), info.IsDir()}
}

// fill writes a new file and closes it.
func fill(f *os.File, data []byte, durable bool) (Stamp, error) {
	_, err := f.Write(data)
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
		return Stamp{}, err
	}
	return statusOf(info).Stamp, nil
}

func (d *rooted) read(name string) ([]byte, error) { return d.root.ReadFile(name) }
func (d *rooted) rename(from, to string) error     { return d.root.Rename(from, to) }
func (d *rooted) remove(name string) error         { return d.root.Remove(name) }

func (d *rooted) readAt(name string, at int64, data []byte) error {
	f, err := d.root.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.ReadAt(data, at); err != nil {
		return &os.PathError{Op: "read", Path: name, Err: err}
	}
	return nil
}

// has compares piece by piece: whole files would be most of what a build that
// renders again takes of memory.
func (d *rooted) has(name string, at int64, data []byte) (bool, error) {
	f, err := d.root.Open(name)
	if err != nil {
		return false, err
	}
	defer f.Close()
	var piece [32 << 10]byte
	for len(data) > 0 {
		n, err := f.ReadAt(piece[:min(len(piece), len(data))], at)
		if err != nil && err != io.EOF {
			return false, err
		}
		if n == 0 || !bytes.Equal(piece[:n], data[:n]) {
			return false, nil
		}
		at, data = at+int64(n), data[n:]
	}
	return true, nil
}

func (d *rooted) list(name string) ([]string, error) {
	entries, err := fs.ReadDir(d.root.FS(), name)
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return names, err
}
