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
	for _, n := range list {
		place, key := n.Place(), of.key(n.Digest())
		if l := known.get(place, key); l != nil {
			dst = append(dst, l.html...)
			continue
		}
		n.Show(&view)
		start := len(dst)
		if dst, err = s.append(dst, &view); err != nil {
			return dst, err
		}
		known.now.put(place, &line{key, string(dst[start:])})
	}
	return dst, nil
}
