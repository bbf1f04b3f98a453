package output

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

// mishap is what happens to one operation on the disk.
type mishap int

const (
	refused   mishap = iota // it does nothing and returns an error
	cutShort                // a write ends in the middle and returns an error
	killed                  // the process ends before it
	killedMid               // the process ends after it, or in the middle of a write
)

var errDisk = errors.New("no space left on device")

// crash is what a killed process throws in a test.
type crash struct{}

// faulty is a disk whose k-th operation meets with a mishap; from then on a
// refusing disk goes on refusing when it is full for good.
type faulty struct {
	disk
	at     int64 // from 1; 0 for never
	forIt  mishap
	count  *atomic.Int64
	stayed *atomic.Bool // the mishap has come
}

func newFaulty(d disk, at int64, m mishap) *faulty {
	return &faulty{d, at, m, &atomic.Int64{}, &atomic.Bool{}}
}

// step counts an operation and does it, or not.
func (f *faulty) step(do func() error) error {
	if f.count.Add(1) != f.at {
		return do()
	}
	f.stayed.Store(true)
	switch f.forIt {
	case killedMid:
		do()
		panic(crash{})
	case killed:
		panic(crash{})
	}
	return errDisk
}

// write leaves durability out: a test that waits for the disk tests the disk.
func (f *faulty) write(name string, data []byte, _ bool) (s Stamp, err error) {
	cut := (f.forIt == cutShort || f.forIt == killedMid) && f.count.Load()+1 == f.at
	if cut {
		f.disk.write(name, data[:len(data)/2], false)
		return s, f.step(func() error { return nil })
	}
	err = f.step(func() error { s, err = f.disk.write(name, data, false); return err })
	return s, err
}

func (f *faulty) extend(name string, data []byte) (s Stamp, err error) {
	cut := (f.forIt == cutShort || f.forIt == killedMid) && f.count.Load()+1 == f.at
	if cut {
		f.disk.extend(name, data[:len(data)/2])
		return s, f.step(func() error { return nil })
	}
	err = f.step(func() error { s, err = f.disk.extend(name, data); return err })
	return s, err
}

func (f *faulty) readAt(name string, at int64, data []byte) error {
	return f.step(func() error { return f.disk.readAt(name, at, data) })
}

func (f *faulty) has(name string, at int64, data []byte) (same bool, err error) {
	err = f.step(func() error { same, err = f.disk.has(name, at, data); return err })
	return same, err
}

func (f *faulty) read(name string) (b []byte, err error) {
	err = f.step(func() error { b, err = f.disk.read(name); return err })
	return b, err
}

func (f *faulty) lstat(name string) (i status, err error) {
	err = f.step(func() error { i, err = f.disk.lstat(name); return err })
	return i, err
}

func (f *faulty) list(name string) (n []string, err error) {
	err = f.step(func() error { n, err = f.disk.list(name); return err })
	return n, err
}

func (f *faulty) take(from disk, name, to string) error {
	return f.step(func() error { return f.disk.take(from.(*faulty).disk, name, to) })
}

func (f *faulty) sub(name string) (d disk, err error) {
	err = f.step(func() error { d, err = f.disk.sub(name); return err })
	if err != nil {
		return nil, err
	}
	return &faulty{d, f.at, f.forIt, f.count, f.stayed}, nil
}

func (f *faulty) rename(from, to string) error {
	return f.step(func() error { return f.disk.rename(from, to) })
}
func (f *faulty) remove(name string) error {
	return f.step(func() error { return f.disk.remove(name) })
}
func (f *faulty) mkdir(name string) error { return f.step(func() error { return f.disk.mkdir(name) }) }

// diskOf opens a folder without a lock, for tests that need no durable writes.
func diskOf(t *testing.T, dir string) disk { return newFaulty(rootedOn(t, dir), 0, refused) }

func rootedOn(t *testing.T, dir string) *rooted {
	t.Helper()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	d, err := newRooted(root)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// tree is a folder as a value: path to content, folders with a slash at the end
// and no content.
type tree map[string]string

// readTree reads everything in a folder, and what it says of itself if wanted.
func readTree(t *testing.T, dir string, manifestToo bool) tree {
	t.Helper()
	out := tree{}
	err := filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		rel, _ := filepath.Rel(dir, p)
		rel = filepath.ToSlash(rel)
		switch {
		case err != nil:
			return err
		case rel == "." || rel == manifestName && !manifestToo:
		case e.IsDir():
			out[rel+"/"] = ""
		case e.Type().IsRegular():
			b, err := os.ReadFile(p)
			out[rel] = string(b)
			return err
		default:
			to, err := os.Readlink(p)
			out[rel] = "-> " + to
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// withFolders adds the folders that a set of files needs.
func (m tree) withFolders() tree {
	out := tree{}
	for p, content := range m {
		out[p] = content
		for d := parent(strings.TrimSuffix(p, "/")); d != "."; d = parent(d) {
			out[d+"/"] = ""
		}
	}
	return out
}

// scratch is a folder that goes with the test, in memory where the system has
// such a place: these tests make some ten thousand files.
func scratch(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "output")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

func TestWhatAFileHas(t *testing.T) {
	d := rootedOn(t, t.TempDir())
	for _, n := range []int{0, 1, 32<<10 - 1, 32 << 10, 32<<10 + 1, 100 << 10} {
		data := bytes.Repeat([]byte("x"), n)
		name := fmt.Sprint(n)
		if _, err := d.write(name, data, false); err != nil {
			t.Fatal(err)
		}
		if same, err := d.has(name, 0, data); !same || err != nil {
			t.Errorf("%d bytes: %v, %v for the same", n, same, err)
		}
		others := map[string][]byte{"longer": append(bytes.Clone(data), 'x')}
		if n > 0 {
			others["other at its end"] = append(bytes.Clone(data[:n-1]), 'y')
		}
		for what, other := range others {
			if same, err := d.has(name, 0, other); same || err != nil {
				t.Errorf("%d bytes: %v, %v for what is %s", n, same, err, what)
			}
		}
		if _, err := d.extend(name, []byte("and more")); err != nil {
			t.Fatal(err)
		}
		if same, err := d.has(name, int64(n), []byte("and more")); !same || err != nil {
			t.Errorf("%d bytes: %v, %v for what was added", n, same, err)
		}
	}
}
