package content

import "testing"

func TestPathsTellWhatASourceIs(t *testing.T) {
	languages := []string{"en", "fr", "ar-TN"}
	for path, want := range map[string]Source{
		"content/briefings/2025/2025-01-08-mali-talks.fr.md": {Kind: Briefing, Stem: "content/briefings/2025/2025-01-08-mali-talks", Lang: "fr", Name: "mali-talks", FileDate: "2025-01-08"},
		"content/briefings/mali.md":                          {Kind: Briefing, Stem: "content/briefings/mali", Name: "mali"},
		"content/briefings/a/2025-01-08_talks/index.md":      {Kind: Briefing, Stem: "content/briefings/a/2025-01-08_talks/index", Name: "talks", FileDate: "2025-01-08"},
		"content/briefings/a/talks/index.ar-TN.md":           {Kind: Briefing, Stem: "content/briefings/a/talks/index", Lang: "ar-TN", Name: "talks"},
		"content/briefings/x.v2.md":                          {Kind: Briefing, Stem: "content/briefings/x.v2", Name: "x.v2"},
		"content/briefings/x.de.md":                          {Kind: Briefing, Stem: "content/briefings/x.de", Name: "x.de"},
		"content/briefings/2025-01-08.md":                    {Kind: Briefing, Stem: "content/briefings/2025-01-08", Name: "2025-01-08"},
		"content/briefings/2025-01-08-.md":                   {Kind: Briefing, Stem: "content/briefings/2025-01-08-", Name: "2025-01-08-"},
		"content/briefings/2025-1-8-x.md":                    {Kind: Briefing, Stem: "content/briefings/2025-1-8-x", Name: "2025-1-8-x"},
		"content/briefings/index.md":                         {Kind: Briefing, Stem: "content/briefings/index", Name: "index"},
		"content/briefings/تونس.md":                          {Kind: Briefing, Stem: "content/briefings/تونس", Name: "تونس"},
		"content/pages/about.md":                             {Kind: StandingPage, Stem: "content/pages/about", Name: "about"},
		"content/pages/legal/index.fr.md":                    {Kind: StandingPage, Stem: "content/pages/legal/index", Lang: "fr", Name: "legal"},
		"content/pages/legal/terms.md":                       {Kind: StandingPage, Stem: "content/pages/legal/terms", Name: "legal/terms"},
		"content/countries/ml.md":                            {Kind: CountryIntro, Stem: "content/countries/ml", Name: "ml"},
		"content/regions/sahel.fr.md":                        {Kind: RegionIntro, Stem: "content/regions/sahel", Lang: "fr", Name: "sahel"},
		"content/authors/a.md":                               {Kind: AuthorIntro, Stem: "content/authors/a", Name: "a"},
		"content/topics/a.md":                                {Kind: TopicIntro, Stem: "content/topics/a", Name: "a"},
	} {
		want.Path = path
		got, ok := Identify(path, languages)
		if !ok || got.Kind != want.Kind || got.Stem != want.Stem || got.Lang != want.Lang || got.Name != want.Name || got.FileDate != want.FileDate {
			t.Errorf("%s: got %+v", path, got)
		}
	}
	for _, path := range []string{"content/x.md", "briefings/x.md", "content/briefings/x.txt", "content/other/x.md", "content/briefings", "content/briefings/", "content/briefings/.md", "content/briefings/a/.md", "site.yaml", ""} {
		if s, ok := Identify(path, languages); ok {
			t.Errorf("%q is taken for the source %+v", path, s)
		}
	}
}
