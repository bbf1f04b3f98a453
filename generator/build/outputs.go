package build

import (
	"sync"

	"chancery/generator/digest"
	"chancery/generator/output"
)

// made is what is known of an output.
type made struct {
	Path   string
	Key    digest.Sum
	Own    digest.Sum // of the text it shows, see page.Page
	Stamp  output.Stamp
	Blocks []block // of a long file
}

// outputs are the files that a build has left, in its order. The next build asks
// for them in nearly the same.
type outputs struct {
	list   []made
	byPath func() map[string]int32 // for those that have moved
}

func newOutputs(list []made) outputs {
	return outputs{list, sync.OnceValue(func() map[string]int32 {
		out := make(map[string]int32, len(list))
		for i, m := range list {
			out[m.Path] = int32(i)
		}
		return out
	})}
}

// nearOutputs is how far from its old number an output is looked for first.
const nearOutputs = 8

// number finds the number of an output near another, then everywhere.
func (o outputs) number(path string, near int) (int, bool) {
	if near < len(o.list) && o.list[near].Path == path {
		return near, true
	}
	for i := max(0, near-nearOutputs); i <= near+nearOutputs && i < len(o.list); i++ {
		if o.list[i].Path == path {
			return i, true
		}
	}
	if o.byPath == nil {
		return 0, false
	}
	i, ok := o.byPath()[path]
	return int(i), ok
}
