package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"chancery/generator/build"
	"chancery/generator/problem"
)

type buildFlags struct {
	output, baseURL, now                string
	drafts, clean, verify, asJSON, wait bool
}

func (a *app) build() *cobra.Command {
	var f buildFlags
	c := &cobra.Command{
		Use:   "build",
		Short: "Render the site to public/",
		Long: `Build reads the site and writes every page, feed and data file below public/.

Nothing is written while anything is wrong: all problems are printed at once,
each with its file, line and column, and the last good public/ stays as it is.
Files that have not changed are not touched; files that an earlier build wrote
and that have no place any more are removed; files of others are left alone.

With --drafts the folder holds what is not public, marked, and every page asks
search engines to leave it out: it is not for publishing.`,
		Example: `  chancery build
  chancery build --site desk --output /srv/www
  chancery build --now 2025-03-01T06:00+01:00     as of that moment`,
		Args: nothing,
		RunE: func(*cobra.Command, []string) error { return a.runBuild(f) },
	}
	c.Flags().StringVar(&f.output, "output", "", "the `folder` to write to (default public/ in the site)")
	c.Flags().StringVar(&f.baseURL, "base-url", "", "the `address` of the published site, instead of base_url in site.yaml")
	c.Flags().StringVar(&f.now, "now", "", "the `time` that decides what is public, as front matter has it (default: the clock)")
	c.Flags().BoolVar(&f.drafts, "drafts", false, "show drafts, embargoed and expired briefings, marked; not for publishing")
	c.Flags().BoolVar(&f.clean, "clean", false, "read everything anew instead of using what the last build remembered")
	c.Flags().BoolVar(&f.verify, "verify", false, "render every page and compare it with what was remembered")
	c.Flags().BoolVar(&f.wait, "wait", false, "wait for another build of the same site to end")
	c.Flags().BoolVar(&f.asJSON, "json", false, "print figures and problems as JSON")
	return c
}

func (a *app) runBuild(f buildFlags) error {
	now, err := a.moment(f.now)
	if err != nil {
		return err
	}
	out := f.output
	if out == "" {
		out = filepath.Join(a.dir, "public")
	}
	o := a.buildOptions(f)
	o.Now = now
	a.makeRoom()
	letGrow(newCollector(0).next(0, 0)) // until the sources are counted
	building, ended := context.WithCancel(context.Background())
	defer ended()
	o.Found = func(sources int) { go newCollector(sources).watch(building) }
	r, list, err := build.Build(o, out)
	if f.asJSON {
		return a.buildJSON(r, list, err)
	}
	a.print(list, nothingWritten)
	if err != nil {
		return err
	}
	if list.Errors() > 0 {
		return errProblems
	}
	a.summary(r)
	if f.drafts {
		fmt.Fprintf(a.Out, "%s holds what is not public (--drafts): it is not for publishing; build without --drafts before you do\n", out)
	}
	if len(r.Wrong) > 0 {
		return fmt.Errorf("remembered wrongly, and mended: %s; please report it", strings.Join(r.Wrong, ", "))
	}
	return nil
}

// buildOptions are those of the flags.
func (a *app) buildOptions(f buildFlags) build.Options {
	o := build.Options{
		Dir: a.dir, Theme: a.theme, BaseURL: f.baseURL, Drafts: f.drafts, Clean: f.clean, Verify: f.verify, Wait: f.wait,
		Version: programID(),
	}
	if a.Live && !f.asJSON {
		o.Progress = a.progress()
	}
	return o
}

// nothingWritten follows from problems where a command writes.
const nothingWritten = ", nothing was written"

// summary is what a build says at its end: what it left out, when the site next
// changes by itself, what it did.
func (a *app) summary(r build.Result) {
	for _, n := range r.Notes {
		fmt.Fprintln(a.Out, n)
	}
	if len(r.Left) > 0 {
		fmt.Fprintf(a.Out, "left out: %s\n", plural(len(r.Left), "briefing", "briefings"))
		for _, l := range r.Left {
			fmt.Fprintf(a.Out, "  %s: %s\n", l.Path, l.Reason)
		}
	}
	if !r.Next.IsZero() {
		fmt.Fprintf(a.Out, "next change by time alone: %s\n", r.Next.Format(time.RFC3339))
	}
	if !r.Absolute {
		fmt.Fprintln(a.Out, "no base_url: feeds and sitemap were left out")
	}
	fmt.Fprintln(a.Out, r)
}

// progress shows one line, at most ten times a second.
func (a *app) progress() func(done, total int) {
	var mu sync.Mutex
	var last time.Time
	began := time.Now()
	return func(done, total int) {
		mu.Lock()
		defer mu.Unlock()
		if done == total {
			fmt.Fprint(a.Err, "\r\x1b[K")
			return
		}
		if time.Since(last) < 100*time.Millisecond {
			return
		}
		last = time.Now()
		fmt.Fprintf(a.Err, "\r\x1b[K%d of %d pages, %.1f s", done, total, time.Since(began).Seconds())
	}
}

// reported is a problem in JSON.
type reported struct {
	Path     string `json:"path"`
	Line     int    `json:"line,omitempty"`
	Column   int    `json:"column,omitempty"`
	Severity string `json:"severity"`
	Message  string `json:"message"`
	Hint     string `json:"hint,omitempty"`
}

func reports(list problem.List) []reported {
	out := make([]reported, 0, len(list))
	for _, p := range list {
		out = append(out, reported{p.Path, p.Line, p.Col, p.Severity.String(), p.Message, p.Hint})
	}
	return out
}

func (a *app) buildJSON(r build.Result, list problem.List, err error) error {
	report := struct {
		Briefings int        `json:"briefings"`
		Pages     int        `json:"pages"`
		Rendered  int        `json:"rendered"`
		Written   int        `json:"written"`
		Kept      int        `json:"unchanged"`
		Deleted   int        `json:"removed"`
		Bytes     int64      `json:"bytes_written"`
		Seconds   float64    `json:"seconds"`
		Hidden    int        `json:"left_out"`
		Next      *time.Time `json:"next_change,omitempty"`
		Problems  []reported `json:"problems"`
	}{
		r.Briefings, r.Pages, r.Rendered, r.Written, r.Kept, r.Deleted, r.Bytes, r.Elapsed.Seconds(), len(r.Left), nil, reports(list),
	}
	if !r.Next.IsZero() {
		report.Next = &r.Next
	}
	enc := json.NewEncoder(a.Out)
	enc.SetIndent("", "  ")
	if e := enc.Encode(report); e != nil {
		return e
	}
	if err != nil {
		return err
	}
	if list.Errors() > 0 {
		return errProblems
	}
	return nil
}
