package cli

import (
	"errors"
	"os"
	"os/exec"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	theme := os.DirFS(mustAbs("../.."))
	testscript.Main(m, map[string]func(){
		"chancery": func() { os.Exit(Main(theme)) },
	})
}

func mustAbs(p string) string {
	if v := os.Getenv("CHANCERY_THEME"); v != "" {
		return v
	}
	wd, err := os.Getwd()
	if err != nil {
		panic(err)
	}
	return wd + "/" + p
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Setenv("CHANCERY_THEME", mustAbs("../.."))
			e.Setenv("HOME", e.WorkDir+"/home")
			return nil
		},
		UpdateScripts: os.Getenv("UPDATE") != "",
		Cmds:          map[string]func(*testscript.TestScript, bool, []string){"exitcode": exitCode},
	})
}

// exitCode runs chancery and compares its exit code: exitcode 2 build --x.
func exitCode(ts *testscript.TestScript, neg bool, args []string) {
	err := ts.Exec("chancery", args[1:]...)
	var exit *exec.ExitError
	got := "0"
	if errors.As(err, &exit) {
		got = strconv.Itoa(exit.ExitCode())
	}
	if got != args[0] {
		ts.Fatalf("exit code %s, want %s", got, args[0])
	}
}
