package output

import (
	"os"
	"path"
)

// rooted is a disk that no name and no link leads out of.
type rooted struct {
	top  *os.Root
	root *os.Root // of this folder
	dir  string   // its plain path
	rel  string   // from top to this folder
}

func newRooted(root *os.Root) (*rooted, error) {
	return &rooted{top: root, root: root, dir: root.Name(), rel: "."}, nil
}

func (d *rooted) write(name string, data []byte, durable bool) (Stamp, error) {
	f, err := d.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return Stamp{}, err
	}
	return fill(f, data, durable)
}

func (d *rooted) extend(name string, data []byte) (Stamp, error) {
	f, err := d.root.OpenFile(name, os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return Stamp{}, err
	}
	return fill(f, data, false)
}

// lstat goes by the plain path, which is faster than through the root. It only
// looks: a link on the way can show it a file elsewhere, which nothing that
// reads, writes or removes will reach.
func (d *rooted) lstat(name string) (status, error) {
	info, err := os.Lstat(d.dir + "/" + name)
	if err != nil {
		return status{}, err
	}
	return statusOf(info), nil
}

func (d *rooted) mkdir(name string) error { return d.root.Mkdir(name, 0o755) }

// take renames by the way from the top.
func (d *rooted) take(from disk, name, to string) error {
	return d.top.Rename(path.Join(from.(*rooted).rel, name), path.Join(d.rel, to))
}

func (d *rooted) sub(name string) (disk, error) {
	root, err := d.root.OpenRoot(name)
	if err != nil {
		return nil, err
	}
	return &rooted{top: d.top, root: root, dir: d.dir + "/" + name, rel: path.Join(d.rel, name)}, nil
}

func (d *rooted) close() error { return d.root.Close() }
