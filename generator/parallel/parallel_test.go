package parallel

import (
	"sync/atomic"
	"testing"
)

func TestMakeMakesEachOnceInOrder(t *testing.T) {
	for _, n := range []int{0, 1, 2, 1000} {
		var calls atomic.Int64
		out := Make(n, func(i int) int { calls.Add(1); return i * i })
		if len(out) != n || calls.Load() != int64(n) {
			t.Fatalf("%d values by %d calls, want %d", len(out), calls.Load(), n)
		}
		for i, v := range out {
			if v != i*i {
				t.Errorf("value %d is %d", i, v)
			}
		}
	}
}

// TestSpans: each thing is in one span, and they follow one another.
func TestSpans(t *testing.T) {
	for _, n := range []int{0, 1, 3, 7, 8, 1000} {
		at := 0
		for _, s := range Spans(n) {
			if s.From != at || s.To <= s.From {
				t.Fatalf("%d: %v", n, Spans(n))
			}
			at = s.To
		}
		if at != n {
			t.Errorf("%d: %v", n, Spans(n))
		}
	}
}
