package build

import (
	"sync"

	"chancery/generator/digest"
	"chancery/generator/output"
)

// made is what is known of an output.
type made struct {
	Path  string
	Key   digest.Sum
	Stamp output.Stamp
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

// find looks for an output near a number, then everywhere.
func (o outputs) find(path string, near int) (made, bool) {
	for i := max(0, near-nearOutputs); i <= near+nearOutputs && i < len(o.list); i++ {
		if o.list[i].Path == path {
			return o.list[i], true
		}
	}
	if o.byPath == nil {
		return made{}, false
	}
	i, ok := o.byPath()[path]
	if !ok {
		return made{}, false
	}
	return o.list[i], true
}
