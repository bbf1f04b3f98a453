package cli

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"chancery/generator/briefing"
	"chancery/generator/build"
	"chancery/generator/escape"
)

type listFlags struct {
	now           string
	asJSON, asCSV bool
	events, skips bool
}

func (a *app) list() *cobra.Command {
	var f listFlags
	c := &cobra.Command{
		Use:   "list",
		Short: "List briefings: what is public and why, countries, events",
		Long: `List shows what the site makes of each briefing: whether it is public and if
not, why; the countries it is about, with a ~ where they were found in the text
rather than declared; how many events were recognised.`,
		Example: `  chancery list
  chancery list --events
  chancery list --csv > briefings.csv`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return a.runList(f) },
	}
	c.Flags().StringVar(&f.now, "now", "", "the `time` that decides what is public (default: the clock)")
	c.Flags().BoolVar(&f.asJSON, "json", false, "print as JSON")
	c.Flags().BoolVar(&f.asCSV, "csv", false, "print as CSV")
	c.Flags().BoolVar(&f.events, "events", false, "list the recognised events instead, with the rule that found each")
	c.Flags().BoolVar(&f.skips, "skipped", false, "list the files under content/ that are not used, with the reason")
	c.MarkFlagsMutuallyExclusive("json", "csv")
	c.MarkFlagsMutuallyExclusive("events", "skipped")
	return c
}

// row is a briefing in the list.
type row struct {
	Path       string   `json:"path"`
	Date       string   `json:"date"`
	Visibility string   `json:"visibility"`
	Title      string   `json:"title"`
	Countries  []string `json:"countries"`
	Inferred   bool     `json:"inferred"`
	Why        []string `json:"why"`
	Events     int      `json:"events"`
}

func (a *app) runList(f listFlags) error {
	now, err := moment(f.now)
	if err != nil {
		return err
	}
	makeRoom()
	snap, list, err := build.Load(build.Options{Dir: a.dir, Theme: a.theme, Now: now, Drafts: true, Version: programID()})
	if err != nil {
		return err
	}
	a.print(list)
	if list.Errors() > 0 {
		return errProblems
	}
	switch {
	case f.skips:
		for _, s := range snap.Skipped {
			fmt.Fprintf(a.Out, "%s: %s\n", s.Path, s.Reason)
		}
		return nil
	case f.events:
		return a.table(f, []string{"date", "rule", "countries", "line", "text"}, eventRows(snap), nil)
	}
	rows := briefingRows(snap)
	cells := make([][]string, len(rows))
	for i, r := range rows {
		cells[i] = []string{r.Date, r.Visibility, mark(r), fmt.Sprint(r.Events), r.Title, r.Path}
	}
	return a.table(f, []string{"date", "visibility", "countries", "events", "title", "path"}, cells, rows)
}

func mark(r row) string {
	s := strings.Join(r.Countries, " ")
	if r.Inferred {
		s = "~" + s
	}
	return s
}

func briefingRows(snap *build.Snapshot) []row {
	reasons := map[*briefing.Briefing]string{}
	for _, h := range snap.Sifted.Hidden {
		reasons[h.Briefing] = h.Reason()
	}
	rows := make([]row, 0, len(snap.Briefings))
	for _, b := range snap.Briefings {
		r := row{Path: b.Path, Date: b.Date.Day.String(), Visibility: "public", Title: b.Title, Inferred: b.Inferred, Events: len(b.Detail().Events), Countries: []string{}, Why: []string{}}
		if reason, ok := reasons[b]; ok {
			r.Visibility = reason
		}
		for _, c := range b.Countries {
			r.Countries, r.Why = append(r.Countries, c.Code), append(r.Why, c.Code+": "+c.Why)
		}
		rows = append(rows, r)
	}
	return rows
}

func eventRows(snap *build.Snapshot) [][]string {
	var rows [][]string
	for _, b := range snap.Briefings {
		for _, e := range b.Detail().Events {
			day := e.Span.Start.String()
			if !e.Span.End.IsZero() {
				day += "/" + e.Span.End.String()
			}
			if e.Inferred {
				day = "~" + day
			}
			rows = append(rows, []string{day, e.Rule.String(), strings.Join(e.Countries, " "), fmt.Sprintf("%s:%d", b.Path, e.Line), e.Text})
		}
	}
	return rows
}

// table prints rows for people, or as CSV; value is what JSON prints.
func (a *app) table(f listFlags, head []string, rows [][]string, value any) error {
	switch {
	case f.asJSON:
		if value == nil {
			value = objects(head, rows)
		}
		enc := json.NewEncoder(a.Out)
		enc.SetIndent("", "  ")
		return enc.Encode(value)
	case f.asCSV:
		w := csv.NewWriter(a.Out)
		w.UseCRLF = true // as the published tables have it
		w.Write(head)
		for _, r := range rows {
			for i := range r {
				r[i] = escape.Cell(r[i])
			}
			w.Write(r)
		}
		w.Flush()
		return w.Error()
	}
	return aligned(a.Out, rows)
}

func objects(head []string, rows [][]string) []map[string]string {
	out := make([]map[string]string, 0, len(rows))
	for _, r := range rows {
		o := map[string]string{}
		for i, h := range head {
			o[h] = r[i]
		}
		out = append(out, o)
	}
	return out
}

func aligned(w io.Writer, rows [][]string) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, r := range rows {
		fmt.Fprintln(t, strings.Join(r, "\t"))
	}
	return t.Flush()
}
