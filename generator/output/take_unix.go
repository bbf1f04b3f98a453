//go:build !windows

package output

import (
	"os"

	"golang.org/x/sys/unix"
)

// take renames between two open folders. Both names are single ones, so neither
// leads anywhere else.
func (d *rooted) take(from disk, name, to string) error {
	source, err := from.(*rooted).open()
	if err != nil {
		return err
	}
	target, err := d.open()
	if err != nil {
		return err
	}
	if err := unix.Renameat(int(source.Fd()), name, int(target.Fd()), to); err != nil {
		return &os.LinkError{Op: "rename", Old: name, New: to, Err: err}
	}
	return nil
}

// open returns the folder's handle; it is called by one goroutine.
func (d *rooted) open() (*os.File, error) {
	if d.handle != nil {
		return d.handle, nil
	}
	f, err := d.root.Open(".")
	d.handle = f
	return f, err
}
