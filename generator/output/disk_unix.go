//go:build !windows

package output

import (
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// rooted is a disk that no name and no link leads out of: paths go through an
// os.Root, and what is done for every file goes by a handle of the folder that
// it is in and by a single name, in as many system calls as it has steps. An
// os.File makes four more of each, to learn whether it can be waited for.
type rooted struct {
	root *os.Root // nil in a folder below
	self *os.File // that fd belongs to; nil in a folder below
	fd   int
}

// newRooted takes a folder over; to close the disk closes it.
func newRooted(root *os.Root) (*rooted, error) {
	self, err := root.Open(".")
	if err != nil {
		return nil, err
	}
	return &rooted{root: root, self: self, fd: int(self.Fd())}, nil
}

func (d *rooted) write(name string, data []byte, durable bool) (s Stamp, err error) {
	fd, err := d.openat(name, unix.O_WRONLY|unix.O_CREAT|unix.O_EXCL)
	if err != nil {
		return s, &os.PathError{Op: "create", Path: name, Err: err}
	}
	if durable { // which is more than one call on some systems
		return fill(os.NewFile(uintptr(fd), name), data, durable)
	}
	return finish(fd, name, data)
}

func (d *rooted) extend(name string, data []byte) (Stamp, error) {
	fd, err := d.openat(name, unix.O_WRONLY|unix.O_APPEND)
	if err != nil {
		return Stamp{}, &os.PathError{Op: "extend", Path: name, Err: err}
	}
	return finish(fd, name, data)
}

// finish writes to a file and closes it.
func finish(fd int, name string, data []byte) (s Stamp, err error) {
	var st unix.Stat_t
	if err = writeAll(fd, data); err == nil {
		err = unix.Fstat(fd, &st)
	}
	if bad := unix.Close(fd); err == nil && bad != unix.EINTR {
		err = bad
	}
	if err != nil {
		return s, &os.PathError{Op: "write", Path: name, Err: err}
	}
	return statusIn(&st).Stamp, nil
}

// openat opens what a single name stands for, if it is no link.
func (d *rooted) openat(name string, flags int) (int, error) {
	for {
		fd, err := unix.Openat(d.fd, name, flags|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0o644)
		if err != unix.EINTR {
			return fd, err
		}
	}
}

// writeAll writes in pieces that every system takes.
func writeAll(fd int, data []byte) error {
	const most = 1 << 30
	for len(data) > 0 {
		n, err := unix.Write(fd, data[:min(len(data), most)])
		if err != nil && err != unix.EINTR {
			return err
		}
		if n == 0 && err == nil {
			return io.ErrUnexpectedEOF
		}
		data = data[max(n, 0):]
	}
	return nil
}

// lstat takes a path as well. It only looks: a link on the way can show it a file
// elsewhere, which nothing that reads, writes or removes will reach.
func (d *rooted) lstat(name string) (status, error) {
	var st unix.Stat_t
	for {
		err := unix.Fstatat(d.fd, name, &st, unix.AT_SYMLINK_NOFOLLOW)
		if err == nil {
			return statusIn(&st), nil
		}
		if err != unix.EINTR {
			return status{}, err
		}
	}
}

func statusIn(st *unix.Stat_t) status {
	kind := st.Mode & unix.S_IFMT
	return status{Stamp{st.Size, st.Mtim.Nano()}, kind == unix.S_IFREG, kind == unix.S_IFDIR}
}

func (d *rooted) mkdir(name string) error { return unix.Mkdirat(d.fd, name, 0o755) }

// take renames between two open folders.
func (d *rooted) take(from disk, name, to string) error {
	return unix.Renameat(from.(*rooted).fd, name, d.fd, to)
}

func (d *rooted) sub(name string) (disk, error) {
	fd, err := d.openat(name, unix.O_RDONLY|unix.O_DIRECTORY)
	if err != nil {
		return nil, &os.PathError{Op: "open", Path: name, Err: err}
	}
	return &rooted{fd: fd}, nil
}

func (d *rooted) close() error {
	if d.root == nil {
		return unix.Close(d.fd)
	}
	d.self.Close()
	return d.root.Close()
}
