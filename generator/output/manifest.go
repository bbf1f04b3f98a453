package output

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

const (
	manifestName = ".chancery-manifest"
	manifestHead = "chancery-manifest 1 " // format version; the checksum of the lines follows
)

// Entry is what the manifest knows of a file.
type Entry struct {
	Hash [sha256.Size]byte // SHA-256 of its content; zero when it is ours but in doubt
	Size int64             // bytes
}

// manifest lists every file that is ours, by path. It is the only licence to
// delete or to overwrite.
type manifest map[string]Entry

// encode writes the manifest: one line a file, sorted, under a line with the
// checksum of them all. It depends on the files alone, so that a clean build and
// an incremental one leave the same.
func (m manifest) encode() []byte {
	body := make([]byte, 0, 128*len(m))
	for _, path := range slices.Sorted(maps.Keys(m)) {
		e := m[path]
		body = hex.AppendEncode(body, e.Hash[:])
		body = append(body, ' ')
		body = strconv.AppendInt(body, e.Size, 10)
		body = append(body, ' ')
		body = append(body, path...)
		body = append(body, '\n')
	}
	return sealed(manifestHead, body)
}

// decodeManifest reads a manifest. When err is not nil the entries are those
// lines that can be read, and none may be relied on.
func decodeManifest(data []byte) (manifest, error) {
	body, err := unsealed(manifestHead, data)
	m := make(manifest, bytes.Count(body, []byte{'\n'}))
	for line := range strings.Lines(string(body)) {
		path, e, ok := decodeEntry(strings.TrimSuffix(line, "\n"))
		if !ok {
			err = fmt.Errorf("a line cannot be read")
			continue
		}
		m[path] = e
	}
	return m, err
}

func decodeEntry(line string) (path string, e Entry, ok bool) {
	sum, rest, _ := strings.Cut(line, " ")
	size, path, ok := strings.Cut(rest, " ")
	if !ok || len(sum) != 2*len(e.Hash) || CleanPath(path) != nil {
		return "", e, false
	}
	if _, err := hex.Decode(e.Hash[:], []byte(sum)); err != nil {
		return "", e, false
	}
	n, err := strconv.ParseInt(size, 10, 64)
	e.Size = n
	return path, e, err == nil && n >= 0
}

// sealed puts a line with a checksum before a body.
func sealed(head string, body []byte) []byte {
	sum := sha256.Sum256(body)
	out := make([]byte, 0, len(head)+2*len(sum)+1+len(body))
	out = hex.AppendEncode(append(out, head...), sum[:])
	return append(append(out, '\n'), body...)
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
