package build

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"os"
)

// A file of the memory begins with the version of what it holds and ends with a
// checksum of all before. It is no lock against intent: who can write here can
// write anything.

// readFile has tell read a file of the memory, and reports false when it is
// damaged or of another version. It goes through the file twice, to see first
// that it is whole, and holds only a part of it at a time.
func readFile(root *os.Root, name, version string, tell func(*codec)) bool {
	f, err := root.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	info, err := f.Stat()
	body := int64(0)
	if err == nil {
		body = info.Size() - crc32.Size
	}
	if body < int64(len(version)) {
		return false
	}
	w := &window{file: f, buf: make([]byte, windowBytes)}
	if !w.whole(body) {
		return false
	}
	w.at, w.left = 0, body
	head, err := w.advance(nil, len(version))
	if err != nil || len(head) < len(version) || string(head[:len(version)]) != version {
		return false
	}
	c := &codec{in: head[len(version):], file: w, reading: true, room: newRoom()}
	tell(c)
	return c.err == nil
}

// window is the part of a file that is held while it is read.
type window struct {
	file io.ReaderAt
	buf  []byte
	at   int64 // of what is to be read next
	left int64 // bytes from there on
}

// windowBytes is the size of a window, if nothing in the file is larger.
const windowBytes = 64 << 10

// advance drops all but the rest of what has been read, and reads on until there
// are n bytes, or the file is at its end. The rest lies in the window.
func (w *window) advance(rest []byte, n int) ([]byte, error) {
	if n > len(w.buf) {
		w.buf = append(make([]byte, 0, n), rest...)[:n]
	} else {
		copy(w.buf, rest)
	}
	more := min(int64(len(w.buf)-len(rest)), w.left)
	read, err := w.file.ReadAt(w.buf[len(rest):len(rest)+int(more)], w.at)
	w.at, w.left = w.at+more, w.left-more
	if int64(read) == more {
		err = nil
	}
	return w.buf[:len(rest)+int(more)], err
}

// whole says that the checksum after the first bytes of a file is theirs.
func (w *window) whole(body int64) bool {
	sum := uint32(0)
	for w.left = body; w.left > 0; {
		b, err := w.advance(nil, 0)
		if err != nil {
			return false
		}
		sum = crc32.Update(sum, castagnoli(), b)
	}
	var end [crc32.Size]byte
	_, err := w.file.ReadAt(end[:], body)
	return err == nil && sum == binary.LittleEndian.Uint32(end[:])
}

// fresh ends the name of a file that is not yet in its place.
const fresh = ".new"

// writeFile writes a file of the memory as tell tells it.
func writeFile(root *os.Root, name, version string, tell func(*codec)) error {
	f, err := root.Create(name)
	if err != nil {
		return err
	}
	sum := uint32(0)
	flush := func(b []byte) {
		sum = crc32.Update(sum, castagnoli(), b)
		if err == nil {
			_, err = f.Write(b)
		}
	}
	c := &codec{out: append(make([]byte, 0, 2*flushBytes), version...), flush: flush}
	tell(c)
	flush(c.out)
	flush(binary.LittleEndian.AppendUint32(nil, sum))
	return errors.Join(err, f.Close())
}
