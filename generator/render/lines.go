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

// entries appends a partial for each of a list of entries. Those of a list that
// can be narrowed stand on one page, so that only what all other lists show of
// them is kept; to find out what an entry shows is most of the work.
func (r *Renderer) entries(dst []byte, s *sheet, list []page.Entry) (out []byte, err error) {
	buf := r.buffers.Get().(*[]byte)
	defer r.buffers.Put(buf)
	known := r.lines.all()
	var view page.EntryView
	fresh := batch{text: (*buf)[:0]}
	for _, n := range list {
		place, key := n.Place(), s.keys.key(n.Plain().Digest())
		l := known.get(place, key)
		if l != nil && !n.CanNarrow() {
			dst = append(dst, l.html...)
			continue
		}
		n.Show(&view)
		if n.CanNarrow() {
			if dst, err = s.append(dst, &view); err != nil {
				return dst, err
			}
			view = view.Plain()
		}
		if l != nil {
			continue
		}
		start := len(fresh.text)
		if fresh.text, err = s.append(fresh.text, &view); err != nil {
			return dst, err
		}
		if !n.CanNarrow() {
			dst = append(dst, fresh.text[start:]...)
		}
		if fresh.add(place, key, start); fresh.n == len(fresh.lines) {
			fresh.keep(known.now)
		}
	}
	fresh.keep(known.now)
	*buf = fresh.text
	return dst, nil
}

// batch is lines that were made one after the other. They are kept together: a
// build makes hundreds of thousands.
type batch struct {
	text  []byte
	n     int
	lines [32]struct {
		place, start int
		key          fragmentKey
	}
}

// add enters a line that begins at a place of the text and ends where it does.
func (b *batch) add(place int, key fragmentKey, start int) {
	l := &b.lines[b.n]
	l.place, l.key, l.start = place, key, start
	b.n++
}

// keep puts the lines into a table, and begins anew.
func (b *batch) keep(t *lineTable) {
	html, lines, end := string(b.text), make([]line, b.n), len(b.text)
	for i := b.n - 1; i >= 0; i-- {
		l := &b.lines[i]
		lines[i] = line{l.key, html[l.start:end]}
		t.put(l.place, &lines[i])
		end = l.start
	}
	b.n, b.text = 0, b.text[:0]
}
