//go:build linux && (amd64 || arm64)

package cli

import (
	"runtime"
	"runtime/debug"
	"syscall"
)

// heapRoom is in bytes what a build holds of 10,000 briefings. It is addresses
// until something is put there: a small site does not pay for it.
const heapRoom = 256 << 20

// makeRoom has the heap grow into large pages. Memory is handed over when it is
// first touched, by 4 KiB, and to build an edit is little else than to touch
// memory; Linux hands over 2 MiB to who asks. The runtime does not ask, but it puts
// what comes next into the lowest addresses that are free: those of a block that
// was asked for and dropped. Where a kernel or a runtime does otherwise, all is as
// it was.
func makeRoom() {
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // once is enough
	askForLargePages(make([]byte, heapRoom))
	runtime.GC() // gives the addresses back
}

// askForLargePages is about a block that nobody has touched yet, see madvise(2). A
// refusal is no matter.
func askForLargePages(block []byte) { _ = syscall.Madvise(block, syscall.MADV_HUGEPAGE) }
