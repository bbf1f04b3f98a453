// Package render turns one view into bytes: pages through the theme's
// templates, and everything that machines read.
//
// Templates are html/template files. templates/base.html is the document around
// every page; templates/partials/*.html are shared pieces; every other
// templates/KIND.html defines the block "main" for one kind of page. A site
// overrides a file by having one of the same name.
package render

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"

	"chancery/generator/digest"
	"chancery/generator/problem"
)

// Renderer renders views. It is safe for concurrent use. What it remembers are
// fragments, each under the content it was made from.
type Renderer struct {
	pages     map[string]func() (*sheet, error) // by kind, "briefing": loaded when first asked for
	partials  map[string]*sheet                 // by name: "card"
	sum       digest.Sum                        // of all files
	told      problem.List                      // what is doubtful about these
	fragments fragments
	lines     lines
	buffers   sync.Pool
}

func newBuffer() any { return new([]byte) }

// Digest names the templates that a kind of page is made with, by their content.
// What machines read, kind "", is made with none.
func (r *Renderer) Digest(kind string) digest.Sum {
	s, err := r.page(kind)
	if err != nil {
		return digest.Sum{} // told by Page
	}
	return s.sum
}

// Sum names all templates by their content.
func (r *Renderer) Sum() digest.Sum { return r.sum }

// Page renders one view, with the template of its kind or, where kind is empty,
// for machines. No piece of it ends within a line.
func (r *Renderer) Page(kind string, view any, sink Sink) error {
	buf := r.buffers.Get().(*[]byte)
	t := &tape{buf: (*buf)[:0], sink: sink}
	if err := r.write(t, kind, view); err != nil {
		return err
	}
	defer func() {
		if cap(t.buf) <= largeBuffer {
			*buf = t.buf
			r.buffers.Put(buf)
		}
	}()
	return sink.Take(t.buf, true)
}

// largeBuffer is the size in bytes from which on a buffer is not kept: few pages
// are so large, and each processor would hold one.
const largeBuffer = 1 << 20

func (r *Renderer) write(t *tape, kind string, view any) (err error) {
	if kind == "" {
		return r.machine(t, view)
	}
	s, err := r.page(kind)
	if err != nil {
		return err
	}
	t.buf, err = s.append(t.buf, view)
	return err
}

func (r *Renderer) page(kind string) (*sheet, error) {
	load := r.pages[kind]
	if load == nil {
		return nil, fmt.Errorf("templates/%s.html does not exist", kind)
	}
	return load()
}

// readSet reads all templates below the root of fsys. A link is a problem: what it
// leads to might lie outside the site, and change unseen.
func readSet(fsys fs.FS) (map[string]string, problem.List) {
	files := map[string]string{}
	var list problem.List
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type()&fs.ModeSymlink != 0 {
			list = append(list, linked(name)...)
			return nil
		}
		if err != nil || d.IsDir() || path.Ext(name) != ".html" {
			return err
		}
		b, err := fs.ReadFile(fsys, name)
		if err != nil {
			list = append(list, unreadable(name, err))
		}
		files[name] = string(b)
		return nil
	})
	if err != nil {
		list = append(list, problem.Errorf(problem.Pos{Path: "templates"}, "cannot be read: %v", err))
	}
	return files, list
}

// linked tells of a link, unless it is one of those that editors put beside a file.
func linked(name string) problem.List {
	if strings.HasPrefix(path.Base(name), ".") {
		return nil
	}
	p := problem.Errorf(problem.Pos{Path: "templates/" + name}, "is a symbolic link")
	return problem.List{p.WithHint("put the file itself here")}
}

// unreadable says why a template cannot be read.
func unreadable(name string, err error) problem.Problem {
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err // its path is said already
	}
	return problem.Errorf(problem.Pos{Path: "templates/" + name}, "cannot be read: %v", err)
}
