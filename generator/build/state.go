package build

import (
	"io/fs"
	"os"
	"sync/atomic"
	"time"

	"chancery/generator/digest"
	"chancery/generator/output"
	"chancery/generator/parallel"
	"chancery/generator/problem"
)

// state is what the last build saw and what it made of that, in just the figures
// that tell whether anything has changed since. When nothing has, the build ends
// before it reads a single source; else the keys of the outputs tell which of
// them are still what would be made.
type state struct {
	Key      digest.Sum // of the options, the program and its theme
	From     time.Time  // the moment of that build, and …
	Until    time.Time  // … when time alone changes the site; zero when never
	Inputs   inputs     // that it may have read
	Shows    digest.Sum // of all that its pages show but texts, see page.Site
	Folder   string     // of the outputs
	Outputs  []made
	Result   Result
	Problems []problem.Problem // warnings
}

const stateName = "state"

// stateKey names all that decides on a build besides the site's own files.
func stateKey(o Options, dir string) digest.Sum {
	return digest.Of("state", memoryVersion(o.Version), themeSum(o.Theme), dir, o.BaseURL, o.Drafts)
}

// themeSum names the files of the theme.
func themeSum(theme fs.FS) digest.Sum {
	var parts []string
	for _, dir := range []string{"templates", "static"} {
		t := sub(theme, dir)
		if t == nil {
			continue
		}
		fs.WalkDir(t, ".", func(name string, d fs.DirEntry, err error) error {
			if err == nil && d.Type().IsRegular() {
				b, _ := fs.ReadFile(t, name) // what cannot be read is reported by those who need it
				parts = append(parts, dir, name, digest.Bytes(b).String())
			}
			return nil
		})
	}
	return digest.Of(parts)
}

// readState reads what the last build left; when nothing is sound that is empty.
func readState(memory *os.Root, version string) state {
	var s state
	if !readFile(memory, stateName, version, func(c *codec) { c.state(&s) }) {
		return state{}
	}
	return s
}

// writeState writes a state for the next build, under another name.
func writeState(memory *os.Root, version string, s state) error {
	return writeFile(memory, stateName+fresh, version, func(c *codec) { c.state(&s) })
}

// unchanged ends a build before it begins, if no input, no output and no moment
// that matters has changed since the last one.
func (s state) unchanged(now time.Time, key digest.Sum, found func() inputs, d *destination) (Result, problem.List, bool) {
	if s.Inputs.Setup.IsZero() || s.Inputs.Content.IsZero() || s.Key != key || !s.holds(now) || s.Inputs != found() {
		return Result{}, nil, false
	}
	tree, err := d.tree()
	if err != nil {
		return Result{}, nil, false // told by the build that follows
	}
	if tree.Dir() != s.Folder || len(tree.Notes()) > 0 {
		return Result{}, nil, false
	}
	if !keepAll(tree, s.Outputs) {
		d.abort()
		return Result{}, nil, false
	}
	r := s.Result
	r.Rendered = 0
	r.Summary, err = tree.Commit()
	return r, s.Problems, err == nil
}

// holds says that time alone has not changed the site since.
func (s state) holds(now time.Time) bool {
	return !now.Before(s.From) && (s.Until.IsZero() || now.Before(s.Until))
}

// keepAll takes every output over as it is, on all processors; false when one of
// them is not as it was left.
func keepAll(tree *output.Tree, outputs []made) bool {
	var touched atomic.Bool
	parallel.Each(len(outputs), func(i int) {
		if !touched.Load() && !tree.Keep(outputs[i].Path, outputs[i].Stamp) {
			touched.Store(true)
		}
	})
	return !touched.Load()
}
