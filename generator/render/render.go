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
	"strings"
	"sync"

	"chancery/generator/digest"
	"chancery/generator/page"
)

// Renderer renders views. It is safe for concurrent use. What it remembers are
// fragments, each under the content it was made from.
type Renderer struct {
	pages     map[string]*template.Template // by kind: "briefing"
	partials  *template.Template
	sum       digest.Sum
	fragments sync.Map // fragmentKey -> template.HTML
	buffers   sync.Pool
}

type fragmentKey struct {
	partial string
	sum     digest.Sum
}

func newBuffer() any { return new(bytes.Buffer) }

// Digest names the whole set of templates by its content.
func (r *Renderer) Digest() digest.Sum { return r.sum }

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

// functions is all that templates may call beside the built-in ones. Nothing
// here reads anything but its arguments, and nothing escapes the escaping:
//
//	fragment "card" .Lead       a partial, rendered once for equal views
//	fragments "card" .Latest    the same for each of a list, in order
func (r *Renderer) functions() template.FuncMap {
	return template.FuncMap{"fragment": r.fragment, "fragments": r.list}
}

// fragment renders a partial once for each content of its view.
func (r *Renderer) fragment(partial string, view any) (template.HTML, error) {
	return r.piece(fragmentKey{partial, digest.Own(view)}, view)
}

func (r *Renderer) piece(key fragmentKey, view any) (template.HTML, error) {
	if done, ok := r.fragments.Load(key); ok {
		return done.(template.HTML), nil
	}
	var b bytes.Buffer
	if err := r.partials.ExecuteTemplate(&b, partials+key.partial+".html", view); err != nil {
		return "", err
	}
	html := template.HTML(b.String()) // made by html/template itself, hence safe
	r.fragments.Store(key, html)
	return html, nil
}

// list renders a partial for each of a list of views.
func (r *Renderer) list(partial string, views any) (template.HTML, error) {
	switch list := views.(type) {
	case []page.Entry:
		return pieces(r, partial, list)
	case []*page.Card:
		return pieces(r, partial, list)
	case []*page.Event:
		return pieces(r, partial, list)
	}
	return "", fmt.Errorf("fragments wants a list of entries, cards or events, not %T", views)
}

// pieces joins the fragments of views that know their sums.
func pieces[V digest.Digester](r *Renderer, partial string, list []V) (template.HTML, error) {
	done, size := make([]template.HTML, len(list)), 0
	for i, view := range list {
		html, err := r.piece(fragmentKey{partial, view.Digest()}, view)
		if err != nil {
			return "", err
		}
		done[i], size = html, size+len(html)
	}
	var b strings.Builder
	b.Grow(size)
	for _, html := range done {
		b.WriteString(string(html))
	}
	return template.HTML(b.String()), nil // a sequence of finished fragments
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
