//go:build !windows

package output

import (
	"os"
	"syscall"
)

const removeWhileOpen = true

// lockFile takes the lock, or tells that it is taken. Where files cannot be
// locked that is an error of its own.
func lockFile(f *os.File, wait bool) (taken bool, err error) {
	how := syscall.LOCK_EX
	if !wait {
		how |= syscall.LOCK_NB
	}
	for {
		err := syscall.Flock(int(f.Fd()), how)
		if err != syscall.EINTR {
			return err == syscall.EWOULDBLOCK, err
		}
	}
}
