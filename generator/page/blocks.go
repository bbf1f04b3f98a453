package page

import (
	"iter"

	"chancery/generator/digest"
	"chancery/generator/parallel"
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
func blocksOf[T any](list []T, month func(T) entryMonth, add func(digest.Writer, T)) []block[T] {
	var out []block[T]
	for from, to := 0, 0; from < len(list); from = to {
		first := month(list[from])
		for to = from + 1; to < len(list) && (len(list) < cutFrom || month(list[to]) == first); {
			to++
		}
		out = append(out, block[T]{of: list[from:to]})
	}
	parallel.Each(len(out), func(i int) {
		k := digest.Begin("block")
		k.Bool(i == 0) // what follows another block begins otherwise
		for _, v := range out[i].of {
			add(k, v)
		}
		out[i].sum = k.Sum()
	})
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
