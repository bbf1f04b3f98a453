package cli

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"chancery/generator/briefing"
	"chancery/generator/build"
	"chancery/generator/escape"
	"chancery/generator/problem"
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
rather than declared; how many events were recognised. The newest come first.`,
		Example: `  chancery list
  chancery list --events
  chancery list --csv > briefings.csv`,
		Args: nothing,
		RunE: func(*cobra.Command, []string) error { return a.runList(f) },
	}
	c.Flags().StringVar(&f.now, "now", "", "the `time` that decides what is public, as front matter has it (default: the clock)")
	c.Flags().BoolVar(&f.asJSON, "json", false, "print as JSON")
	c.Flags().BoolVar(&f.asCSV, "csv", false, "print as CSV")
	c.Flags().BoolVar(&f.events, "events", false, "list the recognised events instead, with the rule that found each")
	c.Flags().BoolVar(&f.skips, "skipped", false, "list the files under content/ that are not used, with the reason")
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
	switch {
	case f.asJSON && f.asCSV:
		return usagef("--json and --csv cannot be used together")
	case f.events && f.skips:
		return usagef("--events and --skipped cannot be used together")
	}
	now, err := a.moment(f.now)
	if err != nil {
		return err
	}
	a.makeRoom()
	snap, list, err := build.Load(build.Options{Dir: a.dir, Theme: a.theme, Now: now, Drafts: true, Version: programID()})
	if err != nil {
		return err
	}
	if list.Errors() > 0 {
		a.print(list, "")
		return errProblems
	}
	slices.SortStableFunc(snap.Briefings, func(x, y *briefing.Briefing) int { return y.Date.Day.Compare(x.Date.Day) })
	if err := a.listed(f, snap); err != nil {
		return err
	}
	if n := len(list); n > 0 {
		fmt.Fprintf(a.Err, "%s, told by chancery build\n", plural(n, "warning", "warnings"))
	}
	return nil
}

// listed prints what was asked for.
func (a *app) listed(f listFlags, snap *build.Snapshot) error {
	switch {
	case f.skips:
		return printTable(a.Out, f, skipTable(snap))
	case f.events:
		return printTable(a.Out, f, eventTable(snap))
	}
	return printTable(a.Out, f, briefingTable(snap))
}

// table is a list in all its forms: what JSON tells, and the cells of a row in CSV
// and for people.
type table[T any] struct {
	head   []string
	rows   []T
	cells  func(T) []string
	people func(T) []string // nil when they read the cells
}

func printTable[T any](w io.Writer, f listFlags, t table[T]) error {
	switch {
	case f.asJSON:
		enc := json.NewEncoder(w)
		enc.SetIndent("", "  ")
		return enc.Encode(t.rows)
	case f.asCSV:
		c := csv.NewWriter(w)
		c.UseCRLF = true // as the published tables have it
		c.Write(t.head)
		for _, r := range t.rows {
			cells := t.cells(r)
			for i := range cells {
				cells[i] = escape.Cell(cells[i])
			}
			c.Write(cells)
		}
		c.Flush()
		return c.Error()
	}
	cells := t.cells
	if t.people != nil {
		cells = t.people
	}
	lines := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, r := range t.rows {
		fmt.Fprintln(lines, strings.Join(cells(r), "\t"))
	}
	return lines.Flush()
}

func briefingTable(snap *build.Snapshot) table[row] {
	return table[row]{
		head: []string{"date", "visibility", "countries", "events", "title", "path"},
		rows: briefingRows(snap),
		cells: func(r row) []string {
			return []string{r.Date, r.Visibility, mark(r), fmt.Sprint(r.Events), r.Title, r.Path}
		},
	}
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
		r := row{Path: b.Path, Date: b.Date.Day.String(), Visibility: "public", Title: b.Title, Inferred: b.Inferred, Events: len(b.Events), Countries: []string{}, Why: []string{}}
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

// eventRow is an event in the list.
type eventRow struct {
	Date      string   `json:"date"`
	Inferred  bool     `json:"inferred"` // the year
	Rule      string   `json:"rule"`
	Countries []string `json:"countries"`
	Path      string   `json:"path"`
	Line      int      `json:"line,omitempty"` // none of what the front matter declares
	Text      string   `json:"text"`
}

func eventTable(snap *build.Snapshot) table[eventRow] {
	return table[eventRow]{
		head: []string{"date", "rule", "countries", "line", "text"},
		rows: eventRows(snap),
		cells: func(r eventRow) []string {
			return []string{r.day(), r.Rule, strings.Join(r.Countries, " "), r.place(), r.Text}
		},
	}
}

// day is the date, marked where the year was not written.
func (r eventRow) day() string {
	if r.Inferred {
		return "~" + r.Date
	}
	return r.Date
}

func (r eventRow) place() string { return problem.Pos{Path: r.Path, Line: r.Line}.String() }

func eventRows(snap *build.Snapshot) []eventRow {
	rows := []eventRow{}
	for _, b := range snap.Briefings {
		for e, told := range b.Told() {
			day := e.Span.Start.String()
			if !e.Span.End.IsZero() {
				day += "/" + e.Span.End.String()
			}
			countries := append([]string{}, e.Countries...)
			rows = append(rows, eventRow{day, told.Inferred, told.Rule.String(), countries, b.Path, told.Line, told.Text})
		}
	}
	return rows
}

// skipRow is a file that is not used.
type skipRow struct {
	Path   string `json:"path"`
	Reason string `json:"reason"`
}

func skipTable(snap *build.Snapshot) table[skipRow] {
	t := table[skipRow]{
		head:   []string{"path", "reason"},
		rows:   []skipRow{},
		cells:  func(r skipRow) []string { return []string{r.Path, r.Reason} },
		people: func(r skipRow) []string { return []string{r.Path + ": " + r.Reason} },
	}
	for _, s := range snap.Skipped {
		t.rows = append(t.rows, skipRow{s.Path, s.Reason})
	}
	return t
}
