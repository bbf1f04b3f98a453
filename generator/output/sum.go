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

// sum is the check of a content under two polynomials without a common factor,
// which amounts to one of 64 bits. Processors compute either.
func sum(data []byte) string {
	two := uint64(crc32.ChecksumIEEE(data))<<32 | uint64(crc32.Checksum(data, castagnoli))
	return hex.EncodeToString(binary.BigEndian.AppendUint64(nil, two))
}

// known reports whether the entry's hash can be compared with a sum.
func (e Entry) known() bool { return len(e.Hash) == sumDigits }

// fits reports whether a content is the one of the entry.
func (e Entry) fits(data []byte) bool {
	if len(e.Hash) == oldDigits {
		old := sha256.Sum256(data)
		return e.Hash == hex.EncodeToString(old[:])
	}
	return e.Hash == sum(data)
}
