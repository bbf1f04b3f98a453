package gazetteer

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

var five = Options{Languages: []string{"en", "fr", "ar", "es", "ru"}}

func made(t testing.TB, o Options) *Gazetteer {
	t.Helper()
	g, faults := New(o)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return g
}

func TestLookup(t *testing.T) {
	g := made(t, five)
	for name, want := range map[string]Place{
		"ML": {Country: "ML"}, "mli": {Country: "ML"}, "466": {Country: "ML"}, "Mali": {Country: "ML"}, "MALI": {Country: "ML"}, "مالي": {Country: "ML"}, "Мали": {Country: "ML"},
		"NO": {Country: "NO"}, "XK": {Country: "XK"}, "Kosovo": {Country: "XK"}, "Côte d'Ivoire": {Country: "CI"}, "Cote d’Ivoire": {Country: "CI"}, "Ivory Coast": {Country: "CI"},
		"Etats-Unis": {Country: "US"}, "DR Congo": {Country: "CD"}, "RDC": {Country: "CD"}, "Congo-Brazzaville": {Country: "CG"}, "Czech Republic": {Country: "CZ"}, "Türkiye": {Country: "TR"},
		"Turkey": {Country: "TR"}, "Swaziland": {Country: "SZ"}, "Western Sahara": {Country: "EH"}, "الجزائر": {Country: "DZ"}, "Алжир": {Country: "DZ"},
		"Sahel": {Region: "sahel"}, "الساحل": {Region: "sahel"}, "sahel": {Region: "sahel"}, "Western Africa": {Region: "western-africa"}, "West Africa": {Region: "western-africa"}, "011": {Region: "western-africa"},
		"ECOWAS": {Region: "ecowas"}, "AES": {Region: "alliance-of-sahel-states"}, "المغرب العربي": {Region: "maghreb"}, "South-East Asia": {Region: "southeast-asia"},
	} {
		if got, err := g.Lookup(name); err != nil || got != want {
			t.Errorf("%q is %v, %v, want %v", name, got, err, want)
		}
	}
}

func TestLookupSaysWhatWasMeant(t *testing.T) {
	g := made(t, five)
	for name, want := range map[string]string{"Mlai": "Mali", "Agleria": "Algeria", "Shael": "Sahel", "South Corea": "South Korea"} {
		_, err := g.Lookup(name)
		var unknown *UnknownPlace
		if !errors.As(err, &unknown) || len(unknown.Nearest) == 0 || unknown.Nearest[0] != want {
			t.Errorf("%q: %v, want %s", name, err, want)
		}
	}
	for name, want := range map[string][]string{"Congo": {"CD", "CG"}, "Guinea": {"GN", "GQ", "GW", "PG"}} {
		_, err := g.Lookup(name)
		var several *AmbiguousPlace
		if !errors.As(err, &several) || len(several.Candidates) != len(want) {
			t.Errorf("%q: %v", name, err)
			continue
		}
		for i, code := range want {
			if !strings.Contains(several.Candidates[i], "("+code+")") {
				t.Errorf("%q: %v, want %v", name, several.Candidates, want)
			}
		}
	}
}

// Every rule by which a name is no country's, or another's.
func TestTraps(t *testing.T) {
	g := made(t, five)
	for text, want := range map[string]string{
		"Papua New Guinea":                            "PG",
		"in the Gulf of Guinea":                       "",
		"Niger State and the Niger River":             "NG",
		"Northern Ireland":                            "GB",
		"New Mexico, the Gulf of Mexico":              "",
		"the South China Sea":                         "",
		"the Indian Ocean":                            "",
		"South Sudan":                                 "SS",
		"South Sudan and Sudan":                       "SS SD",
		"Latin American and South American ministers": "",
		"Romania and Somalia":                         "RO SO",
		"us, may, polish, turkey, chad":               "",
		"Goma fell; the Congo protested":              "CD",
		"Brazzaville spoke for the Congo":             "CG CG",
		"Michael Jordan":                              "",
		"King Hussein of Jordan":                      "JO",
		"Paris, Texas":                                "",
		"U.S. and U.K. envoys":                        "US GB",
		"Mali's and Mali’s":                           "ML ML",
		"a Franco-German plan":                        "FR DE",
		"the DPRK, the ROK, the PRC":                  "KP KR CN",
		"Kinshasa":                                    "CD",
	} {
		var codes []string
		for _, m := range g.Find(text, "en", nil) {
			codes = append(codes, m.Code)
		}
		if got := strings.Join(codes, " "); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestRegionsOfTheSite(t *testing.T) {
	g := made(t, Options{Languages: []string{"en", "fr"}, Regions: []RegionRule{
		{ID: "lake-chad", Names: map[string]string{"en": "Lake Chad", "fr": "Lac Tchad"}, Members: []string{"Chad", "NE", "Cameroun", "NG"}, Parent: "africa"},
		{ID: "sahel", Names: map[string]string{"": "Our Sahel"}, Members: []string{"ML", "lake-chad"}},
	}})
	r, _ := g.Region("sahel")
	if got := strings.Join(r.Members, " "); got != "CM ML NE NG TD" || g.RegionName("sahel", "fr") != "Our Sahel" || g.RegionName("lake-chad", "fr") != "Lac Tchad" {
		t.Errorf("%s, %s", got, g.RegionName("sahel", "fr"))
	}
	if africa, _ := g.Region("africa"); !slices.Contains(africa.Children, "lake-chad") {
		t.Error("it is not inside its parent")
	}
}

func TestFaultsInRules(t *testing.T) {
	for want, o := range map[string]Options{
		"is inside itself":         {Regions: []RegionRule{{ID: "a", Members: []string{"ML"}, Parent: "b"}, {ID: "b", Members: []string{"ML"}, Parent: "a"}}},
		`"Mlai" is not a known`:    {Regions: []RegionRule{{ID: "a", Members: []string{"Mlai"}}}},
		"defined twice":            {Regions: []RegionRule{{ID: "a", Members: []string{"ML"}}, {ID: "a", Members: []string{"NE"}}}},
		"cannot be the id":         {Regions: []RegionRule{{ID: "A b", Members: []string{"ML"}}}},
		"has no members":           {Regions: []RegionRule{{ID: "a"}}},
		"not the code of a":        {Territories: []Territory{{Code: "QQ"}}},
		"is ruled twice":           {Territories: []Territory{{Code: "EH"}, {Code: "eh"}}},
		"not shown for itself":     {Territories: []Territory{{Code: "EH", Show: "with", With: "MA"}, {Code: "MA", Show: "hide"}}},
		`show: "maybe" is not`:     {Territories: []Territory{{Code: "EH", Show: "maybe"}}},
		`"x-somaliland" has no na`: {Territories: []Territory{{Code: "x-somaliland"}}},
	} {
		_, faults := New(o)
		if !slices.ContainsFunc(faults, func(f Fault) bool { return strings.Contains(f.Message, want) }) {
			t.Errorf("%v, want %s", faults, want)
		}
	}
}

// One rule about a place holds in every question about it.
func TestTerritories(t *testing.T) {
	with := made(t, Options{Languages: []string{"en"}, Territories: []Territory{{Code: "EH", Show: "with", With: "MA"}, {Code: "XK", NoFlag: true, Names: map[string]string{"": "Kosovo*"}}}})
	if code, ok := with.Resolve("EH"); code != "MA" || !ok || slices.Contains(with.Countries(), "EH") {
		t.Error("EH is shown for itself")
	}
	if r, _ := with.Region("northern-africa"); slices.Contains(r.Members, "EH") {
		t.Error("EH is a member of its own")
	}
	if c, _ := with.Country("XK"); c.Flag || with.Name("XK", "en") != "Kosovo*" {
		t.Error("Kosovo has a flag, or another name")
	}
	hidden := made(t, Options{Territories: []Territory{{Code: "EH", Show: "hide"}, {Code: "x-somaliland", Names: map[string]string{"": "Somaliland"}}}})
	if _, ok := hidden.Resolve("EH"); ok {
		t.Error("EH is not hidden")
	}
	if p, err := hidden.Lookup("Somaliland"); err != nil || p.Country != "x-somaliland" {
		t.Error(p, err)
	}
	if m := hidden.Find("Ministers from Somaliland met", "en", nil); len(m) != 1 || m[0].Code != "x-somaliland" {
		t.Error(m)
	}
	if made(t, Options{}).Digest() == with.Digest() {
		t.Error("rules do not count in the digest")
	}
	if un := made(t, Options{UNNames: true}); un.Name("BO", "en") == made(t, Options{}).Name("BO", "en") && un.Name("VE", "en") == made(t, Options{}).Name("VE", "en") {
		t.Error("the names of the United Nations are the common ones")
	}
}

func TestNamesInOtherLanguages(t *testing.T) {
	g := made(t, Options{Languages: strings.Fields("en fr ar es ru pt de it tr fa uk zh sw ha am so he ur")})
	for _, lang := range strings.Fields("en fr ar es ru pt de it tr fa uk zh sw ha am so he ur") {
		for _, code := range g.Countries() {
			if name := g.Name(code, lang); name == "" || name == code {
				t.Errorf("%s has no name in %s", code, lang)
			}
		}
	}
	if own, lang := g.Endonym("DZ"); own != "الجزائر" || lang != "ar" {
		t.Error(own, lang)
	}
	if g.SortKey("Égypte", "fr") > g.SortKey("France", "fr") || g.SortKey("الجزائر", "ar") != g.SortKey("جزائر", "ar") {
		t.Error("sorted otherwise than readers look")
	}
	if g.Digest() == "" || len(g.Breadcrumb("ML")) < 2 || g.Breadcrumb("ML")[0] != "africa" {
		t.Error(g.Breadcrumb("ML"))
	}
}

// Every entry of the hand-written lists says where it comes from.
func TestListsHaveSources(t *testing.T) {
	names, _ := filepath.Glob("data/*.yaml")
	if len(names) < 6 {
		t.Fatal(names)
	}
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var file map[string]any
		if err := yaml.Load(raw, &file); err != nil {
			t.Fatal(name, err)
		}
		for section, entries := range file {
			list, ok := entries.(map[string]any)
			if !ok || section != "countries" && section != "regions" && section != "places" {
				continue
			}
			for key, entry := range list {
				if m, ok := entry.(map[string]any); ok && m["source"] == nil {
					t.Errorf("%s: %s %s has no source", name, section, key)
				}
			}
		}
	}
}

func FuzzFind(f *testing.F) {
	g := made(f, five)
	for _, s := range []string{"Mali and Algeria’s", "الجزائر ومالي", "Того, кто", "U.S.", "Côte d'Ivoire", "\xff\xfeMali", "Franco-", "ل"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, lang := range five.Languages {
			end := 0
			for _, m := range g.Find(s, lang, nil) {
				if m.Offset < end || m.Length <= 0 || m.Offset+m.Length > len(s) || s[m.Offset:m.Offset+m.Length] != m.Form {
					t.Fatalf("%q: %+v", s, m)
				}
				if utf8.ValidString(s) && !utf8.ValidString(m.Form) {
					t.Fatalf("%q: cut in a letter: %+v", s, m)
				}
				end = m.Offset + m.Length
			}
		}
		g.Lookup(s)
	})
}

// BenchmarkFind reads 5 KB with the forms of five languages loaded.
func BenchmarkFind(b *testing.B) {
	g := made(b, five)
	text := strings.Repeat("Ministers from Mali and the United States met in the capital and agreed to meet again before the end of the year. The border post, closed since the spring, opened to lorries for three days a week; traders say that prices have doubled. ", 22)[:5000]
	for _, lang := range five.Languages {
		g.Find(text, lang, nil)
	}
	var found []Mention
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		found = g.Find(text, "en", found[:0])
	}
	if len(found) == 0 {
		b.Fatal("nothing found")
	}
}

func ExampleGazetteer_Find() {
	g, _ := New(Options{Languages: []string{"en"}})
	for _, m := range g.Find("Malian officers met Algeria's envoy.", "en", nil) {
		fmt.Println(m.Code, m.Form)
	}
	// Output:
	// ML Malian
	// DZ Algeria
}
