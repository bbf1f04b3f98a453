package cli

import (
	"context"
	"runtime"
	"runtime/debug"
	"testing"
	"time"
)

func TestTheHeapComesToItsSizeBeforeItIsCleared(t *testing.T) {
	const mb = 1 << 20
	for _, c := range []struct {
		name                        string
		sources, alive, roots, want int
	}{
		{"nothing is known of the heap", 10, 0, 0, 4000},
		{"hardly more than roots", 10, 2 * mb, mb, 3950},
		{"a small archive", 1_000, 32 * mb, 0, 400},
		{"one that has outgrown its room", 20_000, 100 * mb, 0, growth},
		{"a large archive, most of it unread", 100_000, 85_000_000, 0, 900},
		{"a large archive, all of it listed", 100_000, 740_000_000, 0, largeGrowth},
	} {
		if got := newCollector(c.sources).next(c.alive, c.roots); got != c.want {
			t.Errorf("%s: it grows by %d, want %d", c.name, got, c.want)
		}
	}
}

// percent is by how much the heap may grow now.
func percent() int { return read("/gc/gogc:percent") }

func TestACollectorLooksAgainWheneverTheHeapWasCleared(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(100))
	t.Setenv("GOGC", "")
	runtime.GC() // of what other tests have left
	c := &collector{room: 256 << 20, growth: growth}
	go c.watch(t.Context())
	within := func(low, high int) bool {
		for range 1000 {
			if p := percent(); p >= low && p <= high {
				return true
			}
			time.Sleep(time.Millisecond)
		}
		return false
	}
	if !within(growth+1, 1<<20) {
		t.Fatalf("with much room the heap grows by %d", percent())
	}
	held := make([]byte, 120<<20) // what is alive now
	runtime.GC()
	if !within(growth, 120) {
		t.Errorf("when half of its room is taken it grows by %d", percent())
	}
	runtime.KeepAlive(held)
}

func TestACollectorLeavesWhatTheEnvironmentSays(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(50))
	t.Setenv("GOGC", "50")
	done, end := context.WithCancel(t.Context())
	end()
	if newCollector(1_000_000).watch(done); percent() != 50 {
		t.Errorf("told to grow by 50, it grows by %d", percent())
	}
}
