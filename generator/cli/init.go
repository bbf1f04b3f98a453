package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"
)

func (a *app) initSite() *cobra.Command {
	var now string
	c := &cobra.Command{
		Use:   "init DIR",
		Short: "Make a new site: configuration and one sample briefing",
		Long: `Init makes a folder that builds at once: site.yaml, one briefing that shows what
Chancery understands, and empty folders templates/ and static/ for what you want
to look otherwise than the default theme. A folder with files in it is refused.`,
		Example: "  chancery init desk",
		Args:    single("folder"),
		RunE:    func(_ *cobra.Command, args []string) error { return a.runInit(args[0], now) },
	}
	c.Flags().StringVar(&now, "now", "", "the `time` that is today (default: the clock)")
	return c
}

func (a *app) runInit(dir, now string) error {
	at, err := a.moment(now)
	if err != nil {
		return err
	}
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(a.dir, dir)
	}
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
		return fmt.Errorf("%s is not empty; init wants a new folder", dir)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	for _, f := range starter(at) {
		if err := create(root, f.name, f.text); err != nil {
			return err
		}
	}
	fmt.Fprintf(a.Out, "made a site in %s\n\nnext:\n  chancery build --site %s\n", dir, dir)
	return nil
}

type starterFile struct{ name, text string }

// starter is a new site. Its sample tells a documented event.
func starter(at time.Time) []starterFile {
	year := at.Year()
	return []starterFile{
		{"site.yaml", starterConfig},
		{fmt.Sprintf("content/briefings/%d/first-briefing.md", year), fmt.Sprintf(starterBriefing, at.Format(time.DateOnly))},
		{".gitignore", "/public/\n/.chancery/\n"},
		{"templates/.keep", ""},
		{"static/.keep", ""},
	}
}

const starterConfig = `# Everything about this publication. Only title is required.
title: A New Desk
tagline: Dated, signed, sourced

# Where it will be published. Without it there are no feeds and no sitemap.
# base_url: https://example.org

languages: [en]
time_zone: UTC
date_order: dmy

authors:
  editor:
    name: The Editor
    role: Editor
`

const starterBriefing = `---
title: How the Algiers Agreement on Mali came and went
date: %s
author: editor
region: Sahel
sources:
  - title: Agreement for Peace and Reconciliation in Mali resulting from the Algiers process
    publisher: United Nations Peacemaker
    date: 2015-06-20
---

The peace agreement that Algeria mediated for northern Mali held, on paper, for
more than eight years. Bamako declared it at an end in January 2024.[1]

## Timeline

- 15 May 2015: the government and allied movements sign in Bamako.
- 20 June 2015: the Coordination of Azawad Movements signs as well.
- 25 January 2024: Mali's transitional government ends the agreement with
  immediate effect.

## What this file shows

The countries of this piece were found in its text; the list above became part
of the timeline because of its heading. Replace this text with your own.
`
