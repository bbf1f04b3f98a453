package content

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/generator/problem"
)

// File is a file under content/ as the file system has it.
type File struct {
	Path     string
	Size     int64
	Modified int64 // in nanoseconds since 1970
}

// FileOf is the file at a path.
func FileOf(path string, info fs.FileInfo) File {
	return File{path, info.Size(), info.ModTime().UnixNano()}
}

// Skip is a file, or a folder with all that is in it, that is neither read nor
// published, with the reason.
type Skip struct {
	Path, Reason string // the path of a folder ends in a slash
}

// Listing is everything under content/. Every file is in one of its lists, or
// below a folder that was skipped, or in a problem. Each list is in the order
// of the paths' bytes.
type Listing struct {
	Sources  []File
	Pictures []File
	Skipped  []Skip
}

var pictureTypes = map[string]bool{".jpg": true, ".jpeg": true, ".png": true, ".gif": true, ".webp": true, ".svg": true}

// List walks content/ of a site. A link is a problem: what it leads to might
// lie outside the site. A site without the folder has no sources.
func List(fsys fs.FS) (Listing, problem.List) {
	w := walker{fsys: fsys}
	w.folder("content")
	w.misplaced()
	slices.SortFunc(w.Sources, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	slices.SortFunc(w.Pictures, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	slices.SortFunc(w.Skipped, func(a, b Skip) int { return strings.Compare(a.Path, b.Path) })
	w.list.Sort()
	return w.Listing, w.list
}

type walker struct {
	Listing
	fsys fs.FS
	list problem.List
}

const outside = "not below briefings, pages, countries, regions, authors or topics"

// misplaced warns of folders whose texts are not read, once for each: nothing
// else would tell that they are not published.
func (w *walker) misplaced() {
	texts := map[string][]string{}
	for _, s := range w.Skipped {
		if s.Reason != outside {
			continue
		}
		dir := path.Dir(s.Path)
		for path.Dir(dir) != "." && path.Dir(dir) != "content" {
			dir = path.Dir(dir)
		}
		texts[dir] = append(texts[dir], s.Path)
	}
	for _, dir := range slices.Sorted(maps.Keys(texts)) {
		texts := texts[dir]
		slices.Sort(texts)
		what := texts[0]
		if len(texts) > 1 {
			what += fmt.Sprintf(" and %d more", len(texts)-1)
		}
		where := "in"
		if dir == "content" {
			where = "right in"
		}
		p := problem.Warnf(problem.Pos{Path: dir}, "no text %s here is read: %s", where, what)
		if near, ok := problem.Nearest(path.Base(dir), slices.Sorted(maps.Keys(folders))); ok {
			w.list = append(w.list, p.WithHint("did you mean content/%s?", near))
			continue
		}
		w.list = append(w.list, p.WithHint("briefings belong into content/briefings, pages such as \"About\" into content/pages; "+
			"what begins with a dot is left alone"))
	}
}

// folder reads one folder. What is gone since its parent was read is no
// problem: the next build sees it.
func (w *walker) folder(dir string) {
	entries, err := fs.ReadDir(w.fsys, dir)
	if err != nil {
		w.unreadable(dir, err)
		return
	}
	for _, d := range entries {
		w.entry(dir, d)
	}
}

// entry takes what stands in a folder.
func (w *walker) entry(dir string, d fs.DirEntry) {
	name := dir + "/" + d.Name()
	reason := ignored(d.Name())
	switch {
	case reason != "" && d.IsDir():
		w.skip(name+"/", reason)
	case reason != "":
		w.skip(name, reason)
	case d.Type()&fs.ModeSymlink != 0:
		p := problem.Errorf(problem.Pos{Path: name}, "is a symbolic link")
		w.list = append(w.list, p.WithHint("put the file itself here"))
	case !isName(d.Name()):
		p := problem.Errorf(problem.Pos{Path: dir}, "has the name %q in it, which cannot be part of an address", d.Name())
		w.list = append(w.list, p.WithHint("rename it"))
	case d.IsDir():
		w.folder(name)
	case !d.Type().IsRegular():
		w.skip(name, "not a regular file")
	default:
		w.file(name, d)
	}
}

func (w *walker) skip(name, reason string) {
	w.Skipped = append(w.Skipped, Skip{name, reason})
}

func (w *walker) unreadable(name string, err error) {
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err // its path says nothing more, or where the folder lies on this machine
	}
	w.list = append(w.list, problem.Errorf(problem.Pos{Path: name}, "cannot be read: %v", err))
}

func (w *walker) file(name string, d fs.DirEntry) {
	ext := path.Ext(name)
	lower := strings.ToLower(ext)
	source := ext == ".md"
	switch {
	case lower == ".md" && !source, lower == ".markdown", lower == ".mdown":
		p := problem.Warnf(problem.Pos{Path: name}, "is not read, for its name does not end in .md")
		w.list = append(w.list, p.WithHint("rename it to %s.md", strings.TrimSuffix(path.Base(name), ext)))
		w.skip(name, "its name does not end in .md")
		return
	case !source && !pictureTypes[lower]:
		w.skip(name, "neither Markdown nor a picture")
		return
	}
	if _, ok := KindOf(name); source && !ok {
		w.skip(name, outside)
		return
	}
	info, err := d.Info()
	if err != nil {
		w.unreadable(name, err)
		return
	}
	f := FileOf(name, info)
	if source {
		w.Sources = append(w.Sources, f)
	} else {
		w.Pictures = append(w.Pictures, f)
	}
}

// isName refuses names that other systems or addresses cannot have.
func isName(name string) bool {
	return utf8.ValidString(name) && !strings.ContainsFunc(name, func(r rune) bool { return r == '\\' || unicode.IsControl(r) || isOverride(r) })
}

// ignored names files that editors and systems leave about.
func ignored(name string) string {
	switch {
	case strings.HasPrefix(name, "."):
		return "begins with a dot"
	case strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#"), strings.HasSuffix(name, "~"), strings.HasSuffix(name, ".swp"),
		strings.HasSuffix(name, ".swx"), strings.HasSuffix(name, ".tmp"), strings.HasSuffix(name, ".bck"),
		strings.HasSuffix(name, "___"), name == "4913":
		return "left by an editor"
	}
	return ""
}
