package build

import (
	"cmp"
	"os"
	"reflect"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"chancery/generator/archive"
	"chancery/generator/briefing"
	"chancery/generator/content"
	"chancery/generator/digest"
	"chancery/generator/parallel"
	"chancery/generator/problem"
)

// What a site remembers between builds lies in .chancery/ beside site.yaml.
// "texts" holds rendered bodies one after the other, "records" the briefings that
// sources became, "details" what is shown of these where they stand on their own.
// "memory" says where they lie and what they were made from: for every source the
// stamp of its file and the digest of everything it was read with. "state" says of
// every output under which digest of its view and its templates it was made. Any
// of them can be deleted, cut or damaged at any time: the next build is slower,
// and nothing else.
const (
	memoryFolder = ".chancery"
	memoryName   = "memory"
	textsName    = "texts"
	recordsName  = "records"
	detailsName  = "details"
)

// racy is how old a file must have been when it was stamped for its stamp to be
// trusted: a file written twice within the clock's tick looks the same both
// times.
const racy = 100 * time.Millisecond

// stamp is what a file looked like when it was read.
type stamp struct {
	Size, Modified int64
	Sure           bool // it was not just being written
}

func stampOf(f content.File, now time.Time) stamp {
	return stamp{f.Size, f.Modified, now.Sub(time.Unix(0, f.Modified)) > racy}
}

// same says that a file has surely not changed since it was stamped.
func (s stamp) same(f content.File) bool {
	return s.Sure && s.Size == f.Size && s.Modified == f.Modified
}

// remembered is what became of one source.
type remembered struct {
	kept
	record
	detail *detail // of a briefing
}

// kept is what the memory's main file says of a source.
type kept struct {
	Path     string
	Stamp    stamp
	Content  digest.Sum        // of the file's bytes
	Settings digest.Sum        // of all else that was read for it
	Problems []problem.Problem // warnings only
	Record   place             // of what it became; empty when that is not written down
	Detail   place             // of a briefing
	Text     place
}

// record is what a source became.
type record struct {
	Briefing []briefing.Briefing
	Standing []briefing.Standing
}

// book is the content of the memory's main file.
type book struct {
	Texts, Records, Details extent

	Sources  []*remembered // by path; without their records
	Pictures []cleaned
	Mergings []archive.Merging
}

// cleaned is what became of a picture.
type cleaned struct {
	Path          string
	Stamp         stamp
	Out           string // where it is published
	Width, Height int
}

// memory is what a build may use of the last one, and what it leaves to the next.
type memory struct {
	root     *os.Root // .chancery; nil when nothing is kept
	version  string
	sources  []*remembered          // by path
	learnt   map[string]*remembered // since then, in a preview
	pictures map[string]cleaned
	mergings []archive.Merging
	texts    shelf
	records  shelf
	details  shelf
	rooms    sync.Pool // for records, which stay
	desks    sync.Pool // rooms for texts, which are shown and forgotten
	aside    bool      // it is only read

	ahead  func() bool            // waits for the details that are being read; nil when none are
	parser atomic.Pointer[parser] // of sources whose details are damaged; may be nil
	mu     sync.Mutex
	lost   problem.List
}

// openMemory reads what the last build left. It never fails: a memory that
// cannot be read is an empty one, and one that cannot be kept is not kept.
//
// A memory that is kept aside is only read: what is new stays with the process.
func openMemory(site *os.Root, version string, clean, aside bool) *memory {
	m := &memory{version: memoryVersion(version), aside: aside}
	m.rooms.New = func() any { return newRoom() }
	m.desks.New = m.rooms.New
	m.texts = shelf{base: textsName, aside: aside}
	m.records = shelf{base: recordsName, aside: aside}
	m.details = shelf{base: detailsName, aside: aside}
	if !aside {
		site.Mkdir(memoryFolder, 0o755)
	}
	var b book
	if root, err := site.OpenRoot(memoryFolder); err == nil {
		m.root, m.texts.root, m.records.root, m.details.root = root, root, root, root
		if !clean {
			b = m.read()
		}
		m.open(&b)
	}
	m.enter(b)
	return m
}

// memoryVersion covers the program and the layout of all it remembers.
func memoryVersion(program string) string {
	var b strings.Builder
	shape(reflect.TypeFor[book](), &b)
	shape(reflect.TypeFor[state](), &b)
	shape(reflect.TypeFor[record](), &b)
	shape(reflect.TypeFor[briefing.Detail](), &b)
	shape(reflect.TypeFor[briefing.Text](), &b)
	return digest.Of("memory", program, b.String()).String()
}

// read reads the memory's main file; when it is damaged that is empty.
func (m *memory) read() book {
	var b book
	if !readFile(m.root, memoryName, m.version, func(c *codec) { c.book(&b) }) {
		return book{}
	}
	return b
}

// open opens the shelves. Without all of them, a memory of sources is worth nothing.
func (m *memory) open(b *book) {
	texts, records, details := m.texts.open(b.Texts), m.records.open(b.Records), m.details.open(b.Details)
	if !texts || !records || !details {
		b.Sources = nil
	}
}

// enter makes what was read found again.
func (m *memory) enter(b book) {
	m.sources = b.Sources
	m.learnt = map[string]*remembered{}
	m.mergings = b.Mergings
	m.pictures = make(map[string]cleaned, len(b.Pictures))
	for _, p := range b.Pictures {
		m.pictures[p.Path] = p
	}
	m.readRecords()
}

// source finds what is remembered of a source, which was about the near-th.
func (m *memory) source(path string, near int) (*remembered, bool) {
	if r, ok := m.learnt[path]; ok {
		return r, true
	}
	i, ok := bySource(m.sources, path, near)
	if !ok {
		return nil, false
	}
	return m.sources[i], true
}

// bySource finds a source in a list that is sorted by their paths: at a number or
// just before it, or by searching.
func bySource(list []*remembered, path string, near int) (int, bool) {
	for i := near; i >= max(0, near-1); i-- {
		if i < len(list) && list[i].Path == path {
			return i, true
		}
	}
	return slices.BinarySearchFunc(list, path, func(r *remembered, path string) int { return strings.Compare(r.Path, path) })
}

// readRecords reads what sources became. Those whose records are damaged lose them.
func (m *memory) readRecords() {
	m.readAll(&m.records, m.sources, func(r *remembered) place { return r.Record }, func(r *remembered, b []byte, to *room) {
		if b == nil || r.decode(b, m, to) != nil {
			r.Record, r.record, r.detail = place{}, record{}, nil
		}
	})
}

// readAll reads what lies on a shelf for sources, in the order in which it lies, on
// all processors. What is damaged is nil.
func (m *memory) readAll(s *shelf, sources []*remembered, at func(*remembered) place, use func(r *remembered, b []byte, to *room)) {
	order := slices.Clone(sources)
	slices.SortFunc(order, func(a, b *remembered) int { return cmp.Compare(at(a).Offset, at(b).Offset) })
	together := neighbours(order, at)
	parallel.Each(len(together), func(i int) {
		to := m.rooms.Get().(*room)
		defer m.rooms.Put(to)
		list := together[i]
		from := at(list[0]).Offset
		b, _ := s.between(from, at(list[len(list)-1]).end(), to.scratch)
		to.scratch = b
		for _, r := range list {
			use(r, at(r).cut(b, from), to)
		}
	})
}

// nearBytes is how far things may lie from each other that are read at once.
const nearBytes = 256 << 10

// neighbours cuts a list of sources, in the order in which something of theirs
// lies, into those where it lies near each other.
func neighbours(list []*remembered, at func(*remembered) place) [][]*remembered {
	var out [][]*remembered
	start := 0
	for i, r := range list {
		if at(r).end()-at(list[start]).Offset > nearBytes && i > start {
			out = append(out, list[start:i])
			start = i
		}
	}
	if start < len(list) {
		out = append(out, list[start:])
	}
	return out
}

// decode reads a record, whose details stay where they are.
func (r *remembered) decode(b []byte, m *memory, to *room) error {
	c := codec{in: b, reading: true, room: to}
	c.record(&r.record, r.Path)
	for i := range r.Briefing {
		r.detail = &to.later.take(1)[0]
		r.detail.memory, r.detail.path, r.detail.at = m, r.Path, r.Detail
		r.Briefing[i].Attach(r.detail)
	}
	return c.err
}

// shelve writes down what a source became, and lets it be as it will be read
// again: that takes less room. What cannot be written is not remembered.
func (m *memory) shelve(r *remembered) {
	for i := range r.Briefing {
		p, err := m.keepDetail(r.Briefing[i].Detail())
		if err != nil {
			return
		}
		r.Detail = p
	}
	to := m.rooms.Get().(*room)
	defer m.rooms.Put(to)
	c := codec{out: to.scratch[:0]}
	c.record(&r.record, r.Path)
	to.scratch = c.out
	p, err := m.records.put(c.out)
	if err != nil {
		return
	}
	compact := &remembered{kept: r.kept}
	if compact.decode(c.out, m, to) != nil {
		return
	}
	r.record, r.Record, r.detail = compact.record, p, compact.detail
	if m.aside && r.detail != nil {
		r.detail.Detail()
		m.details.drop(r.Detail)
	}
	if m.aside {
		m.records.drop(p)
	}
}

// keepText writes a text down and says where.
func (m *memory) keepText(t briefing.Text) (place, error) {
	to := m.rooms.Get().(*room)
	defer m.rooms.Put(to)
	c := codec{out: to.scratch[:0]}
	c.rendered(&t)
	to.scratch = c.out
	return m.texts.put(c.out)
}

// text reads a text again, and shows it to use: its bytes are read over by the
// next one.
func (m *memory) text(p place, use func(briefing.Text)) error {
	to := m.desks.Get().(*room)
	defer m.desks.Put(to)
	b, err := m.texts.get(p, to.scratch)
	if err != nil {
		return err
	}
	to.scratch = b
	var t briefing.Text
	c := codec{in: b, reading: true, room: to}
	if c.rendered(&t); c.err == nil {
		use(t)
	}
	return c.err
}

// recall finds what became of a source whose file has not changed, or has the
// same content after all.
func (m *memory) recall(f content.File, i int, settings digest.Sum, read func() ([]byte, error)) (*remembered, []byte, error) {
	r, ok := m.source(f.Path, i)
	usable := ok && r.Record.Length > 0 && r.Settings == settings
	if usable && r.Stamp.same(f) {
		return r, nil, nil
	}
	raw, err := read()
	if err != nil {
		return nil, nil, err
	}
	if usable && r.Content == digest.Bytes(raw) {
		return r, raw, nil
	}
	return nil, raw, nil
}

// save leaves everything to the next build. What cannot be saved is not: the
// next build will be slower.
func (m *memory) save(b book) {
	if m.root == nil || m.aside {
		return
	}
	var texts, records, details bool
	b.Texts, texts = m.texts.kept()
	b.Records, records = m.records.kept()
	b.Details, details = m.details.kept()
	if !texts || !records || !details {
		return
	}
	if writeFile(m.root, memoryName+fresh, m.version, func(c *codec) { c.book(&b) }) == nil {
		m.root.Rename(memoryName+fresh, memoryName)
	}
}

// tidy brings the shelves in order, of which the sources use a part.
func (m *memory) tidy(sources []*remembered) {
	texts, records, details := make([]*place, len(sources)), make([]*place, len(sources)), make([]*place, len(sources))
	for i, r := range sources {
		texts[i], records[i], details[i] = &r.Text, &r.Record, &r.Detail
	}
	m.texts.tidy(texts)
	m.records.tidy(records)
	m.details.tidy(details)
}

// prepare writes the state that a build will leave.
func (m *memory) prepare(s state) bool {
	return m.root != nil && !m.aside && writeState(m.root, m.version, s) == nil
}

// leave puts the state that was prepared in the place of the last one, or
// removes it.
func (m *memory) leave(ended bool) {
	if ended {
		m.root.Rename(stateName+fresh, stateName)
	} else {
		m.root.Remove(stateName + fresh)
	}
}

func (m *memory) close() {
	m.await()
	m.texts.close()
	m.records.close()
	m.details.close()
	if m.root != nil {
		m.root.Close()
	}
}
