package output

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

const (
	maxSegment = 255  // bytes of one name, on every file system in use
	maxPath    = 1024 // bytes of a path, what macOS takes
	reserved   = ".chancery-"
)

// CleanPath says why a path cannot be written on some file system or host, or
// nil. A path is relative, slash-separated, in NFC, and names a file.
func CleanPath(path string) error {
	if isOrdinary(path) {
		return nil
	}
	return cleanStrictly(path)
}

func cleanStrictly(path string) error {
	switch {
	case path == "":
		return fmt.Errorf("the path is empty")
	case len(path) > maxPath:
		return fmt.Errorf("the path is longer than %d bytes", maxPath)
	case !utf8.ValidString(path):
		return fmt.Errorf("the path is not valid UTF-8")
	case !norm.NFC.IsNormalString(path):
		return fmt.Errorf("the path is not in Unicode's composed form")
	}
	for segment := range strings.SplitSeq(path, "/") {
		if err := cleanSegment(segment); err != nil {
			return err
		}
	}
	return nil
}

// isOrdinary dismisses nearly every path in one go: short, of lower-case ASCII
// letters, digits, hyphens and inner dots, and surely no device.
func isOrdinary(path string) bool {
	if len(path) > maxSegment {
		return false
	}
	for {
		end := strings.IndexByte(path, '/')
		if end < 0 {
			return isOrdinaryName(path)
		}
		if !isOrdinaryName(path[:end]) {
			return false
		}
		path = path[end+1:]
	}
}

func isOrdinaryName(s string) bool {
	if s == "" || s[0] == '.' || s[len(s)-1] == '.' {
		return false
	}
	for i := range len(s) {
		if c := s[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '.' {
			return false
		}
	}
	// Every device that is spelt so begins with one of these letters, and has at
	// most seven before its end or a dot.
	const most = len("conout$")
	return strings.IndexByte("acnlp", s[0]) < 0 || len(s) > most && strings.IndexByte(s[:most+1], '.') < 0
}

func cleanSegment(s string) error {
	switch {
	case s == "":
		return fmt.Errorf("the path has an empty name")
	case s == "." || s == "..":
		return fmt.Errorf("the path has a name %q", s)
	case len(s) > maxSegment:
		return fmt.Errorf("the name %.40q… is longer than %d bytes", s, maxSegment)
	case strings.HasSuffix(s, ".") || strings.HasSuffix(s, " "):
		return fmt.Errorf("the name %q ends in a dot or a space", s)
	case len(s) >= len(reserved) && strings.EqualFold(s[:len(reserved)], reserved):
		return fmt.Errorf("the name %q is kept for the generator", s)
	case strings.EqualFold(s, ".git"):
		return fmt.Errorf("the name %q belongs to a repository", s)
	case isDevice(s):
		return fmt.Errorf("the name %q is a device on Windows", s)
	}
	for _, r := range s {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' {
			continue // as nearly all are
		}
		if strings.ContainsRune(`<>:"|?*\`, r) || !writable(r) {
			return fmt.Errorf("the name %q holds %q", s, r)
		}
	}
	return nil
}

// writable refuses characters that end lines or cannot be seen, except the two
// joiners, which Persian and Indic words are spelt with.
func writable(r rune) bool {
	switch {
	case r == '\u200c' || r == '\u200d':
		return true
	case r == '\u2028' || r == '\u2029' || r == '\ufeff':
		return false
	}
	return !unicode.IsControl(r) && !unicode.Is(unicode.Bidi_Control, r)
}

// isDevice knows the names that Windows opens as devices, whatever extension
// they have.
func isDevice(s string) bool {
	stem, _, _ := strings.Cut(s, ".")
	stem = strings.ToLower(strings.TrimRight(stem, " "))
	switch stem {
	case "con", "prn", "aux", "nul", "conin$", "conout$":
		return true
	}
	port, ok := strings.CutPrefix(stem, "com")
	if !ok {
		port, ok = strings.CutPrefix(stem, "lpt")
	}
	return ok && utf8.RuneCountInString(port) == 1 && strings.Contains("0123456789¹²³", port)
}

// Fold returns what a path is on a file system that minds neither case nor
// composition. Two paths with one fold cannot both be written.
func Fold(path string) string {
	if isPlain(path) {
		return path
	}
	return norm.NFC.String(cases.Fold().String(norm.NFD.String(path)))
}

// isPlain reports whether a path is its own fold for being lower-case ASCII, as
// nearly every path is.
func isPlain(path string) bool {
	for i := range len(path) {
		if c := path[i]; c >= utf8.RuneSelf || 'A' <= c && c <= 'Z' {
			return false
		}
	}
	return true
}

// parent is the folder of a clean path; the top is ".".
func parent(path string) string {
	if i := strings.LastIndexByte(path, '/'); i >= 0 {
		return path[:i]
	}
	return "."
}
