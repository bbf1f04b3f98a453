package build

import (
	"io/fs"
	"strings"
	"time"

	"chancery/generator/digest"
	"chancery/generator/parallel"
)

// surveyed is everything that a build of a site may read, as it was when the
// build began. It stands in for the folders of the site, so that they are read
// once.
type surveyed struct {
	fs.FS
	inputs  []seen
	unsure  bool // one was just being written
	folders map[string][]fs.DirEntry
}

// ReadDir lists a folder as it was found.
func (s *surveyed) ReadDir(name string) ([]fs.DirEntry, error) {
	if list, ok := s.folders[name]; ok {
		return list, nil
	}
	return fs.ReadDir(s.FS, name)
}

// seen is a file or folder that a build may read.
type seen struct {
	Path  string
	Mode  uint32
	Stamp stamp
}

// survey looks at everything that a build may read, folder by folder on all
// processors. Names that begin with a dot are read by nobody.
func survey(site fs.FS, now time.Time) *surveyed {
	s := &surveyed{FS: site, folders: map[string][]fs.DirEntry{}}
	var next []string
	for _, top := range []string{"site.yaml", "content", "templates", "static"} {
		if info, err := fs.Stat(site, top); err == nil {
			next = s.enter(next, top, fs.FileInfoToDirEntry(info), now)
		}
	}
	for len(next) > 0 {
		folders := next
		next = nil
		lists := parallel.Make(len(folders), func(i int) []fs.DirEntry {
			list, err := fs.ReadDir(site, folders[i])
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
				next = s.enter(next, folders[i]+"/"+d.Name(), d, now)
			}
		}
	}
	return s
}

// enter notes a file or folder; the latter is to be looked into next.
func (s *surveyed) enter(next []string, name string, d fs.DirEntry, now time.Time) []string {
	n := seen{Path: name, Mode: uint32(d.Type())}
	if d.IsDir() {
		if strings.HasPrefix(d.Name(), ".") {
			return next
		}
		next = append(next, name)
	} else if info, err := d.Info(); err == nil {
		n.Stamp = stampOf(info, now)
	}
	s.inputs = append(s.inputs, n)
	s.unsure = s.unsure || !d.IsDir() && !n.Stamp.Sure
	return next
}

// sum names all that was found; zero is for what may change unseen.
func (s *surveyed) sum() digest.Sum {
	if s.unsure {
		return digest.Sum{}
	}
	k := digest.Begin("inputs")
	for _, n := range s.inputs {
		k.Text(n.Path)
		k.Number(int(n.Mode))
		k.Number(int(n.Stamp.Size))
		k.Number(int(n.Stamp.Modified))
	}
	return k.Sum()
}
