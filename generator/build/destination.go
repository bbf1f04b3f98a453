package build

import (
	"os"
	"sync"

	"chancery/generator/digest"
	"chancery/generator/output"
	"chancery/generator/parallel"
)

// destination is the folder of the output. It is opened while a build looks at
// its sources, for that reads what the folder holds, unless that would make it.
type destination struct {
	dir string
	opt output.Options

	mu   sync.Mutex
	open func() (*output.Tree, error) // nil until it is begun
}

// newDestination begins to open the folder of a build.
func newDestination(o Options, dir string) *destination {
	d := &destination{dir: dir, opt: output.Options{SiteDir: o.Dir, Wait: o.Wait}}
	if _, err := os.Stat(dir); err == nil {
		d.open = sync.OnceValues(d.begin)
		go d.open() // what is wrong with it is told to who needs it
	}
	return d
}

func (d *destination) begin() (*output.Tree, error) { return output.Open(d.dir, d.opt) }

// tree is the open folder.
func (d *destination) tree() (*output.Tree, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.open == nil {
		d.open = sync.OnceValues(d.begin)
	}
	return d.open()
}

// abort gives the folder back as it was, unless that has happened already or
// what was made is committed. Who asks for the tree again gets another.
func (d *destination) abort() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.open == nil {
		return
	}
	if tree, err := d.open(); err == nil {
		tree.Abort()
	}
	d.open = nil
}

// earlier is what the last build left, and the folder in which it left it.
type earlier struct {
	state
	outputs
	folder    *destination
	untouched func() []bool // which of the outputs are as they were left; nil when that was not looked at
}

// sameSetup says that nothing but sources can have changed since the last build.
func (s state) sameSetup(in inputs, key digest.Sum) bool {
	return s.Key == key && !s.Inputs.Setup.IsZero() && s.Inputs.Setup == in.Setup
}

// untouched finds out which outputs of the last build are as it left them, when
// nothing but sources can have changed since: then most of them stay. Otherwise
// it is nil.
func (s state) untouched(in inputs, key digest.Sum, d *destination) []bool {
	if !s.sameSetup(in, key) {
		return nil
	}
	tree, err := d.tree()
	if err != nil || tree.Dir() != s.Folder {
		return nil
	}
	out := make([]bool, len(s.Outputs))
	parallel.Each(len(out), func(i int) { out[i] = tree.Untouched(s.Outputs[i].Path, s.Outputs[i].Stamp) })
	return out
}
