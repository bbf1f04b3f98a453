package output

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// plan is the way from the old tree to the new one. Its three lists are carried
// out in this order.
type plan struct {
	first  []string // files to delete because they are in the way: a file where a folder comes, another case
	writes []move
	last   []string             // files to delete, when no new page points to them any more
	next   []line               // by path
	stands map[string]placeKind // at the paths of folders
}

// planner looks at every folder of the output once.
type planner struct {
	*Tree
	stale   map[string]bool      // paths of the old tree that the new one lacks
	folders map[string]placeKind // what stands at a folder's path
	foreign []string
}

// placeKind is what stands at a path, as far as a writer minds.
type placeKind uint8

const (
	nothing placeKind = iota
	realFolder
	oldFile // a file of ours that goes
	alien   // a link, or a file that is not ours: nothing may be written behind it
)

// plan compares the trees and the disk. It changes nothing.
func (t *Tree) plan() (plan, error) {
	p := &planner{Tree: t, stale: map[string]bool{}, folders: map[string]placeKind{".": realFolder}, foreign: t.foreign}
	out := plan{next: p.list(), stands: p.folders}
	fresh := !t.sound
	for _, l := range out.next {
		r, given := t.files[Fold(l.path)]
		if !given {
			continue
		}
		if r.number > 0 {
			out.writes = append(out.writes, r.move())
		}
		fresh = fresh || !t.last(l.path).known()
	}
	if fresh { // otherwise all its paths have stood beside each other before
		if err := t.nested(out.next); err != nil {
			return plan{}, err
		}
	}
	if err := p.places(out.writes); err != nil {
		return plan{}, err
	}
	if len(p.foreign) > 0 {
		return plan{}, t.collision(p.foreign)
	}
	return out, p.deletions(&out)
}

// list lists the new tree by path, and notes what the old one had beside it.
func (p *planner) list() []line {
	out := make([]line, 0, p.staying()+len(p.files))
	for i, l := range p.lines {
		if p.stays[i] {
			out = append(out, l)
		} else if r, ok := p.files[Fold(l.path)]; ok && r.path == l.path {
			out = append(out, line{r.path, r.entry})
		} else {
			p.stale[l.path] = true
		}
	}
	old := len(out)
	for _, r := range p.files {
		if _, known := p.at[r.path]; !known {
			out = append(out, line{r.path, r.entry})
		}
	}
	if len(out) > old {
		slices.SortFunc(out, byPath)
	}
	return out
}

// nested refuses a path that is both a file and a folder. Paths that follow each
// other share most of their folders.
func (t *Tree) nested(lines []line) error {
	last := ""
	for _, l := range lines {
		for dir := parent(l.path); dir != "." && !(len(dir) < len(last) && covers(dir, last)); dir = parent(dir) {
			if file, ok := t.taker(Fold(dir)); ok {
				return fmt.Errorf("%s: is a file, and a folder for %s", file, l.path)
			}
		}
		last = l.path
	}
	return nil
}

// places looks where every staged file goes for what is not ours.
func (p *planner) places(writes []move) error {
	for _, m := range writes {
		kind, err := p.folder(parent(m.path))
		if err != nil {
			return err
		}
		if r := p.files[Fold(m.path)]; kind == realFolder && r.other {
			err = p.unplain(m.path)
		} else if kind == realFolder && r.unseen {
			err = p.late(m.path)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// late looks where nothing stood when the folder was opened: what came there
// since is not ours.
func (p *planner) late(name string) error {
	info, err := p.disk.lstat(name)
	if isAbsent(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("%s: %v", name, err)
	}
	if !info.regular {
		return p.unplain(name)
	}
	if !p.adopt {
		p.foreign = append(p.foreign, name)
	}
	return nil
}

// folder tells what stands at a folder's path, its parents first.
func (p *planner) folder(dir string) (placeKind, error) {
	if kind, known := p.folders[dir]; known {
		return kind, nil
	}
	kind, err := p.folder(parent(dir))
	if err != nil {
		return kind, err
	}
	if kind == realFolder {
		kind, err = p.look(dir)
	} else if kind == oldFile {
		kind = nothing // a folder comes there
	}
	p.folders[dir] = kind
	return kind, err
}

func (p *planner) look(dir string) (placeKind, error) {
	info, err := p.disk.lstat(dir)
	switch {
	case isAbsent(err):
		return nothing, nil
	case err != nil:
		return alien, fmt.Errorf("%s: %v", dir, err)
	case info.dir:
		return realFolder, nil
	case info.regular && p.stale[dir]:
		return oldFile, nil
	}
	p.foreign = append(p.foreign, dir)
	return alien, nil
}

// unplain looks at a place where something other than a file stands: a folder
// may go if it holds nothing but files of ours that go too.
func (p *planner) unplain(name string) error {
	info, err := p.disk.lstat(name)
	if isAbsent(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("%s: %v", name, err)
	}
	switch {
	case info.dir:
		return p.within(name)
	case !info.regular || !p.stale[name]:
		p.foreign = append(p.foreign, name)
	}
	return nil
}

func (p *planner) within(dir string) error {
	names, err := p.disk.list(dir)
	for _, name := range names {
		if err == nil {
			err = p.unplain(path.Join(dir, name))
		}
	}
	return err
}

// deletions sorts the stale files that are still there into those that are in
// the way and the others. What is no plain file any more, or is reached through
// a link, is not the file that we wrote, and stays.
func (p *planner) deletions(out *plan) error {
	if len(p.stale) == 0 {
		return nil
	}
	dirs := foldedParents(out.writes)
	for name := range p.stale {
		kind, err := p.folder(parent(name))
		if err != nil {
			return err
		}
		if kind != realFolder {
			continue
		}
		info, err := p.disk.lstat(name)
		switch {
		case isAbsent(err):
		case err != nil:
			return fmt.Errorf("%s: %v", name, err)
		case !info.regular:
			p.note("%s is not the file that was written: it stays", name)
		case p.inTheWay(name, dirs):
			out.first = append(out.first, name)
		default:
			out.last = append(out.last, name)
		}
	}
	slices.Sort(out.first)
	slices.Sort(out.last)
	return nil
}

// inTheWay reports whether a stale file is a new file or a new folder in another
// spelling, or lies where a new file comes.
func (p *planner) inTheWay(name string, dirs map[string]bool) bool {
	key := Fold(name)
	if dirs[key] {
		return true
	}
	for ; key != "."; key = parent(key) {
		if _, ok := p.taker(key); ok {
			return true
		}
	}
	return false
}

func foldedParents(writes []move) map[string]bool {
	dirs := map[string]bool{}
	for _, m := range writes {
		for dir := parent(Fold(m.path)); dir != "." && !dirs[dir]; dir = parent(dir) {
			dirs[dir] = true
		}
	}
	return dirs
}

// collision names what stands in the way without being ours.
func (t *Tree) collision(names []string) error {
	slices.Sort(names)
	names = slices.Compact(names)
	const most = 10
	list := strings.Join(names[:min(most, len(names))], ", ")
	if more := len(names) - most; more > 0 {
		list += fmt.Sprintf(" and %d more", more)
	}
	return fmt.Errorf("%s: a page belongs where something stands that no build wrote: %s: %w", t.dir, list, fs.ErrExist)
}
