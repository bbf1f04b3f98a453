package serve

import (
	"context"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

// pace says how soon what has changed is looked at. Events only say where to
// look: folders are watched, not files, so that every editor's way of saving is
// seen, and a slow look at everything finds what no event told of, on network
// drives and after overflows.
type pace struct {
	quiet     time.Duration // without an event before a reading begins
	patience  time.Duration // the longest wait for that quiet
	reconcile time.Duration // between two looks at everything
	polling   time.Duration // the same, where folders cannot be watched
	blind     bool          // folders are not watched, as if they could not be
}

// usual is the pace of every preview but those of tests.
func usual() pace {
	return pace{quiet: 8 * time.Millisecond, patience: 100 * time.Millisecond, reconcile: 5 * time.Second, polling: time.Second}
}

// share is the most time that looking at everything may take, as a part: on a
// site so large that a look takes long, looks are rarer.
const share = 50

// racy is the age below which a file may still change without its time of
// change, which file systems keep in steps, becoming another.
const racy = 100 * time.Millisecond

// eye finds out which files of a site have changed.
type eye struct {
	dir     string
	pace    pace
	watcher *fsnotify.Watcher // nil where folders cannot be watched
	fault   error             // why not
	folders map[string]bool   // that are watched
	files   map[string]*glimpse
	round   int // of looks at everything
}

// glimpse is what was seen of a file.
type glimpse struct {
	size, modified int64
	sure           bool // it was not just being written
	round          int  // when it was last seen
}

// newEye begins to watch a site's folder, and sees all that is in it.
func newEye(dir string, p pace) *eye {
	e := &eye{dir: filepath.Clean(dir), pace: p, folders: map[string]bool{}, files: map[string]*glimpse{}}
	if !p.blind {
		e.watcher, e.fault = fsnotify.NewWatcher()
	}
	e.watch(e.dir)
	e.look()
	return e
}

func (e *eye) close() {
	if e.watcher != nil {
		e.watcher.Close()
	}
}

// events is where hints come from. Nothing ever comes where nothing is watched.
func (e *eye) events() <-chan fsnotify.Event {
	if e.watcher == nil {
		return nil
	}
	return e.watcher.Events
}

func (e *eye) faults() <-chan error {
	if e.watcher == nil {
		return nil
	}
	return e.watcher.Errors
}

// watch adds a folder. The first that cannot be watched ends the trust in
// events; those that come are taken all the same.
func (e *eye) watch(folder string) {
	if e.watcher == nil || e.folders[folder] {
		return
	}
	if err := e.watcher.Add(folder); err == nil {
		e.folders[folder] = true
	} else if e.fault == nil && !os.IsNotExist(err) {
		e.fault = err
	}
}

// wait is the time until everything is looked at again.
func (e *eye) wait(took time.Duration) time.Duration {
	if e.pace.blind || e.fault != nil {
		return max(e.pace.polling, share*took)
	}
	return max(e.pace.reconcile, share*took)
}

// look looks at everything, and returns the files that have come, gone or
// changed since they were last seen: slash paths below the site's folder.
func (e *eye) look() []string {
	e.round++
	var out []string
	for _, top := range []string{"site.yaml", "content", "templates", "static"} {
		out = append(out, e.walk(filepath.Join(e.dir, top))...)
	}
	for name, g := range e.files {
		if g.round != e.round {
			delete(e.files, name)
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// walk watches a folder and all below it, and returns the files in it that were
// not seen before or are others now. A folder is watched before it is read, so
// that nothing comes into it unseen.
func (e *eye) walk(root string) []string {
	var out []string
	filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		rel, ok := e.concerns(name)
		switch {
		case err != nil:
			return nil
		case !ok && d.IsDir():
			return fs.SkipDir
		case !ok:
			return nil
		case d.IsDir():
			e.watch(name)
			return nil
		}
		if info, err := d.Info(); err == nil && e.see(rel, info) {
			out = append(out, rel)
		}
		return nil
	})
	return out
}

// see keeps what a file is like now, and says whether it may be another.
func (e *eye) see(rel string, info fs.FileInfo) bool {
	now := &glimpse{size: info.Size(), modified: info.ModTime().UnixNano(), sure: time.Since(info.ModTime()) > racy, round: e.round}
	was := e.files[rel]
	e.files[rel] = now
	return was == nil || !was.sure || was.size != now.size || was.modified != now.modified
}

// concerns turns the name of a file into its path below the site's folder, and
// says whether the site may be made of it: what builds write and what is hidden
// is not.
func (e *eye) concerns(name string) (string, bool) {
	rel, err := filepath.Rel(e.dir, name)
	if err != nil {
		return "", false
	}
	rel = filepath.ToSlash(rel)
	top, below, _ := strings.Cut(rel, "/")
	switch top {
	case "static": // folders such as .well-known are published
		return rel, !strings.HasPrefix(path.Base(below), ".") || !strings.Contains(path.Base(below), ".sw")
	case "site.yaml", "content", "templates":
		return rel, !strings.HasPrefix(below, ".") && !strings.Contains(below, "/.")
	}
	return "", false
}

// settle waits until no event has come for a moment, but not for ever, and
// returns the names that all of them told of, with those that are gone or have
// another name.
func (e *eye) settle(ctx context.Context, first fsnotify.Event) (names, gone []string) {
	end := time.After(e.pace.patience)
	calm := time.NewTimer(e.pace.quiet)
	defer calm.Stop()
	take := func(ev fsnotify.Event) {
		if _, ok := e.concerns(ev.Name); !ok {
			return
		}
		names = append(names, ev.Name)
		if ev.Has(fsnotify.Remove) || ev.Has(fsnotify.Rename) {
			gone = append(gone, ev.Name)
		}
		calm.Reset(e.pace.quiet)
	}
	if take(first); names == nil {
		return nil, nil
	}
	for {
		select {
		case <-ctx.Done():
			return names, gone
		case <-end:
			return names, gone
		case <-calm.C:
			return names, gone
		case ev := <-e.watcher.Events:
			take(ev)
		}
	}
}

// after returns the files that may be others after events. Folders that went
// are forgotten before those that came are watched: of a folder that was moved
// the watches would go on to tell its old name.
func (e *eye) after(names, gone []string) []string {
	found := map[string]bool{}
	for _, name := range gone {
		if e.folders[name] {
			e.forget(name, found)
		}
	}
	for _, name := range names {
		rel, _ := e.concerns(name)
		info, err := os.Lstat(name)
		if err == nil && info.IsDir() {
			for _, file := range e.walk(name) {
				found[file] = true
			}
			continue
		}
		if err != nil {
			delete(e.files, rel)
		} else {
			e.see(rel, info)
		}
		found[rel] = true
	}
	out := make([]string, 0, len(found))
	for name := range found {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// forget ends the watching of a folder that is not there any more.
func (e *eye) forget(folder string, found map[string]bool) {
	for name := range e.folders {
		if name == folder || strings.HasPrefix(name, folder+string(filepath.Separator)) {
			e.watcher.Remove(name)
			delete(e.folders, name)
		}
	}
	rel, _ := e.concerns(folder)
	for name := range e.files {
		if strings.HasPrefix(name, rel+"/") {
			delete(e.files, name)
			found[name] = true
		}
	}
}

// follow reads the site again whenever something has changed.
func (s *server) follow(ctx context.Context, e *eye) {
	if e.fault != nil {
		s.o.Say("some folders cannot be watched (%v), so all are looked at from time to time", e.fault)
	}
	all := time.NewTimer(e.wait(0))
	defer all.Stop()
	for {
		var paths []string
		select {
		case <-ctx.Done():
			return
		case ev := <-e.events():
			paths = e.after(e.settle(ctx, ev))
		case <-e.faults(): // an overflow, most often
			paths = e.look()
		case <-all.C:
			began := time.Now()
			paths = e.look()
			all.Reset(e.wait(time.Since(began)))
			if s.due() {
				s.reload(nil)
			}
		}
		if len(paths) > 0 && ctx.Err() == nil {
			s.reload(paths)
		}
	}
}
