package picture

import (
	"encoding/base64"
	"encoding/xml"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// cleanReference keeps references into the drawing itself, and pictures that it
// contains, which are cleaned in turn: they can tell as much as any other.
func cleanReference(element, value string) (string, error) {
	value = strings.TrimSpace(value)
	if strings.HasPrefix(value, "#") {
		return value, nil
	}
	if element == "image" && strings.HasPrefix(value, "data:") {
		return cleanDataURL(value)
	}
	return "", fmt.Errorf("the reference %.60q leads out of the drawing; remove it", value)
}

func cleanDataURL(value string) (string, error) {
	for media, name := range map[string]string{"image/jpeg": "picture.jpg", "image/png": "picture.png"} {
		packed, ok := strings.CutPrefix(value, "data:"+media+";base64,")
		if !ok {
			continue
		}
		raw, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(packed), ""))
		if err != nil {
			return "", errors.New("the picture in it is damaged")
		}
		p, err := Clean(name, raw)
		if err != nil {
			return "", fmt.Errorf("the picture in it: %v", err)
		}
		return "data:" + media + ";base64," + base64.StdEncoding.EncodeToString(p.Data), nil
	}
	return "", fmt.Errorf("the picture %.40q in it is neither JPEG nor PNG in base64", value)
}

// cleanCSS judges a style sheet or a value: comments go, and what fetches
// something is refused. A backslash can spell any of it in another way.
func cleanCSS(s string) (string, error) {
	if !strings.ContainsAny(s, `\@(/`) {
		return s, nil
	}
	s, err := withoutComments(s)
	if err != nil {
		return "", err
	}
	lower := strings.ToLower(s)
	for _, word := range []string{"@import", "@font-face", "@namespace", "image(", "image-set(", "src(", "cross-fade(", "expression(", "javascript:", "-moz-binding", "behavior:"} {
		if strings.Contains(lower, word) {
			return "", fmt.Errorf("%q in a style cannot be published; remove it", word)
		}
	}
	if strings.Contains(s, `\`) && strings.ContainsAny(s, "(@:") {
		return "", errors.New("a backslash in a style cannot be published; write the character itself")
	}
	for rest := lower; ; {
		_, after, found := strings.Cut(rest, "url(")
		if !found {
			return s, nil
		}
		if target := strings.TrimLeft(after, " \t\r\n\f\"'"); !strings.HasPrefix(target, "#") {
			return "", fmt.Errorf("url(%.40s leads out of the drawing; remove it", after)
		}
		rest = after
	}
}

func withoutComments(s string) (string, error) {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(s, "/*")
		b.WriteString(before)
		if !found {
			return b.String(), nil
		}
		if _, s, found = strings.Cut(after, "*/"); !found {
			return "", errors.New("a comment in a style has no end")
		}
		b.WriteByte(' ') // what it parted stays apart
	}
}

// measure reads the size in CSS pixels from the root: its width and height, or
// else its view box.
func (f *svgFilter) measure(attrs []xml.Attr) error {
	value := map[string]string{}
	for _, a := range attrs {
		value[a.Name.Local] = a.Value
	}
	width, height := pixels(value["width"]), pixels(value["height"])
	box := strings.FieldsFunc(value["viewBox"], func(r rune) bool { return r == ' ' || r == ',' || r == '\n' || r == '\t' })
	if len(box) == 4 && (width == 0 || height == 0) {
		w, h := pixels(box[2]), pixels(box[3])
		switch {
		case w == 0 || h == 0:
		case width > 0:
			height = width * h / w
		case height > 0:
			width = height * w / h
		default:
			width, height = w, h
		}
	}
	if width == 0 || height == 0 {
		return nil
	}
	if width > maxPixels || height > maxPixels {
		return fmt.Errorf("a size of %.0f × %.0f is too large", width, height)
	}
	f.width, f.height = max(1, int(math.Round(width))), max(1, int(math.Round(height)))
	return checkSize(f.width, f.height)
}

// pixels reads an absolute length at 96 pixels to the inch (CSS Values 4, 6.2), or
// 0 when it is none.
func pixels(s string) float64 {
	s = strings.TrimSpace(s)
	scale := 1.0
	for unit, px := range map[string]float64{"px": 1, "in": 96, "cm": 96 / 2.54, "mm": 96 / 25.4, "pt": 96.0 / 72, "pc": 16} {
		if number, ok := strings.CutSuffix(s, unit); ok {
			s, scale = number, px
		}
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || v <= 0 || math.IsInf(v, 0) || math.IsNaN(v) {
		return 0
	}
	return v * scale
}
