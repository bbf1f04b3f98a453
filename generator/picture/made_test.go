package picture

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"slices"
	"strings"
	"testing"
)

// token stands for what must not get out.
const token = "SECRET-TOKEN-36.7538N-3.0588E"

// drawn is a picture with many colours.
func drawn(width, height int) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			m.Set(x, y, color.NRGBA{uint8(x * 7), uint8(y * 11), uint8(x ^ y), 255})
		}
	}
	return m
}

func plainJPEG(t testing.TB) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, drawn(48, 32), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func plainPNG(t testing.TB) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, drawn(48, 32)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func plainGIF(t testing.TB) []byte {
	palette := color.Palette{color.Black, color.White, color.RGBA{200, 30, 30, 255}}
	g := gif.GIF{LoopCount: 3}
	for i := range 3 {
		m := image.NewPaletted(image.Rect(0, 0, 20, 10), palette)
		for j := range m.Pix {
			m.Pix[j] = uint8((j + i) % 3)
		}
		g.Image, g.Delay = append(g.Image, m), append(g.Delay, 10*i+10)
	}
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, &g); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// exif is a camera's: its name, how it was held, and where.
func exif(order binary.AppendByteOrder, turned uint16) []byte {
	head := "MM\x00*"
	if order == binary.LittleEndian {
		head = "II*\x00"
	}
	b := order.AppendUint32([]byte(head), 8)
	b = order.AppendUint16(b, 3)
	b = entry(b, order, 0x010f, 2, uint32(len(token)+1), 100) // Make
	b = order.AppendUint32(order.AppendUint16(order.AppendUint16(b, 0x0112), 3), 1)
	b = order.AppendUint16(order.AppendUint16(b, turned), 0)
	b = entry(b, order, 0x8825, 4, 1, 200) // GPS
	b = order.AppendUint32(b, 0)
	b = append(b, make([]byte, 100-len(b))...)
	b = append(b, token+"\x00"...)
	b = append(b, make([]byte, 200-len(b))...)
	b = order.AppendUint16(b, 1)
	b = entry(b, order, 0x0002, 5, 3, 300) // GPSLatitude
	b = order.AppendUint32(b, 0)
	b = append(b, make([]byte, 300-len(b))...)
	for _, v := range []uint32{36, 1, 45, 1, 13, 1} {
		b = order.AppendUint32(b, v)
	}
	return b
}

func entry(b []byte, order binary.AppendByteOrder, tag, kind uint16, count, value uint32) []byte {
	b = order.AppendUint16(order.AppendUint16(b, tag), kind)
	return order.AppendUint32(order.AppendUint32(b, count), value)
}

// profile is a colour profile with a private tag and a maker's name.
func profile() []byte {
	h := make([]byte, 128)
	copy(h[4:], "APPL")
	h[8] = 2
	copy(h[12:], "mntrRGB XYZ ")
	copy(h[36:], "acspAPPL")
	copy(h[48:], "TOKN")
	tags := []struct{ name, data string }{
		{"desc", "desc\x00\x00\x00\x00\x00\x00\x00\x20" + token}, {"mmod", "mmod" + token}, {"wtpt", "XYZ \x00\x00\x00\x00\x00\x00\xf3\x51\x00\x01\x00\x00\x00\x01\x16\xcc"},
		{"rXYZ", "XYZ \x00\x00\x00\x00\x00\x00\x6f\xa2\x00\x00\x38\xf5\x00\x00\x03\x90"}, {"rTRC", "curv\x00\x00\x00\x00\x00\x00\x00\x01\x02\x33\x00\x00"},
		{"gTRC", "curv\x00\x00\x00\x00\x00\x00\x00\x01\x02\x33\x00\x00"},
	}
	at := uint32(128 + 4 + 12*len(tags))
	out, data := binary.BigEndian.AppendUint32(h, uint32(len(tags))), []byte{}
	for _, g := range tags {
		out = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(append(out, g.name...), at+uint32(len(data))), uint32(len(g.data)))
		data = append(data, g.data...)
		data = append(data, make([]byte, -len(data)&3)...)
	}
	out = append(out, data...)
	binary.BigEndian.PutUint32(out, uint32(len(out)))
	return out
}

// cameraJPEG is a picture as a telephone makes it.
func cameraJPEG(t testing.TB, turned uint16, order binary.AppendByteOrder) []byte {
	plain := plainJPEG(t)
	var b bytes.Buffer
	b.Write(plain[:2])
	writeSegment(&b, app0, []byte(jfifHead+"\x01\x02\x01\x00\x48\x00\x48\x04\x04"), bytes.Repeat([]byte("th4"), 16))
	writeSegment(&b, app1, []byte(exifHead), exif(order, turned))
	writeSegment(&b, app1, []byte("http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>"+token))
	writeSegment(&b, app2, []byte(iccHead+"\x01\x02"), profile()[:150])
	writeSegment(&b, app2, []byte(iccHead+"\x02\x02"), profile()[150:])
	writeSegment(&b, app2, []byte("MPF\x00"+token))
	writeSegment(&b, 0xed, []byte("Photoshop 3.0\x008BIM"+token))
	writeSegment(&b, 0xfe, []byte(token))
	b.WriteString("stray " + token)
	b.Write(plain[2:])
	b.WriteString(token)
	b.Write(plain)
	return b.Bytes()
}

// pngWith puts chunks behind the header of a PNG, and something behind its end.
func pngWith(t testing.TB, chunks ...[2]string) []byte {
	plain := plainPNG(t)
	const header = len(pngHead) + 25
	var b bytes.Buffer
	b.Write(plain[:header])
	for _, c := range chunks {
		writeChunk(&b, c[0], []byte(c[1]))
	}
	b.Write(plain[header:])
	b.WriteString(token)
	return b.Bytes()
}

// pngBehind puts chunks behind the pixels of a PNG.
func pngBehind(t testing.TB, chunks ...[2]string) []byte { return pngFramed(t, nil, chunks...) }

// pngFramed puts chunks before and behind the pixels of a PNG.
func pngFramed(t testing.TB, before [][2]string, behind ...[2]string) []byte {
	plain := plainPNG(t)
	const header, end = len(pngHead) + 25, 12
	var b bytes.Buffer
	b.Write(plain[:header])
	for _, c := range before {
		writeChunk(&b, c[0], []byte(c[1]))
	}
	b.Write(plain[header : len(plain)-end])
	for _, c := range behind {
		writeChunk(&b, c[0], []byte(c[1]))
	}
	b.Write(plain[len(plain)-end:])
	return b.Bytes()
}

// toldGIF is an animation with comments, a text, and a program's block.
func toldGIF(t testing.TB) []byte {
	plain := plainGIF(t)
	at := gifPrelude(plain)
	block := func(head string) string { return head + string(rune(len(token))) + token + "\x00" }
	var b bytes.Buffer
	b.Write(plain[:at])
	b.WriteString(block("!\xfe"))
	b.WriteString(block("!\xff\x0bXMP DataXMP"))
	b.WriteString("!\xf9\x04\x00\x0a\x00\x00\x00" + block("!\x01\x0c\x00\x00\x00\x00\x05\x00\x05\x00\x08\x08\x01\x00"))
	b.Write(plain[at:])
	b.WriteString(token)
	return b.Bytes()
}

// timedTwiceGIF is an animation whose first frame has two blocks of timing. By the
// first of them its colour 0 is transparent.
func timedTwiceGIF(t testing.TB) []byte {
	plain := plainGIF(t)
	at := gifPrelude(plain)
	return slices.Concat(plain[:at], []byte("!\xf9\x04\x01\x0a\x00\x00\x00"), plain[at:])
}

// timedOnce is a GIF as browsers read it: of several blocks of timing before the
// first frame the last alone says what is transparent. The library lets an earlier
// one say it too.
func timedOnce(data []byte) []byte {
	if len(data) < 13 {
		return data
	}
	out, last := bytes.Clone(data), -1
	for at := gifPrelude(data); at+3 < len(data) && data[at] == gifExtension; at++ {
		if data[at+1] == gifControl {
			if last >= 0 {
				out[last+3] &^= 1
			}
			last = at
		}
		for at += 2; at < len(data) && data[at] != 0; at += 1 + int(data[at]) {
		}
	}
	return out
}

// gifPrelude is the length of what stands before the first block of a GIF.
func gifPrelude(data []byte) int {
	if data[10]&0x80 == 0 {
		return 13
	}
	return 13 + 3<<(data[10]&7+1)
}

// stillWebP is one pixel.
func stillWebP() string {
	return "0\x01\x00\x9d\x01*\x01\x00\x01\x00\x0e\xc0\xfe%\xa4\x00\x03p\x00\x00\x00\x00"
}

func webp(chunks ...[2]string) []byte {
	var b bytes.Buffer
	for _, c := range chunks {
		writeRIFF(&b, c[0], []byte(c[1]))
	}
	return fmt.Appendf(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(4+b.Len())), "WEBP%s", b.Bytes())
}

// clean cleans and makes sure that the token is nowhere and a second cleaning
// changes nothing.
func clean(t testing.TB, name string, data []byte) Picture {
	t.Helper()
	p, err := Clean(name, data)
	if err != nil {
		t.Fatal(err)
	}
	for i := range len(token) - 8 {
		if bytes.Contains(p.Data, []byte(token[i:i+8])) || bytes.Contains(p.Data, []byte(wide(token[i:i+8]))) {
			t.Fatalf("%s: %q is still in it", name, token[i:i+8])
		}
	}
	again, err := Clean(name, p.Data)
	if err != nil || !bytes.Equal(again.Data, p.Data) || again.Width != p.Width || again.Height != p.Height {
		t.Fatalf("%s: cleaned again it is not the same: %v", name, err)
	}
	return p
}

func wide(s string) string { return strings.Join(strings.Split(s, ""), "\x00") }

func mustFail(t *testing.T, name string, data []byte, want string) {
	t.Helper()
	if p, err := Clean(name, data); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("Clean(%s): %d bytes, error %v; want one with %q", name, len(p.Data), err, want)
	}
}
