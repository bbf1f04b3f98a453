package build

import (
	"chancery/generator/problem"
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var kills = flag.Int("kills", 30, "builds to kill at random moments")

// The test's own program is also the one that is killed.
const killMe = "CHANCERY_TEST_BUILD"

func TestMain(m *testing.M) {
	dir := os.Getenv(killMe)
	if dir == "" {
		os.Exit(m.Run())
	}
	_, list, err := Build(options(dir), filepath.Join(dir, "public"))
	if err != nil || list.Errors() > 0 {
		fmt.Fprintln(os.Stderr, err, list)
		os.Exit(1)
	}
}

func builder(ctx context.Context, dir string) *exec.Cmd {
	c := exec.CommandContext(ctx, os.Args[0])
	c.Env = append(os.Environ(), killMe+"="+dir)
	return c
}

// TestKilledBuilds kills builds at random moments, each after every briefing has
// been edited. What then lies in the output folder is whole: every file is of the
// old tree or of the new one. The next build makes the new tree, and leaves
// nothing else behind.
func TestKilledBuilds(t *testing.T) {
	if testing.Short() {
		t.Skip("many builds")
	}
	dir := site(t, smallSite)
	out := filepath.Join(dir, "public")
	began := time.Now()
	if b, err := builder(t.Context(), dir).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, b)
	}
	whole := time.Since(began)
	r := rand.New(rand.NewPCG(3, 4))
	died := 0
	for i := range *kills {
		before := tree(t, out)
		put(t, dir, "content/briefings/2021/one.md", strings.Replace(smallSite["content/briefings/2021/one.md"], "Mali talks", fmt.Sprintf("Mali talks %d", i), 1))
		put(t, dir, fmt.Sprintf("content/briefings/2024/kill-%d.md", i%3), fmt.Sprintf("---\ntitle: Killed %d\ndate: 2024-01-0%d\n---\nChad.\n", i, 1+i%3))
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(r.Int64N(int64(whole))))
		err := builder(ctx, dir).Run()
		cancel()
		if err != nil {
			died++
		}
		during := tree(t, out)
		after := cleanTree(t, dir)
		for name, text := range during {
			if strings.HasPrefix(name, ".chancery") {
				continue
			}
			if text != before[name] && text != after[name] {
				t.Fatalf("kill %d: %s is neither the old file nor the new one", i, name)
			}
		}
		if b, err := builder(t.Context(), dir).CombinedOutput(); err != nil {
			t.Fatalf("the build after kill %d: %v\n%s", i, err, b)
		}
		got := tree(t, out)
		delete(got, ".chancery-manifest")
		if diff := cmp.Diff(after, got); diff != "" {
			t.Fatalf("after kill %d (-clean +next build):\n%s", i, diff)
		}
	}
	if died == 0 {
		t.Error("no build was killed in time")
	}
	for _, name := range litter(t, dir) {
		t.Errorf("left behind: %s", name)
	}
}

// cleanTree is what a build without any memory makes of a site.
func cleanTree(t *testing.T, dir string) (out map[string]string) {
	t.Helper()
	cleanly(t, options(dir), func(s *Snapshot, list problem.List) {
		if s == nil {
			t.Fatal(list)
		}
		out = rendered(t, s)
	})
	return out
}

// litter lists what is in the memory's folder beside what belongs there.
func litter(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(dir, memoryFolder))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		switch e.Name() {
		case memoryName, textsName, textsName + "2", recordsName, recordsName + "2", detailsName, detailsName + "2", stateName, "lock", ".chancery-lock":
		default:
			out = append(out, e.Name())
		}
	}
	return out
}

// TestBuildsAtOnce begins several builds of one site: those that do not wait say
// that another one is at work, or find their turn; the tree is whole.
func TestBuildsAtOnce(t *testing.T) {
	dir := site(t, smallSite)
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			b, err := builder(t.Context(), dir).CombinedOutput()
			var exit *exec.ExitError
			if err != nil && (!errors.As(err, &exit) || !strings.Contains(string(b), "another")) {
				t.Errorf("build %d: %v\n%s", i, err, b)
			}
		})
	}
	wg.Wait()
	got := tree(t, filepath.Join(dir, "public"))
	delete(got, ".chancery-manifest")
	if diff := cmp.Diff(cleanTree(t, dir), got); diff != "" {
		t.Fatal(diff)
	}
}
