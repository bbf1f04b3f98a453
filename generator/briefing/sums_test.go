package briefing

import (
	"reflect"
	"testing"

	"chancery/generator/date"
	"chancery/generator/digest"
)

// What the sum of an event is made of is written by hand: no field may be
// missing.
func TestEveryFieldOfAnEventCounts(t *testing.T) {
	day := date.Date{Year: 2021, Month: 7, Day: 27}
	full := told{
		Event{Span: date.Span{Start: day, End: day}, At: 1, Countries: []string{"ML"}, Sum: digest.Sum{1}},
		Account{ID: "e", Text: "t", HTML: "h", Inferred: true, Rule: Listed, Cites: []int{1}, Line: 1},
	}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[told]()) {
		if f.Anonymous {
			continue
		}
		less := full
		reflect.ValueOf(&less).Elem().FieldByIndex(f.Index).SetZero()
		counts := f.Name != "Line" && f.Name != "At" && f.Name != "Sum"
		if changed := less.sum() != full.sum(); changed != counts {
			t.Errorf("%s: changes the sum: %v", f.Name, changed)
		}
	}
}

// The line of an event counts for its own page alone.
func TestLinesOfEventsCountForTheirBriefing(t *testing.T) {
	on := func(line int) *piece {
		b := &piece{Briefing{Events: make([]Event, 1)}, Detail{Accounts: []Account{{Line: line}}}}
		b.sum()
		return b
	}
	a, b := on(1), on(2)
	if a.Meta == b.Meta || a.Shown != b.Shown {
		t.Error("a line counts for other pages, or not for its own")
	}
}
