package picture

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"slices"
)

const pngHead = "\x89PNG\r\n\x1a\n"

// pngChunks are the chunks that showing a picture needs, with the lengths that
// they may have (PNG third edition, chapter 11). Text, time and private chunks are
// not among them; of Exif the orientation is kept.
var pngChunks = map[string][2]int{
	"IHDR": {13, 13}, "PLTE": {3, 768}, "IDAT": {0, maxBytes}, "IEND": {0, 0},
	"tRNS": {1, 256}, "gAMA": {4, 4}, "cHRM": {32, 32}, "sRGB": {1, 1}, "iCCP": {3, maxBytes}, "sBIT": {1, 4},
	"pHYs": {9, 9}, "bKGD": {1, 6}, "acTL": {8, 8}, "fcTL": {26, 26}, "fdAT": {4, maxBytes}, "eXIf": {8, maxBytes},
}

// pngFilter copies the chunks of the list.
type pngFilter struct {
	out         bytes.Buffer
	header      []byte // IHDR
	pixels      []byte // all IDAT; written as one
	seen        map[string]bool
	orientation int
	animation   []byte // acTL; nil of a still picture
	frames      []pngFrame
}

// pngFrame is a frame of an animation.
type pngFrame struct {
	control []byte // fcTL
	pixels  []byte // all fdAT
	itself  bool   // it is the picture itself, with the pixels of IDAT
}

func cleanPNG(data []byte) (Picture, error) {
	f := pngFilter{seen: map[string]bool{}, orientation: 1}
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
	p := Picture{Data: f.out.Bytes(), Width: be32(f.header), Height: be32(f.header[4:])}
	if f.orientation > 4 { // lies on its side
		p.Width, p.Height = p.Height, p.Width
	}
	return p, nil
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
	case "IDAT":
		f.pixels = append(f.pixels, body...)
		return nil
	case "fcTL":
		return f.takeControl(body)
	case "fdAT":
		f.takeFrame(body)
		return nil
	}
	if f.pixels != nil || f.seen[kind] {
		return nil // nobody reads it there
	}
	f.seen[kind] = true
	return f.takeOnce(kind, body)
}

// takeOnce keeps a chunk that stands before the pixels, and once.
func (f *pngFilter) takeOnce(kind string, body []byte) error {
	switch kind {
	case "IHDR":
		f.header = body
		if err := checkSize(be32(body), be32(body[4:])); err != nil {
			return err
		}
	case "eXIf":
		f.orientation = orientation(body)
		return nil
	case "acTL":
		f.animation = body
		return nil
	case "PLTE", "tRNS":
		if !usesColours(kind, f.header[9], len(body)) {
			return nil
		}
	case "iCCP":
		if body = cleanICCP(body); body == nil {
			return nil
		}
	}
	writeChunk(&f.out, kind, body)
	return nil
}

// usesColours says whether pictures of a colour type are shown with a palette or
// with transparent colours of that length.
func usesColours(kind string, colour byte, length int) bool {
	switch {
	case colour == 3:
		return true
	case kind == "PLTE":
		return false
	}
	return colour == 0 && length == 2 || colour == 2 && length == 6
}

// takeControl begins a frame. The first one may be the picture itself, when it
// is announced before its pixels. Those that the animation does not count are
// never shown.
func (f *pngFilter) takeControl(body []byte) error {
	if f.animation == nil || len(f.frames) > be32(f.animation) {
		return nil
	}
	width, height := be32(body[4:]), be32(body[8:])
	x, y := be32(body[12:]), be32(body[16:])
	whole := x == 0 && y == 0 && width == be32(f.header) && height == be32(f.header[4:])
	inside := width > 0 && height > 0 && x+width <= be32(f.header) && y+height <= be32(f.header[4:])
	if !inside || f.pixels == nil && (!whole || len(f.frames) > 0) {
		return errors.New("a frame of it is damaged")
	}
	f.frames = append(f.frames, pngFrame{control: body, itself: f.pixels == nil})
	return nil
}

func (f *pngFilter) takeFrame(body []byte) {
	if len(f.frames) == 0 || f.pixels == nil {
		return
	}
	last := &f.frames[len(f.frames)-1]
	last.pixels = append(last.pixels, body[4:]...)
}

// finish writes the pixels, without what hides behind their compressed streams.
func (f *pngFilter) finish() error {
	pixels, err := exactPixels(f.pixels, f.header)
	if err != nil {
		return err
	}
	if f.orientation != 1 {
		writeChunk(&f.out, "eXIf", orientationTIFF(f.orientation))
	}
	if f.animation != nil {
		f.frames = f.frames[:min(len(f.frames), be32(f.animation))]
	}
	if err := f.writeFrames(pixels); err != nil {
		return err
	}
	writeChunk(&f.out, "IEND", nil)
	return nil
}

// writeFrames writes the picture and the frames of its animation, which are
// numbered anew. A picture that is none of these is what a reader shows that
// knows no animations.
func (f *pngFilter) writeFrames(pixels []byte) error {
	number := uint32(0)
	numbered := func(kind string, body []byte) {
		writeChunk(&f.out, kind, append(binary.BigEndian.AppendUint32(nil, number), body...))
		number++
	}
	if len(f.frames) > 0 {
		count := binary.BigEndian.AppendUint32(nil, uint32(len(f.frames)))
		writeChunk(&f.out, "acTL", append(count, f.animation[4:]...))
	}
	frames := f.frames
	if len(frames) > 0 && frames[0].itself {
		numbered("fcTL", frames[0].control[4:])
		frames = frames[1:]
	}
	writeChunk(&f.out, "IDAT", pixels)
	for _, frame := range frames {
		exact, err := exactPixels(frame.pixels, slices.Concat(frame.control[4:12], f.header[8:]))
		if err != nil {
			return err
		}
		numbered("fcTL", frame.control[4:])
		numbered("fdAT", exact)
	}
	return nil
}

// exactPixels cuts a compressed stream where the pixels of a picture with that
// header end.
func exactPixels(packed, header []byte) ([]byte, error) {
	in := bytes.NewReader(packed)
	z, err := zlib.NewReader(in)
	if err != nil {
		return nil, errors.New("its pixels are damaged")
	}
	want := pngBytes(header)
	got, err := io.Copy(io.Discard, io.LimitReader(z, want+1))
	switch {
	case err != nil:
		return nil, errors.New("its pixels are damaged")
	case got < want:
		return nil, errCut
	case got > want:
		return nil, errors.New("it holds more than its pixels")
	}
	return packed[:len(packed)-in.Len()], nil
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
