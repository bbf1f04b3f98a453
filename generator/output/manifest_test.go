package output

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// oldManifest is what version 1 wrote of a tree.
func (m tree) oldManifest() []byte {
	return sealed(manifestOld, 0, func(body []byte) []byte {
		for _, p := range slices.Sorted(maps.Keys(m)) {
			body = fmt.Appendf(body, "%x %d %s\n", sha256.Sum256([]byte(m[p])), len(m[p]), p)
		}
		return body
	})
}

// commitOld commits a tree and leaves the folder as version 1 did.
func (m tree) commitOld(t *testing.T, dir string) {
	t.Helper()
	mustCommit(t, dir, m)
	if err := os.WriteFile(filepath.Join(dir, manifestName), m.oldManifest(), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestAManifestOfVersion1IsAClaimLikeAnyOther(t *testing.T) {
	clean := scratch(t)
	mustCommit(t, clean, after)
	dir := scratch(t)
	before.commitOld(t, dir)
	foreigners.put(t, dir)
	mustCommit(t, dir, after)
	if got := readTree(t, dir, false); !maps.Equal(got, union(after, foreigners).withFolders()) {
		t.Errorf("%v", got)
	}
	if readTree(t, dir, true)[manifestName] != readTree(t, clean, true)[manifestName] {
		t.Error("the manifest is not that of a clean build")
	}
}

func TestAManifestOfVersion1IsWrittenAnewOverTheSameFiles(t *testing.T) {
	clean := scratch(t)
	mustCommit(t, clean, before)
	dir := scratch(t)
	before.commitOld(t, dir)
	out, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for p, content := range before {
		info, _ := os.Lstat(filepath.Join(dir, p))
		if out.Keep(p, statusOf(info).Stamp) {
			t.Errorf("%s was kept without being read", p)
		}
		if changed, err := out.Stage(p, []byte(content)); changed || err != nil {
			t.Errorf("%s: changed %v, %v", p, changed, err)
		}
	}
	if s, err := out.Commit(); err != nil || s != (Summary{Kept: len(before)}) {
		t.Errorf("%+v, %v", s, err)
	}
	if got, want := readTree(t, dir, true), readTree(t, clean, true); !maps.Equal(got, want) {
		t.Errorf("%v", got)
	}
}

func TestADamagedManifestOfVersion1IsComparedByItsOwnHashes(t *testing.T) {
	dir := scratch(t)
	tree{"ours": "ours", "edited": "ours", "stays": "ours"}.commitOld(t, dir)
	name := filepath.Join(dir, manifestName)
	raw, _ := os.ReadFile(name)
	os.WriteFile(name, append(raw, "and more\n"...), 0o644)
	tree{"edited": "mine", "stays": "ours"}.put(t, dir)
	mustCommit(t, dir, tree{"stays": "ours"})
	if got := readTree(t, dir, false); !maps.Equal(got, tree{"edited": "mine", "stays": "ours"}) {
		t.Errorf("%v", got)
	}
}

// TestASwitchOfVersion1IsFinished leaves a journal with a manifest of its time.
func TestASwitchOfVersion1IsFinished(t *testing.T) {
	for _, lost := range []bool{false, true} {
		dir := scratch(t)
		before.commitOld(t, dir)
		foreigners.put(t, dir)
		killAtJournal(t, dir, 1)
		at := func(name string) string { return filepath.Join(dir, stagingName, name) }
		next := after.oldManifest()
		raw, _ := os.ReadFile(at(journalName))
		j, err := decodeJournal(raw)
		if err != nil {
			t.Fatal(err)
		}
		j.sum = sha256.Sum256(next)
		os.WriteFile(at(nextName), next, 0o644)
		os.WriteFile(at(journalName), j.encode(), 0o644)
		if lost {
			os.Truncate(at("1"), 0)
		}
		if switched := settle(t, dir); !switched {
			t.Error("the claim on new files is lost")
		}
		got, fresh := readTree(t, dir, false), union(after, foreigners).withFolders()
		if !lost && !maps.Equal(got, fresh) {
			t.Errorf("not finished: %v", got)
		}
		mustCommit(t, dir, after)
		if got := readTree(t, dir, false); !maps.Equal(got, fresh) {
			t.Errorf("lost %v: %v", lost, got)
		}
	}
}

func TestAManifestOutOfOrderIsDamaged(t *testing.T) {
	for _, paths := range [][]string{{"b", "a"}, {"a", "a"}} {
		var lines []line
		for _, p := range paths {
			lines = append(lines, line{p, entryOf(nil)})
		}
		if m, err := decodeManifest(encodeManifest(lines)); err == nil {
			t.Errorf("%v: %v", paths, m)
		}
	}
}

func TestSumsTellContentsApart(t *testing.T) {
	if got := entryOf(nil).Hash; got != strings.Repeat("0", sumDigits) {
		t.Errorf("of nothing: %s", got)
	}
	if got := entryOf([]byte("123456789")).Hash; got != "cbf43926e3069283" { // what the two are published to be
		t.Errorf("of the check: %s", got)
	}
	r := rand.New(rand.NewPCG(1, 2))
	seen := map[string]bool{}
	data := make([]byte, 1000)
	for range 100_000 {
		data[r.IntN(len(data))] ^= byte(1 + r.IntN(255))
		seen[entryOf(data).Hash] = true
	}
	if len(seen) < 99_990 { // a change may be taken back by the next
		t.Errorf("%d of 100000", len(seen))
	}
}

func TestHashesAreReadStrictly(t *testing.T) {
	sha := strings.Repeat("ab", 32)
	for s, want := range map[string]string{
		"-": "", strings.Repeat("0", 64): "", "00000000000000ff": "00000000000000ff", "0000000000000000": "0000000000000000", sha: sha,
	} {
		if got, ok := decodeHash(s); !ok || got != want {
			t.Errorf("%q: %q, %v", s, got, ok)
		}
	}
	for _, s := range []string{"", "0", "--", "00000000000000FF", "00000000000000f", "00000000000000f/", sha[1:], hex.EncodeToString([]byte("20 bytes of a digest"))} {
		if _, ok := decodeHash(s); ok {
			t.Errorf("%q was read", s)
		}
	}
}
