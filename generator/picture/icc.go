package picture

import (
	"bytes"
	"encoding/binary"
)

const (
	iccHeader   = 128
	maxICC      = 4 << 20
	maxICCTags  = 100
	iccTagEntry = 12
)

// colourTags are the tags of ICC.1:2022 that turn numbers into colours. Others
// name the screen a profile was made for, its serial number and its owner.
const colourTags = "rXYZ gXYZ bXYZ rTRC gTRC bTRC kTRC wtpt bkpt chad A2B0 A2B1 A2B2 B2A0 B2A1 B2A2 D2B0 D2B1 D2B2 D2B3 B2D0 B2D1 B2D2 B2D3 cicp gamt lumi"

// cleanICC returns a colour profile with nothing but colours in it, or nil when
// it cannot be read: no browser would use it either.
func cleanICC(profile []byte) []byte {
	if len(profile) < iccHeader+4 || len(profile) > maxICC || string(profile[36:40]) != "acsp" {
		return nil
	}
	count := int(binary.BigEndian.Uint32(profile[iccHeader:]))
	table := profile[iccHeader+4:]
	if count > maxICCTags || len(table) < count*iccTagEntry {
		return nil
	}
	w := newICCWriter(profile)
	for ; count > 0; count, table = count-1, table[iccTagEntry:] {
		name := table[:4]
		at, size := int64(binary.BigEndian.Uint32(table[4:])), int64(binary.BigEndian.Uint32(table[8:]))
		if at < iccHeader || at+size > int64(len(profile)) {
			return nil
		}
		if bytes.Contains([]byte(colourTags), name) && !bytes.ContainsRune(name, ' ') {
			w.add(string(name), profile[at:at+size])
		}
	}
	if len(w.tags) == 0 {
		return nil
	}
	for _, name := range []string{"desc", "cprt"} { // a profile must have them
		w.add(name, w.text(name))
	}
	return w.bytes()
}

// iccWriter puts a profile together.
type iccWriter struct {
	header []byte
	tags   []byte // entries; offsets count from the first tag's data
	data   []byte
	seen   map[string]uint32 // data to its offset: tags may share it
}

// newICCWriter keeps of the header what colours depend on: version, class, the
// colour spaces, intent and illuminant. Date, device, maker and identity go.
func newICCWriter(profile []byte) *iccWriter {
	h := bytes.Clone(profile[:iccHeader])
	for _, r := range [][2]int{{0, 8}, {24, 36}, {40, 64}, {80, iccHeader}} {
		clear(h[r[0]:r[1]])
	}
	return &iccWriter{header: h, seen: map[string]uint32{}}
}

func (w *iccWriter) add(name string, data []byte) {
	at, known := w.seen[string(data)]
	if !known {
		at = uint32(len(w.data))
		w.seen[string(data)] = at
		w.data = append(w.data, data...)
		w.data = append(w.data, make([]byte, -len(w.data)&3)...)
	}
	w.tags = append(w.tags, name...)
	w.tags = binary.BigEndian.AppendUint32(w.tags, at)
	w.tags = binary.BigEndian.AppendUint32(w.tags, uint32(len(data)))
}

// text is the name of a profile, the same for all, in the form of its version.
func (w *iccWriter) text(tag string) []byte {
	switch {
	case w.header[8] >= 4: // mluc: one record, English, two bytes a character
		return []byte("mluc\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x0cenUS\x00\x00\x00\x06\x00\x00\x00\x1c\x00I\x00C\x00C")
	case tag == "desc":
		return append([]byte("desc\x00\x00\x00\x00\x00\x00\x00\x04ICC\x00"), make([]byte, 78)...)
	}
	return []byte("text\x00\x00\x00\x00ICC\x00")
}

func (w *iccWriter) bytes() []byte {
	count := len(w.tags) / iccTagEntry
	start := uint32(iccHeader + 4 + len(w.tags))
	for i := range count {
		offset := w.tags[i*iccTagEntry+4:]
		binary.BigEndian.PutUint32(offset, start+binary.BigEndian.Uint32(offset))
	}
	out := binary.BigEndian.AppendUint32(w.header, uint32(count))
	out = append(append(out, w.tags...), w.data...)
	binary.BigEndian.PutUint32(out, uint32(len(out)))
	return out
}
