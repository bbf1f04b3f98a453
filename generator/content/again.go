package content

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Again is the listing with some paths looked at once more: sources that have
// come, gone or changed. It reports false when one is or was anything else, or
// anything is wrong with it; then List tells the rest.
func (l Listing) Again(fsys fs.FS, paths []string) (Listing, bool) {
	l.Sources = slices.Clone(l.Sources)
	for _, name := range paths {
		at, known := slices.BinarySearchFunc(l.Sources, name, func(f File, name string) int { return strings.Compare(f.Path, name) })
		f, ok := source(fsys, name)
		switch {
		case !ok:
			return Listing{}, false
		case f == nil && !known:
			return Listing{}, false
		case f == nil:
			l.Sources = slices.Delete(l.Sources, at, at+1)
		case known:
			l.Sources[at] = *f
		default:
			l.Sources = slices.Insert(l.Sources, at, *f)
		}
	}
	return l, true
}

// source looks at one source, by the rules by which folders are read; nil is for
// one that is not there. It reports false for anything that is no plain source.
func source(fsys fs.FS, name string) (*File, bool) {
	if !strings.HasPrefix(name, "content/") || path.Ext(name) != ".md" {
		return nil, false
	}
	for dir := path.Dir(name); dir != "content"; dir = path.Dir(dir) {
		if ignored(path.Base(dir)) != "" || !isName(path.Base(dir)) {
			return nil, false
		}
	}
	info, err := fs.Lstat(fsys, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, true
	}
	if err != nil || info.IsDir() {
		return nil, false
	}
	w := walker{fsys: fsys}
	w.entry(path.Dir(name), fs.FileInfoToDirEntry(info))
	if len(w.Sources) != 1 || len(w.list) > 0 {
		return nil, false
	}
	return &w.Sources[0], true
}
