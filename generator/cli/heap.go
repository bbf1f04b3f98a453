package cli

import (
	"os"
	"runtime/debug"
)

// ballastBytes is the size of a ballast: with it, the heap of a build is not cleared
// before it is as large as that of the pages that are made later.
const ballastBytes = 64 << 20

// newBallast is a block that nobody writes to. It takes addresses and no memory,
// but the collector, which comes when what is alive has doubled, counts it as
// alive: while sources are read little is alive and much is dropped, and a
// collector that is let wait comes ten times instead of fifty. Whoever wants
// memory back drops it.
func newBallast() []byte {
	b := make([]byte, ballastBytes)
	askForLargePages(b) // for what comes into its place
	return b
}

// largeArchive is the number of briefings from which on memory counts for more
// than time.
const largeArchive = 30_000

// tuneCollector lets the heap of a large archive grow by a fifth of what is alive
// before it is cleared, not to twice that, unless GOGC says otherwise. Measured at
// 100,000 briefings: 1,028 MiB at the most, where half as much again makes 1,240;
// the time did not differ by more than from run to run. A preview, which stays,
// keeps to what is usual.
func tuneCollector(briefings int) {
	if briefings >= largeArchive && os.Getenv("GOGC") == "" {
		debug.SetGCPercent(20)
	}
}
