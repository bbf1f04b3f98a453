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
	full := Event{
		ID: "e", Span: date.Span{Start: day, End: day}, Inferred: true, Text: "t", HTML: "h", Countries: []string{"ML"}, Cites: []int{1},
		Line: 1, Rule: Listed, Sum: digest.Sum{1},
	}
	for f := range reflect.TypeFor[Event]().Fields() {
		less := full
		reflect.ValueOf(&less).Elem().FieldByIndex(f.Index).SetZero()
		counts := f.Name != "Line" && f.Name != "Sum"
		if changed := less.sum() != full.sum(); changed != counts {
			t.Errorf("%s: changes the sum: %v", f.Name, changed)
		}
	}
}

// The line of an event counts for its own page alone.
func TestLinesOfEventsCountForTheirBriefing(t *testing.T) {
	a, b := &piece{Detail: Detail{Events: []Event{{Line: 1}}}}, &piece{Detail: Detail{Events: []Event{{Line: 2}}}}
	a.sum()
	b.sum()
	if a.Meta == b.Meta || a.Shown != b.Shown {
		t.Error("a line counts for other pages, or not for its own")
	}
}
