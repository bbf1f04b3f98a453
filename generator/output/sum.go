package output

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash/crc32"
)

// Contents are told apart by 64 bits of cyclic redundancy checks and by their
// size. That is enough against accidents, a hand at the wrong file or a power
// cut, which is all that a hash in the folder itself can guard against: whoever
// means harm and can write the folder can write its manifest. A cryptographic
// hash took a third of the time of writing. Where two contents of one size have
// one sum, which chance brings about once in 2^64 changes, the bytes are compared
// all the same before a file is taken as unchanged.

// Version 1 of the manifest had SHA-256 in the place of sums. Such an entry is a
// claim on the file like any other, but its content counts as unknown.
const (
	sumDigits = 16
	oldDigits = 2 * sha256.Size
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// check is made of a content piece by piece, under two polynomials without a
// common factor, which amounts to one of 64 bits. Processors compute either.
type check struct {
	size             int64
	ieee, castagnoli uint32
}

func (c *check) add(data []byte) {
	c.size += int64(len(data))
	c.ieee = crc32.Update(c.ieee, crc32.IEEETable, data)
	c.castagnoli = crc32.Update(c.castagnoli, castagnoli, data)
}

// entry is what the manifest says of the content.
func (c *check) entry() Entry {
	two := uint64(c.ieee)<<32 | uint64(c.castagnoli)
	return Entry{hex.EncodeToString(binary.BigEndian.AppendUint64(nil, two)), c.size}
}

// entryOf is what the manifest says of a whole content.
func entryOf(data []byte) Entry {
	var c check
	c.add(data)
	return c.entry()
}

// known reports whether the entry's hash can be compared with a sum.
func (e Entry) known() bool { return len(e.Hash) == sumDigits }

// fits reports whether a content is the one of the entry.
func (e Entry) fits(data []byte) bool {
	if len(e.Hash) == oldDigits {
		old := sha256.Sum256(data)
		return e.Hash == hex.EncodeToString(old[:])
	}
	return e.Hash == entryOf(data).Hash
}
