// Package cli is the command line: one file a command, flags, messages and exit
// codes. It alone knows the terminal and the working folder, and decides what time
// it is.
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

	"chancery/generator/config"
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
	room  func() // makes room in memory, before much is put there; may be nil
}

// makeRoom prepares the memory of this process for a site.
func (a *app) makeRoom() {
	if a.room != nil {
		a.room()
	}
}

// errProblems says that problems of the site have been printed.
var errProblems = errors.New("the site has problems")

// Main carries out the command line of this process and returns the exit code. It
// is called once.
func Main(theme fs.FS) int {
	a := &app{Streams: Terminal(), theme: theme, room: makeRoom}
	return a.run(os.Args[1:])
}

// Run carries out a command line and returns the exit code.
func Run(args []string, s Streams, theme fs.FS) int {
	a := &app{Streams: s, theme: theme}
	return a.run(args)
}

func (a *app) run(args []string) int {
	s := a.Streams
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
	case errors.As(err, &usage):
		fmt.Fprintf(s.Err, "chancery: %v\n", err)
		return exitUsage
	}
	fmt.Fprintf(s.Err, "chancery: %v\n", err)
	return exitCould
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
		Args: nothing,
		RunE: help,
	}
	c.PersistentFlags().StringVar(&a.dir, "site", ".", "the site's `folder`")
	c.SetFlagErrorFunc(flagError)
	c.SetHelpCommand(helpCommand())
	c.AddCommand(a.build(), a.serve(), a.list(), a.newBriefing(), a.initSite(), a.version())
	c.InitDefaultCompletionCmd()
	for _, sub := range c.Commands() {
		if sub.Name() != "completion" {
			continue
		}
		sub.RunE, sub.Args = help, nothing // without it cobra takes any shell, and says nothing of one it does not know
		for _, shell := range sub.Commands() {
			shell.Args = nothing
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
		Use: "version", Short: "Print the program's version", Args: nothing,
		Run: func(*cobra.Command, []string) {
			fmt.Fprintf(a.Out, "chancery %s\n", programVersion())
		},
	}
}

// mostProblems bounds those that are printed.
const mostProblems = 200

// print writes problems, and a line that counts them and says what follows.
func (a *app) print(list problem.List, follows string) {
	for i, p := range list {
		if i == mostProblems {
			fmt.Fprintf(a.Err, "… and %d more\n", len(list)-i)
			break
		}
		fmt.Fprintln(a.Err, a.coloured(p))
	}
	if n := list.Errors(); n > 0 {
		fmt.Fprintf(a.Err, "%s%s\n", plural(n, "problem", "problems"), follows)
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

// moment reads --now as the site's front matter reads times. What is wrong with
// site.yaml is told by those who need more of it.
func (a *app) moment(s string) (time.Time, error) {
	if s == "" {
		return time.Now(), nil
	}
	var text []byte
	if root, err := os.OpenRoot(a.dir); err == nil {
		defer root.Close()
		text, _ = root.ReadFile("site.yaml")
	}
	cfg, _ := config.Read("site.yaml", text)
	at, err := cfg.Moment(s)
	if err != nil {
		return time.Time{}, usagef("--now: %v", err)
	}
	return at, nil
}
