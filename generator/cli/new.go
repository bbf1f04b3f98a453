package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"chancery/generator/config"
	"chancery/generator/slug"
)

func (a *app) newBriefing() *cobra.Command {
	var lang, now string
	c := &cobra.Command{
		Use:   "new TITLE",
		Short: "Begin a briefing: a dated file that builds as it is",
		Long: `New writes a file below content/briefings/ with today's date, the title and, when
the site has one author only, that author. It is a draft: take the line draft:
away to publish it. An existing file is never overwritten.`,
		Example: `  chancery new "Mali and Algeria reopen their border"
  chancery new --lang fr "Le Mali rouvre sa frontière"`,
		Args: single("title"),
		RunE: func(_ *cobra.Command, args []string) error { return a.runNew(args[0], lang, now) },
	}
	c.Flags().StringVar(&lang, "lang", "", "the `language`, when it is not the site's default")
	c.Flags().StringVar(&now, "now", "", "the `time` that is today (default: the clock)")
	return c
}

func (a *app) runNew(title, lang, now string) error {
	at, err := a.moment(now)
	if err != nil {
		return err
	}
	title = strings.Join(strings.Fields(title), " ")
	if slug.Make(title) == "" {
		return usagef("the title %q has no letters", title)
	}
	root, err := os.OpenRoot(a.dir)
	if err != nil {
		return err
	}
	defer root.Close()
	cfg, err := a.config(root)
	if err != nil {
		return err
	}
	if cfg.TimeZone != nil {
		at = at.In(cfg.TimeZone)
	}
	name, err := newPath(cfg, title, lang, at)
	if err != nil {
		return err
	}
	if err := create(root, name, newText(cfg, title, at)); err != nil {
		return err
	}
	fmt.Fprintln(a.Out, path.Join(a.dir, name))
	return nil
}

// config reads the configuration of the site, and prints what is wrong with it.
func (a *app) config(root *os.Root) (config.Config, error) {
	text, err := root.ReadFile("site.yaml")
	if errors.Is(err, fs.ErrNotExist) {
		return config.Config{}, fmt.Errorf("%s has no site.yaml; begin a site with: chancery init %s", a.dir, a.dir)
	}
	if err != nil {
		return config.Config{}, err
	}
	cfg, list := config.Read("site.yaml", text)
	if list.Errors() > 0 {
		a.print(list, nothingWritten)
		return cfg, errProblems
	}
	return cfg, nil
}

func newPath(cfg config.Config, title, lang string, at time.Time) (string, error) {
	suffix := ""
	if lang != "" && lang != cfg.Languages[0] {
		suffix = "." + lang
		if !slices.Contains(cfg.Languages, lang) {
			return "", usagef("--lang: %q is not a language of this site; it has %s", lang, strings.Join(cfg.Languages, ", "))
		}
	}
	return fmt.Sprintf("content/briefings/%d/%s-%s%s.md", at.Year(), at.Format(time.DateOnly), slug.Make(title), suffix), nil
}

func newText(cfg config.Config, title string, at time.Time) string {
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: %q\ndate: %s\n", title, at.Format(time.DateOnly))
	if len(cfg.Authors) == 1 {
		fmt.Fprintf(&b, "author: %s\n", cfg.Authors[0].ID)
	}
	b.WriteString("draft: true\n---\n\nThe first paragraph says what happened and why it matters. It is the summary\nunless the front matter has one.\n")
	return b.String()
}

// create writes a file that does not exist yet, with its folders.
func create(root *os.Root, name, text string) error {
	if err := root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return err
	}
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s exists already; it was left as it is", name)
	}
	if err != nil {
		return err
	}
	if _, err := f.WriteString(text); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
