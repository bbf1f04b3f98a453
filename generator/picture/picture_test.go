package picture

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestJPEGTellsOnlyWhatItShows(t *testing.T) {
	want, _ := jpeg.Decode(bytes.NewReader(plainJPEG(t)))
	for turned := uint16(0); turned <= 9; turned++ {
		for _, order := range []binary.AppendByteOrder{binary.BigEndian, binary.LittleEndian} {
			p := clean(t, "a/photo.JPG", cameraJPEG(t, turned, order))
			got, err := jpeg.Decode(bytes.NewReader(p.Data))
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Fatalf("orientation %d: the pixels are not the same (%v)", turned, err)
			}
			width, height := 48, 32
			if turned >= 5 && turned <= 8 {
				width, height = 32, 48
			}
			if p.Width != width || p.Height != height || p.Type != "image/jpeg" {
				t.Errorf("orientation %d: %d × %d, %s", turned, p.Width, p.Height, p.Type)
			}
			at := bytes.Index(p.Data, []byte(exifHead))
			kept := 1
			if at > 0 {
				kept = orientation(p.Data[at+len(exifHead):])
			}
			if told := turned >= 2 && turned <= 8; told != (at > 0) || told && kept != int(turned) {
				t.Errorf("orientation %d became %d", turned, kept)
			}
			if !bytes.Contains(p.Data, []byte(iccHead)) || !bytes.Contains(p.Data, []byte("rXYZ")) {
				t.Error("the colour profile is gone")
			}
			if bytes.Contains(p.Data, []byte("th4th4")) {
				t.Error("the thumbnail is still in it")
			}
		}
	}
}

// TestJPEGHasNoUnseenBytes puts bytes where the data of a scan goes on when all
// pixels are there, tables that nothing uses, and a second scan of the same colours.
func TestJPEGHasNoUnseenBytes(t *testing.T) {
	plain := plainJPEG(t)
	want := clean(t, "a.jpg", plain).Data
	scan := bytes.LastIndex(plain, []byte{0xff, sos})
	behind := slices.Concat(plain[:len(plain)-2], []byte(token+"\xff\x00"+token+"\xff\xff\xd9"))
	if got := clean(t, "a.jpg", behind).Data; !bytes.Equal(got, want) {
		t.Error("bytes behind the pixels are kept")
	}
	unused := bytes.NewBuffer(bytes.Clone(plain[:scan]))
	writeSegment(unused, dqt, []byte{3}, []byte(token + token + token)[:64])
	writeSegment(unused, dht, []byte("\x03\x00\x00\x00\x00\x1d"), make([]byte, 11), []byte(token))
	unused.Write(plain[scan:])
	if got := clean(t, "a.jpg", unused.Bytes()).Data; !bytes.Equal(got, want) {
		t.Error("unused tables are kept")
	}
	mustFail(t, "a.jpg", slices.Concat(plain[:len(plain)-2], plain[scan:]), "scan")
	mustFail(t, "a.jpg", slices.Concat(plain[:len(plain)-100], []byte("\xff\xd9")), "its pixels are damaged")
	runs := bytes.Replace(plain, []byte("\x01\x02\x03\x00\x04\x11"), []byte("\x01\x02\x03\x10\x04\x11"), 1) // what ends a block now ends several
	mustFail(t, "a.jpg", runs, "its pixels are damaged")
	mustFail(t, "a.jpg", slices.Concat(plain[:scan+14], []byte("\xff\x00\xff\x00\xff\x00\xff\x00"), plain[scan+14:]), "its pixels are damaged")
}

// TestJPEGsOfManyKinds cleans pictures that other programs have made, with bytes
// behind each scan.
func TestJPEGsOfManyKinds(t *testing.T) {
	root, _ := exec.Command("go", "env", "GOROOT").Output()
	names, _ := filepath.Glob(filepath.Join(strings.TrimSpace(string(root)), "src/image/testdata/*.jpeg"))
	if len(names) < 10 {
		t.Skip("the pictures of the library's tests are not there")
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		want, err := jpeg.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		plain := clean(t, "a.jpg", data).Data
		got, err := jpeg.Decode(bytes.NewReader(plain))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: the pixels are not the same (%v)", name, err)
		}
		if again := clean(t, "a.jpg", stuffed(data)).Data; !bytes.Equal(again, plain) {
			t.Errorf("%s: bytes behind a scan are kept", name)
		}
	}
}

// stuffed puts the token behind the data of every scan and before every restart.
func stuffed(data []byte) []byte {
	out, scanned := bytes.Clone(data[:2]), false
	for rest := data[2:]; len(rest) > 2; {
		marker := rest[1]
		n := 2
		if marker < rst0 || marker > eoi {
			n += int(binary.BigEndian.Uint16(rest[2:]))
		}
		scanned = marker == sos || scanned && marker <= rst7 && marker >= rst0
		out, rest = append(out, rest[:n]...), rest[n:]
		if scanned {
			end, _ := dataEnd(rest)
			out, rest = append(append(out, rest[:end]...), token...), rest[end:]
		}
	}
	return append(out, 0xff, eoi)
}

func TestPNGTellsOnlyWhatItShows(t *testing.T) {
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	w.Write(profile())
	w.Close()
	data := pngWith(t, [2]string{"iCCP", token + "\x00\x00" + packed.String()}, [2]string{"gAMA", "\x00\x00\xb1\x8f"}, [2]string{"pHYs", "\x00\x00\x0b\x13\x00\x00\x0b\x13\x01"},
		[2]string{"tEXt", "Comment\x00" + token}, [2]string{"iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00" + token}, [2]string{"eXIf", string(exif(binary.BigEndian, 6))},
		[2]string{"tIME", "\x07\xe9\x01\x02\x03\x04\x05"}, [2]string{"prVt", token}, [2]string{"zTXt", token})
	p := clean(t, "screen.png", data)
	want, _ := png.Decode(bytes.NewReader(plainPNG(t)))
	got, err := png.Decode(bytes.NewReader(p.Data))
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Fatalf("the pixels are not the same (%v)", err)
	}
	for _, kind := range []string{"iCCP", "gAMA", "pHYs"} {
		if !bytes.Contains(p.Data, []byte(kind)) {
			t.Errorf("%s is gone", kind)
		}
	}
	if p.Width != 32 || p.Height != 48 || p.Type != "image/png" {
		t.Errorf("%d × %d, %s", p.Width, p.Height, p.Type)
	}
	if at := bytes.Index(p.Data, []byte("eXIf")); at < 0 || orientation(p.Data[at+4:]) != 6 || at > bytes.Index(p.Data, []byte("IDAT")) {
		t.Error("it is not told how the picture is turned")
	}
}

// TestPNGIsTurnedAsBrowsersTurnIt knows that they do not read Exif behind the
// pixels, and nothing but the first.
func TestPNGIsTurnedAsBrowsersTurnIt(t *testing.T) {
	turned := func(v uint16) [2]string { return [2]string{"eXIf", string(exif(binary.LittleEndian, v))} }
	for _, c := range []struct {
		data  []byte
		width int
	}{
		{pngWith(t, turned(1)), 48}, {pngWith(t, turned(3)), 48}, {pngWith(t, turned(8)), 32}, {pngWith(t, turned(5), turned(1)), 32},
		{pngWith(t, turned(9)), 48}, {pngBehind(t, turned(6)), 48},
	} {
		if p := clean(t, "a.png", c.data); p.Width != c.width || p.Width+p.Height != 80 {
			t.Errorf("%d × %d, want a width of %d", p.Width, p.Height, c.width)
		}
	}
}

// TestPNGHasNoUnseenParts plants frames that no animation shows, and parts that
// are there twice.
func TestPNGHasNoUnseenParts(t *testing.T) {
	plain := plainPNG(t)
	_, header, rest, _ := pngChunk(plain[len(pngHead):])
	_, pixels, _, _ := pngChunk(rest)
	control := func(number byte, width string) [2]string {
		return [2]string{"fcTL", "\x00\x00\x00" + string(number) + width + string(header[4:8]) + "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x0a\x00\x00"}
	}
	frame := func(number byte, data string) [2]string {
		return [2]string{"fdAT", "\x00\x00\x00" + string(number) + data}
	}
	width, two := string(header[:4]), [2]string{"acTL", "\x00\x00\x00\x02\x00\x00\x00\x00"}
	for name, data := range map[string][]byte{
		"a frame without animation": pngBehind(t, control(0, width), frame(1, token)),
		"a frame before all":        pngWith(t, frame(0, token)),
		"a palette of no use":       pngWith(t, [2]string{"PLTE", token + token[:len(token)%3]}, [2]string{"tRNS", token}),
		"parts behind the pixels":   pngBehind(t, [2]string{"PLTE", token}, two),
	} {
		if p := clean(t, "a.png", data); !bytes.Equal(p.Data, plain) {
			t.Errorf("%s: it is not the plain picture", name)
		}
	}
	once := [2]string{"bKGD", "\x00\x01\x00\x01\x00\x01"}
	if p := clean(t, "a.png", pngWith(t, once, [2]string{"bKGD", token[:6]}, [2]string{"bKGD", token[6:12]})); !bytes.Equal(p.Data, clean(t, "a.png", pngWith(t, once)).Data) {
		t.Error("a part is there twice")
	}
	want := pngFramed(t, []([2]string){two, control(0, width)}, control(1, width), frame(2, string(pixels)))
	got := clean(t, "a.png", pngFramed(t, []([2]string){two, control(0, width)},
		control(1, width), frame(2, string(pixels)+token), frame(3, token), control(4, width), frame(5, token)))
	if !bytes.Equal(got.Data, want) {
		t.Errorf("got %q\nwant %q", got.Data, want)
	}
	mustFail(t, "a.png", pngFramed(t, []([2]string){two}, control(0, "\x00\x00\x01\x00"), frame(1, string(pixels))), "frame")
}

// TestPNGHidesNothingBehindItsPixels adds to the compressed stream, where a
// program that shortens a picture in place leaves the rest of the old one.
func TestPNGHidesNothingBehindItsPixels(t *testing.T) {
	plain := plainPNG(t)
	_, _, rest, _ := pngChunk(plain[len(pngHead):])
	_, pixels, _, _ := pngChunk(rest)
	var b bytes.Buffer
	b.Write(plain[:len(plain)-len(rest)])
	writeChunk(&b, "IDAT", append(bytes.Clone(pixels), token...))
	writeChunk(&b, "IDAT", []byte(token))
	writeChunk(&b, "IEND", nil)
	p := clean(t, "a.png", b.Bytes())
	if !bytes.Equal(p.Data, plain) {
		t.Error("it is not the plain picture")
	}
	raw, _ := zlib.NewReader(bytes.NewReader(pixels))
	var more bytes.Buffer
	w := zlib.NewWriter(&more)
	more.Grow(1)
	body := new(bytes.Buffer)
	body.ReadFrom(raw)
	w.Write(append(body.Bytes(), token...))
	w.Close()
	b.Reset()
	b.Write(plain[:len(plain)-len(rest)])
	writeChunk(&b, "IDAT", more.Bytes())
	writeChunk(&b, "IEND", nil)
	mustFail(t, "a.png", b.Bytes(), "more than its pixels")
}

// TestInterlacedPNGHasItsSize checks the arithmetic of the seven passes.
func TestInterlacedPNGHasItsSize(t *testing.T) {
	header := func(w, h uint32, depth, colour, lace byte) []byte {
		return append(binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h), depth, colour, 0, 0, lace)
	}
	for _, c := range []struct {
		header []byte
		want   int64
	}{
		{header(48, 32, 8, 2, 0), 32 * (1 + 48*3)},
		{header(3, 2, 1, 0, 0), 2 * 2},
		{header(1, 1, 8, 6, 1), 1 + 4},
		{header(8, 8, 8, 0, 1), 1*2 + 1*2 + 1*3 + 2*3 + 2*5 + 4*5 + 4*9},
		{header(5, 5, 16, 4, 1), 1*5 + 1*5 + 1*9 + 2*5 + 1*13 + 3*9 + 2*21},
	} {
		if got := pngBytes(c.header); got != c.want {
			t.Errorf("pngBytes(%v) = %d, want %d", c.header, got, c.want)
		}
	}
}

func TestGIFTellsOnlyWhatItShows(t *testing.T) {
	p := clean(t, "moving.gif", toldGIF(t))
	want, _ := gif.DecodeAll(bytes.NewReader(plainGIF(t)))
	got, err := gif.DecodeAll(bytes.NewReader(p.Data))
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Fatalf("the pictures are not the same (%v)", err)
	}
	if p.Width != 20 || p.Height != 10 || p.Type != "image/gif" {
		t.Errorf("%d × %d, %s", p.Width, p.Height, p.Type)
	}
}

// TestGIFKeepsTheLastTiming has two blocks of timing before a frame, of which the
// first says that a colour is transparent: the last one counts alone.
func TestGIFKeepsTheLastTiming(t *testing.T) {
	want := clean(t, "a.gif", plainGIF(t)).Data
	if got := clean(t, "a.gif", timedTwiceGIF(t)).Data; !bytes.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

// TestGIFHasNoUnseenBytes puts bytes behind the pixels of the last frame, in its
// own blocks.
func TestGIFHasNoUnseenBytes(t *testing.T) {
	plain := plainGIF(t)
	want := clean(t, "a.gif", plain).Data
	for _, behind := range []string{string(rune(len(token))) + token, "\x01\x00" + string(rune(len(token))) + token} {
		if got := clean(t, "a.gif", slices.Concat(plain[:len(plain)-2], []byte(behind), []byte("\x00;"))).Data; !bytes.Equal(got, want) {
			t.Error("bytes behind the pixels are kept")
		}
	}
}

func TestWebPTellsOnlyWhatItShows(t *testing.T) {
	still := stillWebP()
	flags := "\x2c\x00\x00\x00\x00\x00\x00\x00\x00\x00" // profile, Exif and XMP
	p := clean(t, "a.webp", append(webp([2]string{"VP8X", flags}, [2]string{"ICCP", string(profile())}, [2]string{"VP8 ", still},
		[2]string{"EXIF", string(exif(binary.BigEndian, 1))}, [2]string{"XMP ", token}, [2]string{"prVt", token}), token...))
	if want := webp([2]string{"VP8X", "\x20" + flags[1:]}, [2]string{"ICCP", string(cleanICC(profile()))}, [2]string{"VP8 ", still}); !bytes.Equal(p.Data, want) {
		t.Errorf("got %q\nwant %q", p.Data, want)
	}
	frame := "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x0a\x00\x00\x00"
	inner := func(chunks ...[2]string) string { return frame + string(webp(chunks...)[12:]) }
	p = clean(t, "a.webp", webp([2]string{"VP8X", "\x02" + flags[1:]}, [2]string{"ANIM", "\xff\xff\xff\xff\x00\x00"}, [2]string{"ANMF", inner([2]string{"XMP ", token}, [2]string{"VP8 ", still})}))
	if want := webp([2]string{"VP8X", "\x02" + flags[1:]}, [2]string{"ANIM", "\xff\xff\xff\xff\x00\x00"}, [2]string{"ANMF", inner([2]string{"VP8 ", still})}); !bytes.Equal(p.Data, want) {
		t.Errorf("got %q\nwant %q", p.Data, want)
	}
	p = clean(t, "a.webp", webp([2]string{"VP8X", flags}, [2]string{"VP8 ", still}, [2]string{"ALPH", token}, [2]string{"VP8 ", still[:10] + token}, [2]string{"ANMF", frame + token}))
	if want := webp([2]string{"VP8X", "\x00" + flags[1:]}, [2]string{"VP8 ", still}); !bytes.Equal(p.Data, want) {
		t.Errorf("got %q\nwant %q", p.Data, want)
	}
	p = clean(t, "a.webp", webp([2]string{"VP8L", "\x2f\x2f\xc0\x07\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"}))
	if p.Width != 48 || p.Height != 32 || p.Type != "image/webp" {
		t.Errorf("%d × %d, %s", p.Width, p.Height, p.Type)
	}
}

func TestContentDecidesAndNameMustAgree(t *testing.T) {
	mustFail(t, "a/b.jpg", plainPNG(t), "is a PNG by its content; name it b.png")
	mustFail(t, "b", plainGIF(t), "name it b.gif")
	mustFail(t, "b.svg", plainJPEG(t), "is a JPEG")
	mustFail(t, "b.avif", []byte("\x00\x00\x00\x20ftypavif\x00\x00\x00\x00"), "save it as JPEG")
	mustFail(t, "b.tiff", []byte("II*\x00 and so on"), "use JPEG, PNG, GIF, WebP or SVG")
	mustFail(t, "b.png", nil, "empty")
	mustFail(t, "b.html", []byte("<html><body>hello</body></html>"), "not a picture")
}

func TestLimits(t *testing.T) {
	wide := bytes.Clone(plainPNG(t)[len(pngHead)+8 : len(pngHead)+21])
	binary.BigEndian.PutUint32(wide, 1e7)
	var b bytes.Buffer
	b.WriteString(pngHead)
	writeChunk(&b, "IHDR", wide)
	mustFail(t, "a.png", b.Bytes(), "50 million")
	mustFail(t, "a.gif", []byte("GIF89a\xff\xff\xff\xff\x00\x00\x00;"), "50 million")
	mustFail(t, "a.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="1e5" height="1e5"/>`), "50 million")
}

// TestCutPicturesAreRefused ends each picture after every byte.
func TestCutPicturesAreRefused(t *testing.T) {
	for name, data := range map[string][]byte{
		"a.jpg": plainJPEG(t), "a.png": plainPNG(t), "a.gif": plainGIF(t), "a.webp": webp([2]string{"VP8 ", stillWebP()}),
	} {
		for n := range data {
			if p, err := Clean(name, data[:n]); err == nil {
				t.Fatalf("%s: %d of %d bytes make a picture of %d bytes", name, n, len(data), len(p.Data))
			}
		}
	}
	damaged := plainPNG(t)
	damaged[60] ^= 1
	mustFail(t, "a.png", damaged, "damaged")
}

// TestExiftoolFindsNothing asks another program.
func TestExiftoolFindsNothing(t *testing.T) {
	tool, err := exec.LookPath("exiftool")
	if err != nil {
		t.Skip("exiftool is not installed")
	}
	dir := t.TempDir()
	for name, data := range map[string][]byte{
		"a.jpg": cameraJPEG(t, 6, binary.LittleEndian), "a.gif": toldGIF(t), "a.svg": []byte(editedSVG),
		"a.png":  pngWith(t, [2]string{"eXIf", string(exif(binary.BigEndian, 6))}, [2]string{"tEXt", "Author\x00" + token}),
		"a.webp": webp([2]string{"VP8X", "\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00"}, [2]string{"VP8 ", stillWebP()}, [2]string{"EXIF", string(exif(binary.BigEndian, 1))}),
	} {
		before := tags(t, tool, filepath.Join(dir, "before-"+name), data)
		after := tags(t, tool, filepath.Join(dir, name), clean(t, name, data).Data)
		if !strings.Contains(before, "SECRET") {
			t.Errorf("%s: nothing was planted:\n%s", name, before)
		}
		for _, bad := range []string{"SECRET", "GPS", "XMP", "Make", "Comment", "Warning", "Author", "Apple", "IPTC", "Photoshop"} {
			if strings.Contains(after, bad) {
				t.Errorf("%s: %s is told:\n%s", name, bad, after)
			}
		}
	}
}

func tags(t *testing.T, tool, name string, data []byte) string {
	t.Helper()
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(tool, "-a", "-G1", "-u", name).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	var kept []string
	for line := range strings.Lines(string(out)) {
		if !strings.HasPrefix(line, "[System]") && !strings.HasPrefix(line, "[ExifTool]  ") || strings.Contains(line, "Warning") {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "")
}

// FuzzClean looks for crashes, for what a second cleaning would change, and for
// pixels that are not the same.
func FuzzClean(f *testing.F) {
	for _, data := range [][]byte{
		cameraJPEG(f, 6, binary.BigEndian), plainPNG(f), toldGIF(f), timedTwiceGIF(f), webp([2]string{"VP8 ", stillWebP()}), []byte(editedSVG),
		pngWith(f, [2]string{"tEXt", token}), cleanICC(profile()),
	} {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		kind, err := sniff(data)
		if err != nil {
			cleanICC(data)
			return
		}
		name := "a" + kind.extensions[0]
		p, err := Clean(name, data)
		if err != nil {
			return
		}
		again, err := Clean(name, p.Data)
		if err != nil || !bytes.Equal(again.Data, p.Data) {
			t.Fatalf("cleaned again it is not the same: %v\n%q\n%q\n%q", err, data, p.Data, again.Data)
		}
		if kind.name == "GIF" {
			data = timedOnce(data)
		}
		if was, _, err := image.Decode(bytes.NewReader(data)); err == nil {
			is, _, err := image.Decode(bytes.NewReader(p.Data))
			if err != nil || !reflect.DeepEqual(was, is) {
				t.Fatalf("the pixels are not the same: %v", err)
			}
		}
	})
}

func BenchmarkClean(b *testing.B) {
	var photo, screen bytes.Buffer
	jpeg.Encode(&photo, drawn(1600, 1200), nil)
	png.Encode(&screen, drawn(1600, 1200))
	for name, data := range map[string][]byte{"a.jpg": photo.Bytes(), "a.png": screen.Bytes(), "a.svg": []byte(editedSVG)} {
		b.Run(name[2:], func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				if _, err := Clean(name, data); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
