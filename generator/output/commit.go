package output

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"chancery/generator/parallel"
)

// Commit puts the new tree in the place of the old one and gives the folder
// back. When it fails before the first change the old tree stands; when it fails
// later the next Open does the rest.
func (t *Tree) Commit() (Summary, error) {
	if t.closed {
		return Summary{}, fmt.Errorf("%s: the tree is closed", t.dir)
	}
	defer t.close()
	p, err := t.prepare()
	if err != nil {
		return Summary{}, errors.Join(err, t.discard())
	}
	if t.staging != nil {
		if err := t.carryOut(p); err != nil {
			return Summary{}, fmt.Errorf("%s: half-way to the new tree, the next build goes on from there: %v", t.dir, err)
		}
	}
	return t.summary(p), nil
}

// prepare makes the plan and writes it down, unless nothing is to be done.
func (t *Tree) prepare() (plan, error) {
	if t.failed != nil {
		return plan{}, fmt.Errorf("%s: not every file could be staged: %v", t.dir, t.failed)
	}
	if len(t.files) == 0 && t.staying() == len(t.lines) && t.sound {
		return plan{}, t.discard()
	}
	p, err := t.plan()
	if err != nil {
		return plan{}, err
	}
	if len(p.first)+len(p.writes)+len(p.last) == 0 && t.sound && t.lists(p.next) {
		return p, t.discard()
	}
	next := encodeManifest(p.next)
	j := journal{plan: p, sum: sha256.Sum256(next)}
	if err := t.openStaging(); err != nil {
		return plan{}, err
	}
	if _, err := t.staging.write(nextName, next, true); err != nil {
		return plan{}, fmt.Errorf("%s: %v", nextName, err)
	}
	if _, err := t.staging.write(journalName+".new", j.encode(), true); err != nil {
		return plan{}, fmt.Errorf("%s: %v", journalName, err)
	}
	return p, t.disk.rename(stagingName+"/"+journalName+".new", stagingName+"/"+journalName)
}

// lists reports whether the manifest has just these lines already.
func (t *Tree) lists(lines []line) bool {
	return slices.Equal(lines, t.lines)
}

func (t *Tree) summary(p plan) Summary {
	s := Summary{Written: len(p.writes), Kept: t.staying() + len(t.files) - len(p.writes), Deleted: len(p.first) + len(p.last)}
	for _, r := range t.files {
		if r.number > 0 {
			s.Bytes += r.entry.Size
		}
	}
	return s
}

// carryOut does what a journal says. Every step may have been done already, by
// a process that was killed.
func (t *Tree) carryOut(p plan) error {
	if err := t.delete(p.first); err != nil {
		return err
	}
	if err := t.place(p); err != nil {
		return err
	}
	if err := t.delete(p.last); err != nil {
		return err
	}
	if err := t.disk.rename(stagingName+"/"+nextName, manifestName); err != nil && !isAbsent(err) {
		return fmt.Errorf("%s: %v", manifestName, err)
	}
	return t.discard()
}

// partLen is how many files are placed by one processor while others place more:
// most of the work is to make the folder of each.
const partLen = 1024

// place renames all that is staged into its place.
func (t *Tree) place(p plan) error {
	if len(p.writes) == 0 {
		return nil
	}
	staging, err := t.disk.sub(stagingName)
	if err != nil {
		return err
	}
	defer staging.close()
	if len(p.first) > 0 { // they may have taken folders with them
		p.stands = nil
	}
	single := t.placeFolders(staging, p.writes)
	parts := slices.Collect(slices.Chunk(single, partLen))
	return cmp.Or(parallel.Make(len(parts), func(i int) error { return t.placePart(staging, p.stands, parts[i]) })...)
}

// placeFolders renames the folders that are staged whole, and returns the files
// that are to be placed one by one. Those of a folder are among them when that
// cannot be renamed: it was before, or another folder has come into its place.
func (t *Tree) placeFolders(staging disk, writes []move) (single []move) {
	placed := map[int]bool{}
	for _, m := range writes {
		done, tried := placed[m.number]
		if m.inside && !tried {
			done = t.disk.take(staging, strconv.Itoa(m.number), m.top()) == nil
			placed[m.number] = done
		}
		if !done {
			single = append(single, m)
		}
	}
	return single
}

func (t *Tree) placePart(staging disk, stands map[string]placeKind, part []move) error {
	c := newCursor(t.disk, stands)
	defer c.close()
	for _, m := range part {
		if err := t.placeOne(c, staging, m); err != nil {
			return fmt.Errorf("%s: %v", m.path, err)
		}
	}
	return nil
}

func (t *Tree) placeOne(c *cursor, staging disk, m move) error {
	folder, err := c.enter(parent(m.path))
	if err != nil {
		return err
	}
	name := m.staged()
	err = folder.take(staging, name, path.Base(m.path))
	if err == nil {
		return nil
	}
	if _, gone := staging.lstat(name); isAbsent(gone) {
		return nil // done before
	}
	if info, _ := t.disk.lstat(m.path); !info.dir {
		return err
	}
	if err := t.removeHollow(m.path); err != nil {
		return err
	}
	return folder.take(staging, name, path.Base(m.path))
}

// removeHollow removes a folder in which there are but folders.
func (t *Tree) removeHollow(dir string) error {
	names, err := t.disk.list(dir)
	if err != nil {
		return err
	}
	for _, name := range names {
		inner := path.Join(dir, name)
		if info, err := t.disk.lstat(inner); err != nil || !info.dir {
			return fmt.Errorf("%s is in the way", inner)
		}
		if err := t.removeHollow(inner); err != nil {
			return err
		}
	}
	return t.disk.remove(dir)
}

// delete removes files of ours, then the folders that are empty without them.
func (t *Tree) delete(paths []string) error {
	dirs := map[string]bool{}
	for _, p := range paths {
		for dir := parent(p); dir != "." && !dirs[dir]; dir = parent(dir) {
			dirs[dir] = true
		}
		info, err := t.disk.lstat(p)
		if isAbsent(err) || err == nil && !info.regular {
			continue
		}
		if err == nil {
			err = t.disk.remove(p)
		}
		if err != nil {
			return fmt.Errorf("%s: %v", p, err)
		}
	}
	deepest := func(a, b string) int { return strings.Count(b, "/") - strings.Count(a, "/") }
	for _, dir := range slices.SortedFunc(maps.Keys(dirs), deepest) {
		if err := t.removeEmpty(dir); err != nil {
			return fmt.Errorf("%s: %v", dir, err)
		}
	}
	return nil
}

// removeEmpty removes a folder unless something is in it; a link is no folder.
func (t *Tree) removeEmpty(dir string) error {
	info, err := t.disk.lstat(dir)
	if isAbsent(err) || err == nil && !info.dir {
		return nil
	}
	if err == nil {
		err = t.disk.remove(dir)
	}
	if errors.Is(err, fs.ErrExist) { // what a system says of a folder that is not empty
		return nil
	}
	return err
}

// hasStaging says whether a staging folder is there.
func (t *Tree) hasStaging() (bool, error) {
	info, err := t.disk.lstat(stagingName)
	if isAbsent(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if !info.dir {
		return false, fmt.Errorf("%s: not a folder", stagingName)
	}
	return true, nil
}

// discard removes the staging folder. A journal among the rest does no harm: once
// its files are gone the next Open gives it up.
func (t *Tree) discard() error {
	if there, err := t.hasStaging(); !there {
		return err
	}
	return t.clear(stagingName)
}

// clear removes a folder with all that is in it.
func (t *Tree) clear(dir string) error {
	names, err := t.disk.list(dir)
	if err != nil {
		return err
	}
	for _, name := range names {
		name = dir + "/" + name
		err := t.disk.remove(name)
		if errors.Is(err, fs.ErrExist) { // a folder that is not empty
			err = t.clear(name)
		}
		if err != nil {
			return fmt.Errorf("%s: %v", name, err)
		}
	}
	return t.disk.remove(dir)
}
