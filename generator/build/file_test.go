package build

import (
	"os"
	"strings"
	"testing"
)

// TestFilesOfTheMemory writes texts longer and shorter than a window, and cuts and
// damages the file: it is read whole or not at all.
func TestFilesOfTheMemory(t *testing.T) {
	root := openRoot(t)
	var want []string
	for _, n := range []int{0, 1, windowBytes - 1, windowBytes, 3*windowBytes + 7, 5} {
		want = append(want, strings.Repeat("x", n), strings.Repeat("y", 11))
	}
	if err := writeFile(root, "file", "version", func(c *codec) { c.texts(&want) }); err != nil {
		t.Fatal(err)
	}
	read := func(version string) (got []string, ok bool) {
		ok = readFile(root, "file", version, func(c *codec) { c.texts(&got) })
		return got, ok
	}
	if got, ok := read("version"); !ok || strings.Join(got, " ") != strings.Join(want, " ") {
		t.Fatal("it is not read as it was written", ok, len(got))
	}
	if _, ok := read("another"); ok {
		t.Error("another version is read")
	}
	whole, err := root.ReadFile("file")
	if err != nil {
		t.Fatal(err)
	}
	for k := 0; k < len(whole); k += 1 + len(whole)/40 {
		damaged := append([]byte(nil), whole...)
		damaged[k] ^= 0x10
		for _, b := range [][]byte{whole[:k], damaged} {
			if err := root.WriteFile("file", b, os.FileMode(0o644)); err != nil {
				t.Fatal(err)
			}
			if _, ok := read("version"); ok {
				t.Fatalf("cut or damaged at %d it is read", k)
			}
		}
	}
}
