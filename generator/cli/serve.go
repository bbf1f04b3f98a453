package cli

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"chancery/generator/build"
	"chancery/generator/serve"
)

type serveFlags struct {
	port   int
	drafts bool
	open   bool
	lan    bool
	now    string
}

func (a *app) serve() *cobra.Command {
	var f serveFlags
	c := &cobra.Command{
		Use:   "serve",
		Short: "Preview the site; pages change as you save",
		Long: `Serve shows the site in the browser of this machine, and brings every change of
a file into the open page. A mistake leaves the last good page where it is and
shows what is wrong, with file, line and what to write instead.

With --lan other machines of the network may look as well: those that have the
address with its token. Without it only this machine can.

Press p on a briefing to see what was understood of it: its countries and why,
the events found in it, what is missing. Nothing is written to public/.`,
		Example: `  chancery serve
  chancery serve --drafts
  chancery serve --lan                  to look from a telephone
  chancery serve --now 2025-12-01       as the site will be then`,
		Args: nothing,
		RunE: func(c *cobra.Command, _ []string) error { return a.runServe(c.Context(), f) },
	}
	c.Flags().IntVar(&f.port, "port", 8000, "the `port`; the next free one is used when it is taken")
	c.Flags().BoolVar(&f.open, "open", false, "open the site in the browser")
	c.Flags().BoolVar(&f.lan, "lan", false, "let other machines look, with a token")
	c.Flags().BoolVar(&f.drafts, "drafts", false, "show drafts, embargoed and expired briefings, marked")
	c.Flags().StringVar(&f.now, "now", "", "the `time` that decides what is public, as front matter has it (default: the clock)")
	return c
}

func (a *app) runServe(ctx context.Context, f serveFlags) error {
	now, err := a.moment(f.now)
	if err != nil {
		return err
	}
	clock := time.Now
	if f.now != "" {
		clock = nil
	}
	if f.port < 1 || f.port > 65535 {
		return usagef("--port: %d is not a port; write a number from 1 to 65535", f.port)
	}
	if ctx == nil {
		ctx = context.Background()
	}
	a.makeRoom()
	letGrow(previewGrowth)
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	return serve.Run(ctx, serve.Options{
		Site:  build.Options{Dir: a.dir, Theme: a.theme, Now: now, Drafts: f.drafts, Version: programID()},
		Clock: clock,
		Port:  f.port,
		LAN:   f.lan,
		Ready: func(addresses []string) { a.ready(addresses, f.open) },
		Say:   func(format string, args ...any) { fmt.Fprintf(a.Err, format+"\n", args...) },
	})
}

func (a *app) ready(addresses []string, open bool) {
	fmt.Fprintf(a.Out, "%s\nstop with Ctrl-C\n", strings.Join(addresses, "\n"))
	if !open {
		return
	}
	if err := openBrowser(addresses[0]); err != nil {
		fmt.Fprintf(a.Err, "the browser cannot be opened: %v\n", err)
	}
}
