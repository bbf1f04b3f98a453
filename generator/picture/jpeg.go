package picture

import (
	"bytes"
	"encoding/binary"
	"errors"
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

var (
	errCut    = errors.New("the file ends in the middle")
	errTables = errors.New("its tables are damaged")
	errFrame  = errors.New("its frame header is damaged")
	errScan   = errors.New("its scan header is damaged")
)

// jpegFilter copies the segments that decoding needs. Tables are written just
// before the scan that uses them, so that none is there unused.
type jpegFilter struct {
	in          []byte
	body        bytes.Buffer        // from the first table on
	tables      map[[2]byte][]byte  // as last read, by marker and number
	written     map[[2]byte][]byte  // as last written
	codes       map[byte]*jpegCodes // of DHT, by number
	frame       []byte
	kind        byte // its marker
	progressive bool
	components  map[byte]*jpegComponent
	units       [2]int // across and down
	interval    int    // units between restarts; 0 when there are none
	jfif        []byte
	adobe       []byte
	icc         map[byte][]byte // parts of the profile by number
	width       int
	height      int
	orientation int
	scanned     bool
}

func cleanJPEG(data []byte) (Picture, error) {
	f := jpegFilter{
		in: data[2:], icc: map[byte][]byte{}, orientation: 1, components: map[byte]*jpegComponent{},
		tables: map[[2]byte][]byte{}, written: map[[2]byte][]byte{}, codes: map[byte]*jpegCodes{},
	}
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
		return f.takeTables(marker, body)
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
	if len(body) < 6 || len(body) != 6+3*int(body[5]) || body[5] < 1 || body[5] > 4 {
		return errFrame
	}
	f.height, f.width = int(binary.BigEndian.Uint16(body[1:])), int(binary.BigEndian.Uint16(body[3:]))
	if err := checkSize(f.width, f.height); err != nil {
		return err
	}
	f.frame, f.kind, f.progressive = body, marker, marker == sof2
	return f.takeComponents(body[6:])
}

func (f *jpegFilter) takeComponents(list []byte) error {
	h, v := 1, 1
	for c := list; len(c) > 0; c = c[3:] {
		x := &jpegComponent{h: int(c[1] >> 4), v: int(c[1] & 15), table: c[2]}
		if x.h < 1 || x.h > 4 || x.v < 1 || x.v > 4 || f.components[c[0]] != nil {
			return errFrame
		}
		f.components[c[0]] = x
		h, v = max(h, x.h), max(v, x.v)
	}
	f.units = [2]int{(f.width + 8*h - 1) / (8 * h), (f.height + 8*v - 1) / (8 * v)}
	for _, c := range f.components {
		c.wide, c.tall = ((f.width*c.h+h-1)/h+7)/8, ((f.height*c.v+v-1)/v+7)/8
		c.stride = f.units[0] * c.h
		if f.progressive {
			c.set = make([]uint64, c.stride*f.units[1]*c.v)
		}
	}
	return nil
}

// takeScan keeps a scan with its compressed data, of which nothing is left over.
func (f *jpegFilter) takeScan(body []byte) error {
	s, err := f.scan(body)
	if err != nil {
		return err
	}
	f.emit(sos, body)
	f.scanned = true
	units := f.units[0] * f.units[1]
	s.across = f.units[0]
	if len(s.components) == 1 {
		units, s.across = s.components[0].wide*s.components[0].tall, s.components[0].wide
	}
	for at := 0; at < units; {
		count := units - at
		if f.interval > 0 {
			count = min(count, f.interval)
		}
		end, ok := dataEnd(f.in)
		if !ok {
			return errCut
		}
		used, err := s.interval(f.in[:end], at, count)
		if err != nil {
			return err
		}
		f.body.Write(f.in[:used])
		f.in = f.in[end:]
		if at += count; at == units {
			break
		}
		if marker, err := f.marker(); err != nil || marker < rst0 || marker > rst7 {
			return errPixels
		}
		f.body.Write([]byte{0xff, rst0 + byte((at/f.interval-1)%8)})
	}
	return nil
}

// dataEnd is where compressed data ends: at the next marker.
func dataEnd(in []byte) (int, bool) {
	for at := 0; ; at += 2 {
		i := bytes.IndexByte(in[at:], 0xff)
		if i < 0 || at+i+1 >= len(in) {
			return 0, false
		}
		if at += i; in[at+1] != 0 {
			return at, true
		}
	}
}

// scan reads a scan's header (B.2.3), and writes the tables that it needs.
func (f *jpegFilter) scan(body []byte) (*jpegScan, error) {
	if f.width == 0 || len(body) < 1 || len(body) != 4+2*int(body[0]) || body[0] < 1 || body[0] > 4 {
		return nil, errScan
	}
	last := body[len(body)-3:]
	s := &jpegScan{progressive: f.progressive, to: 63}
	if f.progressive {
		s.from, s.to, s.high, s.low = int(last[0]), int(last[1]), int(last[2]>>4), int(last[2]&15)
	}
	if s.from > s.to || s.to > 63 || f.progressive && (s.from == 0) != (s.to == 0) || s.from > 0 && body[0] > 1 {
		return nil, errScan
	}
	if err := f.begin(); err != nil {
		return nil, err
	}
	for c := body[1 : len(body)-3]; len(c) > 0; c = c[2:] {
		x := f.components[c[0]]
		if x == nil || !x.comes(s) {
			return nil, errScan
		}
		s.components = append(s.components, x)
		dc, ac := c[1]>>4, c[1]&15|0x10
		if s.from == 0 && s.high == 0 && !f.use(dht, dc) || s.to > 0 && !f.use(dht, ac) {
			return nil, errTables
		}
		s.dc, s.ac = append(s.dc, f.codes[dc]), append(s.ac, f.codes[ac])
	}
	return s, nil
}

// comes enters that a scan brings bits of a component; false when they were there
// before, as of an earlier version of the picture.
func (c *jpegComponent) comes(s *jpegScan) bool {
	for k := s.from; k <= s.to; k++ {
		if s.high == 0 && c.level[k] != 0 || s.high > 0 && (c.level[k] != s.high+1 || s.low != s.high-1) {
			return false
		}
		c.level[k] = s.low + 1
	}
	return true
}

// begin writes what stands before a scan: tables that have changed since the
// last one, and before the first the frame.
func (f *jpegFilter) begin() error {
	for _, c := range f.components {
		if f.tables[[2]byte{dqt, c.table}] == nil {
			return errTables
		}
	}
	for id := range byte(4) {
		for _, c := range f.components {
			if c.table == id {
				f.use(dqt, id)
			}
		}
	}
	f.use(dri, 0)
	if !f.scanned {
		f.emit(f.kind, f.frame)
	}
	return nil
}

// use writes a table, unless it stands there already; false when there is none.
func (f *jpegFilter) use(marker, id byte) bool {
	key := [2]byte{marker, id}
	table := f.tables[key]
	if table != nil && !bytes.Equal(table, f.written[key]) {
		f.written[key] = table
		f.emit(marker, table)
	}
	return table != nil
}

// takeTables holds tables, which fill their segment, so that nothing else is in
// it.
func (f *jpegFilter) takeTables(marker byte, body []byte) error {
	if marker == dri {
		if len(body) != 2 {
			return errTables
		}
		f.interval, f.tables[[2]byte{dri}] = int(binary.BigEndian.Uint16(body)), body
		return nil
	}
	for len(body) > 0 {
		n := 65 + 64*int(body[0]>>4&1)
		if marker == dht {
			if n = 17; len(body) < n {
				return errTables
			}
			for _, count := range body[1:17] {
				n += int(count)
			}
		}
		if n > len(body) || body[0]&15 > 3 || body[0]>>4 > 1 {
			return errTables
		}
		id := body[0]
		if marker == dqt {
			id &= 15
		} else if codes, err := readCodes(body[1:17], body[17:n]); err == nil {
			f.codes[id] = codes
		} else {
			return err
		}
		f.tables[[2]byte{marker, id}] = body[:n]
		body = body[n:]
	}
	return nil
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
