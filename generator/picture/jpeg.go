package picture

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// The markers of ITU-T T.81, table B.1, that matter here.
const (
	soi   = 0xd8
	eoi   = 0xd9
	sos   = 0xda
	dqt   = 0xdb
	dht   = 0xc4
	dri   = 0xdd
	sof0  = 0xc0 // baseline
	sof1  = 0xc1 // extended
	sof2  = 0xc2 // progressive
	app0  = 0xe0 // JFIF
	app1  = 0xe1 // Exif
	app2  = 0xe2 // ICC profile
	app14 = 0xee // Adobe: how the colours are transformed
	rst0  = 0xd0
	rst7  = 0xd7
	tem   = 0x01
)

const (
	exifHead  = "Exif\x00\x00"
	iccHead   = "ICC_PROFILE\x00"
	iccPart   = 65533 - len(iccHead) - 2 // bytes of a profile that fit one segment
	jfifHead  = "JFIF\x00"
	adobeHead = "Adobe"
)

var errCut = errors.New("the file ends in the middle")

// jpegFilter copies the segments that decoding needs.
type jpegFilter struct {
	in          []byte
	body        bytes.Buffer // from the first table on
	jfif        []byte
	adobe       []byte
	icc         map[byte][]byte // parts of the profile by number
	width       int
	height      int
	orientation int
	scanned     bool
}

func cleanJPEG(data []byte) (Picture, error) {
	f := jpegFilter{in: data[2:], icc: map[byte][]byte{}, orientation: 1}
	if err := f.run(); err != nil {
		return Picture{}, err
	}
	p := Picture{Data: f.assemble(), Width: f.width, Height: f.height}
	if f.orientation > 4 { // lies on its side
		p.Width, p.Height = p.Height, p.Width
	}
	return p, nil
}

// run reads to the end of the picture; what follows it is not looked at.
func (f *jpegFilter) run() error {
	for {
		marker, err := f.marker()
		if err != nil {
			return err
		}
		switch {
		case marker == eoi && !f.scanned:
			return errors.New("it has no picture in it")
		case marker == eoi:
			return nil
		case marker == soi || marker == tem || marker >= rst0 && marker <= rst7:
			continue // they have no content
		}
		body, err := f.segment()
		if err != nil {
			return err
		}
		if err := f.take(marker, body); err != nil {
			return err
		}
	}
}

// marker finds the next marker; bytes before it belong to nothing.
func (f *jpegFilter) marker() (byte, error) {
	for {
		i := bytes.IndexByte(f.in, 0xff)
		if i < 0 || i+1 >= len(f.in) {
			return 0, errCut
		}
		m := f.in[i+1]
		if m == 0xff { // padding
			f.in = f.in[i+1:]
			continue
		}
		f.in = f.in[i+2:]
		if m != 0 {
			return m, nil
		}
	}
}

func (f *jpegFilter) segment() ([]byte, error) {
	if len(f.in) < 2 {
		return nil, errCut
	}
	n := int(binary.BigEndian.Uint16(f.in))
	if n < 2 || n > len(f.in) {
		return nil, errCut
	}
	body := f.in[2:n]
	f.in = f.in[n:]
	return body, nil
}

// take keeps a segment or leaves it out.
func (f *jpegFilter) take(marker byte, body []byte) error {
	switch marker {
	case app0:
		f.takeJFIF(body)
	case app1:
		if tiff, ok := bytes.CutPrefix(body, []byte(exifHead)); ok {
			f.orientation = orientation(tiff)
		}
	case app2:
		f.takeICC(body)
	case app14:
		if bytes.HasPrefix(body, []byte(adobeHead)) && len(body) >= 12 {
			f.adobe = body[:12]
		}
	case dqt, dht, dri:
		if !exactTables(marker, body) {
			return errors.New("its tables are damaged")
		}
		f.emit(marker, body)
	case sof0, sof1, sof2:
		return f.takeFrame(marker, body)
	case sos:
		return f.takeScan(body)
	default:
		if marker >= 0xc0 && marker <= 0xcf {
			return errors.New("it is of a kind of JPEG that browsers do not show; save it anew")
		}
	}
	return nil
}

// takeJFIF keeps version and density. The thumbnail that may follow can show
// what was cropped.
func (f *jpegFilter) takeJFIF(body []byte) {
	if bytes.HasPrefix(body, []byte(jfifHead)) && len(body) >= 14 && f.jfif == nil {
		f.jfif = append(bytes.Clone(body[:12]), 0, 0)
	}
}

func (f *jpegFilter) takeICC(body []byte) {
	part, ok := bytes.CutPrefix(body, []byte(iccHead))
	if !ok || len(part) < 2 {
		return
	}
	f.icc[part[0]] = part[2:]
}

func (f *jpegFilter) takeFrame(marker byte, body []byte) error {
	if f.width != 0 {
		return errors.New("it has two frames")
	}
	if len(body) < 6 || len(body) != 6+3*int(body[5]) {
		return errors.New("its frame header is damaged")
	}
	f.height, f.width = int(binary.BigEndian.Uint16(body[1:])), int(binary.BigEndian.Uint16(body[3:]))
	f.emit(marker, body)
	return checkSize(f.width, f.height)
}

// takeScan keeps a scan with its compressed data, which runs to the next marker
// that is not a restart.
func (f *jpegFilter) takeScan(body []byte) error {
	if f.width == 0 || len(body) < 1 || len(body) != 4+2*int(body[0]) {
		return errors.New("its scan header is damaged")
	}
	f.emit(sos, body)
	f.scanned = true
	end := 0
	for {
		i := bytes.IndexByte(f.in[end:], 0xff)
		if i < 0 || end+i+1 >= len(f.in) {
			return errCut
		}
		end += i
		if m := f.in[end+1]; m != 0 && (m < rst0 || m > rst7) {
			break
		}
		end += 2
	}
	f.body.Write(f.in[:end])
	f.in = f.in[end:]
	return nil
}

// exactTables reports whether tables fill their segment, so that nothing else
// is in it.
func exactTables(marker byte, body []byte) bool {
	if marker == dri {
		return len(body) == 2
	}
	for len(body) > 0 {
		n := 65 + 64*int(body[0]>>4&1)
		if marker == dht {
			if n = 17; len(body) < n {
				return false
			}
			for _, count := range body[1:17] {
				n += int(count)
			}
		}
		if n > len(body) {
			return false
		}
		body = body[n:]
	}
	return true
}

func (f *jpegFilter) emit(marker byte, body []byte) { writeSegment(&f.body, marker, body) }

func writeSegment(b *bytes.Buffer, marker byte, parts ...[]byte) {
	n := 2
	for _, p := range parts {
		n += len(p)
	}
	b.Write([]byte{0xff, marker, byte(n >> 8), byte(n)})
	for _, p := range parts {
		b.Write(p)
	}
}

// assemble writes what was kept in the order that readers expect.
func (f *jpegFilter) assemble() []byte {
	var b bytes.Buffer
	b.Grow(f.body.Len() + 1024)
	b.Write([]byte{0xff, soi})
	if f.jfif != nil {
		writeSegment(&b, app0, f.jfif)
	}
	if f.orientation != 1 {
		writeSegment(&b, app1, []byte(exifHead), orientationTIFF(f.orientation))
	}
	f.writeICC(&b)
	if f.adobe != nil {
		writeSegment(&b, app14, f.adobe)
	}
	b.Write(f.body.Bytes())
	b.Write([]byte{0xff, eoi})
	return b.Bytes()
}

func (f *jpegFilter) writeICC(b *bytes.Buffer) {
	var whole []byte
	for i := 1; i <= len(f.icc); i++ {
		whole = append(whole, f.icc[byte(i)]...) // a gap makes it unreadable, and then it goes
	}
	profile := cleanICC(whole)
	count := (len(profile) + iccPart - 1) / iccPart
	for i := range count {
		part := profile[i*iccPart : min(len(profile), (i+1)*iccPart)]
		writeSegment(b, app2, []byte(iccHead), []byte{byte(i + 1), byte(count)}, part)
	}
}

// orientation reads how a picture is turned from Exif: 1 to 8, and 1 when it does
// not say (Exif 2.32, tag 0x0112 of the first directory).
func orientation(tiff []byte) int {
	var order binary.ByteOrder = binary.BigEndian
	if bytes.HasPrefix(tiff, []byte("II")) {
		order = binary.LittleEndian
	}
	if len(tiff) < 8 {
		return 1
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 1
	}
	count := int(order.Uint16(tiff[at:]))
	for entry := tiff[at+2:]; count > 0 && len(entry) >= 12; count, entry = count-1, entry[12:] {
		if order.Uint16(entry) != 0x0112 {
			continue
		}
		if v := int(order.Uint16(entry[8:])); v >= 1 && v <= 8 {
			return v
		}
	}
	return 1
}

// orientationTIFF is the smallest Exif that tells an orientation.
func orientationTIFF(v int) []byte {
	return fmt.Appendf(nil, "MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00%c\x00\x00\x00\x00\x00\x00", v)
}
