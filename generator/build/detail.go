package build

import (
	"sync"

	"chancery/generator/briefing"
	"chancery/generator/problem"
)

// detail is the detail of a briefing, which lies on a shelf of its own until
// somebody asks for it: an edit of one text needs those of a handful.
type detail struct {
	memory *memory
	path   string // of the source
	at     place
	once   sync.Once
	is     *briefing.Detail
}

// Detail reads the detail when it is first asked for.
func (d *detail) Detail() *briefing.Detail {
	d.once.Do(func() { d.is = d.read() })
	return d.is
}

func (d *detail) read() *briefing.Detail {
	v, err := d.memory.detail(d.at)
	if err == nil {
		return v
	}
	if p := d.memory.parser.Load(); p != nil {
		if v, err = p.detail(d.path); err == nil {
			return v
		}
	}
	d.memory.lose(d.path, err)
	return &briefing.Detail{}
}

// keepDetail writes a detail down and says where.
func (m *memory) keepDetail(v *briefing.Detail) (place, error) {
	to := m.rooms.Get().(*room)
	defer m.rooms.Put(to)
	c := codec{out: to.scratch[:0]}
	c.detail(v)
	to.scratch = c.out
	return m.details.put(c.out)
}

// detail reads a detail from its place.
func (m *memory) detail(at place) (*briefing.Detail, error) {
	to := m.rooms.Get().(*room)
	defer m.rooms.Put(to)
	b, err := m.details.get(at, to.scratch)
	to.scratch = b
	if err != nil {
		return nil, err
	}
	return decodeDetail(b, to)
}

func decodeDetail(b []byte, to *room) (*briefing.Detail, error) {
	v := &to.details.take(1)[0]
	c := codec{in: b, reading: true, room: to}
	c.detail(v)
	return v, c.err
}

// readDetails reads the details of sources at once, for what shows them all. What
// is damaged is left to be found so when it is asked for.
func (m *memory) readDetails(sources []*remembered) {
	m.readAll(&m.details, sources, func(r *remembered) place { return r.Detail }, func(r *remembered, b []byte, to *room) {
		if b == nil || r.detail == nil {
			return
		}
		if v, err := decodeDetail(b, to); err == nil {
			r.detail.once.Do(func() { r.detail.is = v })
		}
	})
}

// readAhead begins to read the details of sources, while there is something else to
// do.
func (m *memory) readAhead(sources []*remembered) {
	m.ahead = begin(func() bool { m.readDetails(sources); return true })
}

// await waits for the details that are being read ahead, if any are.
func (m *memory) await() {
	if m.ahead != nil {
		m.ahead()
	}
}

// lose notes a briefing whose detail can be had no more.
func (m *memory) lose(path string, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	p := problem.Errorf(problem.Pos{Path: path}, "cannot be read again: %v", err)
	m.lost = append(m.lost, p.WithHint("it may just be changing: build once more"))
}

// faults are the briefings whose detail could not be had; what was made of them is
// not to be published.
func (m *memory) faults() problem.List {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.lost
}
