package build

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/css"
	"github.com/tdewolff/minify/v2/js"

	"chancery/generator/digest"
	"chancery/generator/page"
	"chancery/generator/picture"
	"chancery/generator/problem"
)

// assets is what is published beside pages: the files of static/, the pictures
// that public sources show, the flags of the countries that have a page.
type assets struct {
	table map[string]page.Asset // by name below its folder
	files []assetFile
	taken map[string]bool // paths of pictures that are in files
	wrong map[string]bool // names of files that cannot be published
}

// assetFile is one file to be written.
type assetFile struct {
	path string // in the output
	from string // for messages
	data []byte // nil of a picture, of which a site may have more than memory
	load func() ([]byte, error)
}

func (f assetFile) bytes() ([]byte, error) {
	if f.load != nil {
		return f.load()
	}
	return f.data, nil
}

// readStatic lays the site's static files over those of the theme. Style sheets
// and scripts are minified and carry a digest of their content in their names,
// so that hosts may let browsers keep them for ever; everything else keeps its
// name, for the outside world knows it.
func readStatic(theme, site fs.FS, limit int) (assets, problem.List) {
	a := assets{table: map[string]page.Asset{}, wrong: map[string]bool{}}
	var list problem.List
	files, err := merged(theme, site)
	if err != nil {
		return a, problem.List{problem.Errorf(problem.Pos{Path: "static"}, "%v", err)}
	}
	for _, name := range files.links {
		list = append(list, problem.Warnf(problem.Pos{Path: "static/" + name}, "is a symbolic link, which is not followed").
			WithHint("put the file itself here"))
	}
	for _, name := range files.names {
		data, err := fs.ReadFile(files.from[name], name)
		if err == nil {
			err = a.static(name, data, limit)
		}
		if err != nil {
			a.wrong[name] = true
			list = append(list, unpublished("static/"+name, err))
		}
	}
	return a, list
}

// overlay is the files of two trees, those of the second hiding those of the
// first, in the order of their names.
type overlay struct {
	names []string
	from  map[string]fs.FS
	links []string // symbolic ones, which are not among the files
}

func merged(theme, site fs.FS) (overlay, error) {
	o := overlay{from: map[string]fs.FS{}}
	for _, fsys := range []fs.FS{theme, site} {
		if fsys == nil {
			continue
		}
		err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || strings.HasPrefix(path.Base(name), ".") {
				return err
			}
			if d.Type()&fs.ModeSymlink != 0 {
				o.links = append(o.links, name)
			}
			if !d.Type().IsRegular() {
				return nil
			}
			if o.from[name] == nil {
				o.names = append(o.names, name)
			}
			o.from[name] = fsys
			return nil
		})
		if err != nil {
			return overlay{}, err
		}
	}
	slices.Sort(o.names)
	return o, nil
}

// without leaves files out, by their names.
func (a assets) without(names map[string]string) assets {
	if len(names) == 0 {
		return a
	}
	out := assets{table: maps.Clone(a.table)}
	for name := range names {
		delete(out.table, name)
	}
	for _, f := range a.files {
		if _, left := names[strings.TrimPrefix(f.from, "static/")]; !left {
			out.files = append(out.files, f)
		}
	}
	return out
}

func (a *assets) static(name string, data []byte, limit int) error {
	if ext := path.Ext(name); ext == ".css" || ext == ".js" {
		small, err := minified(name, data)
		if err != nil {
			return err
		}
		a.add(name, fingerprinted(name, small), small, page.Asset{})
		return nil
	}
	if picture.Is(name, data) {
		p, err := cleanPicture(name, data, limit)
		if err != nil {
			return err
		}
		a.add(name, name, p.Data, page.Asset{Width: p.Width, Height: p.Height})
		return nil
	}
	a.add(name, name, data, page.Asset{})
	return nil
}

func (a *assets) add(name, to string, data []byte, asset page.Asset) {
	asset.Path = to
	a.table[name] = asset
	a.files = append(a.files, assetFile{path: to, data: data, from: "static/" + name})
}

func minified(name string, data []byte) ([]byte, error) {
	m := minify.New()
	m.AddFunc("text/css", css.Minify)
	m.AddFunc("text/javascript", js.Minify)
	kind := map[string]string{".css": "text/css", ".js": "text/javascript"}[path.Ext(name)]
	var b bytes.Buffer
	if err := m.Minify(kind, &b, bytes.NewReader(data)); err != nil {
		return nil, fmt.Errorf("%v", err)
	}
	return b.Bytes(), nil
}

// fingerprinted puts a digest of the content into a file's name.
func fingerprinted(name string, data []byte) string {
	ext := path.Ext(name)
	return strings.TrimSuffix(name, ext) + "." + digest.Bytes(data).String()[:8] + ext
}
