package build

import (
	"io/fs"
	"strings"
	"time"

	"chancery/generator/content"
	"chancery/generator/digest"
	"chancery/generator/parallel"
)

// surveyed is everything that a build of a site may read, as it was when the
// build began. It stands in for the folders of the site, so that they are read
// once.
type surveyed struct {
	fs.FS
	inputs  inputs
	folders map[string][]fs.DirEntry
}

// inputs name all that a build may read, by what it looked like. A sum is zero
// when something was just being written, which may change unseen.
type inputs struct {
	Setup   digest.Sum // site.yaml, templates and static files
	Content digest.Sum
}

// ReadDir lists a folder as it was found.
func (s *surveyed) ReadDir(name string) ([]fs.DirEntry, error) {
	if list, ok := s.folders[name]; ok {
		return list, nil
	}
	return fs.ReadDir(s.FS, name)
}

// survey looks at everything that a build may read, folder by folder on all
// processors. Names that begin with a dot are read by nobody.
func survey(site fs.FS, now time.Time) *surveyed {
	s := &surveyed{FS: site, folders: map[string][]fs.DirEntry{}}
	s.inputs.Setup = s.look(now, "site.yaml", "templates", "static")
	s.inputs.Content = s.look(now, "content")
	return s
}

// look enters files and folders of the site with all that is in them, and names
// what it found.
func (s *surveyed) look(now time.Time, tops ...string) digest.Sum {
	in := glance{sum: digest.Begin("inputs"), now: now}
	var next []string
	for _, top := range tops {
		if info, err := fs.Lstat(s.FS, top); err == nil {
			next = in.enter(next, top, fs.FileInfoToDirEntry(info))
		}
	}
	for len(next) > 0 {
		folders := next
		next = nil
		lists := parallel.Make(len(folders), func(i int) []fs.DirEntry {
			list, err := fs.ReadDir(s.FS, folders[i])
			if err != nil {
				return nil
			}
			return list
		})
		for i, list := range lists {
			if list != nil {
				s.folders[folders[i]] = list
			}
			for _, d := range list {
				next = in.enter(next, folders[i]+"/"+d.Name(), d)
			}
		}
	}
	sum := in.sum.Sum()
	if in.unsure {
		return digest.Sum{}
	}
	return sum
}

// glance sums files and folders as they are found.
type glance struct {
	sum    digest.Writer
	now    time.Time
	unsure bool // one was just being written
}

// enter sums a file or folder; the latter is to be looked into next.
func (in *glance) enter(next []string, name string, d fs.DirEntry) []string {
	var at stamp
	if d.IsDir() {
		if strings.HasPrefix(d.Name(), ".") {
			return next
		}
		next = append(next, name)
	} else if info, err := d.Info(); err == nil {
		at = stampOf(content.FileOf(name, info), in.now)
	}
	in.unsure = in.unsure || !d.IsDir() && !at.Sure
	in.sum.Text(name)
	in.sum.Number(int(d.Type()))
	in.sum.Number(int(at.Size))
	in.sum.Number(int(at.Modified))
	return next
}
