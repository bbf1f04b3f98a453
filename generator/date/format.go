package date

import (
	"fmt"
	"strconv"
	"strings"
)

// Style is how a date is printed.
type Style uint8

// The styles.
const (
	Full  Style = iota // 8 January 2025
	Short              // 8 Jan: for columns under a heading that says the year
)

// base is a language without its region, English when it has no table.
func base(lang string) string {
	b, _, _ := strings.Cut(lang, "-")
	if _, ok := monthNames[b]; ok {
		return b
	}
	return "en"
}

// MonthName is the name of a month as a date writes it.
func MonthName(lang string, month int) string {
	if set, ok := arabicMonths[lang]; ok {
		return set[month-1]
	}
	return monthNames[base(lang)].format[month-1]
}

// monthAlone is the name of a month beside a year only.
func monthAlone(lang string, month int) string {
	if name := monthNames[base(lang)].alone[month-1]; name != "" {
		return name
	}
	return MonthName(lang, month)
}

func monthShort(lang string, month int) string {
	if name := monthNames[base(lang)].short[month-1]; name != "" {
		return name
	}
	return MonthName(lang, month)
}

// Format prints the date in a language, never more precisely than it is known.
func (d Date) Format(lang string, s Style) string {
	text := d.plainWords(lang, s)
	if d.Approx {
		return fmt.Sprintf(about[base(lang)], text)
	}
	return text
}

func (d Date) plainWords(lang string, s Style) string {
	year := strconv.Itoa(int(d.Year))
	switch {
	case d.Precision() == Year:
		return year
	case d.Precision() == Month && s == Short:
		return monthShort(lang, int(d.Month))
	case d.Precision() == Month:
		return joinOf(lang, monthAlone(lang, int(d.Month)), year)
	case s == Short:
		return day(lang, d.Day) + " " + monthShort(lang, int(d.Month))
	}
	return joinOf(lang, dayMonth(lang, d), year)
}

// joinOf joins a month and a year, or a day and a month.
func joinOf(lang, a, b string) string {
	if l := base(lang); l == "es" || l == "pt" {
		return a + " de " + b
	}
	return a + " " + b
}

func dayMonth(lang string, d Date) string {
	return joinOf(lang, day(lang, d.Day), MonthName(lang, int(d.Month)))
}

// day is a day of the month as the language writes it.
func day(lang string, n uint8) string {
	switch l := base(lang); {
	case l == "fr" && n == 1:
		return "1er"
	case l == "de":
		return strconv.Itoa(int(n)) + "."
	}
	return strconv.Itoa(int(n))
}

// Format prints the span in a language. What both ends share is said once.
func (s Span) Format(lang string, st Style) string {
	a, b := s.Start, s.End
	switch {
	case b.IsZero():
		return a.Format(lang, st)
	case a.Approx || b.Approx || a.Precision() != b.Precision():
	case a.Precision() == Day && a.Year == b.Year && a.Month == b.Month:
		return day(lang, a.Day) + "–" + b.Format(lang, st)
	case a.Precision() == Day && a.Year == b.Year && st == Full:
		return dayMonth(lang, a) + " – " + b.Format(lang, st)
	case a.Precision() == Month && a.Year == b.Year && st == Full:
		return monthAlone(lang, int(a.Month)) + " – " + b.Format(lang, st)
	case a.Precision() == Year:
		return a.Plain() + "–" + b.Plain()
	}
	return a.Format(lang, st) + " – " + b.Format(lang, st)
}
