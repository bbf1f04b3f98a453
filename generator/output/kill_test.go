package output

import (
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestMain lets the test binary be the process that is killed.
func TestMain(m *testing.M) {
	if len(os.Args) == 4 && os.Args[1] == "write-trees" {
		first, _ := strconv.Atoi(os.Args[3])
		writeTrees(os.Args[2], first)
	}
	if len(os.Args) == 3 && os.Args[1] == "hold-tree" {
		holdTree(os.Args[2])
	}
	os.Exit(m.Run())
}

// writeTrees builds one generation after the other until it is killed.
func writeTrees(dir string, first int) {
	for n := first; ; n++ {
		t, err := Open(dir, Options{Wait: true})
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		for p, content := range generation(n) {
			if _, err := t.Stage(p, []byte(content)); err != nil {
				fmt.Println(err)
				os.Exit(1)
			}
		}
		if _, err := t.Commit(); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
	}
}

// generation is a tree in which every file tells its number, and whose shape
// changes with it.
func generation(n int) tree {
	out := tree{"index.html": strconv.Itoa(n), "constant": "constant"}
	for i := range 40 {
		p := fmt.Sprintf("page-%d/index.html", (i*7+n)%60)
		if i%5 == 0 {
			p = fmt.Sprintf("turn-%d", i) + strings.Repeat("/in", n%3)
		}
		out[p] = strings.Repeat(strconv.Itoa(n)+" ", 200)
	}
	return out
}

// TestKilledProcessLeavesOneGeneration kills a writing process at moments spread
// over its work.
func TestKilledProcessLeavesOneGeneration(t *testing.T) {
	dir := scratch(t)
	mustCommit(t, dir, generation(0))
	finished := 0
	for kill := range 30 {
		runAndKill(t, dir, kill*1000)
		out, err := Open(dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(strings.Join(out.Notes(), ""), "finished") {
			finished++
		}
		if err := out.Abort(); err != nil {
			t.Fatal(err)
		}
		got := readTree(t, dir, false)
		n, err := strconv.Atoi(got["index.html"])
		if err != nil || !maps.Equal(got, generation(n).withFolders()) {
			t.Fatalf("kill %d: generation %q is mixed or has litter: %v", kill, got["index.html"], maps.Collect(maps.All(got)))
		}
	}
	t.Logf("%d of 30 kills came in the middle of a switch", finished)
}

func runAndKill(t *testing.T, dir string, first int) {
	t.Helper()
	c := exec.Command(os.Args[0], "write-trees", dir, strconv.Itoa(first))
	var said strings.Builder
	c.Stdout = &said
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(15*time.Millisecond + time.Duration(rand.IntN(40_000))*time.Microsecond)
	c.Process.Kill()
	c.Wait()
	if said.Len() > 0 {
		t.Fatal(said.String())
	}
}

// holdTree keeps a folder locked until its input ends.
func holdTree(dir string) {
	t, err := Open(dir, Options{})
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("open")
	io.ReadAll(os.Stdin)
	t.Abort()
	os.Exit(0)
}

func TestLockNamesItsHolderAndCanBeWaitedFor(t *testing.T) {
	dir := scratch(t)
	c := exec.Command(os.Args[0], "hold-tree", dir)
	in, _ := c.StdinPipe()
	out, _ := c.StdoutPipe()
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	io.ReadFull(out, make([]byte, len("open\n")))
	_, err := Open(dir, Options{})
	if err == nil || !strings.Contains(err.Error(), fmt.Sprintf("process %d since ", c.Process.Pid)) {
		t.Errorf("err = %v", err)
	}
	done := make(chan error)
	go func() {
		_, err := publish(t, dir, before, Options{Wait: true})
		done <- err
	}()
	select {
	case err := <-done:
		t.Errorf("it did not wait: %v", err)
	case <-time.After(50 * time.Millisecond):
	}
	in.Close()
	c.Wait()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if _, err := os.Lstat(filepath.Join(dir, lockName)); !os.IsNotExist(err) {
		t.Errorf("the lock file is left: %v", err)
	}
}

func TestManyWritersTakeTurns(t *testing.T) {
	dir := scratch(t)
	errs := make(chan error)
	for n := range 8 {
		go func() {
			_, err := publish(t, dir, generation(n), Options{Wait: true})
			errs <- err
		}()
	}
	for range 8 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	got := readTree(t, dir, false)
	n, _ := strconv.Atoi(got["index.html"])
	if !maps.Equal(got, generation(n).withFolders()) {
		t.Errorf("%v", got)
	}
}
