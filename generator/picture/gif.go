package picture

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
)

// The blocks of GIF89a.
const (
	gifImage       = 0x2c
	gifExtension   = 0x21
	gifEnd         = 0x3b
	gifControl     = 0xf9
	gifApplication = 0xff
	gifPlainText   = 0x01
)

// gifFirst is how long an extension's first block has to be.
var gifFirst = map[byte]byte{gifControl: 4, gifApplication: 11, gifPlainText: 12}

// gifFilter copies frames, their timing and the number of rounds.
type gifFilter struct {
	in      []byte
	out     bytes.Buffer
	control []byte // timing of the next frame, not written yet
	frames  int
	looped  bool
}

func cleanGIF(data []byte) (Picture, error) {
	f := gifFilter{in: data}
	head, err := f.cut(13)
	if err != nil {
		return Picture{}, err
	}
	width, height := int(binary.LittleEndian.Uint16(head[6:])), int(binary.LittleEndian.Uint16(head[8:]))
	if err := checkSize(width, height); err != nil {
		return Picture{}, err
	}
	f.out.Write(head)
	if err := f.palette(head[10]); err != nil {
		return Picture{}, err
	}
	if err := f.blocks(); err != nil {
		return Picture{}, err
	}
	f.out.WriteByte(gifEnd)
	return Picture{Data: f.out.Bytes(), Width: width, Height: height}, nil
}

func (f *gifFilter) cut(n int) ([]byte, error) {
	if n > len(f.in) {
		return nil, errCut
	}
	head := f.in[:n]
	f.in = f.in[n:]
	return head, nil
}

// palette copies the colours that the flags announce.
func (f *gifFilter) palette(flags byte) error {
	if flags&0x80 == 0 {
		return nil
	}
	colours, err := f.cut(3 << (flags&7 + 1))
	f.out.Write(colours)
	return err
}

// blocks reads to the end of the picture; what follows it is not looked at.
func (f *gifFilter) blocks() error {
	for {
		kind, err := f.cut(1)
		if err != nil {
			return err
		}
		switch kind[0] {
		case gifEnd:
			if f.frames == 0 {
				return errors.New("it has no picture in it")
			}
			return nil
		case gifImage:
			err = f.image()
		case gifExtension:
			err = f.extension()
		default:
			err = errors.New("it is damaged")
		}
		if err != nil {
			return err
		}
	}
}

func (f *gifFilter) image() error {
	head, err := f.cut(9)
	if err != nil {
		return err
	}
	f.out.Write(f.control)
	f.control = nil
	f.out.WriteByte(gifImage)
	f.out.Write(head)
	if err := f.palette(head[8]); err != nil {
		return err
	}
	codeSize, err := f.cut(1)
	if err != nil {
		return err
	}
	data, err := f.subBlocks()
	if err != nil {
		return err
	}
	if codeSize[0] < 1 || codeSize[0] > 8 {
		return errors.New("its pixels are damaged")
	}
	pixels := int(binary.LittleEndian.Uint16(head[4:])) * int(binary.LittleEndian.Uint16(head[6:]))
	packed := joined(data)
	used, ok := gifPixels(packed, int(codeSize[0]), pixels)
	if !ok {
		return errors.New("its pixels are damaged")
	}
	f.out.Write(codeSize)
	for block := range slices.Chunk(packed[:used], 255) {
		f.out.WriteByte(byte(len(block)))
		f.out.Write(block)
	}
	f.out.WriteByte(0)
	f.frames++
	return nil
}

// joined is the content of a row of blocks.
func joined(blocks []byte) []byte {
	var out []byte
	for n := int(blocks[0]); n > 0; n = int(blocks[0]) {
		out = append(out, blocks[1:1+n]...)
		blocks = blocks[1+n:]
	}
	return out
}

// gifPixels reads compressed pixels (GIF89a, appendix F) only to see how many
// bytes they take: up to the code that ends them, or until all are there.
func gifPixels(packed []byte, codeSize, pixels int) (used int, ok bool) {
	const most = 1 << 12
	clearing, ending := 1<<codeSize, 1<<codeSize+1
	var length [most]int // in pixels, of what each code stands for
	for i := range clearing {
		length[i] = 1
	}
	bits, left, width, next, last := 0, 0, codeSize+1, ending+1, -1
	for at := 0; ; {
		before := at
		for ; left < width; left += 8 {
			if at >= len(packed) {
				return len(packed), true
			}
			bits |= int(packed[at]) << left
			at++
		}
		code := bits & (1<<width - 1)
		bits, left = bits>>width, left-width
		switch {
		case code == ending:
			return at, true
		case pixels <= 0:
			return before, true
		case code == clearing:
			width, next, last = codeSize+1, ending+1, -1
			continue
		case code > next || code == next && last < 0 || last < 0 && code > ending:
			return 0, false
		}
		if last >= 0 && next < most {
			length[next] = length[last] + 1
			if next++; next == 1<<width && width < 12 {
				width++
			}
		}
		pixels -= length[code]
		last = code
	}
}

// extension keeps timing and rounds. Timing for a text stays too, for readers skip
// the text and use it for the frame behind.
func (f *gifFilter) extension() error {
	label, err := f.cut(1)
	if err != nil {
		return err
	}
	body, err := f.subBlocks()
	if err != nil {
		return err
	}
	if first, fixed := gifFirst[label[0]]; fixed && body[0] != first {
		return errors.New("it is damaged") // readers differ in where such a block ends
	}
	switch label[0] {
	case gifControl:
		if len(body) != 6 {
			return errors.New("its timing is damaged")
		}
		f.control = append([]byte{gifExtension, gifControl}, body...)
	case gifApplication:
		f.loop(body)
	}
	return nil
}

// loop keeps the number of rounds of an animation, and of other applications
// nothing.
func (f *gifFilter) loop(body []byte) {
	ours := bytes.HasPrefix(body, []byte("\x0bNETSCAPE2.0\x03\x01")) || bytes.HasPrefix(body, []byte("\x0bANIMEXTS1.0\x03\x01"))
	if !ours || len(body) < 16 || f.looped {
		return
	}
	f.looped = true
	f.out.Write([]byte{gifExtension, gifApplication})
	f.out.Write(body[:16])
	f.out.WriteByte(0)
}

// subBlocks cuts off a row of blocks with its end.
func (f *gifFilter) subBlocks() ([]byte, error) {
	n := 0
	for n < len(f.in) && f.in[n] != 0 {
		n += 1 + int(f.in[n])
	}
	return f.cut(n + 1)
}
