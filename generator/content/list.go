package content

import (
	"errors"
	"io/fs"
	"path"
	"strings"
	"time"

	"chancery/generator/problem"
)

// File is a file under content/ as the file system has it.
type File struct {
	Path    string
	Size    int64
	ModTime time.Time
	Info    fs.FileInfo
}

// Skip is a file that is neither read nor published, with the reason.
type Skip struct {
	Path, Reason string
}

// Listing is everything under content/, in the order of the names' bytes.
type Listing struct {
	Sources  []File
	Pictures []File
	Skipped  []Skip
}

var pictureTypes = map[string]bool{".jpg": true, ".jpeg": true, ".png": true, ".gif": true, ".webp": true, ".svg": true}

// List walks content/ of a site. A link is a problem: what it leads to might
// lie outside the site. A site without the folder has no sources.
func List(fsys fs.FS) (Listing, problem.List) {
	var l Listing
	var list problem.List
	err := fs.WalkDir(fsys, "content", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if reason := ignored(path.Base(name)); reason != "" && name != "content" {
			if d.IsDir() {
				return fs.SkipDir
			}
			l.Skipped = append(l.Skipped, Skip{name, reason})
			return nil
		}
		if d.IsDir() {
			return nil
		}
		return l.add(name, d, &list)
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		list = append(list, problem.Errorf(problem.Pos{Path: "content"}, "%v", err))
	}
	return l, list
}

func (l *Listing) add(name string, d fs.DirEntry, list *problem.List) error {
	if d.Type()&fs.ModeSymlink != 0 {
		p := problem.Errorf(problem.Pos{Path: name}, "is a symbolic link")
		*list = append(*list, p.WithHint("put the file itself here"))
		return nil
	}
	if !d.Type().IsRegular() {
		l.Skipped = append(l.Skipped, Skip{name, "not a regular file"})
		return nil
	}
	info, err := d.Info()
	if errors.Is(err, fs.ErrNotExist) {
		return nil // gone since the folder was read
	}
	if err != nil {
		return err
	}
	f := File{Path: name, Size: info.Size(), ModTime: info.ModTime(), Info: info}
	switch ext := strings.ToLower(path.Ext(name)); {
	case pictureTypes[ext]:
		l.Pictures = append(l.Pictures, f)
	case ext != ".md":
		l.Skipped = append(l.Skipped, Skip{name, "neither Markdown nor a picture"})
	default:
		if _, ok := Identify(name, nil); !ok {
			l.Skipped = append(l.Skipped, Skip{name, "not below briefings, pages, countries, regions, authors or topics"})
			return nil
		}
		l.Sources = append(l.Sources, f)
	}
	return nil
}

// ignored names files that editors and systems leave about.
func ignored(base string) string {
	switch {
	case strings.HasPrefix(base, "."):
		return "begins with a dot"
	case strings.HasPrefix(base, "#"), strings.HasSuffix(base, "~"), strings.HasSuffix(base, ".swp"),
		strings.HasSuffix(base, ".swx"), strings.HasSuffix(base, ".tmp"), strings.HasSuffix(base, ".bck"),
		strings.HasSuffix(base, "___"), base == "4913":
		return "left by an editor"
	}
	return ""
}
