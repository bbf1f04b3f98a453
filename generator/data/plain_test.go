package data

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

var plainTexts = []string{
	"title: Bulgaria\ndate: 2009-01-01\n",
	"title: \"Mali: what now\"\nauthor: 'brahim BR'\n",
	"a: NO\nb: 08/01/2025\nc: 2025-01-08T09:10+01:00\nd: true\ne: 1_000\n",
	"title: تمساح يهاجم زوجين\nlang: ar\n",
	"topics: [transitions, \"a, b\", 'c', d e]\n",
	"topics:\n  - transitions\n  - \"quoted: yes\"\n  - http://example.org/a:b\n",
	"topics:\n- flush\n- left\nnext: key\n",
	"sources:\n  - title: One\n    url: https://example.org/\n    tags: [a, b]\n  - title: Two\n\nparams:\n  deep:\n    deeper: x\n",
	"# comment\n\na: b\n  # comment\nc: d   \n",
	"image:\n  src: a.jpg\n  alt: A picture\nevents:\n  - date: 2021-01-02\n    countries:\n      - Mali\n      - Niger\n  - date: x\n",
	"a:    spaced\n-key: x\n", "a:\n  b: c\n d: e\n", "a: b\n  continued\n", "a:\n", "a: null\n", "a: b # c\n", "a: [x, y", "a: \"b\" c",
	strings.Repeat("k", 1024) + ": x\n", strings.Repeat("k", 1025) + ": x\n", "a:\n  - " + strings.Repeat("k", 2000) + ": x\n", "-: x\n", "--: x\n", "---: x\n", "x:\n  a: b\n  - c\n", "a: b\n- c\n", "k:\n- a: b\n  - c\n",
	"a: 1\na: 2\n", "- a\n- b\n", "a:\n  - b: c\n    d: e\n   - f\n", "---\na: b\n", "a: b\n---\nc: d\n", "a: it's\nb: [it's, x'y]\n",
	"a: \"\\\"b\\\" c\"\nb: \"\\\\\"\n", "a: [\"b\\\", c\", d]\n", "a: [\"b\\\\\", c]\n", "a: \"\\n\"\n", "a: \"b\\\"\n", "a: \"\\\"\"\n",
	"a: (b) c\nb: /x/\nc: .5\nd: +1\ne: $x\n", "a: b:\n", "a:\n- b\n  c\n", "a:\n - - b\n", "a: b\u00a0\n", "a: \ufeffb\n", "a: b\u2028c\n", "a: 'b\\c'\n",
}

// samples are the front matters of this repository's own publication.
func samples(t testing.TB) []string {
	var out []string
	err := filepath.WalkDir("../../content", func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) != ".md" {
			return err
		}
		text, err := os.ReadFile(name)
		if parts := strings.SplitN(string(text), "---\n", 3); len(parts) == 3 && parts[0] == "" {
			out = append(out, parts[1])
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// checkPlain holds the short way equal to the library: the same tree at the
// same places, and never a tree where the library finds a fault.
func checkPlain(t *testing.T, text string) bool {
	short, ok := plain(text)
	if !ok {
		return false
	}
	full, faults := general([]byte(text))
	if len(faults) > 0 {
		t.Errorf("%q: the short way reads what the library refuses: %v", text, faults)
	} else if !reflect.DeepEqual(short, full) {
		t.Errorf("%q: the short way reads %s, the library %s", text, short, full)
	}
	return true
}

// String shows a tree with its places.
func (n *Node) String() string {
	var b strings.Builder
	n.print(&b)
	return b.String()
}

func TestTheShortWayReadsWhatTheLibraryReads(t *testing.T) {
	taken := 0
	for _, text := range plainTexts {
		if checkPlain(t, text) {
			taken++
		}
	}
	if taken < 12 {
		t.Errorf("only %d of the texts go the short way", taken)
	}
}

func TestTheShortWayLeavesDeepNestingToTheLibrary(t *testing.T) {
	for depth := range 40 {
		var groups, lists strings.Builder
		for i := range depth {
			groups.WriteString(strings.Repeat(" ", i) + "k:\n")
			lists.WriteString(strings.Repeat(" ", 2*i) + map[bool]string{true: "k:\n", false: "- k:\n"}[i == 0])
		}
		checkPlain(t, groups.String()+strings.Repeat(" ", depth)+"k: v\n")
		checkPlain(t, lists.String()+strings.Repeat(" ", 2*depth)+"- k: v\n")
	}
}

func TestTheSamplePublicationGoesTheShortWay(t *testing.T) {
	for _, text := range samples(t) {
		if !checkPlain(t, text) && !strings.ContainsAny(text, "|>{\\") && !strings.Contains(text, ":\n  \"") {
			t.Errorf("goes the long way:\n%s", text)
		}
	}
}

// pieces make texts that are nearly the YAML which goes the short way.
var pieces = []string{
	"a: ", "b:", "c: ", "d:\n", "- ", "-", "\n", "\n", "\n  ", "\n  - ", "\n- ", "\n    ", " ", "  ", "x", "y z", "[", "]", ", ", ",", "\"", "'",
	":", ": ", " #", "#", "é", "null", "~", "true", "\t", "\\", "{", "}", "|", ">", "&", "*", "!", "...", "---", "%", "@", "?", "? ", "/", "(", "+1", ".",
	"\u00a0", "\u2028", "\u200d", "\ufeff", "\u202e", "\x01", "\x7f", "\u0085", "\xff", "\r", "\ue000", "\ufffe", "=", "<<", "$", "1:2", "a-b_c1: ",
}

func TestTheShortWayAgreesOnRandomTexts(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	taken := 0
	for range 300_000 {
		var b strings.Builder
		for range 1 + r.IntN(12) {
			k := len(pieces)
			if r.IntN(4) > 0 {
				k = 28 // mostly what belongs there
			}
			b.WriteString(pieces[r.IntN(k)])
		}
		text := b.String()
		if r.IntN(2) == 0 {
			text = "a: " + text
		}
		if checkPlain(t, text) {
			taken++
		}
		if t.Failed() {
			return
		}
	}
	if taken < 5_000 {
		t.Errorf("only %d texts went the short way", taken)
	}
}

func FuzzPlain(f *testing.F) {
	for _, text := range plainTexts {
		f.Add(text)
	}
	for _, text := range samples(f) {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { checkPlain(t, text) })
}

const front = `title: Algeria breaks off relations with Morocco
date: 2021-08-25T09:10+01:00
author: ines-trabelsi
region: Maghreb
topics: [Western Sahara, borders]
series: The western Maghreb
sources:
  - title: United Nations Treaty Collection
    publisher: United Nations
    url: https://treaties.un.org/
  - title: Communiqués
    publisher: Ministry of Foreign Affairs of Algeria
    url: https://www.mfa.gov.dz/
`

func BenchmarkYAML(b *testing.B) {
	for b.Loop() {
		if _, ok := plain(front); !ok {
			b.Fatal("goes the long way")
		}
	}
}

func BenchmarkYAMLByLibrary(b *testing.B) {
	for b.Loop() {
		general([]byte(front))
	}
}
