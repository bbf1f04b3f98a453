package build

import (
	"cmp"
	"hash/crc32"
	"io/fs"
	"os"
	"slices"
	"sync"
)

// shelf is a file of byte strings, one after the other, each found again by its
// place. What is put on it comes after all that is there, so that an edit costs
// no more than what it has changed; when most of it is used no longer, what is
// used moves to a new file.
type shelf struct {
	root *os.Root
	base string // of the names of its files, which take turns: "texts", "texts2"
	name string
	file *os.File // nil when nothing can be kept

	mu      sync.Mutex
	end     int64
	pending []byte         // what was put last, and is not written yet
	spare   []byte         // memory for what is pending next
	writing sync.WaitGroup // of those who write what was pending; mu is held to add to it
	aside   bool
	extra   [][]byte // of a preview, which leaves the file to builds
}

// pendingBytes is how much is written at once: two processors that write what each
// source became wait for each other more than they write.
const pendingBytes = 256 << 10

// place is where something lies on a shelf.
type place struct {
	Offset int64
	Length uint32
	Sum    uint32
}

func (p place) end() int64 { return p.Offset + int64(p.Length) }

// cut is what lies at a place, out of what lies from an offset on; nil when it is
// not as it was written.
func (p place) cut(b []byte, from int64) []byte {
	if p.Offset < from || p.end()-from > int64(len(b)) {
		return nil
	}
	own := b[p.Offset-from:][:p.Length]
	if placeSum(own) != p.Sum {
		return nil
	}
	return own
}

// extent is a file, and the end of what is used of it.
type extent struct {
	Name string
	End  int64
}

// kept is what is surely in the file; false when there is none, or it cannot be
// written.
func (s *shelf) kept() (extent, bool) {
	if s.file == nil {
		return extent{}, false
	}
	end, err := s.flush()
	return extent{s.name, end}, err == nil
}

// placeSum tells whether bytes are as they were written; processors have an
// instruction for it.
func placeSum(b []byte) uint32 { return crc32.Checksum(b, castagnoli()) }

func castagnoli() *crc32.Table { return crc32.MakeTable(crc32.Castagnoli) }

// open continues the file of a shelf up to its end, or begins a new one. It
// reports whether what was there is still there.
func (s *shelf) open(was extent) bool {
	if was.Name != "" {
		how := os.O_RDWR
		if s.aside {
			how = os.O_RDONLY
		}
		f, err := s.root.OpenFile(was.Name, how, 0o644)
		if info, e := statOf(f, err); e == nil && info.Size() >= was.End {
			s.file, s.name, s.end = f, was.Name, was.End
			return true
		}
		if err == nil {
			f.Close()
		}
	}
	if !s.aside {
		s.begin(s.base)
	}
	return false
}

// begin continues with a new file.
func (s *shelf) begin(name string) error {
	f, err := s.root.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return err
	}
	s.close()
	s.file, s.name, s.end = f, name, 0
	return nil
}

func statOf(f *os.File, err error) (fs.FileInfo, error) {
	if err != nil {
		return nil, err
	}
	return f.Stat()
}

// put writes b down and says where. It does not keep b. An error may be about what
// was put before: that will be found damaged.
func (s *shelf) put(b []byte) (place, error) {
	p, full := s.add(b)
	if full == nil {
		return p, nil
	}
	_, err := s.file.WriteAt(full, p.end()-int64(len(full))) // while others go on putting
	s.writing.Done()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.spare = full[:0]
	return p, err
}

// add takes b in. When enough is pending, that is handed out to be written; it ends
// with b.
func (s *shelf) add(b []byte) (p place, full []byte) {
	p = place{Length: uint32(len(b)), Sum: placeSum(b)}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.aside || s.file == nil {
		s.extra = append(s.extra, append([]byte(nil), b...))
		p.Offset = -int64(len(s.extra))
		return p, nil
	}
	p.Offset = s.end
	s.end += int64(len(b))
	s.pending = append(s.pending, b...)
	if len(s.pending) < pendingBytes {
		return p, nil
	}
	full, s.pending, s.spare = s.pending, s.spare, nil
	s.writing.Add(1)
	return p, full
}

// drop lets go of what a preview has put at a place, if anything.
func (s *shelf) drop(p place) {
	if p.Offset >= 0 {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.extra[-p.Offset-1] = nil
}

// dropBut lets go of all that a preview has put but at some places.
func (s *shelf) dropBut(used []*remembered, at func(*remembered) place) {
	s.mu.Lock()
	defer s.mu.Unlock()
	stays := make([]bool, len(s.extra))
	for _, r := range used {
		if p := at(r); p.Offset < 0 {
			stays[-p.Offset-1] = true
		}
	}
	for i := range s.extra {
		if !stays[i] {
			s.extra[i] = nil
		}
	}
}

// flush writes what was put and is not written, and tells where it ends.
func (s *shelf) flush() (end int64, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.writing.Wait()
	return s.end, s.write()
}

// write is flush for who has the lock, when nobody else writes.
func (s *shelf) write() error {
	if len(s.pending) == 0 {
		return nil
	}
	_, err := s.file.WriteAt(s.pending, s.end-int64(len(s.pending)))
	s.pending = s.pending[:0]
	return err
}

// get reads what lies at a place into buf, which grows as needed.
func (s *shelf) get(p place, buf []byte) ([]byte, error) {
	buf, err := s.bytes(p, buf)
	if err == nil && placeSum(buf) != p.Sum {
		err = errDamaged
	}
	return buf, err
}

// bytes is what lies at a place, sound or not.
func (s *shelf) bytes(p place, buf []byte) ([]byte, error) {
	if p.Offset >= 0 {
		return s.between(p.Offset, p.end(), buf)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return append(buf[:0], s.extra[-p.Offset-1]...), nil
}

// between reads a part of the file into buf, which grows as needed.
func (s *shelf) between(from, to int64, buf []byte) ([]byte, error) {
	if s.file == nil || from < 0 || to < from {
		return buf[:0], errDamaged
	}
	if end, err := s.flush(); err != nil || to > end {
		return buf[:0], cmp.Or(err, errDamaged)
	}
	buf = slices.Grow(buf[:0], int(to-from))[:to-from]
	_, err := s.file.ReadAt(buf, from)
	return buf, err
}

// smallShelf is a size that no shelf is tidied below.
const smallShelf = 1 << 20

// tidy moves what is used to a new file, when that is less than a third of all.
// It changes the places.
func (s *shelf) tidy(used []*place) {
	var sum int64
	for _, p := range used {
		sum += int64(p.Length)
	}
	if s.file == nil || s.aside || s.end <= smallShelf || s.end <= 3*sum {
		return
	}
	to := &shelf{root: s.root}
	name := s.base
	if s.name == s.base {
		name += "2"
	}
	if to.begin(name) != nil {
		return
	}
	moved := make([]place, len(used))
	var buf []byte
	for i, p := range used {
		b, err := s.get(*p, buf)
		if err != nil {
			b = nil // it stays damaged
		}
		if moved[i], err = to.put(b); err != nil {
			to.close()
			return
		}
		buf = b
	}
	if _, err := to.flush(); err != nil {
		to.close()
		return
	}
	for i, p := range used {
		*p = moved[i]
	}
	s.close()
	s.file, s.name, s.end = to.file, to.name, to.end
}

func (s *shelf) close() {
	if s.file != nil {
		s.file.Close()
		s.file = nil
	}
}
