package cli

import (
	"runtime/debug"
	"testing"
)

func TestTheCollectorKnowsHowLargeTheArchiveIs(t *testing.T) {
	before := debug.SetGCPercent(100)
	defer debug.SetGCPercent(before)
	percent := func() int {
		now := debug.SetGCPercent(100)
		debug.SetGCPercent(now)
		return now
	}
	t.Setenv("GOGC", "")

	c := newCollector()
	if c.loaded(1000); percent() != growth || c.ballast != nil {
		t.Errorf("with 1,000 briefings it grows by %d, want %d", percent(), growth)
	}
	if c.progress(); percent() != growth {
		t.Errorf("then pages are made, and it grows by %d, want %d", percent(), growth)
	}

	c = newCollector()
	if c.loaded(1_000_000); percent() <= growth {
		t.Errorf("while the pages of a million briefings are listed it grows by %d", percent())
	}
	if c.progress(); percent() != largeGrowth {
		t.Errorf("when they are made it grows by %d, want %d", percent(), largeGrowth)
	}

	debug.SetGCPercent(50)
	t.Setenv("GOGC", "50")
	c = newCollector()
	if c.loaded(1_000_000); percent() != 50 {
		t.Errorf("told to grow by 50, it grows by %d", percent())
	}
}
