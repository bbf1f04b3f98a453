// Package parallel spreads independent steps over all processors.
package parallel

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// Each calls do once for every i from 0 to n-1, on all processors and in no
// order, and returns when all calls have. A single one is the caller's own.
func Each(n int, do func(i int)) {
	if n == 1 {
		do(0)
		return
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				do(int(i))
			}
		})
	}
	wg.Wait()
}

// Do calls all of some tasks at the same time, and returns when they have.
func Do(tasks ...func()) { Each(len(tasks), func(i int) { tasks[i]() }) }

// Span is some of a number of things in a row.
type Span struct{ From, To int }

// spansEach is how many spans each processor has of things, so that none waits for
// more than a fourth of another's work.
const spansEach = 4

// Spans cuts n things into a few spans for each processor.
func Spans(n int) []Span {
	out := make([]Span, min(n, spansEach*runtime.GOMAXPROCS(0)))
	for i := range out {
		out[i] = Span{i * n / len(out), (i + 1) * n / len(out)}
	}
	return out
}

// Make makes n values with Each, and returns them in order.
func Make[T any](n int, one func(i int) T) []T {
	out := make([]T, n)
	Each(n, func(i int) { out[i] = one(i) })
	return out
}
