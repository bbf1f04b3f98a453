package render

import (
	"bytes"
	"fmt"
	"html/template"
	"maps"
	"strings"
	"sync"

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
	now, before, aside map[fragmentKey]template.HTML
}

type fragmentKey struct {
	partial string
	sum     digest.Sum
}

func (f *fragments) of(key fragmentKey) *shard { return &f[int(key.sum[0])%len(f)] }

func (f *fragments) get(key fragmentKey) (template.HTML, bool) {
	s := f.of(key)
	s.mu.RLock()
	html, ok := s.now[key]
	if !ok {
		html, ok = s.aside[key]
	}
	old, was := s.before[key]
	s.mu.RUnlock()
	if ok || !was {
		return html, ok
	}
	f.put(key, old)
	return old, true
}

func (f *fragments) put(key fragmentKey, html template.HTML) {
	s := f.of(key)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.now == nil {
		s.now = map[fragmentKey]template.HTML{}
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
		maps.DeleteFunc(s.now, func(_ fragmentKey, html template.HTML) bool { return len(html) > largeFragment })
		s.now, s.before, s.aside = nil, nil, s.now
		s.mu.Unlock()
	}
}

// largeFragment is the size in bytes from which on a fragment is not put aside:
// it is a map, and stands on one page.
const largeFragment = 4 << 10

// PutAside keeps the fragments asked for since Age was last called, however often
// it is called from now on, and forgets those that were put aside before.
func (r *Renderer) PutAside() { r.fragments.putAside() }

// Age forgets the fragments that nobody has asked for since it was last called.
func (r *Renderer) Age() { r.fragments.turn() }

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
	if done, ok := r.fragments.get(key); ok {
		return done, nil
	}
	var b bytes.Buffer
	if err := r.partials.ExecuteTemplate(&b, partials+key.partial+".html", view); err != nil {
		return "", err
	}
	html := template.HTML(b.String()) // made by html/template itself, hence safe
	r.fragments.put(key, html)
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
