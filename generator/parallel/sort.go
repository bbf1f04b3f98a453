package parallel

import (
	"runtime"
	"slices"
)

// Sort sorts a list on all processors: a part on each, and then the parts together
// by two and two. Of what is equal, any comes first.
func Sort[T any](list []T, compare func(a, b T) int) {
	size := len(list)/runtime.GOMAXPROCS(0) + 1
	parts := slices.Collect(slices.Chunk(list, size))
	Each(len(parts), func(i int) { slices.SortFunc(parts[i], compare) })
	if len(parts) < 2 {
		return
	}
	from, to := list, make([]T, len(list))
	for ; size < len(list); size *= 2 {
		pairs := slices.Collect(slices.Chunk(from, 2*size))
		Each(len(pairs), func(i int) {
			half := min(size, len(pairs[i]))
			merge(to[2*size*i:], pairs[i][:half], pairs[i][half:], compare)
		})
		from, to = to, from
	}
	if &from[0] != &list[0] {
		copy(list, from)
	}
}

// merge writes two sorted lists to where there is room for both.
func merge[T any](to, a, b []T, compare func(a, b T) int) {
	for len(a) > 0 && len(b) > 0 {
		if compare(b[0], a[0]) < 0 {
			to[0], b = b[0], b[1:]
		} else {
			to[0], a = a[0], a[1:]
		}
		to = to[1:]
	}
	copy(to[copy(to, a):], b)
}
