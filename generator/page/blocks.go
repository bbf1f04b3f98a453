package page

import (
	"iter"

	"chancery/generator/date"
	"chancery/generator/digest"
)

// Block is a run of records of a file for machines.
type Block[R any] struct {
	Sum     digest.Sum // of what it shows; zero when it is all of a file
	Records iter.Seq[R]
}

// cutFrom is the number of records from which on a file for machines is cut
// into blocks, so that a change makes those of a month or two and not all.
const cutFrom = 4096

// block is a run of things of the same month in a list.
type block[T any] struct {
	of  []T
	sum digest.Sum
}

// blocksOf cuts a list by month, if it is long, and sums up what each block shows.
func blocksOf[T any](list []T, month func(T) date.Date, add func(digest.Writer, T)) []block[T] {
	var out []block[T]
	for from := 0; from < len(list); {
		k, first, to := digest.Begin("block"), month(list[from]), from
		k.Bool(from == 0) // what follows another block begins otherwise
		for ; to < len(list); to++ {
			if m := month(list[to]); len(list) >= cutFrom && (m.Month != first.Month || m.Year != first.Year) {
				break
			}
			add(k, list[to])
		}
		out = append(out, block[T]{list[from:to], k.Sum()})
		from = to
	}
	return out
}

// sumOf names all blocks of a list.
func sumOf[T any](blocks []block[T]) digest.Sum {
	k := digest.Begin("blocks")
	for _, b := range blocks {
		k.Add(b.sum)
	}
	return k.Sum()
}

// eachBlock goes through the blocks of a list with the records made of them.
func eachBlock[T, R any](blocks []block[T], records func([]T) iter.Seq[R]) iter.Seq[Block[R]] {
	return func(yield func(Block[R]) bool) {
		for _, b := range blocks {
			sum := b.sum
			if len(blocks) == 1 {
				sum = digest.Sum{}
			}
			if !yield(Block[R]{sum, records(b.of)}) {
				return
			}
		}
	}
}
