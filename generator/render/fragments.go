package render

import (
	"fmt"
	"html/template"
	"maps"
	"reflect"
	"sync"

	"chancery/generator/compile"
	"chancery/generator/digest"
	"chancery/generator/page"
)

// fragments remembers finished partials for two generations: those asked for
// since the last turn, and those asked for only before it; and besides those
// that were put aside. It is kept in shards, so that workers seldom wait for
// each other.
type fragments [64]shard

type shard struct {
	mu                 sync.RWMutex
	now, before, aside map[fragmentKey]string
}

// fragmentKey names a fragment: the sum of its view, with that of the partial's
// name laid over it. Maps find a key of 16 bytes in half the time.
type fragmentKey digest.Sum

// keys makes the keys of a partial.
type keys digest.Sum

func keysOf(partial string) keys { return keys(digest.Of("fragment", partial)) }

func (k keys) key(sum digest.Sum) fragmentKey {
	for i := range sum {
		sum[i] ^= k[i]
	}
	return fragmentKey(sum)
}

func (f *fragments) of(key fragmentKey) *shard { return &f[int(key[0])%len(f)] }

func (f *fragments) get(key fragmentKey) (string, bool) {
	s := f.of(key)
	s.mu.RLock()
	html, ok := s.now[key]
	if !ok {
		html, ok = s.aside[key]
	}
	if ok {
		s.mu.RUnlock()
		return html, true
	}
	html, ok = s.before[key]
	s.mu.RUnlock()
	if ok {
		f.put(key, html)
	}
	return html, ok
}

func (f *fragments) put(key fragmentKey, html string) {
	s := f.of(key)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.now == nil {
		s.now = map[fragmentKey]string{}
	}
	s.now[key] = html
}

// turn begins another generation, and forgets what was asked for only before the
// last one.
func (f *fragments) turn() {
	for i := range f {
		s := &f[i]
		s.mu.Lock()
		s.now, s.before = nil, s.now
		s.mu.Unlock()
	}
}

// putAside keeps what was asked for since the last turn, in place of what was
// put aside before, and begins another generation.
func (f *fragments) putAside() {
	for i := range f {
		s := &f[i]
		s.mu.Lock()
		maps.DeleteFunc(s.now, func(_ fragmentKey, html string) bool { return len(html) > largeFragment })
		s.now, s.before, s.aside = nil, nil, s.now
		s.mu.Unlock()
	}
}

// largeFragment is the size in bytes from which on a fragment is not put aside:
// it is a map, and stands on one page.
const largeFragment = 4 << 10

// PutAside keeps the fragments asked for since Age was last called, however often
// it is called from now on, and forgets those that were put aside before. Lines
// of timelines are forgotten: there are many, and they are soon made again.
func (r *Renderer) PutAside() {
	r.fragments.putAside()
	r.lines.turn()
	r.lines.turn()
}

// Age forgets the fragments that nobody has asked for since it was last called.
func (r *Renderer) Age() {
	r.fragments.turn()
	r.lines.turn()
}

// functions is all that templates may call beside the built-in ones. Nothing
// here reads anything but its arguments, and nothing escapes the escaping:
//
//	fragment "card" .Lead       a partial, rendered once for equal views
//	fragments "card" .Latest    the same for each of a list, in order
func (r *Renderer) functions() template.FuncMap {
	return template.FuncMap{
		"fragment": func(partial string, view any) (template.HTML, error) {
			html, err := r.fragment(nil, partial, view)
			return template.HTML(html), err // made by templates, hence safe
		},
		"fragments": func(partial string, views any) (template.HTML, error) {
			html, err := r.list(nil, partial, views)
			return template.HTML(html), err // a sequence of such
		},
	}
}

// pieces are the same functions for compiled templates.
func (r *Renderer) pieces() map[string]compile.Func {
	return map[string]compile.Func{
		"fragment": func(dst []byte, args []reflect.Value) ([]byte, error) {
			return r.fragment(dst, args[0].String(), args[1].Interface())
		},
		"fragments": func(dst []byte, args []reflect.Value) ([]byte, error) {
			return r.list(dst, args[0].String(), args[1].Interface())
		},
	}
}

// fragment appends a partial, rendered once for each content of its view.
func (r *Renderer) fragment(dst []byte, partial string, view any) ([]byte, error) {
	s, err := r.partial(partial)
	if err != nil {
		return dst, err
	}
	if n, ok := view.(page.Entry); ok {
		return r.entries(dst, s, []page.Entry{n})
	}
	return piece(r, dst, s, s.keys.key(digest.Own(view)), view)
}

// list appends a partial for each of a list of views.
func (r *Renderer) list(dst []byte, partial string, views any) ([]byte, error) {
	s, err := r.partial(partial)
	if err != nil {
		return dst, err
	}
	switch list := views.(type) {
	case []page.Entry:
		return r.entries(dst, s, list)
	case []*page.Card:
		return pieces(r, dst, s, list)
	case []*page.Event:
		return pieces(r, dst, s, list)
	}
	return dst, fmt.Errorf("fragments wants a list of entries, cards or events, not %T", views)
}

// pieces appends the fragments of views that know their sums.
func pieces[V digest.Digester](r *Renderer, dst []byte, s *sheet, list []V) ([]byte, error) {
	var err error
	for i := 0; i < len(list) && err == nil; i++ {
		dst, err = piece(r, dst, s, s.keys.key(list[i].Digest()), list[i])
	}
	return dst, err
}

func piece[V any](r *Renderer, dst []byte, s *sheet, key fragmentKey, view V) ([]byte, error) {
	if done, ok := r.fragments.get(key); ok {
		return append(dst, done...), nil
	}
	return r.keep(dst, key, func(dst []byte) ([]byte, error) { return s.append(dst, view) })
}

func (r *Renderer) partial(name string) (*sheet, error) {
	s := r.partials[name]
	if s == nil {
		return nil, fmt.Errorf("templates/%s%s.html does not exist", partials, name)
	}
	return s, nil
}

// keep appends what a function appends, and remembers it.
func (r *Renderer) keep(dst []byte, key fragmentKey, write func([]byte) ([]byte, error)) ([]byte, error) {
	start := len(dst)
	dst, err := write(dst)
	if err == nil {
		r.fragments.put(key, string(dst[start:]))
	}
	return dst, err
}
