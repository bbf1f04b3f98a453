package cli

import (
	"os"
	"runtime/debug"
)

// ballastBytes is the size of a ballast, a third of what is alive when the pages of
// 10,000 briefings are made.
const ballastBytes = 32 << 20

// newBallast is a block that nobody writes to. It takes addresses and no memory,
// but the collector, which comes when what is alive has doubled, counts it as
// alive: while sources are read little is alive and much is dropped, and a
// collector that is let wait comes a dozen times instead of fifty. Whoever wants
// memory back drops it.
func newBallast() []byte {
	b := make([]byte, ballastBytes)
	askForLargePages(b) // for what comes into its place
	return b
}

// Growth of the heap, in hundredths of what is alive, before it is cleared. Measured
// at 100,000 briefings: 1,028 MiB at the most, where 50 makes 1,240; at 10,000: 229 to
// 248 MiB, where 100 makes 238 to 262. The time did not differ by more than from run
// to run.
const (
	growth      = 80
	largeGrowth = 20 // from largeArchive on, where memory counts for more than time

	largeArchive = 30_000 // briefings
)

// previewGrowth is that of a preview, which stays while its author does other
// things: at 10,000 briefings its process takes 119 MB after 15 edits and as many new
// briefings, where the usual 100 makes 161, for about a twentieth more of processors.
const previewGrowth = 60

// tuneCollector says how far the heap of a build may grow while it makes pages.
func tuneCollector(briefings int) {
	if briefings >= largeArchive {
		letGrow(largeGrowth)
	} else {
		letGrow(growth)
	}
}

// letGrow says how far the heap may grow, unless GOGC does.
func letGrow(hundredths int) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(hundredths)
	}
}
