package page

import "sync/atomic"

// kept holds what was made last of many things, each at one place of a table: of
// two that meet, the later one. Pages show the same few thousand again and again,
// and all of a large archive would be a good part of its memory. It is safe for
// concurrent use.
type kept[K comparable, V any] []atomic.Pointer[keptOne[K, V]]

type keptOne[K comparable, V any] struct {
	of   K
	made V
}

// keptMost is how much a table holds.
const keptMost = 4096

func newKept[K comparable, V any](most int) kept[K, V] {
	return make(kept[K, V], min(most, keptMost))
}

// get finds what was made of a thing, or makes it. The number says where in the
// table to look.
func (k kept[K, V]) get(number int, of K, makeIt func(K) V) V {
	slot := &k[number%len(k)]
	if one := slot.Load(); one != nil && one.of == of {
		return one.made
	}
	one := &keptOne[K, V]{of, makeIt(of)}
	slot.Store(one)
	return one.made
}

// take takes over what another table has made of a thing.
func (k kept[K, V]) take(number int, of K, from kept[K, V], there int) {
	if one := from[there%len(from)].Load(); one != nil && one.of == of {
		k[number%len(k)].Store(one)
	}
}
