package parallel

import (
	"cmp"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
)

func TestSortSortsOnAnyNumberOfProcessors(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	r := rand.New(rand.NewPCG(1, 2))
	for _, processors := range []int{1, 2, 3, 7} {
		runtime.GOMAXPROCS(processors)
		for n := range 200 {
			list := make([]int, n)
			for i := range list {
				list[i] = r.IntN(n)
			}
			want := slices.Clone(list)
			slices.Sort(want)
			if Sort(list, cmp.Compare[int]); !slices.Equal(list, want) {
				t.Fatalf("%d on %d processors: %v", n, processors, list)
			}
		}
	}
}
