package serve

import (
	"cmp"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"chancery/generator/briefing"
	"chancery/generator/date"
	"chancery/generator/problem"
)

// notice is a problem as the page shows it.
type notice struct {
	Place    string `json:"place"`
	Severity string `json:"severity"`
	Message  string `json:"message"`
	Hint     string `json:"hint"`
	Excerpt  string `json:"excerpt"`
}

// stateJSON says what is wrong with the site now.
func (s *server) stateJSON(w http.ResponseWriter, _ *http.Request) {
	st := s.current.Load()
	out := struct {
		ID       string   `json:"id"`
		Problems []notice `json:"problems"`
	}{ID: st.id, Problems: []notice{}}
	withheld := false
	for _, p := range st.wrong() {
		if s.withholds(p) {
			withheld = true
			continue
		}
		out.Problems = append(out.Problems, s.notice(p))
	}
	if withheld {
		out.Problems = append(out.Problems, notice{Severity: problem.Error.String(), Message: withheldNotice})
	}
	answerJSON(w, out)
}

// withheldNotice is all that others are told of problems that are not for them.
const withheldNotice = "something that is not public, or cannot be read, has a mistake: the terminal of the preview says which"

// withholds says that a problem is for the author alone: others may look at this
// preview, and were not given what is hidden.
func (s *server) withholds(p problem.Problem) bool { return p.Private && s.guarding() }

// guarding says that others may look, and not at what is hidden.
func (s *server) guarding() bool { return s.o.LAN && !s.o.Site.Drafts }

func (s *server) notice(p problem.Problem) notice {
	if p.About == problem.Reference && s.guarding() {
		p.Hint = "" // it may name a file of what is hidden
	}
	return notice{
		Place: p.Pos.String(), Severity: p.Severity.String(), Message: p.Message, Hint: p.Hint,
		Excerpt: s.excerpt(p.Pos),
	}
}

// excerpt is the line of a source that a problem speaks of.
func (s *server) excerpt(pos problem.Pos) string {
	if pos.Line == 0 || !filepath.IsLocal(pos.Path) {
		return ""
	}
	root, err := os.OpenRoot(s.o.Site.Dir)
	if err != nil {
		return ""
	}
	defer root.Close()
	b, err := root.ReadFile(pos.Path)
	if err != nil {
		return ""
	}
	lines := strings.SplitN(string(b), "\n", pos.Line+1)
	if len(lines) < pos.Line {
		return ""
	}
	const longest = 200
	line := strings.TrimSpace(lines[pos.Line-1])
	return strings.ToValidUTF8(line[:min(len(line), longest)], "")
}

// panel is what Chancery understood of a briefing.
type panel struct {
	Source    string   `json:"source"`
	Words     int      `json:"words"`
	Minutes   int      `json:"minutes"`   // to read it
	Countries []string `json:"countries"` // with what speaks for each
	Inferred  bool     `json:"inferred"`
	Mentions  []string `json:"mentions"`
	Dates     []string `json:"dates"` // of the briefing itself
	Events    []string `json:"events"`
	Missed    []notice `json:"missed"`    // dated lines that were not understood, or are doubtful
	Citations []notice `json:"citations"` // marks without a source
	Broken    []notice `json:"broken"`    // links and pictures that do not resolve
	Notices   []notice `json:"notices"`   // all others
	Lists     []string `json:"lists"`     // what other pages it appears on
}

// panelJSON answers for the page at ?path=.
func (s *server) panelJSON(w http.ResponseWriter, r *http.Request) {
	st := s.current.Load()
	if st.snap == nil {
		answerJSON(w, nil)
		return
	}
	name, _ := output(st.snap.Config.BasePath, r.URL.Query().Get("path"))
	p, ok := st.snap.Page(name)
	b, found := st.snap.Archive.Source(p.Source)
	if !ok || !found {
		answerJSON(w, nil)
		return
	}
	answerJSON(w, s.panel(st, b))
}

func (s *server) panel(st *state, b *briefing.Briefing) panel {
	places := st.snap.Places
	name := func(code string) string { return places.Name(code, b.Lang) }
	out := panel{
		Source: b.Path, Words: b.Words, Minutes: b.Minutes(), Inferred: b.Inferred,
		Countries: []string{}, Mentions: []string{}, Dates: dates(b), Events: []string{}, Lists: []string{},
		Missed: []notice{}, Citations: []notice{}, Broken: []notice{}, Notices: []notice{},
	}
	for _, c := range b.Countries {
		out.Countries = append(out.Countries, name(c.Code)+": "+c.Why)
		out.Lists = append(out.Lists, name(c.Code))
	}
	for _, m := range b.Mentions {
		out.Mentions = append(out.Mentions, name(m.Code))
	}
	for e, told := range b.Told() {
		day := e.Span.Start.String()
		if told.Inferred {
			day += " (year inferred)"
		}
		out.Events = append(out.Events, day+" "+told.Text)
	}
	for _, id := range b.Regions {
		out.Lists = append(out.Lists, places.RegionName(id, b.Lang))
	}
	for _, a := range b.Authors {
		known, _ := st.snap.Config.Author(a.ID)
		out.Lists = append(out.Lists, cmp.Or(known.Name.In(b.Lang, st.snap.Config.Languages[0]), a.Name))
	}
	for _, t := range b.Topics {
		out.Lists = append(out.Lists, t.Name)
	}
	for _, p := range st.problems {
		if p.Path == b.Path && !s.withholds(p) {
			list := out.of(p.About)
			*list = append(*list, s.notice(p))
		}
	}
	return out
}

// of is the list for problems about a subject.
func (p *panel) of(about problem.Subject) *[]notice {
	switch about {
	case problem.Event:
		return &p.Missed
	case problem.Citation:
		return &p.Citations
	case problem.Reference:
		return &p.Broken
	}
	return &p.Notices
}

// dates lists those of a briefing as they were read.
func dates(b *briefing.Briefing) []string {
	out := []string{"date " + b.Date.String()}
	for _, d := range []struct {
		name string
		at   date.Instant
	}{{"updated", b.Updated}, {"embargo", b.Embargo}, {"expires", b.Expires}} {
		if !d.at.IsZero() {
			out = append(out, d.name+" "+d.at.String())
		}
	}
	for _, c := range b.Detail().Corrections {
		out = append(out, "corrected "+c.Date.String())
	}
	return out
}
