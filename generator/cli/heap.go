package cli

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
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
	listedBytes  = 6_000  // alive of each when all pages of a large archive are listed
)

// previewGrowth is that of a preview, which stays while its author does other
// things: at 10,000 briefings its process takes 119 MB after 15 edits and as many new
// briefings, where the usual 100 makes 161, for about a twentieth more of processors.
const previewGrowth = 60

// letGrow says how far the heap may grow, unless GOGC does.
func letGrow(hundredths int) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(hundredths)
	}
}

// collector says how far the heap of a build may grow.
type collector struct {
	ballast []byte
	large   bool
	listed  sync.Once
}

func newCollector() *collector { return &collector{ballast: newBallast()} }

// loaded is told when all sources are read. Until the pages of a large archive are
// listed, the heap may grow to what it comes to then anyway: little of what is
// made is dropped again.
func (c *collector) loaded(briefings int) {
	runtime.KeepAlive(c.ballast)
	c.ballast = nil
	c.large = briefings >= largeArchive
	if !c.large {
		letGrow(growth)
		return
	}
	letGrow(max(largeGrowth, growthTo(briefings*listedBytes)))
}

// progress is told of each page that is made.
func (c *collector) progress() {
	if c.large {
		c.listed.Do(func() { letGrow(largeGrowth) })
	}
}

// growthTo is the growth that lets the heap come to a size in bytes.
func growthTo(size int) int {
	alive := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(alive)
	return 100*size/max(1, int(alive[0].Value.Uint64())) - 100
}
