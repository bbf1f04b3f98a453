package output

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestForeignFilesAreNeverTouched(t *testing.T) {
	dir := scratch(t)
	foreigners.put(t, dir)
	for _, m := range []tree{before, after, {}, before} {
		if _, err := publish(t, dir, m, Options{}); err != nil {
			t.Fatal(err)
		}
		if got := readTree(t, dir, false); !maps.Equal(got, union(m, foreigners).withFolders()) {
			t.Errorf("%v", got)
		}
	}
}

func TestCollisionIsRefusedWithItsName(t *testing.T) {
	for name, c := range map[string]struct{ theirs, ours tree }{
		"file":             {tree{"page": "mine"}, tree{"page": "ours"}},
		"file for folder":  {tree{"page": "mine"}, tree{"page/index.html": "ours"}},
		"folder for file":  {tree{"page/notes.txt": "mine"}, tree{"page": "ours"}},
		"deep in a folder": {tree{"page/a/b/notes.txt": "mine"}, tree{"page": "ours"}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := scratch(t)
			mustCommit(t, dir, tree{"old": "old"})
			c.theirs.put(t, dir)
			was := readTree(t, dir, true)
			_, err := publish(t, dir, c.ours, Options{})
			if err == nil || !strings.Contains(err.Error(), "page") {
				t.Fatalf("err = %v", err)
			}
			if got := readTree(t, dir, true); !maps.Equal(got, was) {
				t.Errorf("something changed: %v", got)
			}
		})
	}
}

// TestWhatComesWhileATreeIsStagedIsNotOverwritten lets somebody put files where
// nothing stood when the folder was opened.
func TestWhatComesWhileATreeIsStagedIsNotOverwritten(t *testing.T) {
	for name, theirs := range map[string]tree{
		"file": {"page": "mine"}, "deep file": {"a/b/page": "mine"}, "folder": {"page/notes.txt": "mine"}, "folder above": {"a/notes.txt": "mine"},
	} {
		dir := scratch(t)
		out, err := Open(dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		ours := tree{"page": "ours", "a/b/page": "ours"}
		for p, content := range ours {
			out.Stage(p, []byte(content))
		}
		theirs.put(t, dir)
		_, err = out.Commit()
		got, want := readTree(t, dir, false), theirs.withFolders()
		if name == "folder above" {
			want = union(theirs, ours).withFolders()
		} else if err == nil || !strings.Contains(err.Error(), "page") {
			t.Errorf("%s: err = %v", name, err)
		}
		if !maps.Equal(got, want) {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestAdoptOverwritesFilesOnly(t *testing.T) {
	dir := scratch(t)
	tree{"page": "mine", "dir/x": "mine"}.put(t, dir)
	if _, err := publish(t, dir, tree{"page": "ours"}, Options{Adopt: true}); err != nil {
		t.Fatal(err)
	}
	if _, err := publish(t, dir, tree{"dir": "ours"}, Options{Adopt: true}); err == nil {
		t.Error("a folder with somebody's file was adopted")
	}
	if got := readTree(t, dir, false); got["page"] != "ours" || got["dir/x"] != "mine" {
		t.Errorf("%v", got)
	}
}

func TestLostManifestHealsWhenNothingChanged(t *testing.T) {
	dir := scratch(t)
	mustCommit(t, dir, before)
	whole := readTree(t, dir, true)
	os.Remove(filepath.Join(dir, manifestName))
	if s := mustCommit(t, dir, before); s.Written != 0 || s.Kept != len(before) {
		t.Errorf("%+v", s)
	}
	if got := readTree(t, dir, true); !maps.Equal(got, whole) {
		t.Errorf("%v", got)
	}
}

// TestDamagedManifestDeletesOnlyWhatIsSurelyOurs changes every byte of a
// manifest that also claims somebody else's file.
func TestDamagedManifestDeletesOnlyWhatIsSurelyOurs(t *testing.T) {
	for at := 0; ; at += 3 {
		dir := scratch(t)
		mustCommit(t, dir, tree{"ours": "ours", "stays": "stays"})
		name := filepath.Join(dir, manifestName)
		raw, _ := os.ReadFile(name)
		if at >= len(raw) {
			break
		}
		raw[at] ^= 0x11
		os.WriteFile(name, append(raw, fmt.Sprintf("%064d 4 theirs\n", 0)...), 0o644)
		tree{"theirs": "mine", "ourt": "mine", "nurs": "mine"}.put(t, dir)
		out, err := Open(dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if notes := strings.Join(out.Notes(), "\n"); !strings.Contains(notes, "damaged") {
			t.Errorf("byte %d: notes: %q", at, notes)
		}
		out.Stage("stays", []byte("stays"))
		if _, err := out.Commit(); err != nil {
			t.Fatal(err)
		}
		got := readTree(t, dir, false)
		for _, p := range []string{"theirs", "ourt", "nurs"} {
			if got[p] != "mine" {
				t.Errorf("byte %d: %s is gone", at, p)
			}
		}
		if _, err := os.Stat(name); err != nil || got["stays"] != "stays" {
			t.Errorf("byte %d: %v %v", at, err, got)
		}
	}
}

func TestDangerousFoldersAreRefused(t *testing.T) {
	base := scratch(t)
	home := filepath.Join(base, "home")
	site := filepath.Join(home, "work", "site")
	for _, d := range []string{"content/briefings", "templates", "static", ".git", "public"} {
		os.MkdirAll(filepath.Join(site, filepath.FromSlash(d)), 0o755)
	}
	t.Setenv("HOME", home)
	os.Symlink(site, filepath.Join(base, "link-to-site"))
	os.Symlink(filepath.Join(site, "content"), filepath.Join(site, "link-to-content"))
	os.Symlink(home, filepath.Join(base, "link-to-home"))
	was := readTree(t, base, true)
	for _, dir := range []string{
		"/", home, filepath.Dir(home), filepath.Join(base, "link-to-home"), site, filepath.Dir(site), filepath.Join(site, "public", ".."),
		filepath.Join(base, "link-to-site"), filepath.Join(site, "content"), filepath.Join(site, "content", "briefings"),
		filepath.Join(site, "content", "new", "deep"), filepath.Join(site, "templates"), filepath.Join(site, "static", "out"),
		filepath.Join(site, ".git"), filepath.Join(site, "link-to-content"), filepath.Join(site, "link-to-content", "new"),
		filepath.Join(base, "link-to-site", "static"),
	} {
		if out, err := Open(dir, Options{SiteDir: site}); err == nil {
			t.Errorf("%s was opened as %s", dir, out.Dir())
			out.Abort()
		}
		if out, err := Open(dir, Options{SiteDir: filepath.Join(base, "link-to-site")}); err == nil {
			t.Errorf("%s was opened beside a linked site", dir)
			out.Abort()
		}
	}
	if got := readTree(t, base, true); !maps.Equal(got, was) {
		t.Errorf("something was made: %v", got)
	}
	for _, dir := range []string{filepath.Join(site, "public"), filepath.Join(site, "contents"), filepath.Join(base, "else", "where")} {
		out, err := Open(dir, Options{SiteDir: site})
		if err != nil {
			t.Errorf("%s: %v", dir, err)
			continue
		}
		out.Abort()
	}
}

func TestLinkedOutputFolderIsFollowedOnceAndSaid(t *testing.T) {
	base := scratch(t)
	os.Mkdir(filepath.Join(base, "real"), 0o755)
	os.Symlink("real", filepath.Join(base, "public"))
	out, err := Open(filepath.Join(base, "public"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer out.Abort()
	if out.Dir() != filepath.Join(base, "real") || !strings.Contains(strings.Join(out.Notes(), ""), "leads to") {
		t.Errorf("%s, %q", out.Dir(), out.Notes())
	}
}

// TestNoLinkLeadsOut puts links where folders and files of the output belong.
func TestNoLinkLeadsOut(t *testing.T) {
	for name, link := range map[string]func(dir, outside string) error{
		"folder, absolute": func(d, o string) error { return os.Symlink(o, filepath.Join(d, "page")) },
		"folder, relative": func(d, o string) error { return os.Symlink("../outside", filepath.Join(d, "page")) },
		"folder, inside":   func(d, o string) error { return os.Symlink("theirs", filepath.Join(d, "page")) },
		"dangling":         func(d, o string) error { return os.Symlink("nowhere", filepath.Join(d, "page")) },
		"to itself":        func(d, o string) error { return os.Symlink("page", filepath.Join(d, "page")) },
		"to the top":       func(d, o string) error { return os.Symlink(".", filepath.Join(d, "page")) },
		"staging":          func(d, o string) error { return os.Symlink(o, filepath.Join(d, stagingName)) },
		"lock":             func(d, o string) error { return os.Symlink("../outside/file", filepath.Join(d, lockName)) },
		"lock, inside":     func(d, o string) error { return os.Symlink("theirs/file", filepath.Join(d, lockName)) },
		"manifest":         func(d, o string) error { return os.Symlink("../outside/file", filepath.Join(d, manifestName)) },
		"file in a folder": func(d, o string) error {
			os.Mkdir(filepath.Join(d, "page"), 0o755)
			return os.Symlink("../../outside/file", filepath.Join(d, "page/index.html"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			base := scratch(t)
			dir, outside := filepath.Join(base, "public"), filepath.Join(base, "outside")
			tree{"outside/file": "secret", "outside/index.html": "secret", "public/theirs/file": "theirs", "public/theirs/index.html": "theirs"}.put(t, base)
			if err := link(dir, outside); err != nil {
				t.Fatal(err)
			}
			was := readTree(t, base, true)
			if s, err := publish(t, dir, tree{"page/index.html": "ours"}, Options{Adopt: true}); err == nil {
				t.Errorf("written: %+v: %v", s, readTree(t, base, true))
			}
			if got := readTree(t, base, true); !maps.Equal(got, was) {
				t.Errorf("something changed: %v", got)
			}
		})
	}
}

// TestDeletionGoesThroughNoLink replaces a folder of ours by a link to somebody
// else's.
func TestDeletionGoesThroughNoLink(t *testing.T) {
	base := scratch(t)
	dir := filepath.Join(base, "public")
	if _, err := publish(t, dir, tree{"page/index.html": "ours", "file": "ours"}, Options{}); err != nil {
		t.Fatal(err)
	}
	tree{"outside/index.html": "theirs", "public/theirs/index.html": "theirs"}.put(t, base)
	for _, to := range []string{"../outside", "theirs"} {
		os.RemoveAll(filepath.Join(dir, "page"))
		os.Remove(filepath.Join(dir, "file"))
		os.Symlink(to, filepath.Join(dir, "page"))
		os.Symlink(to+"/index.html", filepath.Join(dir, "file"))
		if _, err := publish(t, dir, tree{}, Options{}); err != nil {
			t.Fatal(err)
		}
		got := readTree(t, base, false)
		if got["outside/index.html"] != "theirs" || got["public/theirs/index.html"] != "theirs" || got["public/page"] == "" {
			t.Errorf("%v", got)
		}
		mustCommit(t, dir, tree{})
		os.Remove(filepath.Join(dir, "page"))
		os.Remove(filepath.Join(dir, "file"))
		if _, err := publish(t, dir, tree{"page/index.html": "ours", "file": "ours"}, Options{}); err != nil {
			t.Fatal(err)
		}
	}
}
