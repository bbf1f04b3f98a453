package output

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

const lockName = ".chancery-lock"

// lock is the right to write one output folder. The system gives it back when
// the process ends, however it ends.
type lock struct {
	root *os.Root
	file *os.File
}

// acquire takes the lock, or says who has it. The file is removed on release,
// so what was locked may no longer be what the name stands for: then again.
func acquire(root *os.Root, wait bool) (*lock, error) {
	for {
		f, err := root.OpenFile(lockName, os.O_RDWR|os.O_CREATE, 0o644)
		if err != nil {
			return nil, fmt.Errorf("%s: %v", root.Name(), err)
		}
		if taken, err := lockFile(f, wait); err != nil {
			defer f.Close()
			if taken {
				err = fmt.Errorf("being written by %s", holder(f))
			}
			return nil, fmt.Errorf("%s: %v", root.Name(), err)
		}
		mine, err := f.Stat()
		named, gone := root.Lstat(lockName)
		if err != nil || gone != nil || !os.SameFile(mine, named) {
			f.Close()
			if gone == nil && err == nil && !named.Mode().IsRegular() {
				return nil, fmt.Errorf("%s/%s: not a plain file", root.Name(), lockName)
			}
			continue
		}
		l := &lock{root: root, file: f}
		if err := l.sign(); err != nil {
			l.release()
			return nil, err
		}
		return l, nil
	}
}

// sign leaves the number of this process for those who find the lock taken.
func (l *lock) sign() error {
	if err := l.file.Truncate(0); err != nil {
		return err
	}
	_, err := l.file.WriteAt(fmt.Appendf(nil, "process %d\n", os.Getpid()), 0)
	return err
}

func (l *lock) release() {
	if removeWhileOpen {
		l.root.Remove(lockName)
	}
	l.file.Close()
	if !removeWhileOpen {
		l.root.Remove(lockName)
	}
}

// holder tells who signed the lock, and since when: the file's own time.
func holder(f *os.File) string {
	text, err := io.ReadAll(io.LimitReader(f, 64))
	who := strings.TrimSpace(string(text))
	info, bad := f.Stat()
	if err != nil || bad != nil || who == "" {
		return "another process"
	}
	return who + " since " + info.ModTime().Format(time.DateTime)
}
