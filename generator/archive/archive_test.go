package archive

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chancery/generator/briefing"
	"chancery/generator/date"
	"chancery/generator/digest"
	"chancery/generator/gazetteer"
)

// many makes briefings that share countries, topics, authors and events.
func many(r *rand.Rand, n int) []*briefing.Briefing {
	codes := []string{"ML", "DZ", "NE", "TD", "FR"}
	texts := []string{"talks in the capital end without a text", "the border post opens again", "a vote in parliament", "talks in the capital end"}
	out := make([]*briefing.Briefing, n)
	for i := range out {
		b := &briefing.Briefing{Path: fmt.Sprintf("content/briefings/%d.md", i), Lang: "en"}
		b.Date.Day = date.Date{Year: int16(2020 + r.IntN(3)), Month: uint8(1 + r.IntN(12)), Day: uint8(1 + r.IntN(28))}
		for range 1 + r.IntN(2) {
			if c := codes[r.IntN(len(codes))]; !slices.ContainsFunc(b.Countries, func(s briefing.Subject) bool { return s.Code == c }) {
				b.Countries = append(b.Countries, briefing.Subject{Code: c})
			}
		}
		b.Topics = []briefing.Ref{{ID: fmt.Sprint("topic-", r.IntN(3)), Name: "T"}}
		b.Authors = []briefing.Ref{{ID: fmt.Sprint("author-", r.IntN(3)), Name: "A"}}
		var d briefing.Detail
		b.Attach(&d)
		for k := range r.IntN(4) {
			d.Accounts = append(d.Accounts, briefing.Account{ID: fmt.Sprint("e-", k), Text: texts[r.IntN(len(texts))]})
			b.Events = append(b.Events, briefing.Event{
				At: int32(k), Countries: []string{codes[r.IntN(len(codes))]},
				Span: date.Span{Start: date.Date{Year: 2021, Month: uint8(1 + r.IntN(3)), Day: uint8(r.IntN(3))}},
			})
		}
		out[i] = b
	}
	return out
}

// TestTimelinesAreInOrder: each timeline is newest first, dossiers hold just what
// belongs to them, and no telling is lost.
func TestTimelinesAreInOrder(t *testing.T) {
	places, _ := gazetteer.New(gazetteer.Options{Languages: []string{"en"}})
	all := many(rand.New(rand.NewPCG(1, 2)), 300)
	a := assemble(all, Options{Languages: []string{"en"}, Places: places})
	e, tellings := a.Editions[0], 0
	for i, n := range e.Timeline() {
		if i > 0 && e.Timeline()[i-1].Date().Compare(n.Date()) < 0 {
			t.Fatalf("entry %d is newer than the one before", i)
		}
		if n.Event != nil {
			tellings += 1 + len(n.Event.More)
		}
	}
	want := 0
	for _, b := range all {
		want += len(b.Events)
	}
	if tellings != want || len(e.Briefings) != len(all) {
		t.Errorf("%d tellings of %d, %d briefings of %d", tellings, want, len(e.Briefings), len(all))
	}
	for _, d := range e.Countries.Dossiers {
		var got []int32
		for i, n := range e.Timeline() {
			if n.Event != nil && slices.Contains(n.Event.Countries, d.ID) || n.Briefing != nil && about(n.Briefing, d.ID) {
				got = append(got, int32(i))
			}
		}
		if !slices.Equal(got, d.Timeline()) {
			t.Errorf("%s has %v, want %v", d.ID, d.Timeline(), got)
		}
	}
}

func about(b *briefing.Briefing, code string) bool {
	return slices.ContainsFunc(b.Countries, func(s briefing.Subject) bool { return s.Code == code })
}

// TestRelatedAreTheNearest compares with a slow way of counting.
func TestRelatedAreTheNearest(t *testing.T) {
	places, _ := gazetteer.New(gazetteer.Options{Languages: []string{"en"}})
	e := assemble(many(rand.New(rand.NewPCG(3, 4)), 300), Options{Languages: []string{"en"}, Places: places}).Editions[0]
	for i, b := range e.Briefings {
		score := map[int32]int32{}
		count := func(d *Dossier, n int32) {
			at, _ := slices.BinarySearch(d.Positions, int32(i))
			for _, c := range d.Positions[max(0, at-reach):min(len(d.Positions), at+reach+1)] {
				score[c] += n
			}
		}
		for _, c := range b.Countries {
			count(e.Countries.byID[c.Code], sharedCountry)
		}
		for _, c := range b.Topics {
			count(e.Topics.byID[c.ID], sharedTopic)
		}
		delete(score, int32(i))
		var list []candidate
		for at, n := range score {
			list = append(list, candidate{at, n + nearness(e.days[i], e.days[at])})
		}
		slices.SortFunc(list, func(a, b candidate) int {
			if a.before(b) {
				return -1
			}
			return 1
		})
		for k, got := range e.Related(i) {
			if got != list[k].at {
				t.Fatalf("%s: related %d is %d, want %d", b.Path, k, got, list[k].at)
			}
		}
	}
}

// twice are briefings of which two and two tell the same on three dates.
func twice(n int) []*briefing.Briefing {
	var all []*briefing.Briefing
	for i := range n {
		b := &briefing.Briefing{Path: fmt.Sprintf("content/briefings/%03d.md", i), Lang: "en"}
		var d briefing.Detail
		b.Attach(&d)
		for day := range 3 {
			text := fmt.Sprintf("village%d market%d reopens%d", i/2, i/2, i/2)
			d.Accounts = append(d.Accounts, briefing.Account{ID: fmt.Sprint("e-", day), Text: text})
			b.Events = append(b.Events, briefing.Event{
				At: int32(day), Sum: digest.Of(text, day),
				Span: date.Span{Start: date.Date{Year: 2021, Month: 1, Day: uint8(1 + day)}},
			})
		}
		all = append(all, b)
	}
	return all
}

// TestTellingsOfACommonDate: where a date has many events, those that share a
// word are compared, and those of other dates are out of it.
func TestTellingsOfACommonDate(t *testing.T) {
	places, _ := gazetteer.New(gazetteer.Options{Languages: []string{"en"}})
	e := assemble(twice(4*fewTellings), Options{Languages: []string{"en"}, Places: places}).Editions[0]
	for _, n := range e.Timeline() {
		if v := n.Event; v != nil && (len(v.More) != 1 || v.Account().Text != v.More[0].Account().Text) {
			t.Fatalf("%s is told by %d", v.Account().Text, 1+len(v.More))
		}
	}
}

// TestKnownMergings: an archive takes what is known of its tellings for what it
// would find, and finds out what is not.
func TestKnownMergings(t *testing.T) {
	places, _ := gazetteer.New(gazetteer.Options{Languages: []string{"en"}})
	opt := Options{Languages: []string{"en"}, Places: places}
	told := func(all []*briefing.Briefing) (string, []Merging) {
		var lines strings.Builder
		a := assemble(all, opt)
		if got := a.Mergings(); len(got) != len(opt.Mergings) {
			t.Errorf("%d mergings before there is a timeline, want the %d given", len(got), len(opt.Mergings))
		}
		for _, n := range a.Editions[0].Timeline() {
			if n.Event == nil {
				continue
			}
			fmt.Fprint(&lines, n.Event.Span.Start.Day, " ", n.Event.Account().Text)
			for v := range n.Event.Tellings() {
				fmt.Fprint(&lines, " ", v.In.Path)
			}
			fmt.Fprintln(&lines)
		}
		return lines.String(), a.Mergings()
	}
	want, mergings := told(twice(10))
	if len(mergings) != 3 || len(mergings[0].Sets) != 5 {
		t.Fatalf("mergings are %v", mergings)
	}
	opt.Mergings = mergings
	if got, again := told(twice(10)); got != want || !cmp.Equal(again, mergings) {
		t.Errorf("with what is known: %s, want %s", got, want)
	}
	all := twice(10)
	all[3].Events[1].Sum = digest.Of("else")
	all[3].Detail().Accounts[1].Text = "something else entirely happens"
	changed, _ := told(all)
	opt.Mergings = nil
	if fresh, _ := told(all); changed != fresh || changed == want {
		t.Errorf("after a change: %s, want %s", changed, fresh)
	}
	for i := range mergings {
		mergings[i].Sets = nil
	}
	opt.Mergings = mergings
	if got, _ := told(twice(10)); strings.Count(got, "\n") != 30 {
		t.Errorf("known to be apart, but merged: %s", got)
	}
}

// TestEventsOfOneDay: what happened on one day is told as it was written, the
// newest briefing first; what went on for longer comes before it.
func TestEventsOfOneDay(t *testing.T) {
	places, _ := gazetteer.New(gazetteer.Options{Languages: []string{"en"}})
	day := date.Date{Year: 2021, Month: 7, Day: 27}
	until := date.Span{Start: day, End: date.Date{Year: 2021, Month: 7, Day: 29}}
	var all []*briefing.Briefing
	for i, texts := range [][]string{{"the vote is called off", "parliament is closed", "a curfew begins"}, {"talks go on", "banks stay shut"}} {
		b := &briefing.Briefing{Path: fmt.Sprintf("content/briefings/%d.md", i), Lang: "en"}
		b.Date.Day = date.Date{Year: 2021, Month: 8, Day: uint8(1 + i)}
		d := &briefing.Detail{}
		b.Attach(d)
		for k, text := range texts {
			d.Accounts = append(d.Accounts, briefing.Account{Text: text})
			b.Events = append(b.Events, briefing.Event{At: int32(k), Span: date.Span{Start: day}, Sum: digest.Of(text)})
		}
		all = append(all, b)
	}
	all[1].Events[0].Span = until
	var got []string
	for _, n := range assemble(all, Options{Languages: []string{"en"}, Places: places}).Editions[0].Timeline() {
		if n.Event != nil {
			got = append(got, n.Event.Account().Text)
		}
	}
	want := []string{"talks go on", "banks stay shut", "the vote is called off", "parliament is closed", "a curfew begins"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
