package render

import (
	"fmt"
	"html/template"
	"io/fs"
	"maps"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/jba/templatecheck"

	"chancery/generator/compile"
	"chancery/generator/digest"
	"chancery/generator/problem"
)

const (
	baseName = "base.html"
	partials = "partials/"
)

// Contract says which view each template receives: kinds of pages by the name
// of their template, partials by theirs. Values are samples of the type.
type Contract struct {
	Pages    map[string]any
	Partials map[string]any
}

// New reads the theme's templates from an fs.FS whose root is the templates
// folder, lays the site's own over them (nil when there are none), and checks
// every one against its view before anything is rendered, unless they are known
// to be sound. An earlier renderer, or nil, is returned itself when the files are
// still those it was made of.
func New(theme, site fs.FS, c Contract, last *Renderer, sound bool) (*Renderer, problem.List) {
	files, list := readAll(theme, site)
	if list.Errors() > 0 {
		return nil, list
	}
	sum := digest.Of(files)
	if last != nil && last.sum == sum {
		return last, last.told
	}
	r := &Renderer{pages: map[string]func() (*sheet, error){}, partials: map[string]*sheet{}, sum: sum}
	r.buffers.New = newBuffer
	r.told = r.unused(theme, files, c)
	if !sound {
		if list = append(r.check(files, c), r.told...); list.Errors() > 0 {
			return nil, list
		}
	}
	for name, text := range files {
		files[name] = squeeze(text)
	}
	if list = r.load(files, c); list.Errors() > 0 {
		return nil, list
	}
	if !sound {
		list = r.loadAll()
	}
	if list.Errors() > 0 {
		return nil, list
	}
	return r, r.told
}

// loadAll loads every kind of page, to see that it can be.
func (r *Renderer) loadAll() problem.List {
	for _, kind := range slices.Sorted(maps.Keys(r.pages)) {
		if _, err := r.page(kind); err != nil {
			return problem.List{located(err, kind+".html", nil)}
		}
	}
	return nil
}

// readAll lays the site's templates over those of the theme.
func readAll(theme, site fs.FS) (map[string]string, problem.List) {
	files := map[string]string{}
	for _, fsys := range []fs.FS{theme, site} {
		if fsys == nil {
			continue
		}
		some, list := readSet(fsys)
		if list.Errors() > 0 {
			return nil, list
		}
		maps.Copy(files, some)
	}
	if _, ok := files[baseName]; !ok {
		return nil, problem.List{problem.Errorf(problem.Pos{Path: "templates/" + baseName}, "does not exist")}
	}
	return files, nil
}

// check parses the files as they are written, so that positions hold, and
// compares every field and function with the types that will be there.
func (r *Renderer) check(files map[string]string, c Contract) problem.List {
	shared, list := r.parseShared(files)
	if list.Errors() > 0 {
		return list
	}
	for _, kind := range slices.Sorted(maps.Keys(c.Pages)) {
		t, err := r.parsePage(shared, files, kind)
		if err == nil {
			if _, shown := filesOf(t, files)[kind+".html"]; !shown {
				list = append(list, fillsNothing(kind+".html", t))
				continue
			}
			if p, found := astray(kind+".html", files[kind+".html"]); found {
				list = append(list, p)
			}
			err = templatecheck.CheckHTML(t.Lookup(baseName), c.Pages[kind])
		}
		if err != nil {
			list = append(list, located(err, kind+".html", c.Pages[kind]))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.Partials)) {
		t := shared.Lookup(partials + name + ".html")
		if t == nil {
			list = append(list, problem.Errorf(problem.Pos{Path: "templates/" + partials + name + ".html"}, "does not exist"))
			continue
		}
		if err := templatecheck.CheckHTML(t, c.Partials[name]); err != nil {
			list = append(list, located(err, partials+name+".html", c.Partials[name]))
		}
	}
	return unique(list)
}

// load parses the files again, without the white space that only their author
// needs: a template that has been checked cannot be used any more.
func (r *Renderer) load(files map[string]string, c Contract) problem.List {
	shared, list := r.parseShared(files)
	if list.Errors() > 0 {
		return list
	}
	for kind, view := range c.Pages {
		r.pages[kind] = sync.OnceValues(func() (*sheet, error) {
			t, err := r.parsePage(shared, files, kind)
			if err != nil {
				return nil, err
			}
			sum := sumOf(t, files)
			s, err := newSheet(compile.NewSet(t, r.pieces()), t, baseName, view)
			if err != nil {
				return nil, err
			}
			s.sum = sum
			return s, nil
		})
	}
	t, err := shared.Clone()
	if err != nil {
		return problem.List{located(err, baseName, nil)}
	}
	set := compile.NewSet(t, r.pieces())
	for file := range files {
		name, ok := strings.CutPrefix(strings.TrimSuffix(file, ".html"), partials)
		if !ok {
			continue
		}
		s, err := newSheet(set, t, file, c.Partials[name])
		if err != nil {
			return problem.List{located(err, file, nil)}
		}
		s.keys = keysOf(name)
		r.partials[name] = s
	}
	return nil
}

// parseShared parses what all pages have in common: the base and the partials.
func (r *Renderer) parseShared(files map[string]string) (*template.Template, problem.List) {
	var list problem.List
	set := template.New("").Funcs(r.functions())
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if name != baseName && !strings.HasPrefix(name, partials) {
			continue
		}
		if _, err := set.New(name).Parse(files[name]); err != nil {
			list = append(list, located(err, name, nil))
		}
	}
	return set, list
}

func (r *Renderer) parsePage(shared *template.Template, files map[string]string, kind string) (*template.Template, error) {
	name := kind + ".html"
	text, ok := files[name]
	if !ok {
		return nil, fmt.Errorf("template: %s:1:0: does not exist", name)
	}
	set, err := shared.Clone()
	if err != nil {
		return nil, err
	}
	if _, err := set.New(name).Parse(text); err != nil {
		return nil, err
	}
	return set, nil
}

var position = regexp.MustCompile(`^(?:html/)?template: ?([^:\s]+\.html):(\d+)(?::(\d+))?: (.*)$`)

// located turns an error of the template packages into a problem with a place,
// and names the nearest field when one was misspelt.
func located(err error, name string, view any) problem.Problem {
	pos, message := problem.Pos{Path: "templates/" + name}, err.Error()
	if m := position.FindStringSubmatch(strings.ReplaceAll(message, "\n", " ")); m != nil {
		pos.Path = path.Join("templates", m[1])
		pos.Line, _ = strconv.Atoi(m[2])
		if col, err := strconv.Atoi(m[3]); err == nil {
			pos.Col = col + 1 // the packages count columns from 0
		}
		message = m[4]
	}
	p := problem.Errorf(pos, "%s", message)
	if near, ok := nearestField(message, view); ok {
		return p.WithHint("did you mean .%s?", near)
	}
	return p
}

var noField = regexp.MustCompile(`can't (?:use|evaluate) field (\w+)|unknown field (\w+)`)

// nearestField finds the field of the view that a misspelt name stands for.
func nearestField(message string, view any) (string, bool) {
	m := noField.FindStringSubmatch(message)
	if m == nil || view == nil {
		return "", false
	}
	var known []string
	for _, f := range reflect.VisibleFields(reflect.Indirect(reflect.ValueOf(view)).Type()) {
		if f.IsExported() {
			known = append(known, f.Name)
		}
	}
	return problem.Nearest(m[1]+m[2], known)
}

// unique drops what a shared partial reports once for every page.
func unique(list problem.List) problem.List {
	list.Sort()
	return slices.CompactFunc(list, func(a, b problem.Problem) bool {
		return a.Pos == b.Pos && a.Message == b.Message
	})
}
