package picture

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
)

const pngHead = "\x89PNG\r\n\x1a\n"

// pngChunks are the chunks that showing a picture needs, with the lengths that
// they may have (PNG third edition, chapter 11). Text, time, Exif and private
// chunks are not among them.
var pngChunks = map[string][2]int{
	"IHDR": {13, 13}, "PLTE": {3, 768}, "IDAT": {0, maxBytes}, "IEND": {0, 0},
	"tRNS": {1, 256}, "gAMA": {4, 4}, "cHRM": {32, 32}, "sRGB": {1, 1}, "iCCP": {3, maxBytes}, "sBIT": {1, 4},
	"pHYs": {9, 9}, "bKGD": {1, 6}, "acTL": {8, 8}, "fcTL": {26, 26}, "fdAT": {4, maxBytes},
}

// pngFilter copies the chunks of the list.
type pngFilter struct {
	out    bytes.Buffer
	header []byte // IHDR
	pixels []byte // all IDAT; written as one
	held   bytes.Buffer
}

func cleanPNG(data []byte) (Picture, error) {
	var f pngFilter
	f.out.WriteString(pngHead)
	rest := data[len(pngHead):]
	for {
		kind, body, after, err := pngChunk(rest)
		if err != nil {
			return Picture{}, err
		}
		if kind == "IEND" {
			break // what follows is not looked at
		}
		if err := f.take(kind, body); err != nil {
			return Picture{}, err
		}
		rest = after
	}
	if f.header == nil {
		return Picture{}, errors.New("it has no header")
	}
	if err := f.finish(); err != nil {
		return Picture{}, err
	}
	return Picture{Data: f.out.Bytes(), Width: be32(f.header), Height: be32(f.header[4:])}, nil
}

// pngChunk splits the first chunk off and checks its sum.
func pngChunk(data []byte) (kind string, body, rest []byte, err error) {
	if len(data) < 12 {
		return "", nil, nil, errCut
	}
	n := int64(binary.BigEndian.Uint32(data))
	if n+12 > int64(len(data)) {
		return "", nil, nil, errCut
	}
	kind, body = string(data[4:8]), data[8:8+n]
	if crc32.ChecksumIEEE(data[4:8+n]) != binary.BigEndian.Uint32(data[8+n:]) {
		return "", nil, nil, fmt.Errorf("its part %q is damaged", kind)
	}
	return kind, body, data[12+n:], nil
}

// take keeps a chunk or leaves it out.
func (f *pngFilter) take(kind string, body []byte) error {
	length, known := pngChunks[kind]
	switch {
	case (kind == "IHDR") != (f.header == nil):
		return errors.New("its parts are out of order")
	case !known && kind[0]&0x20 == 0: // a capital: it cannot be shown without
		return fmt.Errorf("its part %q is not known", kind)
	case !known:
		return nil
	case len(body) < length[0] || len(body) > length[1]:
		return fmt.Errorf("its part %q has a wrong length", kind)
	}
	switch kind {
	case "IHDR":
		f.header = body
		if err := checkSize(be32(body), be32(body[4:])); err != nil {
			return err
		}
	case "iCCP":
		if body = cleanICCP(body); body == nil {
			return nil
		}
	case "IDAT":
		f.pixels = append(f.pixels, body...)
		return nil
	}
	to := &f.out
	if f.pixels != nil {
		to = &f.held
	}
	writeChunk(to, kind, body)
	return nil
}

// finish writes the pixels, without what hides behind their compressed stream.
func (f *pngFilter) finish() error {
	in := bytes.NewReader(f.pixels)
	z, err := zlib.NewReader(in)
	if err != nil {
		return errors.New("its pixels are damaged")
	}
	want := pngBytes(f.header)
	got, err := io.Copy(io.Discard, io.LimitReader(z, want+1))
	switch {
	case err != nil:
		return errors.New("its pixels are damaged")
	case got < want:
		return errCut
	case got > want:
		return errors.New("it holds more than its pixels")
	}
	writeChunk(&f.out, "IDAT", f.pixels[:len(f.pixels)-in.Len()])
	f.out.Write(f.held.Bytes())
	writeChunk(&f.out, "IEND", nil)
	return nil
}

// pngBytes is the size of a picture before compression: for each row a byte that
// names its filter, and the pixels, in one pass or in Adam7's seven.
func pngBytes(header []byte) int64 {
	width, height := int64(be32(header)), int64(be32(header[4:]))
	samples := map[byte]int64{0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[header[9]]
	bits := samples * int64(header[8])
	if header[12] == 0 {
		return passBytes(width, height, bits)
	}
	var sum int64
	for _, p := range [][4]int64{{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}} {
		sum += passBytes((width-p[0]+p[2]-1)/p[2], (height-p[1]+p[3]-1)/p[3], bits)
	}
	return sum
}

func passBytes(width, height, bits int64) int64 {
	if width <= 0 || height <= 0 {
		return 0
	}
	return height * (1 + (width*bits+7)/8)
}

// cleanICCP cleans the profile in an iCCP chunk and gives it a plain name; nil
// when it is of no use.
func cleanICCP(body []byte) []byte {
	_, packed, ok := bytes.Cut(body, []byte{0})
	if !ok || len(packed) < 1 || packed[0] != 0 {
		return nil
	}
	z, err := zlib.NewReader(bytes.NewReader(packed[1:]))
	if err != nil {
		return nil
	}
	profile, err := io.ReadAll(io.LimitReader(z, maxICC+1))
	if err != nil {
		return nil
	}
	if profile = cleanICC(profile); profile == nil {
		return nil
	}
	var b bytes.Buffer
	b.WriteString("ICC\x00\x00")
	w := zlib.NewWriter(&b)
	w.Write(profile)
	w.Close()
	return b.Bytes()
}

func writeChunk(b *bytes.Buffer, kind string, body []byte) {
	b.Write(binary.BigEndian.AppendUint32(nil, uint32(len(body))))
	b.WriteString(kind)
	b.Write(body)
	sum := crc32.Update(crc32.ChecksumIEEE([]byte(kind)), crc32.IEEETable, body)
	b.Write(binary.BigEndian.AppendUint32(nil, sum))
}

func be32(b []byte) int { return int(binary.BigEndian.Uint32(b)) }
