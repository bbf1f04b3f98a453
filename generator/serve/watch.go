package serve

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

// Events only say that it is time to look: what has changed is found by the
// stamps and contents of files. Folders are watched, not files, so that every
// editor's way of saving is seen; a slow look at everything finds what no event
// told of, on network drives and after overflows.
const (
	quiet     = 8 * time.Millisecond // without an event before a reading begins
	patience  = 100 * time.Millisecond
	reconcile = 5 * time.Second
	polling   = time.Second // where folders cannot be watched
)

// follow reads the site again whenever something may have changed.
func (s *server) follow(ctx context.Context) {
	watcher, err := fsnotify.NewWatcher()
	every := reconcile
	var events chan fsnotify.Event
	var faults chan error
	if err == nil {
		defer watcher.Close()
		events, faults = watcher.Events, watcher.Errors
		if err = s.watch(watcher); err != nil {
			every = polling
			s.o.Say("some folders cannot be watched (%v), so they are looked at every second", err)
		}
	} else {
		every = polling
		s.o.Say("folders cannot be watched (%v), so they are looked at every second", err)
	}
	seen := s.glance()
	tick := time.NewTicker(every)
	defer tick.Stop()
	for n := 2; ; {
		select {
		case <-ctx.Done():
			return
		case e := <-events:
			if !s.concerns(e.Name) || !settle(ctx, events, s.concerns) {
				continue
			}
			if watcher != nil {
				s.watch(watcher) // new folders
			}
			s.reload(n)
			n++
			seen = s.glance()
		case <-faults: // an overflow, most often: look at everything
			s.reload(n)
			n++
			seen = s.glance()
		case <-tick.C:
			if now := s.glance(); now != seen {
				seen = now
				s.reload(n)
				n++
			}
		}
	}
}

// settle waits until no event has come for a moment, but not for ever. It
// reports false when the preview ends.
func settle(ctx context.Context, events <-chan fsnotify.Event, concerns func(string) bool) bool {
	end := time.After(patience)
	calm := time.NewTimer(quiet)
	defer calm.Stop()
	for {
		select {
		case <-ctx.Done():
			return false
		case <-end:
			return true
		case <-calm.C:
			return true
		case e := <-events:
			if concerns(e.Name) {
				calm.Reset(quiet)
			}
		}
	}
}

// concerns says that a change of a file may change the site: what builds write
// and editors leave about does not.
func (s *server) concerns(name string) bool {
	rel, err := filepath.Rel(s.o.Site.Dir, name)
	if err != nil {
		return false
	}
	top, _, inside := strings.Cut(filepath.ToSlash(rel), "/")
	switch top {
	case "site.yaml", "content", "templates", "static", ".":
	default:
		return false
	}
	base := filepath.Base(name)
	return !inside || !strings.HasPrefix(base, ".") && !strings.HasSuffix(base, "~") && !strings.HasSuffix(base, ".swp") && base != "4913"
}

// watch watches the site's folder and every folder of its sources.
func (s *server) watch(w *fsnotify.Watcher) error {
	err := w.Add(s.o.Site.Dir)
	for _, top := range []string{"content", "templates", "static"} {
		walk := filepath.WalkDir(filepath.Join(s.o.Site.Dir, top), func(name string, d fs.DirEntry, bad error) error {
			if bad != nil || !d.IsDir() {
				return nil
			}
			return w.Add(name)
		})
		if walk != nil {
			err = walk
		}
	}
	return err
}

// glance sums up the names, sizes and times of all that the site is made of.
func (s *server) glance() uint64 {
	sum := uint64(14695981039346656037)
	add := func(v uint64) { sum = (sum ^ v) * 1099511628211 }
	for _, top := range []string{"site.yaml", "content", "templates", "static"} {
		filepath.WalkDir(filepath.Join(s.o.Site.Dir, top), func(name string, d fs.DirEntry, err error) error {
			if err != nil {
				return nil
			}
			for _, c := range []byte(name) {
				add(uint64(c))
			}
			var info os.FileInfo
			if info, err = d.Info(); err == nil && !d.IsDir() {
				add(uint64(info.Size()))
				add(uint64(info.ModTime().UnixNano()))
			}
			return nil
		})
	}
	return sum
}
