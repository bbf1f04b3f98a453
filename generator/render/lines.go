package render

import (
	"sync"
	"sync/atomic"

	"chancery/generator/page"
)

// lines remembers finished entries for two generations, as fragments does. They
// are most of what lists are made of, and found by their places instead of by
// their sums: those of a list lie near each other.
type lines struct {
	mu sync.RWMutex
	generations
}

// generations are the lines asked for since the last turn, and those asked for
// only before it. Either may be nil.
type generations struct{ now, before *lineTable }

// lineTable holds lines by their places. It is made block by block; in a
// timeline longer than it, of two lines that meet the later one stays.
type lineTable [1024]atomic.Pointer[lineBlock]

type lineBlock [512]atomic.Pointer[line]

type line struct {
	key  fragmentKey
	html string
}

func (t *lineTable) block(place int) *atomic.Pointer[lineBlock] {
	return &t[place/len(lineBlock{})%len(t)]
}

// get finds the line of a place, if it is the one with a key.
func (t *lineTable) get(place int, key fragmentKey) *line {
	if t == nil {
		return nil
	}
	b := t.block(place).Load()
	if b == nil {
		return nil
	}
	if l := b[place%len(b)].Load(); l != nil && l.key == key {
		return l
	}
	return nil
}

// put keeps a line. When two make a block at once, what the one puts there is
// made again another time.
func (t *lineTable) put(place int, l *line) {
	b := t.block(place).Load()
	if b == nil {
		b = new(lineBlock)
		t.block(place).Store(b)
	}
	b[place%len(b)].Store(l)
}

// get finds a line of either generation.
func (g generations) get(place int, key fragmentKey) *line {
	if l := g.now.get(place, key); l != nil {
		return l
	}
	l := g.before.get(place, key)
	if l != nil {
		g.now.put(place, l)
	}
	return l
}

// all are the generations as they are now.
func (l *lines) all() generations {
	l.mu.RLock()
	g := l.generations
	l.mu.RUnlock()
	if g.now != nil {
		return g
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.now == nil {
		l.now = new(lineTable)
	}
	return l.generations
}

func (l *lines) turn() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.now, l.before = nil, l.now
}

// entries appends a partial for each of a list of entries.
func (r *Renderer) entries(dst []byte, partial string, list []page.Entry) ([]byte, error) {
	s, err := r.partial(partial)
	if err != nil {
		return dst, err
	}
	of, known := keysOf(partial), r.lines.all()
	var view page.EntryView
	var fresh, plain batch
	var others []byte
	for _, n := range list {
		place, key := n.Place(), of.key(n.Digest())
		if l := known.get(place, key); l != nil {
			fresh.keep(known.now, dst)
			dst = append(dst, l.html...)
			continue
		}
		n.Show(&view)
		fresh.add(place, key, len(dst))
		if dst, err = s.append(dst, &view); err != nil {
			return dst, err
		}
		if n.CanNarrow() { // all other lists want it plain, and to find out what it shows is most of the work
			n, view = n.Plain(), view.Plain()
			plain.add(n.Place(), of.key(n.Digest()), len(others))
			if others, err = s.append(others, &view); err != nil {
				return dst, err
			}
		}
		if fresh.n == len(fresh.lines) {
			fresh.keep(known.now, dst)
		}
		if plain.n == len(plain.lines) {
			plain.keep(known.now, others)
			others = others[:0]
		}
	}
	fresh.keep(known.now, dst)
	plain.keep(known.now, others)
	return dst, nil
}

// batch is lines that were made one after the other. They are kept together: a
// build makes hundreds of thousands.
type batch struct {
	n     int
	lines [32]struct {
		place, start int
		key          fragmentKey
	}
}

func (b *batch) add(place int, key fragmentKey, start int) {
	l := &b.lines[b.n]
	l.place, l.key, l.start = place, key, start
	b.n++
}

// keep puts the lines, of which the last one ends where the text does, into a
// table, and begins anew.
func (b *batch) keep(t *lineTable, text []byte) {
	if b.n == 0 {
		return
	}
	first := b.lines[0].start
	html, lines, end := string(text[first:]), make([]line, b.n), len(text)
	for i := b.n - 1; i >= 0; i-- {
		l := &b.lines[i]
		lines[i] = line{l.key, html[l.start-first : end-first]}
		t.put(l.place, &lines[i])
		end = l.start
	}
	b.n = 0
}
