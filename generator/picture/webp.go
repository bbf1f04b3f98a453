package picture

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// Flags of the VP8X chunk (RFC 9649, section 2.7).
const (
	webpICC  = 0x20
	webpEXIF = 0x08
	webpXMP  = 0x04
	webpAnim = 0x02
	webpOff  = 0x80 | 0x40 | 0x01 // reserved
)

// webpFilter copies the chunks of frames and colours.
type webpFilter struct {
	out      bytes.Buffer
	extended []byte // VP8X, first in out when there is one
	width    int
	height   int
	icc      bool
	still    webpStill
	frames   int
	animated bool // ANIM was there
}

func cleanWebP(data []byte) (Picture, error) {
	n := int64(binary.LittleEndian.Uint32(data[4:])) + 8
	if n > int64(len(data)) || n < 12 {
		return Picture{}, errCut
	}
	var f webpFilter
	if err := eachChunk(data[12:n], f.take); err != nil {
		return Picture{}, err
	}
	if f.frames == 0 && !f.still.taken {
		return Picture{}, errors.New("it has no picture in it")
	}
	var out bytes.Buffer
	if f.extended != nil {
		if !f.icc {
			f.extended[0] &^= webpICC
		}
		writeRIFF(&out, "VP8X", f.extended)
	}
	out.Write(f.out.Bytes())
	head := binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(4+out.Len()))
	return Picture{Data: append(append(head, "WEBP"...), out.Bytes()...), Width: f.width, Height: f.height}, nil
}

// eachChunk calls take with every chunk of a RIFF body.
func eachChunk(data []byte, take func(kind string, body []byte) error) error {
	for len(data) > 0 {
		if len(data) < 8 {
			return errCut
		}
		n := int64(binary.LittleEndian.Uint32(data[4:]))
		if 8+n > int64(len(data)) {
			return errCut
		}
		if err := take(string(data[:4]), data[8:8+n]); err != nil {
			return err
		}
		data = data[min(8+n+n&1, int64(len(data))):]
	}
	return nil
}

// take keeps a chunk of the file or leaves it out.
func (f *webpFilter) take(kind string, body []byte) error {
	switch kind {
	case "VP8X":
		return f.takeExtended(body)
	case "ICCP":
		profile := cleanICC(body)
		if f.extended == nil || profile == nil || f.icc {
			return nil
		}
		f.icc = true
		writeRIFF(&f.out, kind, profile)
	case "VP8 ", "VP8L", "ALPH":
		if f.moves() || f.still.taken || kind == "ALPH" && f.extended == nil {
			return nil // nobody shows it
		}
		width, height, err := f.still.take(&f.out, kind, body)
		if f.extended == nil {
			f.width, f.height = width, height
		}
		return err
	case "ANIM":
		if len(body) != 6 {
			return errors.New("its animation is damaged")
		}
		if f.moves() && !f.animated {
			f.animated = true
			writeRIFF(&f.out, kind, body)
		}
	case "ANMF":
		if f.moves() {
			return f.takeFrame(body)
		}
	}
	return nil
}

// moves says that the file is an animation.
func (f *webpFilter) moves() bool { return f.extended != nil && f.extended[0]&webpAnim != 0 }

// webpStill takes the first picture of several, which is the one that is shown,
// with its transparency.
type webpStill struct {
	alpha []byte
	taken bool
}

// take writes the picture, and returns its size once it has come.
func (s *webpStill) take(out *bytes.Buffer, kind string, body []byte) (width, height int, err error) {
	if s.taken {
		return 0, 0, nil
	}
	if kind == "ALPH" {
		if s.alpha == nil {
			s.alpha = body
		}
		return 0, 0, nil
	}
	if width, height, err = measureWebP(kind, body); err != nil {
		return 0, 0, err
	}
	if s.alpha != nil && kind == "VP8 " { // the other kind has its own
		writeRIFF(out, "ALPH", s.alpha)
	}
	s.taken = true
	writeRIFF(out, kind, body)
	return width, height, nil
}

func (f *webpFilter) takeExtended(body []byte) error {
	if len(body) != 10 || f.extended != nil || f.out.Len() > 0 {
		return errors.New("its header is damaged")
	}
	f.extended = bytes.Clone(body)
	f.extended[0] &^= webpEXIF | webpXMP | webpOff
	clear(f.extended[1:4])
	f.width, f.height = 1+le24(body[4:]), 1+le24(body[7:])
	return checkSize(f.width, f.height)
}

// takeFrame keeps a frame of an animation, with the same care inside.
func (f *webpFilter) takeFrame(body []byte) error {
	if len(body) < 16 || f.extended == nil {
		return errors.New("a frame is damaged")
	}
	var inner bytes.Buffer
	inner.Write(body[:16])
	var still webpStill
	err := eachChunk(body[16:], func(kind string, data []byte) error {
		if kind != "ALPH" && kind != "VP8 " && kind != "VP8L" {
			return nil
		}
		_, _, err := still.take(&inner, kind, data)
		return err
	})
	if err == nil && !still.taken {
		err = errors.New("a frame is damaged")
	}
	f.frames++
	writeRIFF(&f.out, "ANMF", inner.Bytes())
	return err
}

// measureWebP reads the size of a picture from its own header.
func measureWebP(kind string, body []byte) (width, height int, err error) {
	switch {
	case kind == "VP8 " && len(body) >= 10 && string(body[3:6]) == "\x9d\x01\x2a":
		width, height = int(binary.LittleEndian.Uint16(body[6:])&0x3fff), int(binary.LittleEndian.Uint16(body[8:])&0x3fff)
	case kind == "VP8L" && len(body) >= 5 && body[0] == 0x2f:
		bits := binary.LittleEndian.Uint32(body[1:])
		width, height = 1+int(bits&0x3fff), 1+int(bits>>14&0x3fff)
	default:
		return 0, 0, fmt.Errorf("its part %q is damaged", kind)
	}
	return width, height, checkSize(width, height)
}

func writeRIFF(b *bytes.Buffer, kind string, body []byte) {
	b.WriteString(kind)
	b.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(body))))
	b.Write(body)
	if len(body)&1 == 1 {
		b.WriteByte(0)
	}
}

func le24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }
