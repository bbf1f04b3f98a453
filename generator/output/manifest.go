package output

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

const (
	manifestName = ".chancery-manifest"
	manifestHead = "chancery-manifest 2 " // format version; the checksum of the lines follows
	manifestOld  = "chancery-manifest 1 "
	inDoubt      = "-" // in the place of a hash
)

// Entry is what the manifest knows of a file.
type Entry struct {
	Hash string // of its content, in hexadecimal; empty when it is ours but in doubt
	Size int64  // bytes
}

// manifest lists every file that is ours, by path. It is the only licence to
// delete or to overwrite.
type manifest map[string]Entry

// line is one file in the order of the manifest.
type line struct {
	path string
	Entry
}

func (m manifest) encode() []byte { return encodeManifest(m.lines()) }

// lines lists a manifest in its order.
func (m manifest) lines() []line {
	lines := make([]line, 0, len(m))
	for path, e := range m {
		lines = append(lines, line{path, e})
	}
	slices.SortFunc(lines, byPath)
	return lines
}

func byPath(a, b line) int { return strings.Compare(a.path, b.path) }

// encodeManifest writes a manifest: one line a file, sorted, under a line with
// the checksum of them all. It depends on the files alone, so that a clean build
// and an incremental one leave the same.
func encodeManifest(lines []line) []byte {
	size := 0
	for _, l := range lines {
		size += len(l.Hash) + len(l.path) + sizeDigits
	}
	return sealed(manifestHead, size, func(body []byte) []byte {
		for _, l := range lines {
			body = append(append(body, cmp.Or(l.Hash, inDoubt)...), ' ')
			body = append(strconv.AppendInt(body, l.Size, 10), ' ')
			body = append(append(body, l.path...), '\n')
		}
		return body
	})
}

// sizeDigits is room for the size of nearly any file, and for what stands between
// the parts of its line.
const sizeDigits = 12

// decodeManifest reads a manifest. When err is not nil the entries are those
// lines that can be read, and none may be relied on.
func decodeManifest(data []byte) (manifest, error) {
	lines, err := decodeLines(data)
	return listed(lines), err
}

func listed(lines []line) manifest {
	m := make(manifest, len(lines))
	for _, l := range lines {
		m[l.path] = l.Entry
	}
	return m
}

// decodeLines is decodeManifest in the order of the file.
func decodeLines(data []byte) ([]line, error) {
	head := manifestHead
	if bytes.HasPrefix(data, []byte(manifestOld)) {
		head = manifestOld
	}
	body, err := unsealed(head, data)
	lines := make([]line, 0, bytes.Count(body, []byte{'\n'}))
	for text := range strings.Lines(string(body)) {
		path, e, ok := decodeEntry(strings.TrimSuffix(text, "\n"))
		if !ok {
			err = fmt.Errorf("a line cannot be read")
			continue
		}
		if n := len(lines); n > 0 && lines[n-1].path >= path {
			err = fmt.Errorf("a line is out of order")
		}
		lines = append(lines, line{path, e})
	}
	return lines, err
}

func decodeEntry(line string) (path string, e Entry, ok bool) {
	hash, rest, _ := strings.Cut(line, " ")
	size, path, ok := strings.Cut(rest, " ")
	if !ok || CleanPath(path) != nil {
		return "", e, false
	}
	e.Hash, ok = decodeHash(hash)
	n, err := strconv.ParseInt(size, 10, 64)
	e.Size = n
	return path, e, ok && err == nil && n >= 0
}

func decodeHash(s string) (hash string, ok bool) {
	if s == inDoubt || len(s) == oldDigits && strings.TrimLeft(s, "0") == "" {
		return "", true
	}
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return "", false
		}
	}
	return s, len(s) == sumDigits || len(s) == oldDigits
}

// sealed puts a line with a checksum before a body of about so many bytes.
func sealed(head string, size int, body func(dst []byte) []byte) []byte {
	first := len(head) + 2*sha256.Size + 1
	out := body(make([]byte, first, first+size))
	sum := sha256.Sum256(out[first:])
	copy(out, hex.AppendEncode([]byte(head), sum[:]))
	out[first-1] = '\n'
	return out
}

// unsealed takes the line off again. The body is what follows the first line
// even when it is damaged.
func unsealed(head string, data []byte) ([]byte, error) {
	first, body, _ := bytes.Cut(data, []byte{'\n'})
	want, ok := bytes.CutPrefix(first, []byte(head))
	if !ok {
		return body, fmt.Errorf("it does not begin with %q", strings.TrimSpace(head))
	}
	sum := sha256.Sum256(body)
	if string(want) != hex.EncodeToString(sum[:]) {
		return body, fmt.Errorf("its checksum does not fit")
	}
	return body, nil
}
