package build

import (
	"strings"
	"testing"

	"chancery/generator/page"
)

func TestPagesOfAYearAreRenderedTogether(t *testing.T) {
	var got []string
	pages := []page.Page{
		{Path: "home", Template: "home"},
		{Path: "a", Template: "briefing", Year: 2019},
		{Path: "b", Template: "briefing", Year: 2021},
		{Path: "timeline/2019", Template: "timeline", Year: 2019},
		{Path: "events.json"},
		{Path: "feed.xml", Feed: true},
		{Path: "timeline/2021", Template: "timeline", Year: 2021},
	}
	for _, j := range inOrder(pages) {
		got = append(got, pages[j.page].Path)
	}
	const want = "feed.xml events.json home b timeline/2021 a timeline/2019"
	if found := strings.Join(got, " "); found != want {
		t.Errorf("order %q, want %q", found, want)
	}
}
