// Package render turns one view into bytes: pages through the theme's
// templates, and everything that machines read.
//
// Templates are html/template files. templates/base.html is the document around
// every page; templates/partials/*.html are shared pieces; every other
// templates/KIND.html defines the block "main" for one kind of page. A site
// overrides a file by having one of the same name.
package render

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"sync"

	"chancery/generator/digest"
)

// Renderer renders views. It is safe for concurrent use. What it remembers are
// fragments, each under the content it was made from.
type Renderer struct {
	pages     map[string]*template.Template // by kind: "briefing"
	partials  *template.Template
	sum       digest.Sum            // of all files
	sums      map[string]digest.Sum // by kind: of the files it uses
	fragments fragments
	buffers   sync.Pool
}

func newBuffer() any { return new(bytes.Buffer) }

// Digest names the templates that a kind of page is made with, by their content.
// What machines read, kind "", is made with none.
func (r *Renderer) Digest(kind string) digest.Sum { return r.sums[kind] }

// Page renders one view, with the template of its kind or, where kind is empty,
// for machines. It hands the bytes to use; they are valid only until it returns.
func (r *Renderer) Page(kind string, view any, use func([]byte) error) error {
	buf := r.buffers.Get().(*bytes.Buffer)
	buf.Reset()
	if err := r.write(buf, kind, view); err != nil {
		return err
	}
	defer func() {
		if buf.Cap() <= largeBuffer {
			r.buffers.Put(buf)
		}
	}()
	return use(buf.Bytes())
}

// largeBuffer is the size in bytes from which on a buffer is not kept: few pages
// are so large, and each processor would hold one.
const largeBuffer = 1 << 20

func (r *Renderer) write(buf *bytes.Buffer, kind string, view any) error {
	if kind == "" {
		if large, ok := view.(interface{ Size() int }); ok {
			buf.Grow(large.Size())
		}
		return machine(buf, view)
	}
	t := r.pages[kind]
	if t == nil {
		return fmt.Errorf("templates/%s.html does not exist", kind)
	}
	return t.ExecuteTemplate(buf, baseName, view)
}

// readSet reads all templates below the root of fsys.
func readSet(fsys fs.FS) (map[string]string, error) {
	files := map[string]string{}
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".html" {
			return err
		}
		b, err := fs.ReadFile(fsys, name)
		files[name] = string(b)
		return err
	})
	return files, err
}
