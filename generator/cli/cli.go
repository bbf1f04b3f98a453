// Package cli is the command line: one file a command, flags, messages and exit
// codes. It alone knows the terminal, the clock and the working folder.
package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"chancery/generator/digest"
	"chancery/generator/problem"
)

// Exit codes.
const (
	exitDone     = 0
	exitProblems = 1 // in the site
	exitUsage    = 2 // of the command line
	exitCould    = 3 // not: disk, network
)

// Streams is where a command reads and writes.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
	Live     bool // Err is a terminal: progress may be shown
	Colour   bool
}

// Terminal is the streams of this process.
func Terminal() Streams {
	live := term.IsTerminal(int(os.Stderr.Fd()))
	return Streams{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		Live: live, Colour: live && os.Getenv("NO_COLOR") == "",
	}
}

// app is what all commands share.
type app struct {
	Streams
	theme fs.FS
	dir   string // the site's folder
}

// errProblems says that problems of the site have been printed.
var errProblems = errors.New("the site has problems")

// usageError is a mistake on the command line.
type usageError struct{ error }

// Run carries out a command line and returns the exit code.
func Run(args []string, s Streams, theme fs.FS) int {
	a := &app{Streams: s, theme: theme}
	root := a.root()
	root.SetArgs(args)
	root.SetIn(s.In)
	root.SetOut(s.Out)
	root.SetErr(s.Err)
	err := root.Execute()
	var usage usageError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errProblems):
		return exitProblems
	case errors.As(err, &usage), isUsage(err):
		fmt.Fprintf(s.Err, "chancery: %v\n", err)
		return exitUsage
	}
	fmt.Fprintf(s.Err, "chancery: %v\n", err)
	return exitCould
}

// isUsage recognises the mistakes that cobra itself reports.
func isUsage(err error) bool {
	for _, prefix := range []string{"unknown command", "unknown flag", "unknown shorthand", "flag needs", "invalid argument", "accepts ", "requires ", "if any flags in the group"} {
		if strings.HasPrefix(err.Error(), prefix) {
			return true
		}
	}
	return false
}

func (a *app) root() *cobra.Command {
	c := &cobra.Command{
		Use:   "chancery",
		Short: "Publish briefings: dated, signed, sourced analysis about places",
		Long: `Chancery turns a folder of briefings into a finished publication: pages for
every briefing, country, region, author and topic, a timeline that writes
itself, feeds, and data for machines.

Begin with:

  chancery init desk       make a site in the folder desk
  cd desk
  chancery new "Title"     begin a briefing
  chancery build           render the site to public/`,
		SilenceUsage: true, SilenceErrors: true,
		Args: cobra.NoArgs,
		RunE: help,
	}
	c.PersistentFlags().StringVar(&a.dir, "site", ".", "the site's `folder`")
	c.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	c.AddCommand(a.build(), a.serve(), a.list(), a.newBriefing(), a.initSite(), a.version())
	c.InitDefaultCompletionCmd()
	for _, sub := range c.Commands() {
		if sub.Name() == "completion" {
			sub.RunE = help // without it cobra takes any shell, and says nothing of one it does not know
		}
	}
	return c
}

func help(c *cobra.Command, _ []string) error { return c.Help() }

// version of the program: what the module system recorded, with the revision.
func programVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	v := info.Main.Version
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 && !strings.Contains(v, s.Value[:12]) {
			v += " " + s.Value[:12]
		}
	}
	return v
}

// programID tells one program from another, for what is remembered between two
// runs: its version, and where that is no release the beginning of the
// executable, which holds the id that the Go linker makes of all its content.
func programID() string {
	v := programVersion()
	if !strings.Contains(v, "devel") && !strings.Contains(v, "dirty") {
		return v
	}
	name, err := os.Executable()
	if err != nil {
		return v
	}
	f, err := os.Open(name)
	if err != nil {
		return v
	}
	defer f.Close()
	const beginning = 1 << 16
	head, err := io.ReadAll(io.LimitReader(f, beginning))
	if err != nil {
		return v
	}
	return v + " " + digest.Bytes(head).String()
}

func (a *app) version() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the program's version", Args: cobra.NoArgs,
		Run: func(*cobra.Command, []string) {
			fmt.Fprintf(a.Out, "chancery %s\n", programVersion())
		},
	}
}

// print writes problems, at most so many, and a line that counts them.
const mostProblems = 200

func (a *app) print(list problem.List) {
	for i, p := range list {
		if i == mostProblems {
			fmt.Fprintf(a.Err, "… and %d more\n", len(list)-i)
			break
		}
		fmt.Fprintln(a.Err, a.coloured(p))
	}
	if n := list.Errors(); n > 0 {
		fmt.Fprintf(a.Err, "%s, nothing was written\n", plural(n, "problem", "problems"))
	}
}

func (a *app) coloured(p problem.Problem) string {
	text := p.String()
	if !a.Colour {
		return text
	}
	colour := "\x1b[31m"
	if p.Severity == problem.Warning {
		colour = "\x1b[33m"
	}
	place, rest, _ := strings.Cut(text, ": ")
	return "\x1b[1m" + place + "\x1b[0m: " + colour + rest + "\x1b[0m"
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// moment reads --now: a time with zone, or a day in UTC.
func moment(s string) (time.Time, error) {
	if s == "" {
		return time.Now(), nil
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, nil
		}
	}
	return time.Time{}, usageError{fmt.Errorf("--now: %q is not a time; write it like 2025-03-01T06:00+01:00", s)}
}
