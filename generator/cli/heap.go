package cli

import (
	"context"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// room is how many bytes the heap of a build may take before anything is cleared:
// to collect what is alive of a small archive costs more than it brings.
const room = 160 << 20

// roomOfEach is the room, in bytes, for each source of a large archive. Three
// quarters of it are alive when all its pages are listed; the heap comes to it in
// any case.
const roomOfEach = 8_500

// Growth of the heap, in hundredths of what is alive, when that is more than its
// room. Of 100,000 briefings 30 makes 1,005 to 1,040 MiB, and 40 makes 20 more for a
// twentieth less of processors; of 10,000, 100 makes 230 to 244.
const (
	growth      = 100
	largeGrowth = 30 // from largeArchive on, where memory counts for more than time

	largeArchive = 30_000 // sources
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

// collector lets the heap of a build come to its size before it is cleared, and
// then grow with what is alive.
type collector struct {
	room   int // bytes
	growth int // hundredths
}

// newCollector is one for a build of so many sources.
func newCollector(sources int) *collector {
	if sources < largeArchive {
		return &collector{room, growth}
	}
	return &collector{sources * roomOfEach, largeGrowth}
}

// watchEvery is how often a collector looks whether the heap was cleared. What has
// let it come to its room from little would let it grow without bounds from more.
const watchEvery = 10 * time.Millisecond

// watch sets the growth of the heap now and whenever it was cleared, until the
// build has ended.
func (c *collector) watch(build context.Context) {
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	for last := -1; ; {
		if n := read("/gc/cycles/total:gc-cycles"); n != last {
			last = n
			letGrow(c.next(read("/gc/heap/live:bytes"), read("/gc/scan/stack:bytes")+read("/gc/scan/globals:bytes")))
		}
		select {
		case <-build.Done():
			return
		case <-tick.C:
		}
	}
}

// leastHeap is what the runtime takes to be alive at least, in bytes: the heap comes
// to as many times that before it is cleared first.
const leastHeap = 4 << 20

// next is the growth that lets the heap come to its room, in hundredths of what is
// alive and of the roots beside it, both in bytes, as the runtime reckons
// (https://go.dev/doc/gc-guide); beyond that it is the usual.
func (c *collector) next(alive, roots int) int {
	return max(c.growth, 100*(c.room-alive)/max(leastHeap, alive+roots))
}

// read is a figure that the runtime keeps; of what is alive, that which was found
// to be in use when the heap was cleared last.
func read(name string) int {
	sample := []metrics.Sample{{Name: name}}
	metrics.Read(sample)
	return int(sample[0].Value.Uint64())
}
