package config

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"chancery/generator/date"
)

// read reads settings after a title, so that line numbers begin at 2.
func read(t *testing.T, text string) Config {
	t.Helper()
	c, list := Read("site.yaml", []byte("title: T\n"+text))
	if len(list) > 0 {
		t.Fatalf("%q: %v", text, list)
	}
	return c
}

func TestOnlyTheTitleIsRequired(t *testing.T) {
	c := read(t, "")
	want := Defaults()
	want.Title = Text{map[string]string{"": "T"}}
	if !reflect.DeepEqual(c, want) {
		t.Errorf("got %+v, want the defaults", c)
	}
	if c.TimeZone != nil || c.DateOrder != date.Undeclared || c.Permalink != "/briefings/:year/:month/:slug/" || c.PageSize != 30 ||
		c.SubjectCut != 0.3 || c.EventsInProse || c.BaseURL != "" || len(c.Menu) > 0 || c.Languages[0] != "en" {
		t.Errorf("the defaults differ from the package comment: %+v", c)
	}
}

func TestLimitsAreWhatTheCommentSays(t *testing.T) {
	if got, want := Defaults().Limits, (Limits{1048576, 65536, 33554432, 32, 200000, 1000}); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	got := read(t, "limits: {source_bytes: 1, front_matter_bytes: 2, picture_bytes: 3, depth: 4, table_cells: 5, footnotes: 6}\n").Limits
	if want := (Limits{1, 2, 3, 4, 5, 6}); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestEveryKeyIsRead(t *testing.T) {
	for text, check := range map[string]func(c Config) bool{
		"tagline: {fr: b, en: a}\nlanguages: [en, fr]\n": func(c Config) bool {
			return c.Tagline.In("fr", "en") == "b" && c.Tagline.In("ar", "en") == "a"
		},
		"tagline: {fr: b}\nlanguages: [en, fr]\n": func(c Config) bool { return c.Tagline.In("en", "en") == "b" },
		"tagline: one\n":                           func(c Config) bool { return c.Tagline.In("ar", "en") == "one" },
		"base_url: https://Example.org/\n":         func(c Config) bool { return c.BaseURL == "https://example.org" && c.BasePath == "" },
		"base_url: http://example.org:81/a/B/\n":   func(c Config) bool { return c.BaseURL == "http://example.org:81/a/B" && c.BasePath == "/a/B" },
		"base_url: https://example.org/é\n":        func(c Config) bool { return c.BasePath == "/%C3%A9" && c.BaseURL == "https://example.org/%C3%A9" },
		"languages: fr\n":                          func(c Config) bool { return reflect.DeepEqual(c.Languages, []string{"fr"}) },
		"languages: [fr, ar-TN]\n":                 func(c Config) bool { return reflect.DeepEqual(c.Languages, []string{"fr", "ar-TN"}) },
		"time_zone: Africa/Tunis\n":                func(c Config) bool { return c.TimeZone.String() == "Africa/Tunis" },
		"date_order: mdy\n":                        func(c Config) bool { return c.DateOrder == date.MDY },
		"closed: [authors, topics]\n":              func(c Config) bool { return c.CloseAuthors && c.CloseTopics },
		"closed: topics\n":                         func(c Config) bool { return !c.CloseAuthors && c.CloseTopics },
		"menu:\n- label: About\n  url: /about/\n":  func(c Config) bool { return c.Menu[0].URL == "/about/" && c.Menu[0].Label.In("en", "en") == "About" },
		"menu: [{label: A, url: https://a.org}]\n": func(c Config) bool { return c.Menu[0].URL == "https://a.org" },
		"permalink: /:year/:month/:day/n-:slug/\n": func(c Config) bool { return c.Permalink == "/:year/:month/:day/n-:slug/" },
		"page_size: 10\n":                          func(c Config) bool { return c.PageSize == 10 },
		"events: prose\n":                          func(c Config) bool { return c.EventsInProse },
		"events: lists\n":                          func(c Config) bool { return !c.EventsInProse },
		"event_headings: [Milestones, Étapes]\n":   func(c Config) bool { return reflect.DeepEqual(c.EventHeadings, []string{"Milestones", "Étapes"}) },
		"subject_cut: 0\n":                         func(c Config) bool { return c.SubjectCut == 0 },
		"subject_cut: .5\n":                        func(c Config) bool { return c.SubjectCut == 0.5 },
		"places: {names: un}\n":                    func(c Config) bool { return c.Places.UNNames },
		"places: {names: common}\n":                func(c Config) bool { return !c.Places.UNNames },
	} {
		if c := read(t, text); !check(c) {
			t.Errorf("%q: got %+v", text, c)
		}
	}
}

func TestAuthors(t *testing.T) {
	c := read(t, "authors:\n  zoe:\n    name: Zoé\n    role: {en: Editor}\n    bio: Edits.\n    pseudonym: true\n"+
		"    links: [{label: Site, url: https://www.a.org/x}, {url: https://www.a.org/x}, {url: mailto:a@b.org}]\n  adam: Adam\n  brahim-br:\n  كريم: {}\n")
	want := []Author{
		{ID: "zoe", Name: one("Zoé"), Role: Text{map[string]string{"en": "Editor"}}, Bio: one("Edits."), Pseudonym: true,
			Links: []Link{{"Site", "https://www.a.org/x"}, {"a.org", "https://www.a.org/x"}, {"a@b.org", "mailto:a@b.org"}}},
		{ID: "adam", Name: one("Adam")}, {ID: "brahim-br", Name: one("brahim-br")}, {ID: "كريم", Name: one("كريم")},
	}
	if !reflect.DeepEqual(c.Authors, want) {
		t.Errorf("got  %+v\nwant %+v", c.Authors, want)
	}
	if a, ok := c.Author("adam"); !ok || a.ID != "adam" {
		t.Error("adam is not found")
	}
	if _, ok := c.Author("eve"); ok {
		t.Error("eve is found")
	}
}

func one(s string) Text { return Text{map[string]string{"": s}} }

func TestPlaces(t *testing.T) {
	c := read(t, "regions:\n  saharan-rim:\n    name: Saharan rim\n    members: [ML, Niger]\n    parent: africa\n  b: {name: {fr: B}, members: TN}\n"+
		"languages: [en, fr]\nplaces:\n  territories:\n    EH: {name: {en: Western Sahara}, show: with MA, flag: off}\n    XK: {show: separate}\n    TW: {show: {with: CN}}\n    PS: {show: hide, flag: on}\n")
	r := c.Regions[0]
	if r.ID != "saharan-rim" || r.Parent != "africa" || !reflect.DeepEqual(r.Members, []string{"ML", "Niger"}) ||
		!reflect.DeepEqual(r.Names, map[string]string{"en": "Saharan rim", "fr": "Saharan rim"}) ||
		r.Pos.String() != "site.yaml:3:3" || r.MemberPos[1].String() != "site.yaml:5:19" {
		t.Errorf("got %+v", r)
	}
	if r := c.Regions[1]; r.ID != "b" || r.Names["fr"] != "B" || len(r.Names) != 1 || r.Members[0] != "TN" {
		t.Errorf("got %+v", r)
	}
	for i, want := range []Territory{
		{Code: "EH", Names: map[string]string{"en": "Western Sahara"}, Show: "with", With: "MA", NoFlag: true},
		{Code: "XK", Show: "separate"}, {Code: "TW", Show: "with", With: "CN"}, {Code: "PS", Show: "hide"},
	} {
		got := c.Places.Territories[i]
		want.Pos = got.Pos
		if !reflect.DeepEqual(got, want) || got.Pos.Line != 11+i {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
}

func TestMistakesAreNamedWithPlace(t *testing.T) {
	languages := "\thint: the languages are en; add it to languages, or remove the line\n"
	site := "\thint: write it like https://example.org or https://example.org/briefings\n"
	permalink := "\thint: write it like /briefings/:year/:month/:slug/\n"
	iso := "\thint: write its two capital letters in ISO 3166, like "
	for text, want := range map[string]string{
		"titel: x":                                          "2:1: titel: unknown key\n\thint: did you mean title?\n",
		"Base_URL: x":                                       "2:1: Base_URL: keys are written in lower case\n\thint: write base_url\n",
		"base-url: x":                                       "2:1: base-url: unknown key\n\thint: write base_url\n",
		"tagline:":                                          "2:1: tagline: has no value\n\thint: write a value, or leave the line out\n",
		"tagline: ''":                                       "2:10: tagline: has no value\n\thint: write a value, or leave the line out\n",
		"tagline: {}":                                       "2:10: tagline: has no value\n\thint: write a value, or leave the line out\n",
		"tagline: {eng: x}":                                 "2:11: tagline: \"eng\" is no language of this site\n" + languages,
		"tagline: a\ntagline: b":                            "3:1: tagline: is given twice\n\thint: keep one of the two\n",
		"tagline: a: b":                                     "2:11: a colon stands inside a value, or a line is indented too far\n\thint: put a value that contains a colon in quotes: title: \"Mali: what now\"\n",
		"base_url: example.org":                             "2:11: base_url: \"example.org\" is not the address of a site\n" + site,
		"base_url: ftp://example.org":                       "2:11: base_url: \"ftp://example.org\" is not the address of a site\n" + site,
		"base_url: https://":                                "2:11: base_url: \"https://\" is not the address of a site\n" + site,
		"base_url: https://:80":                             "2:11: base_url: \"https://:80\" is not the address of a site\n" + site,
		"base_url: https://a@b.org":                         "2:11: base_url: \"https://a@b.org\" is not the address of a site\n" + site,
		"base_url: https://b.org/?":                         "2:11: base_url: \"https://b.org/?\" is not the address of a site\n" + site,
		"base_url: https://b.org/#":                         "2:11: base_url: \"https://b.org/#\" is not the address of a site\n" + site,
		"base_url: https://b.org/a/../b":                    "2:11: base_url: \"https://b.org/a/../b\" is not the address of a site\n" + site,
		"base_url: https://b.org//b":                        "2:11: base_url: \"https://b.org//b\" is not the address of a site\n" + site,
		"base_url: [x]":                                     "2:11: base_url: expected text, found a list\n",
		"languages: [en, english]":                          "2:17: languages: \"english\" is not a language tag\n\thint: write it like en, fr or ar-TN\n",
		"languages: [en, fr, en]":                           "2:21: languages: en is given twice\n",
		"time_zone: Africa/Tuns":                            "2:12: time_zone: \"Africa/Tuns\" is not known\n\thint: did you mean Africa/Tunis?\n",
		"time_zone: '+01:00'":                               "2:12: time_zone: \"+01:00\" is not known\n\thint: write an IANA name such as Africa/Tunis or Europe/Paris\n",
		"time_zone: Local":                                  "2:12: time_zone: \"Local\" is not known\n\thint: write an IANA name such as Africa/Tunis or Europe/Paris\n",
		"date_order: european":                              "2:13: date_order: \"european\" is not known; write dmy, mdy or ymd\n",
		"authors: [x]":                                      "2:10: authors: expected a group of ids, found a list\n",
		"authors: {Lina: x}":                                "2:11: authors: \"Lina\" is no id\n\thint: use lower-case letters and digits, joined by hyphens\n",
		"authors: {lina_h: x}":                              "2:11: authors: \"lina_h\" is no id\n\thint: use lower-case letters and digits, joined by hyphens\n",
		"authors: {a: {nam: x}}":                            "2:15: nam: unknown key\n\thint: did you mean name?\n",
		"authors: {a: x, a: y}":                             "2:17: a: is given twice\n\thint: keep one of the two\n",
		"authors: {a: {links: [{label: x}]}}":               "2:23: url: is missing\n",
		"authors: {a: {links: [{url: '/x'}]}}":              "2:29: url: \"/x\" is not an address\n\thint: write https://… or mailto:…\n",
		"authors: {a: {links: [{url: 'mailto:x'}]}}":        "2:29: url: \"mailto:x\" is not an address\n\thint: write https://… or mailto:…\n",
		"authors: {a: {pseudonym: yes}}":                    "2:26: pseudonym: expected true or false, found \"yes\"\n\thint: write pseudonym: true, without quotes\n",
		"closed: regions":                                   "2:9: closed: \"regions\" cannot be closed\n\thint: write authors or topics\n",
		"menu: [{label: A}]":                                "2:8: url: is missing\n",
		"menu: [{url: /a/}]":                                "2:8: label: is missing\n",
		"menu: [{label: A, url: '//a.org'}]":                "2:24: url: \"//a.org\" is not an address\n\thint: write https://…, mailto:… or a path of this site such as /about/\n",
		"menu: [{label: A, url: 'javascript:x'}]":           "2:24: url: \"javascript:x\" is not an address\n\thint: write https://…, mailto:… or a path of this site such as /about/\n",
		"regions: [x]":                                      "2:10: regions: expected a group of ids, found a list\n",
		"regions: {Big: {members: ML}}":                     "2:11: regions: \"Big\" is no id\n\thint: use lower-case letters and digits, joined by hyphens\n",
		"regions: {a: {name: {de: A}}}":                     "2:22: name: \"de\" is no language of this site\n" + languages,
		"places: {names: us}":                               "2:17: names: \"us\" is not known\n\thint: write common or un\n",
		"places: {territories: {eh: {}}}":                   "2:24: territories: \"eh\" is not the code of a place\n" + iso + "EH\n",
		"places: {territories: {EH: {show: x}}}":            "2:35: show: \"x\" is not known\n\thint: write separate, hide, or with and a code, like with MA\n",
		"places: {territories: {EH: {show: with Morocco}}}": "2:35: with: \"Morocco\" is not the code of a place\n" + iso + "MA\n",
		"places: {territories: {EH: {flag: maybe}}}":        "2:35: flag: expected on or off, found \"maybe\"\n",
		"permalink: briefings/:slug/":                       "2:12: permalink: \"briefings/:slug/\" does not begin and end with a slash\n" + permalink,
		"permalink: /briefings/:slug":                       "2:12: permalink: \"/briefings/:slug\" does not begin and end with a slash\n" + permalink,
		"permalink: /:year/":                                "2:12: permalink: \"/:year/\" lacks :slug\n" + permalink,
		"permalink: /:yearly/:slug/":                        "2:12: permalink: \"/:yearly/:slug/\" has a part that is not known\n\thint: the parts are :year, :month, :day and :slug\n",
		"permalink: /../:slug/":                             "2:12: permalink: \"/../:slug/\" cannot be the path of a page\n\thint: use letters, digits, hyphens and the parts between slashes\n",
		"permalink: //:slug/":                               "2:12: permalink: \"//:slug/\" cannot be the path of a page\n\thint: use letters, digits, hyphens and the parts between slashes\n",
		"page_size: many":                                   "2:12: page_size: expected a whole number from 1, found \"many\"\n",
		"page_size: 1001":                                   "2:12: page_size: 1001 is more than the 1000 that a page may hold\n",
		"events: tables":                                    "2:9: events: \"tables\" is not known\n\thint: write lists or prose\n",
		"subject_cut: 2":                                    "2:14: subject_cut: expected a number from 0 to 1, found \"2\"\n",
		"subject_cut: NaN":                                  "2:14: subject_cut: expected a number from 0 to 1, found \"NaN\"\n",
		"limits: {dept: 3}":                                 "2:10: dept: unknown key\n\thint: did you mean depth?\n",
		"limits: {depth: 0}":                                "2:17: depth: expected a whole number from 1, found \"0\"\n",
	} {
		_, list := Read("site.yaml", []byte("title: T\n"+text+"\n"))
		got := ""
		for _, p := range list {
			got += strings.TrimPrefix(p.String(), "site.yaml:") + "\n"
		}
		if got != want {
			t.Errorf("%q:\n got %swant %s", text, got, want)
		}
	}
}

func TestWholeFilesThatCannotBeRead(t *testing.T) {
	for text, want := range map[string]string{
		"":                           "site.yaml:1:1: title: is missing\n\thint: write title: The Name of Your Publication",
		"- a\n":                      "site.yaml:1:1: site.yaml: expected a group of keys, found a list",
		"title: x\n\xff":             "site.yaml:1:1: not readable as YAML: invalid leading UTF-8 octet (value: 255)",
		strings.Repeat("x", 1<<20+1): "site.yaml: is larger than 1048576 bytes",
	} {
		_, list := Read("site.yaml", []byte(text))
		if len(list) == 0 || !strings.HasPrefix(list[0].String(), want) {
			t.Errorf("%.20q: got %v, want %s", text, list, want)
		}
	}
}

func TestProblemsAreSorted(t *testing.T) {
	_, list := Read("site.yaml", []byte("title: {de: x}\nzebra: x\npage_size: x\n"))
	if len(list) != 3 || list[0].Line != 1 || list[1].Line != 2 || list[2].Line != 3 {
		t.Error(list)
	}
}

func TestTheCommandLineReplacesTheAddress(t *testing.T) {
	c := read(t, "base_url: https://a.org/x\n")
	if list := c.SetBaseURL("https://b.org"); len(list) > 0 || c.BaseURL != "https://b.org" || c.BasePath != "" {
		t.Errorf("%v, %+v", list, c)
	}
	list := c.SetBaseURL("b.org")
	if len(list) != 1 || !strings.HasPrefix(list[0].String(), "--base-url: \"b.org\" is not the address of a site") || c.BaseURL != "https://b.org" {
		t.Errorf("%v, %+v", list, c)
	}
}

func TestTheSamplePublicationReads(t *testing.T) {
	text, err := os.ReadFile("../../site.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if _, list := Read("site.yaml", text); len(list) > 0 {
		t.Error(list)
	}
}

// The package comment is the specification: it must name every key there is.
func TestThePackageCommentNamesEveryKey(t *testing.T) {
	text, err := os.ReadFile("config.go")
	if err != nil {
		t.Fatal(err)
	}
	comment, _, _ := strings.Cut(string(text), "\npackage config")
	r := reader{}
	for key := range r.fields() {
		if !strings.Contains(comment, "\n//\t"+key+" ") {
			t.Errorf("%s is not in the package comment", key)
		}
	}
}

func FuzzRead(f *testing.F) {
	text, err := os.ReadFile("../../site.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add([]byte("title: T\nmenu: [{label: {en: A}, url: /a/}]\nregions: {a: {name: B, members: ML}}\nplaces: {territories: {EH: {show: {with: MA}}}}\npermalink: /:slug/\nauthors: {a: {links: [{url: 'https://a.org'}]}}\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		c, list := Read("site.yaml", text)
		if list.Errors() == 0 && (len(c.Languages) == 0 || c.PageSize < 1 || !strings.Contains(c.Permalink, ":slug") || len(c.Title.ByLanguage) == 0) {
			t.Errorf("%+v has no problem", c)
		}
	})
}
