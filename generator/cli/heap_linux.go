//go:build linux && (amd64 || arm64)

package cli

import (
	"runtime"
	"runtime/debug"
	"syscall"
)

// makeRoom has the heap grow into large pages. Memory is handed over when it is
// first touched, by 4 KiB, and to build an edit is little else than to touch
// memory; Linux hands over 2 MiB to who asks. The runtime does not ask, but it puts
// what comes next into the lowest addresses that are free: those of a block that
// was asked for and dropped. Where a kernel or a runtime does otherwise, all is as
// it was.
//
// It is for the beginning of a process, once: a block that the runtime uses again
// it clears, which for one of this size takes seconds.
func makeRoom() {
	size := heapRoom()
	if size == 0 {
		return
	}
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // one collection is enough
	block := make([]byte, size)
	_ = syscall.Madvise(block, syscall.MADV_HUGEPAGE) // a refusal is no matter
	runtime.GC()                                      // gives the addresses back
}

// mostRoom is in bytes what a build holds of 100,000 briefings.
const mostRoom = 1 << 30

// heapRoom is how much to ask for. It is addresses until something is put there: a
// small site does not pay for it. But a system may be told to promise no more than
// it has (vm.overcommit_memory), or to count addresses (ulimit -v).
func heapRoom() int {
	var limit syscall.Rlimit
	var system syscall.Sysinfo_t
	if syscall.Getrlimit(syscall.RLIMIT_AS, &limit) != nil || limit.Cur != ^uint64(0) || syscall.Sysinfo(&system) != nil {
		return 0
	}
	return int(min(mostRoom, system.Totalram*uint64(system.Unit)/8))
}
