package date

import (
	"sync"
	"testing"
	"time"
	_ "time/tzdata"
)

var reader = sync.OnceValue(func() *Reader {
	return NewReader([]string{"en", "fr", "ar", "es", "ru", "pt", "de"}, DMY)
})

var context = Date{Year: 2025, Month: 1, Day: 8}

func TestDatesAreReadOutOfProse(t *testing.T) {
	for text, want := range map[string]string{
		"on July 27, 2021: the session":           "2021-07-27",
		"on 27 July 2021 the session":             "2021-07-27",
		"the 27th of July, 2021,":                 "2021-07-27",
		"3–5 July 2021":                           "2021-07-03/2021-07-05",
		"July 27-29, 2021":                        "2021-07-27/2021-07-29",
		"30 June – 2 July 2021":                   "2021-06-30/2021-07-02",
		"from 30 December 2020 to 2 January 2021": "2020-12-30/2021-01-02",
		"du 3 au 5 juillet 2021":                  "2021-07-03/2021-07-05",
		"le 1er janvier 2020":                     "2020-01-01",
		"el 27 de julio de 2021":                  "2021-07-27",
		"27 июля 2021 года":                       "2021-07-27",
		"в июле 2021":                             "2021-07",
		"27. Juli 2021":                           "2021-07-27",
		"27 de março de 2021":                     "2021-03-27",
		"في 27 يوليو 2021":                        "2021-07-27",
		"يوم ٢٧ جويلية ٢٠٢١ بالجزائر":             "2021-07-27",
		"في 8 كانون الثاني 2025":                  "2025-01-08",
		"في 5 غشت 2018":                           "2018-08-05",
		"in March 2021 the":                       "2021-03",
		"early March 2021":                        "2021-03~",
		"c. 1995":                                 "1995~",
		"2021-07-27 and more":                     "2021-07-27",
		"08/01/2025":                              "2025-01-08",
		"on 20 December a meeting":                "~2024-12-20",
		"on January 20 he will":                   "~2025-01-20",
		"10 April and 12 March":                   "~2024-04-10 ~2024-03-12",
		"In 2022 a new law may march on":          "",
		"version 1.2.2021.5, 192.168.20.21":       "",
		"5 people in may 2021 homes":              "",
		"paid $27 million, 12 of 20":              "",
		"Resolution 2690 of 30 June 2023":         "2023-06-30",
		"from 27 July 2021 and 3 others":          "2021-07-27",
		"Monday, 27 July 2021":                    "2021-07-27!Monday",
		"Tuesday 27 July 2021":                    "2021-07-27",
		"31 February 2021":                        "2021-02",
		"du 3 au 5 juillet":                       "~2024-07-03/2024-07-05",
		"July – August 2021":                      "2021-07/2021-08",
		"between 3 and 5 July 2021, talks":        "2021-07-03/2021-07-05",
		"entre juin et août 2022":                 "2022-06/2022-08",
		"между 3 и 5 июля 2021 года":              "2021-07-03/2021-07-05",
		"3 and 5 July 2021":                       "2021-07-05",
		"by the end of June 2020":                 "2020-06~",
		"to end 5 May 2020":                       "2020-05-05",
		"he sat 3 May 2020":                       "2020-05-03",
		"Sat. 2 May 2020":                         "2020-05-02",
		"the March 23 Movement (M23)":             "",
		"sur la Place du 7 novembre":              "",
		"le 7 novembre dernier":                   "~2024-11-07",
		"1990-е годы":                             "",
		"part 1Jul0001":                           "",
	} {
		got := ""
		for _, f := range reader().Find(text, context) {
			if got != "" {
				got += " "
			}
			if f.Inferred {
				got += "~"
			}
			got += f.Start.String()
			if !f.End.IsZero() {
				got += "/" + f.End.String()
			}
			if f.Contradicts != "" {
				got += "!" + f.Contradicts
			}
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestLeadingAndTrailingDates(t *testing.T) {
	for text, want := range map[string]string{
		"July 27, 2021: Ordinary session": "2021-07-27", "1962: independence": "1962", "1941–43, war": "1941/1943",
		"2021 elections were held": "", "On 3 May 2020, he": "2020-05-03", "(1794-1941)": "1794/1941", "1958 – start": "1958",
		"Le 3 mai 2020 : accord": "2020-05-03", "في 27 يوليو 2021: جلسة": "2021-07-27", "June 2019. The": "2019-06",
	} {
		f, ok := reader().Leading(text, context)
		got := ""
		if ok {
			got = f.Start.String()
			if !f.End.IsZero() {
				got += "/" + f.End.String()
			}
		}
		if got != want {
			t.Errorf("leading %q: got %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{
		"U.S. recognition of Algerian independence, 1962.": "1962", "Legation established, May 3, 1871.": "1871-05-03",
		"The class of 1962": "", "Route 1962": "", "Under Italian control, 1835-1947.": "1835/1947", "Mission (1990–91)": "1990/1991",
		"Consulate in Warsaw (under Russia) 1871-1917": "1871/1917", "A call to 0555-1947": "", "Form, 12-1947": "", "1962": "",
	} {
		f, ok := reader().Trailing(text, context)
		got := f.Start.String()
		if !f.End.IsZero() {
			got += "/" + f.End.String()
		}
		if ok && got != want || !ok && want != "" {
			t.Errorf("trailing %q: got %q %v, want %q", text, got, ok, want)
		}
	}
}

func TestWhatIsFormattedIsReadBack(t *testing.T) {
	for _, lang := range []string{"en", "fr", "ar", "ar-TN", "ar-MA", "ar-MR", "ar-LB", "es", "ru", "pt", "de"} {
		for day := (Date{Year: 1890, Month: 1, Day: 1}); day.Year < 2030; day = day.AddDays(37) {
			for _, d := range []Date{day, {Year: day.Year, Month: day.Month}} {
				text := d.Format(lang, Full)
				found := reader().Find(text, Date{})
				if len(found) != 1 || found[0].Start != d || found[0].Length != len(text) {
					t.Fatalf("%s: %q reads as %v", lang, text, found)
				}
			}
			span := Span{day, day.AddDays(1 + int(day.Day)*3)}
			text := span.Format(lang, Full)
			found := reader().Find(text, Date{})
			if len(found) != 1 || found[0].Span != span || found[0].Length != len(text) {
				t.Fatalf("%s: %q reads as %v, want %v", lang, text, found, span)
			}
		}
	}
}

func TestFieldsAreStrict(t *testing.T) {
	zone, _ := time.LoadLocation("Europe/Paris")
	for _, c := range []struct {
		text  string
		zone  *time.Location
		order Order
		want  string
	}{
		{"2025-01-08", nil, 0, "2025-01-08"},
		{"8 January 2025", nil, 0, "2025-01-08"},
		{"08/01/2025", nil, DMY, "2025-01-08"},
		{"08/01/2025", nil, MDY, "2025-08-01"},
		{"08/01/2025", nil, 0, `"08/01/2025" can be 8 January 2025 or 1 August 2025; declare date_order in site.yaml, or write 2025-01-08 or 2025-08-01`},
		{"31/01/2025", nil, 0, `"31/01/2025": the site declares no date_order; write 2025-01-31`},
		{"2025-02-30", nil, 0, `"2025-02-30" is not a date: February 2025 has no day 30`},
		{"2026-13-45", nil, 0, `"2026-13-45" is not a date: there is no month 13`},
		{"yesterday", nil, 0, `"yesterday" is not a date; write it like 2025-01-08`},
		{"2025-01", nil, 0, `"2025-01" has no day; write it like 2025-01-08`},
		{"2025-01-08T21:45+01:00", nil, 0, "2025-01-08T21:45:00+01:00"},
		{"2025-01-08 21:45", zone, 0, "2025-01-08T21:45:00+01:00"},
		{"08/01/2025 21:45", zone, DMY, "2025-01-08T21:45:00+01:00"},
		{"2025-01-08 21:45", nil, 0, `"2025-01-08 21:45" has a time but no zone; declare time_zone in site.yaml, or write it like 2025-01-08T21:45+00:00`},
		{"2025-03-30 02:30", zone, 0, `"2025-03-30 02:30" does not exist in Europe/Paris: clocks were put forward over it`},
		{"2025-10-26 02:30", zone, 0, "2025-10-26T02:30:00+02:00"},
	} {
		i, err := ParseInstant(c.text, c.zone, c.order)
		got := i.Day.String()
		if i.HasTime {
			got = i.Time.Format(time.RFC3339)
		}
		if err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%q: got %s, want %s", c.text, got, c.want)
		}
	}
}

func TestADayBeginsWhereItsClockDoes(t *testing.T) {
	for _, c := range []struct {
		zone, want string
		day        Date
	}{
		{"America/Sao_Paulo", "2018-11-04T01:00:00-02:00", Date{Year: 2018, Month: 11, Day: 4}}, // midnight was skipped
		{"America/Havana", "2026-11-01T00:00:00-04:00", Date{Year: 2026, Month: 11, Day: 1}},    // midnight comes twice
		{"Pacific/Apia", "2011-12-31T00:00:00+14:00", Date{Year: 2011, Month: 12, Day: 30}},     // there was no such day
		{"Africa/Tunis", "2026-12-01T00:00:00+01:00", Date{Year: 2026, Month: 12, Day: 1}},
	} {
		zone, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		if got := (Instant{Day: c.day}).Start(zone).Format(time.RFC3339); got != c.want {
			t.Errorf("%s in %s begins %s, want %s", c.day, c.zone, got, c.want)
		}
	}
}

func TestOfATimeShownTwiceTheLatestIsTheLater(t *testing.T) {
	for _, c := range []struct{ text, zone, first, last string }{
		{"2027-10-31T02:30", "Europe/Paris", "2027-10-31T02:30:00+02:00", "2027-10-31T02:30:00+01:00"},
		{"2027-10-31T03:00", "Europe/Paris", "2027-10-31T03:00:00+01:00", "2027-10-31T03:00:00+01:00"},
		{"2026-11-01T01:30", "America/New_York", "2026-11-01T01:30:00-04:00", "2026-11-01T01:30:00-05:00"},
		{"2026-04-05T01:45", "Australia/Lord_Howe", "2026-04-05T01:45:00+11:00", "2026-04-05T01:45:00+10:30"}, // half an hour
		{"2027-10-31T02:30+02:00", "Europe/Paris", "2027-10-31T02:30:00+02:00", "2027-10-31T02:30:00+02:00"},
		{"2027-10-31", "Europe/Paris", "2027-10-31", "2027-10-31"},
	} {
		zone, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		first, err1 := ParseInstant(c.text, zone, Undeclared)
		last, err2 := ParseLatestInstant(c.text, zone, Undeclared)
		if first.String() != c.first || last.String() != c.last || err1 != nil || err2 != nil {
			t.Errorf("%s in %s: %s, %v and %s, %v", c.text, c.zone, first, err1, last, err2)
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add("from 30 December 2020 to 2 January 2021, ٢٧ جويلية ٢٠٢١")
	f.Add("3–5 July, c. 1995, 08/01/2025, 27th of")
	r := reader()
	f.Fuzz(func(t *testing.T, text string) {
		last := 0
		for _, d := range r.Find(text, context) {
			if d.Offset < last || d.Length <= 0 || d.Offset+d.Length > len(text) {
				t.Fatalf("%q: %+v out of order", text, d)
			}
			last = d.Offset + d.Length
		}
		r.Leading(text, context)
		r.Trailing(text, context)
		Parse(text, DMY)
		ParseInstant(text, time.UTC, Undeclared)
	})
}

func BenchmarkFindNothing(b *testing.B) {
	text := ""
	for len(text) < 5000 {
		text += "The ministers met again and agreed on little beyond the wish to meet. "
	}
	r := reader()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		r.Find(text, context)
	}
}
