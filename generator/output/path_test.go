package output

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func TestCleanPathTakesWhatEveryHostTakes(t *testing.T) {
	for _, p := range []string{
		"index.html", "briefings/2025/01/slug/index.html", ".well-known/security.txt", ".nojekyll", "تونس/index.html",
		"été.html", "中文/київ", "a b/c", "con-man", "console", "com10", "communiqué", "..a", "می\u200cخواهم", strings.Repeat("x", 255),
	} {
		if err := CleanPath(p); err != nil {
			t.Errorf("CleanPath(%q) = %v", p, err)
		}
	}
}

func TestCleanPathRefusesWhatSomeHostCannotTake(t *testing.T) {
	for _, p := range []string{
		"", "/", "/a", "a/", "a//b", ".", "..", "a/../b", "./a", "a/.", ".chancery-manifest", "a/.Chancery-x", ".git/config", "a/.GIT",
		"con", "a/NUL.html", "com1", "LPT9.txt", "com¹", "aux .x", "conin$", "a.", "a ", "a./b", "a\x00b", "a\nb", "a\x7f", "a\u0085b", "a\u2028b",
		"\ufeffa", "a\u202eb", "a\\b", "C:x", `a"b`, "a<b", "a>b", "a|b", "a?b", "a*b", "e\u0301.html", "a\xffb", strings.Repeat("x", 256),
		strings.Repeat("long/", 300) + "x",
	} {
		if CleanPath(p) == nil {
			t.Errorf("CleanPath(%q) = nil", p)
		}
	}
}

// TestOrdinaryPathsAreClean puts names together of what devices and clean names
// are made of.
func TestOrdinaryPathsAreClean(t *testing.T) {
	pieces := []string{"con", "prn", "aux", "nul", "conin$", "conout$", "com", "lpt", "1", "9", "0", ".", "..", "-", "/", "index.html", "a", "x", " ", "A", "\u00b9", ":", ".git", ".chancery-"}
	ordinary := 0
	try := func(p string) {
		if !isOrdinary(p) {
			return
		}
		ordinary++
		if err := cleanStrictly(p); err != nil {
			t.Errorf("%q: %v", p, err)
		}
	}
	for _, a := range pieces {
		for _, b := range pieces {
			for _, c := range pieces {
				for _, d := range pieces {
					try(a + b + c + d)
				}
			}
		}
	}
	try(strings.Repeat("x", 255))
	try(strings.Repeat("x", 256))
	if ordinary < 1000 || !isOrdinary("briefings/2025/01/a-slug-of-usual-length/index.html") || !isOrdinary("articles.html") {
		t.Errorf("only %d paths were ordinary", ordinary)
	}
}

func TestFoldJoinsWhatSomeDiskCannotTellApart(t *testing.T) {
	for _, pair := range [][2]string{
		{"Mali/Index.html", "mali/index.html"}, {"É.html", "e\u0301.html"}, {"straße", "STRASSE"}, {"Σίσυφος", "ΣΊΣΥΦΟΣ"},
		{"ОДЕССА", "одесса"}, {"ﬁn", "FIN"}, {"\u212a", "k"}, {"İ", "i\u0307"},
	} {
		if a, b := Fold(pair[0]), Fold(pair[1]); a != b {
			t.Errorf("Fold: %q and %q differ: %q, %q", pair[0], pair[1], a, b)
		}
	}
	for _, pair := range [][2]string{{"a", "b"}, {"resume", "résumé"}, {"i", "ı"}, {"a/b", "a-b"}} {
		if Fold(pair[0]) == Fold(pair[1]) {
			t.Errorf("Fold: %q and %q are one", pair[0], pair[1])
		}
	}
}

func FuzzPaths(f *testing.F) {
	for _, s := range []string{"a/b", "É", "..", "con.x", "a\u0345\u0301", "ß", "\u1e9e/x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		key := Fold(s)
		if utf8.ValidString(s) && Fold(key) != key {
			t.Errorf("Fold(%q) = %q, and folded again %q", s, key, Fold(key))
		}
		if CleanPath(s) != nil {
			return
		}
		if strings.ContainsAny(s, "\n\\") || strings.HasPrefix(s, "/") || !norm.NFC.IsNormalString(s) {
			t.Errorf("%q is no clean path", s)
		}
		m := manifest{s: {Size: 3}}
		if back, err := decodeManifest(m.encode()); err != nil || back[s] != m[s] {
			t.Errorf("%q does not survive the manifest: %v", s, err)
		}
	})
}

func FuzzManifestAndJournal(f *testing.F) {
	f.Add(manifest{"a": {}, "b/c": {Size: 9}}.encode())
	f.Add(journal{plan: plan{first: []string{"x"}, writes: []move{{1, "a/b", false}, {2, "c/d", true}}, last: []string{"y"}}}.encode())
	f.Fuzz(func(t *testing.T, data []byte) {
		m, _ := decodeManifest(data)
		for p := range m {
			if CleanPath(p) != nil {
				t.Errorf("the manifest lists %q", p)
			}
		}
		j, err := decodeJournal(data)
		if err == nil && string(j.encode()) != string(data) && len(j.first)+len(j.writes)+len(j.last) == 0 && len(data) > 400 {
			t.Errorf("a journal of %d bytes says nothing", len(data))
		}
		for _, w := range j.writes {
			if CleanPath(w.path) != nil || w.number < 1 || w.inside && parent(w.path) == "." {
				t.Errorf("the journal writes %v", w)
			}
		}
	})
}
