package output

import (
	"os"

	"golang.org/x/sys/windows"
)

const removeWhileOpen = false // an open file cannot be removed

// lockFile locks one byte far behind the text, which others can go on reading.
func lockFile(f *os.File, wait bool) (taken bool, err error) {
	var flags uint32 = windows.LOCKFILE_EXCLUSIVE_LOCK
	if !wait {
		flags |= windows.LOCKFILE_FAIL_IMMEDIATELY
	}
	at := windows.Overlapped{OffsetHigh: 1}
	err = windows.LockFileEx(windows.Handle(f.Fd()), flags, 0, 1, 0, &at)
	return err == windows.ERROR_LOCK_VIOLATION, err
}
