package picture

import "errors"

var errPixels = errors.New("its pixels are damaged; save it anew")

// jpegCodes is a Huffman table (ITU-T T.81, annex C).
type jpegCodes struct {
	short  [256]uint16 // length and value by the next eight bits; 0 for longer codes
	below  [17]int     // the first code that is longer, for each length
	first  [17]int     // number of the first value of a length, less its code
	values []byte
}

// readCodes reads a table: how many codes there are of each length, then values.
func readCodes(counts, values []byte) (*jpegCodes, error) {
	t := &jpegCodes{values: values}
	code, number := 0, 0
	for n := 1; n <= 16; n++ {
		t.first[n] = number - code
		for range counts[n-1] {
			if n <= 8 && code < 1<<n {
				for i := range 1 << (8 - n) {
					t.short[code<<(8-n)+i] = uint16(n)<<8 | uint16(values[number])
				}
			}
			code, number = code+1, number+1
		}
		if code > 1<<n {
			return nil, errTables
		}
		t.below[n] = code
		code <<= 1
	}
	return t, nil
}

// jpegBits reads the compressed data between two markers, bit by bit.
type jpegBits struct {
	in     []byte
	at     int
	next   uint64
	left   int // bits in next
	padded int // of these, bits behind the end
}

func (r *jpegBits) fill() {
	for r.left <= 48 {
		r.next <<= 8
		r.left += 8
		if r.at >= len(r.in) {
			r.padded += 8
			continue
		}
		r.next |= uint64(r.in[r.at])
		r.at++
		if r.in[r.at-1] == 0xff {
			r.at++ // the zero that tells it from a marker
		}
	}
}

func (r *jpegBits) take(n int) int {
	if r.left < n {
		r.fill()
	}
	r.left -= n
	return int(r.next >> r.left & (1<<n - 1))
}

// over says that more was read than there is.
func (r *jpegBits) over() bool { return r.left < r.padded }

// end is where the bytes end of which something was read.
func (r *jpegBits) end() int {
	at := r.at
	for range (r.left - r.padded) / 8 {
		if at--; at > 0 && r.in[at] == 0 && r.in[at-1] == 0xff {
			at--
		}
	}
	return at
}

// code reads a code and returns what it stands for; -1 when it is none.
func (r *jpegBits) code(t *jpegCodes) int {
	if r.left < 16 {
		r.fill()
	}
	if s := t.short[r.next>>(r.left-8)&0xff]; s != 0 {
		r.left -= int(s >> 8)
		return int(s & 0xff)
	}
	bits := int(r.next >> (r.left - 16) & 0xffff)
	for n := 1; n <= 16; n++ {
		if code := bits >> (16 - n); code < t.below[n] {
			r.left -= n
			return int(t.values[t.first[n]+code])
		}
	}
	return -1
}

// jpegComponent is a colour of a frame (B.2.2).
type jpegComponent struct {
	h, v       int // blocks in a unit, across and down
	table      byte
	wide, tall int      // in blocks, without those that only fill units up
	stride     int      // blocks in a row, with these
	level      [64]int  // bits of each coefficient that are still to come, plus one; 0 before the first
	set        []uint64 // which coefficients of each block are not zero; of progressive pictures
}

// jpegScan reads the blocks of a scan, only to see where its data ends.
type jpegScan struct {
	jpegBits
	progressive bool
	from, to    int // coefficients
	high, low   int // bits that are to come of them, before and after
	run         int // blocks in which nothing more is set
	components  []*jpegComponent
	dc, ac      []*jpegCodes // of each component
	across      int          // units in a row
}

// interval reads some units, beginning with a number, and returns how many bytes
// they take.
func (s *jpegScan) interval(data []byte, first, count int) (int, error) {
	s.jpegBits, s.run = jpegBits{in: data}, 0
	for n := first; n < first+count; n++ {
		if !s.unit(n%s.across, n/s.across) || s.over() {
			return 0, errPixels
		}
	}
	return s.end(), nil
}

func (s *jpegScan) unit(x, y int) bool {
	if len(s.components) == 1 {
		c := s.components[0]
		return s.block(c, y*c.stride+x, 0)
	}
	for i, c := range s.components {
		for b := range c.h * c.v {
			if !s.block(c, (y*c.v+b/c.h)*c.stride+x*c.h+b%c.h, i) {
				return false
			}
		}
	}
	return true
}

// block reads a block of a component, by its number there and that of the
// component in the scan; false when it is damaged.
func (s *jpegScan) block(c *jpegComponent, at, number int) bool {
	switch {
	case !s.progressive:
		return s.first(s.dc[number]) && s.coefficients(nil, s.ac[number], 1)
	case s.from == 0 && s.high == 0:
		return s.first(s.dc[number])
	case s.from == 0:
		s.take(1)
		return true
	case s.high == 0:
		return s.coefficients(&c.set[at], s.ac[number], s.from)
	}
	return s.refine(&c.set[at], s.ac[number])
}

// first reads the first coefficient.
func (s *jpegScan) first(t *jpegCodes) bool {
	size := s.code(t)
	if size < 0 || size > 16 {
		return false
	}
	s.take(size)
	return true
}

// coefficients reads those from a number on, and marks which of them are set.
func (s *jpegScan) coefficients(set *uint64, t *jpegCodes, from int) bool {
	if s.run > 0 {
		s.run--
		return true
	}
	for k := from; k <= s.to; k++ {
		v := s.code(t)
		zeros, size := v>>4, v&15
		switch {
		case v < 0:
			return false
		case v == 0xf0:
			k += 15
			continue
		case size == 0 && !s.progressive:
			return zeros == 0 // readers differ in whether another count ends more blocks than this
		case size == 0:
			s.run = 1<<zeros + s.take(zeros) - 1
			return true
		}
		s.take(size)
		if k += zeros; k > s.to {
			return false
		}
		if set != nil {
			*set |= 1 << k
		}
	}
	return true
}

// refine reads a bit more of the coefficients that are not zero, and which are
// so no longer (G.1.2.3).
func (s *jpegScan) refine(set *uint64, t *jpegCodes) bool {
	k := s.from
	for ; s.run == 0 && k <= s.to; k++ {
		v := s.code(t)
		zeros, size := v>>4, v&15
		if v < 0 || size > 1 {
			return false
		}
		if size == 0 && zeros < 15 {
			s.run = 1<<zeros + s.take(zeros)
			break
		}
		s.take(size)
		if k = s.pass(*set, k, zeros); size > 0 && k <= s.to {
			*set |= 1 << k
		}
	}
	if s.run > 0 {
		s.run--
		s.pass(*set, k, 64)
	}
	return true
}

// pass goes on from a coefficient over some zeros to the next zero, and reads a
// bit of each that is none.
func (s *jpegScan) pass(set uint64, k, zeros int) int {
	for ; k <= s.to; k++ {
		if set>>k&1 != 0 {
			s.take(1)
		} else if zeros--; zeros < 0 {
			break
		}
	}
	return k
}
