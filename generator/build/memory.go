package build

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"reflect"
	"strings"
	"sync"
	"time"

	"chancery/generator/briefing"
	"chancery/generator/content"
	"chancery/generator/digest"
	"chancery/generator/output"
	"chancery/generator/parallel"
	"chancery/generator/problem"
)

// What a site remembers between builds lies in .chancery/ beside site.yaml, in
// two files. "texts" holds rendered bodies one after the other; "memory" holds
// all else: for every source the briefing it became, under the stamp of the file
// and the digest of everything it was made from; for every output the digest of
// the view and the templates that made it. Either can be deleted, cut or damaged
// at any time: the next build is slower, and nothing else.
const (
	memoryFolder = ".chancery"
	memoryName   = "memory"
	textsName    = "texts"
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

func stampOf(info fs.FileInfo, now time.Time) stamp {
	return stamp{info.Size(), info.ModTime().UnixNano(), now.Sub(info.ModTime()) > racy}
}

// same says that a file has surely not changed since it was stamped.
func (s stamp) same(info fs.FileInfo) bool {
	return s.Sure && s.Size == info.Size() && s.Modified == info.ModTime().UnixNano()
}

// remembered is what became of one source.
type remembered struct {
	Path     string
	Stamp    stamp
	Content  digest.Sum // of the file's bytes
	Settings digest.Sum // of all else that was read for it
	Briefing []briefing.Briefing
	Standing []briefing.Standing
	Problems []problem.Problem // warnings only
	Text     place

	raw string // its record in the memory it was read from; empty when it is new
}

// place is where a text lies in the file of texts.
type place struct {
	Offset, Length int64
	Sum            uint32
}

// made is what is known of an output.
type made struct {
	Path  string
	Key   digest.Sum
	Stamp output.Stamp
}

// book is the content of the memory's main file.
type book struct {
	Texts    string   // name of the file of texts it belongs to
	End      int64    // of what is used of it
	Records  []string // of sources: each one remembered, encoded
	Pictures []cleaned
	Outputs  []made
	Folder   string // the output folder that Outputs speaks of
}

// cleaned is what became of a picture.
type cleaned struct {
	Path          string
	Stamp         stamp
	Out           string // where it is published
	Width, Height int
}

// record is a source as the book has it. One that nothing has changed about
// since it was read is there already.
func (r *remembered) record() string {
	if r.raw == "" {
		r.raw = string(encode(nil, reflect.ValueOf(*r)))
	}
	return r.raw
}

// readRecords decodes the sources of a book, on all processors.
func readRecords(records []string) ([]remembered, error) {
	out := make([]remembered, len(records))
	failed := parallel.Make(len(records), func(i int) error {
		d := decoder{text: records[i]}
		d.value(reflect.ValueOf(&out[i]).Elem())
		out[i].raw = records[i]
		return d.err
	})
	return out, cmp.Or(failed...)
}

// memory is what a build may use of the last one, and what it leaves to the next.
type memory struct {
	root     *os.Root // .chancery; nil when nothing is kept
	version  string
	size     int // of the file when it was read
	old      book
	sources  map[string]*remembered
	pictures map[string]cleaned
	outputs  map[string]*made

	mu    sync.Mutex
	texts *os.File
	end   int64
	extra [][]byte // texts of a preview, which leaves the file to builds
	aside bool     // new texts go to extra
}

// openMemory reads what the last build left. It never fails: a memory that
// cannot be read is an empty one, and one that cannot be kept is not kept.
//
// A memory that is kept aside is only read: what is new stays with the process.
func openMemory(site *os.Root, version string, clean, aside bool) *memory {
	m := &memory{version: memoryVersion(version), sources: map[string]*remembered{}, pictures: map[string]cleaned{}, outputs: map[string]*made{}, aside: aside}
	if !aside {
		site.Mkdir(memoryFolder, 0o755)
	}
	root, err := site.OpenRoot(memoryFolder)
	if err != nil {
		return m
	}
	m.root = root
	if !clean {
		m.read()
	}
	m.openTexts()
	return m
}

// memoryVersion covers the program and the layout of all it remembers.
func memoryVersion(program string) string {
	var b strings.Builder
	shape(reflect.TypeFor[book](), &b)
	shape(reflect.TypeFor[remembered](), &b)
	shape(reflect.TypeFor[briefing.Text](), &b)
	return digest.Of("memory", program, b.String()).String()
}

func (m *memory) read() {
	raw, err := m.root.ReadFile(memoryName)
	if err != nil || len(raw) < sha256.Size+len(m.version) {
		return
	}
	m.size = len(raw)
	body := raw[sha256.Size:]
	if sha256.Sum256(body) != [sha256.Size]byte(raw) || string(body[:len(m.version)]) != m.version {
		return
	}
	d := decoder{text: string(body[len(m.version):])}
	var b book
	d.value(reflect.ValueOf(&b).Elem())
	sources, err := readRecords(b.Records)
	if d.err != nil || err != nil {
		return
	}
	b.Records = nil
	m.old = b
	for i := range sources {
		m.sources[sources[i].Path] = &sources[i]
	}
	for _, p := range b.Pictures {
		m.pictures[p.Path] = p
	}
	for i := range b.Outputs {
		m.outputs[b.Outputs[i].Path] = &b.Outputs[i]
	}
}

// openTexts continues the file of texts, or begins a new one.
func (m *memory) openTexts() {
	if m.old.Texts != "" {
		how := os.O_RDWR
		if m.aside {
			how = os.O_RDONLY
		}
		f, err := m.root.OpenFile(m.old.Texts, how, 0o644)
		if info, e := statOf(f, err); e == nil && info.Size() >= m.old.End {
			m.texts, m.end = f, m.old.End
			return
		}
	}
	m.sources = map[string]*remembered{}
	if m.aside {
		return
	}
	m.old.Texts = textsName
	f, err := m.root.OpenFile(textsName, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return
	}
	m.texts = f
}

func statOf(f *os.File, err error) (fs.FileInfo, error) {
	if err != nil {
		return nil, err
	}
	return f.Stat()
}

// keepText writes a text down and says where.
func (m *memory) keepText(t briefing.Text) (place, error) {
	b := encode(nil, reflect.ValueOf(t))
	m.mu.Lock()
	defer m.mu.Unlock()
	p := place{m.end, int64(len(b)), crc32.ChecksumIEEE(b)}
	if m.aside || m.texts == nil {
		m.extra = append(m.extra, b)
		p.Offset = -int64(len(m.extra))
		return p, nil
	}
	if _, err := m.texts.WriteAt(b, m.end); err != nil {
		return place{}, err
	}
	m.end += p.Length
	return p, nil
}

// text reads a text again.
func (m *memory) text(p place) (briefing.Text, error) {
	var t briefing.Text
	b, err := m.textBytes(p)
	if err != nil {
		return t, err
	}
	if crc32.ChecksumIEEE(b) != p.Sum {
		return t, errDamaged
	}
	d := decoder{text: string(b)}
	d.value(reflect.ValueOf(&t).Elem())
	return t, d.err
}

func (m *memory) textBytes(p place) ([]byte, error) {
	if p.Offset < 0 {
		m.mu.Lock()
		defer m.mu.Unlock()
		return m.extra[-p.Offset-1], nil
	}
	b := make([]byte, p.Length)
	if _, err := m.texts.ReadAt(b, p.Offset); err != nil && err != io.EOF {
		return nil, err
	}
	return b, nil
}

// recall finds what became of a source whose file has not changed, or has the
// same content after all.
func (m *memory) recall(f content.File, settings digest.Sum, read func() ([]byte, error)) (*remembered, []byte, error) {
	r, ok := m.sources[f.Path]
	usable := ok && r.Settings == settings
	if usable && r.Stamp.same(f.Info) {
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
	if m.root == nil || m.texts == nil || m.aside {
		return
	}
	b.Texts, b.End = m.old.Texts, m.end
	body := encode(append(make([]byte, 0, m.size+m.size/8), m.version...), reflect.ValueOf(b))
	sum := sha256.Sum256(body)
	const fresh = memoryName + ".new"
	if writeParts(m.root, fresh, sum[:], body) == nil {
		m.root.Rename(fresh, memoryName)
	}
}

// writeParts writes a file of several parts.
func writeParts(root *os.Root, name string, parts ...[]byte) error {
	f, err := root.Create(name)
	if err != nil {
		return err
	}
	for _, p := range parts {
		if _, err := f.Write(p); err != nil {
			return errors.Join(err, f.Close())
		}
	}
	return f.Close()
}

// wasteful says that most of the file of texts is no longer used.
func (m *memory) wasteful(sources []remembered) bool {
	var used int64
	for _, s := range sources {
		used += s.Text.Length
	}
	const small = 1 << 20
	return m.end > small && m.end > 3*used
}

// compact writes the texts that are used to a new file.
func (m *memory) compact(sources []remembered) []remembered {
	name := textsName
	if m.old.Texts == textsName {
		name = textsName + "2"
	}
	f, err := m.root.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return sources
	}
	out := make([]remembered, 0, len(sources))
	var end int64
	for _, s := range sources {
		b := make([]byte, s.Text.Length)
		if _, err := m.texts.ReadAt(b, s.Text.Offset); err != nil && err != io.EOF {
			f.Close()
			return sources
		}
		if _, err := f.WriteAt(b, end); err != nil {
			f.Close()
			return sources
		}
		s.Text.Offset, s.raw = end, ""
		end += s.Text.Length
		out = append(out, s)
	}
	m.texts.Close()
	m.texts, m.end, m.old.Texts = f, end, name
	return out
}

// leave writes the state of a build that has ended.
func (m *memory) leave(s state) {
	if m.root != nil && !m.aside {
		writeState(m.root, s)
	}
}

func (m *memory) close() {
	if m.texts != nil {
		m.texts.Close()
	}
	if m.root != nil {
		m.root.Close()
	}
}
