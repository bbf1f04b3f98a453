package cli

import (
	"bytes"
	"os"
	"regexp"
	"slices"
	"testing"
)

// TestTheREADMEListsEveryCommandAndFlag compares its table with the commands.
func TestTheREADMEListsEveryCommandAndFlag(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	row, flag := regexp.MustCompile("(?m)^\\| `([a-z]+)[^`]*` \\|(.*)\\|$"), regexp.MustCompile("`--([a-z-]+)`")
	_, table, _ := bytes.Cut(text, []byte("\n## Commands\n"))
	table, _, _ = bytes.Cut(table, []byte("\n## "))
	listed := map[string][]string{}
	for _, m := range row.FindAllSubmatch(table, -1) {
		flags := []string{}
		for _, f := range flag.FindAllSubmatch(m[2], -1) {
			flags = append(flags, string(f[1]))
		}
		listed[string(m[1])] = flags
	}
	usage := regexp.MustCompile(`(?m)^ +(?:-\w, )?--([a-z-]+)`)
	for _, c := range (&app{}).root().Commands() {
		flags, ok := listed[c.Name()]
		delete(listed, c.Name())
		if !ok && c.Name() != "help" { // of which the text speaks
			t.Errorf("%s is not listed", c.Name())
		}
		for _, m := range usage.FindAllStringSubmatch(c.LocalNonPersistentFlags().FlagUsages(), -1) {
			if !slices.Contains(flags, m[1]) {
				t.Errorf("%s has --%s, which is not listed", c.Name(), m[1])
			}
		}
		for _, name := range flags {
			if c.LocalNonPersistentFlags().Lookup(name) == nil {
				t.Errorf("%s has no --%s", c.Name(), name)
			}
		}
	}
	for name := range listed {
		t.Errorf("there is no command %s", name)
	}
}
