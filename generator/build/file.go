package build

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"os"
)

// A file of the memory begins with the version of what it holds and ends with a
// checksum of all before. It is no lock against intent: who can write here can
// write anything.

// readFile opens a file of the memory for reading, unless it is damaged or of
// another version.
func readFile(root *os.Root, name, version string) (*codec, bool) {
	raw, err := root.ReadFile(name)
	if err != nil || len(raw) < len(version)+crc32.Size || string(raw[:len(version)]) != version {
		return nil, false
	}
	body := raw[:len(raw)-crc32.Size]
	if placeSum(body) != binary.LittleEndian.Uint32(raw[len(body):]) {
		return nil, false
	}
	return &codec{in: body[len(version):], reading: true, room: newRoom()}, true
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
