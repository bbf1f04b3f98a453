// Package output writes a tree of files into a folder, and changes nothing there
// before all of it is made.
//
// Files are staged under numbers in a folder beside their places, and compared
// with what is there, so that an unchanged file is not touched. Where nothing
// stands yet, whole top folders are staged. Commit writes down what is to be
// renamed and deleted, and then does it: a process killed
// before that journal stands leaves the old tree, and one killed later leaves a
// journal that the next Open carries out before anything else. A manifest in the
// folder names every file that is ours; nothing else is ever overwritten or
// deleted.
//
// Single files are not forced to the disk, as outputs can be made again; the
// journal and the manifest are. When a power cut takes staged files, the next
// Open sees it by their hashes, keeps the claim on them, and the build that
// follows writes them anew.
package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
)

const (
	stagingName = ".chancery-staging"
	journalName = "journal"
	nextName    = "manifest" // in the staging folder
)

// Options say how a folder may be used. The zero value is the careful one.
type Options struct {
	SiteDir string // the site's folder, which is never an output; empty when there is none
	Wait    bool   // for another process that writes the same folder, instead of failing
	Adopt   bool   // overwrite files that stand where ours belong, though they are not ours
}

// Summary counts what a commit did.
type Summary struct {
	Written int   // files made or replaced
	Kept    int   // files found as they should be, and not touched
	Deleted int   // files of ours that the tree has no longer
	Bytes   int64 // size of the written files
}

// Tree is an output folder that is being written. Its methods may be used by
// several goroutines at once, except Commit and Abort, which end it.
type Tree struct {
	dir     string // the folder, absolute, links resolved
	disk    disk
	adopt   bool
	unlock  func()
	notes   []string
	lines   []line             // what is ours of the old tree, by path
	at      map[string]int32   // the numbers of these lines
	sound   bool               // the manifest was there, whole, and says just that
	twins   map[string]string  // fold to path, of the old paths that are not their own fold
	tops    map[string]bool    // the folds of all names in the folder when it was opened
	mu      sync.Mutex         // guards what follows
	staging disk               // nil until something is staged
	staged  int                // numbers given out in the staging folder
	folders map[string]int     // those of the top folders that are staged whole
	kept    []Stamp            // of the files of the old tree, by line
	stays   []bool             // which of them stay as they are, by line
	files   map[string]*record // all others, by fold
	foreign []string           // paths where something stands that is not ours
	failed  error              // the first failure of Stage: a tree with a gap is not committed
	closed  bool
}

// record is a file of the new tree that was given with its bytes.
type record struct {
	path   string
	key    string // its fold
	entry  Entry
	stamp  Stamp
	number int  // in the staging folder; 0 when it is in place already
	inside bool // the number is its top folder's
	other  bool // what stands in its place is no plain file
	unseen bool // nothing could stand in its place when the folder was opened
}

// Open takes an output folder, which is made when it is missing, for this
// process alone, and first finishes or discards what an interrupted commit has
// left. It refuses folders that hold a site's sources, a home, or either of them.
func Open(dir string, opt Options) (*Tree, error) {
	real, err := folder(dir, opt.SiteDir)
	if err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(real)
	if err != nil {
		return nil, err
	}
	d, err := newRooted(root)
	if err != nil {
		root.Close()
		return nil, err
	}
	l, err := acquire(root, opt.Wait)
	if err != nil {
		d.close()
		return nil, err
	}
	t, err := open(real, d, opt)
	if err != nil {
		l.release()
		d.close()
		return nil, err
	}
	t.unlock = l.release
	if abs, err := filepath.Abs(dir); err == nil && abs != real {
		t.note("%s leads to %s", dir, real)
	}
	return t, nil
}

// open reads what the folder holds of ours; it is Open without its lock.
func open(dir string, d disk, opt Options) (*Tree, error) {
	t := &Tree{dir: dir, disk: d, adopt: opt.Adopt, unlock: func() {}, files: map[string]*record{}, folders: map[string]int{}}
	if err := t.recover(); err != nil {
		return nil, fmt.Errorf("%s: %v", dir, err)
	}
	if err := t.readManifest(); err != nil {
		return nil, fmt.Errorf("%s: %v", dir, err)
	}
	names, err := t.disk.list(".")
	if err != nil {
		return nil, fmt.Errorf("%s: %v", dir, err)
	}
	t.tops = make(map[string]bool, len(names))
	for _, name := range names {
		t.tops[Fold(name)] = true
	}
	t.kept, t.stays = make([]Stamp, len(t.lines)), make([]bool, len(t.lines))
	t.at, t.twins = make(map[string]int32, len(t.lines)), map[string]string{}
	for i, l := range t.lines {
		t.at[l.path] = int32(i)
		if !isPlain(l.path) {
			t.twins[Fold(l.path)] = l.path
		}
	}
	return t, nil
}

// readManifest loads the manifest. Of a damaged one only those lines count that
// the files themselves confirm.
func (t *Tree) readManifest() error {
	raw, err := t.disk.read(manifestName)
	if isAbsent(err) {
		t.lines = nil
		return nil
	}
	if err != nil {
		return err
	}
	lines, damage := decodeLines(raw)
	t.lines, t.sound = lines, damage == nil
	if t.sound {
		return nil
	}
	m := listed(lines)
	for path, e := range m {
		err := t.verify(path, e)
		if errors.Is(err, errLost) {
			delete(m, path)
		} else if err != nil {
			return fmt.Errorf("%s: %v", path, err)
		}
	}
	t.lines = m.lines()
	t.note("%s is damaged (%v): only the %d files that fit their hash count as ours, and none else is touched", manifestName, damage, len(m))
	return nil
}

// Dir is the folder written to, absolute and with links resolved.
func (t *Tree) Dir() string { return t.dir }

// Notes tells what its user should know of the folder: a link followed, an
// interrupted commit finished, a damaged manifest.
func (t *Tree) Notes() []string { return t.notes }

func (t *Tree) note(format string, args ...any) {
	t.notes = append(t.notes, fmt.Sprintf(format, args...))
}

// Stat returns the stamp of a file of the new tree, staged or kept, to be
// remembered and given to Keep another time. It is the same after Commit.
func (t *Tree) Stat(path string) (Stamp, bool) {
	key := Fold(path)
	t.mu.Lock()
	defer t.mu.Unlock()
	if i, ok := t.at[path]; ok && t.stays[i] {
		return t.kept[i], true
	}
	if r, ok := t.files[key]; ok && r.path == path {
		return r.stamp, true
	}
	return Stamp{}, false
}

// Keep takes the file at a path into the new tree as it is, without its bytes,
// if it is ours and its stamp shows that nobody touched it since. Otherwise it
// returns false and the file must be staged.
func (t *Tree) Keep(path string, s Stamp) bool { return t.Untouched(path, s) && t.Take(path, s) }

// Untouched says whether the stamp of the file at a path shows that nobody
// touched it since. It is the half of Keep that looks at the disk.
func (t *Tree) Untouched(path string, s Stamp) bool {
	info, err := t.disk.lstat(path)
	return err == nil && info.regular && info.Stamp == s
}

// Take is the other half of Keep, for a file that was found untouched since the
// tree was opened.
func (t *Tree) Take(path string, s Stamp) bool {
	i, ours := t.at[path]
	key := Fold(path)
	if !ours || !t.lines[i].known() || t.lines[i].Size != s.Size || t.hasTwin(path, key) {
		return false
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, taken := t.taker(key); taken {
		return false
	}
	t.kept[i], t.stays[i] = s, true
	return true
}

// taker is the path of the new tree with a fold.
func (t *Tree) taker(key string) (path string, taken bool) {
	if r, ok := t.files[key]; ok {
		return r.path, true
	}
	if i, ok := t.at[key]; ok && t.stays[i] {
		return key, true
	}
	twin, ok := t.twins[key]
	return twin, ok && t.stays[t.at[twin]]
}

// staying is how many files of the old tree stay as they are.
func (t *Tree) staying() (n int) {
	for _, stays := range t.stays {
		if stays {
			n++
		}
	}
	return n
}

// last is what the manifest says of a file of the old tree; nothing of any other.
func (t *Tree) last(path string) Entry {
	i, ok := t.at[path]
	if !ok {
		return Entry{}
	}
	return t.lines[i].Entry
}

// Stage takes a file with its bytes into the new tree. It reports whether the
// file differs from the one in place, by content, and writes it only then.
func (t *Tree) Stage(path string, data []byte) (changed bool, err error) {
	defer func() {
		if err != nil {
			t.fail(err)
		}
	}()
	if err := CleanPath(path); err != nil {
		return false, fmt.Errorf("%s: %v", path, err)
	}
	r := &record{path: path, key: Fold(path), entry: entryOf(data)}
	if err := t.claim(r); err != nil {
		return false, err
	}
	same, foreign, err := t.compare(r, data)
	if err == nil && !same {
		err = t.put(r, data)
	}
	if err != nil {
		return false, fmt.Errorf("%s: %v", path, err)
	}
	if foreign {
		t.stranger(path)
	}
	return !same, nil
}

// stranger notes that something stands at a path that is not ours.
func (t *Tree) stranger(path string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.foreign = append(t.foreign, path)
}

// claim takes a file into the new tree, and makes sure that its path is taken
// once. Until the file is staged, all but its path belongs to who stages it.
func (t *Tree) claim(r *record) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		return fmt.Errorf("%s: the tree is closed", r.path)
	}
	if other, taken := t.taker(r.key); taken {
		return fmt.Errorf("%s: taken already by %s", r.path, other)
	}
	t.files[r.key] = r
	return nil
}

// compare looks at what stands in a file's place: the same bytes, or something
// that is not ours. The bytes themselves are compared, as a file edited by hand
// may have kept its size. A foreign file with just our bytes becomes ours:
// nothing is lost by it, and a lost manifest heals.
func (t *Tree) compare(r *record, data []byte) (same, foreign bool, err error) {
	at, err := t.standing(r)
	if err != nil || !at.there {
		return false, false, err
	}
	last := t.last(r.path)
	rewritten := at.ours && last.known() && last.Hash != r.entry.Hash
	if !rewritten && at.Size == r.entry.Size && !at.twin {
		same, err := t.disk.has(r.path, 0, data)
		if err != nil {
			return false, false, err
		}
		if same {
			r.stamp = at.Stamp
			return true, false, nil
		}
	}
	return false, at.foreign, nil
}

// standing is a file in the place of one of the new tree.
type standing struct {
	Stamp
	there   bool
	ours    bool
	twin    bool // ours in another spelling
	foreign bool // not ours, and not to be overwritten
}

func (t *Tree) standing(r *record) (standing, error) {
	if top, _, _ := strings.Cut(r.key, "/"); !t.tops[top] {
		r.unseen = true
		return standing{}, nil
	}
	info, err := t.disk.lstat(r.path)
	if isAbsent(err) {
		return standing{}, nil
	}
	if err != nil {
		return standing{}, err
	}
	if !info.regular {
		r.other = true
		return standing{}, nil
	}
	_, ours := t.at[r.path]
	s := standing{Stamp: info.Stamp, there: true, twin: t.hasTwin(r.path, r.key)}
	s.ours = ours || s.twin
	s.foreign = !s.ours && !t.adopt
	return s, nil
}

// hasTwin reports whether the old tree has the path, whose fold is key, in
// another spelling. Where case does not count, both are one file, so it must be
// written anew for its new name after the old one went.
func (t *Tree) hasTwin(path, key string) bool {
	if key != path {
		if _, ok := t.at[key]; ok {
			return true
		}
	}
	twin, ok := t.twins[key]
	return ok && twin != path
}

func (t *Tree) fail(err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.failed == nil {
		t.failed = err
	}
}

// Abort gives the folder back with the tree that it had before.
func (t *Tree) Abort() error {
	if t.closed {
		return nil
	}
	defer t.close()
	return t.discard()
}

func (t *Tree) close() {
	t.closed = true
	if t.staging != nil {
		t.staging.close()
	}
	t.unlock()
	t.disk.close()
}

// isAbsent reports whether nothing has that name, be it that a file stands where
// a folder of the path should.
func isAbsent(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
}
