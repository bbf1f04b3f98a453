// Package picture says what may be published of a picture: what is needed to
// show it. Where it was taken, with what, when and by whom, earlier versions,
// thumbnails, comments and whatever else a file carries along stay at home.
//
// Each format has a list of the parts that are kept, and everything else is left
// out, known or not. Pictures are not encoded anew: their pixels stay as they
// are. What cannot be judged is refused.
package picture

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"
)

const (
	maxBytes  = 1<<31 - 1  // of a part of a file
	maxPixels = 50_000_000 // of a picture, as a browser has to hold them
)

// Picture is a picture that may be published.
type Picture struct {
	Data   []byte
	Width  int // pixels, as displayed, turned if need be; 0 when an SVG does not say
	Height int
	Type   string // media type
}

// LineError is what is wrong with a line of an SVG.
type LineError struct {
	Line int
	Err  error
}

// Error says the line as well.
func (e *LineError) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }

// Unwrap returns the error without its line.
func (e *LineError) Unwrap() error { return e.Err }

// format is a kind of picture that can be cleaned.
type format struct {
	name       string
	media      string
	extensions []string // the first is the usual one
	clean      func([]byte) (Picture, error)
}

func formats() []format {
	return []format{
		{"JPEG", "image/jpeg", []string{".jpg", ".jpeg"}, cleanJPEG},
		{"PNG", "image/png", []string{".png"}, cleanPNG},
		{"GIF", "image/gif", []string{".gif"}, cleanGIF},
		{"WebP", "image/webp", []string{".webp"}, cleanWebP},
		{"SVG", "image/svg+xml", []string{".svg"}, cleanSVG},
	}
}

// Clean returns a picture with nothing in it but what shows. What it is, its
// content says; a name that says otherwise is an error, as is a format that is
// not one of JPEG, PNG, GIF, WebP and SVG. What is wrong with an SVG is a
// LineError.
func Clean(name string, data []byte) (Picture, error) {
	f, err := sniff(data)
	if err != nil {
		return Picture{}, err
	}
	if ext := path.Ext(name); !slices.Contains(f.extensions, strings.ToLower(ext)) {
		return Picture{}, fmt.Errorf("is a %s by its content; name it %s%s", f.name, strings.TrimSuffix(path.Base(name), ext), f.extensions[0])
	}
	p, err := f.clean(data)
	if err != nil {
		return Picture{}, err
	}
	p.Type = f.media
	return p, nil
}

// Is reports whether a file is a picture, by its name in any case or by its
// content: of a format that Clean knows, or of one that can carry a place and
// that it refuses. An SVG goes by its name alone, for other texts may hold one.
func Is(name string, data []byte) bool {
	ext := strings.ToLower(path.Ext(name))
	if slices.Contains([]string{".avif", ".heic", ".heif", ".tif", ".tiff"}, ext) ||
		slices.ContainsFunc(formats(), func(f format) bool { return slices.Contains(f.extensions, ext) }) {
		return true
	}
	return raster(data) != ""
}

// sniff tells the format by the first bytes.
func sniff(data []byte) (format, error) {
	name := raster(data)
	switch {
	case name != "":
	case isSVG(data):
		name = "SVG"
	case len(data) >= 12 && string(data[4:8]) == "ftyp":
		return format{}, fmt.Errorf("AVIF and HEIC files can carry a place and a name that cannot be taken out here; save it as JPEG, PNG or WebP")
	case len(data) == 0:
		return format{}, fmt.Errorf("the file is empty")
	default:
		return format{}, fmt.Errorf("not a picture that can be published; use JPEG, PNG, GIF, WebP or SVG")
	}
	all := formats()
	return all[slices.IndexFunc(all, func(f format) bool { return f.name == name })], nil
}

// raster names the format of pixels by the first bytes; empty when it is none of
// those that are cleaned.
func raster(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		return "JPEG"
	case bytes.HasPrefix(data, []byte(pngHead)):
		return "PNG"
	case bytes.HasPrefix(data, []byte("GIF87a")), bytes.HasPrefix(data, []byte("GIF89a")):
		return "GIF"
	case len(data) >= 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP":
		return "WebP"
	}
	return ""
}

// checkSize refuses pictures without a size and those that are too large.
func checkSize(width, height int) error {
	if width <= 0 || height <= 0 {
		return fmt.Errorf("it has no size")
	}
	if int64(width)*int64(height) > maxPixels {
		return fmt.Errorf("%d × %d pixels are more than %d million", width, height, maxPixels/1_000_000)
	}
	return nil
}
