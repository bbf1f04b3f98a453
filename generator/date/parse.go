package date

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// allLanguages are those that a field may be written in.
var allLanguages = []string{"en", "fr", "ar", "es", "ru", "pt", "de"}

var (
	numericField = regexp.MustCompile(`^(\d{1,4})([/.\-])(\d{1,2})([/.\-])(\d{1,4})$`)
	timeField    = regexp.MustCompile(`^(.+?)[T ](\d{1,2}):(\d{2})(?::(\d{2}))?\s?(Z|[+-]\d{2}:?\d{2})?$`)
)

// Parse reads a date that fills a field: 2025-01-08, 2025-01, 2025, "8 January
// 2025" in any language, or numbers in the order that the site declares.
func Parse(s string, order Order) (Date, error) {
	s = strings.TrimSpace(s)
	if year, month, day, approx, ok := isoField(s); ok {
		d, err := valid(year, month, day)
		if err != nil {
			return Date{}, fmt.Errorf("%q is not a date: %v", s, err)
		}
		d.Approx = approx
		return d, nil
	}
	if m := numericField.FindStringSubmatch(s); m != nil && m[2] == m[4] {
		return numbers(s, order, atoi(m[1]), atoi(m[3]), atoi(m[5]))
	}
	f, ok := NewReader(allLanguages, order).at(s, 0, Date{}, true)
	if !ok || f.Length != len(s) || !f.End.IsZero() {
		return Date{}, fmt.Errorf("%q is not a date; write it like 2025-01-08", s)
	}
	return f.Start, nil
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s) // the patterns let digits through only
	return n
}

// isoField reads 2025-01-08, 2025-01 or 2025, with ~ for what is approximate.
// Nearly every field is written so, which is why it is no pattern.
func isoField(s string) (year, month, day int, approx, ok bool) {
	s, approx = strings.CutSuffix(s, "~")
	switch len(s) {
	case len("2025-01-08"):
		day, ok = digitPair(s[7:])
		ok = ok && s[7] == '-'
		s = s[:7]
	case len("2025-01"), len("2025"):
		ok = true
	}
	if len(s) > 4 && ok {
		month, ok = digitPair(s[4:])
		ok = ok && s[4] == '-'
	}
	if !ok {
		return 0, 0, 0, false, false
	}
	for _, c := range []byte(s[:4]) {
		if c-'0' >= 10 {
			return 0, 0, 0, false, false
		}
		year = 10*year + int(c-'0')
	}
	return year, month, day, approx, true
}

// digitPair reads the two digits after a mark.
func digitPair(s string) (int, bool) {
	a, b := s[1]-'0', s[2]-'0'
	return int(10*a + b), a < 10 && b < 10
}

// timed cuts a field into a day and a time. The form that most have,
// 2025-01-08T21:45:00Z, is known without the pattern.
func timed(s string) (day string, hour, minute, second int, zone string, ok bool) {
	if strings.IndexByte(s, ':') < 0 {
		return "", 0, 0, 0, "", false
	}
	if len(s) == len("2025-01-08T21:45:00Z") && s[10] == 'T' && s[13] == ':' && s[16] == ':' && s[19] == 'Z' {
		_, _, _, _, iso := isoField(s[:10])
		hour, ok1 := digitPair(s[10:])
		minute, ok2 := digitPair(s[13:])
		second, ok3 := digitPair(s[16:])
		if iso && ok1 && ok2 && ok3 {
			return s[:10], hour, minute, second, "Z", true
		}
	}
	m := timeField.FindStringSubmatch(s)
	if m == nil {
		return "", 0, 0, 0, "", false
	}
	return m[1], atoi(m[2]), atoi(m[3]), atoi(m[4]), m[5], true
}

// numbers reads a date of three numbers. Without a declared order it is an
// error that says what it may mean.
func numbers(s string, order Order, a, b, c int) (Date, error) {
	read := func(o Order) (Date, error) {
		switch o {
		case MDY:
			return valid(c, a, b)
		case YMD:
			return valid(a, b, c)
		}
		return valid(c, b, a)
	}
	if order != Undeclared {
		d, err := read(order)
		if err != nil || d.Precision() != Day || d.Year < 1000 {
			return Date{}, fmt.Errorf("%q is not a date in the order this site declares; write it like 2025-01-08", s)
		}
		return d, nil
	}
	var readings, iso []string
	for _, o := range []Order{DMY, MDY, YMD} {
		if d, err := read(o); err == nil && d.Precision() == Day && d.Year >= 1000 {
			readings, iso = append(readings, d.Format("en", Full)), append(iso, d.Plain())
		}
	}
	switch len(readings) {
	case 0:
		return Date{}, fmt.Errorf("%q is not a date; write it like 2025-01-08", s)
	case 1:
		return Date{}, fmt.Errorf("%q: the site declares no date_order; write %s", s, iso[0])
	}
	return Date{}, fmt.Errorf("%q can be %s; declare date_order in site.yaml, or write %s",
		s, strings.Join(readings, " or "), strings.Join(iso, " or "))
}

// ParseSpan reads a date or a range that fills a field: also "3–5 July 2021" and
// 2021-07-03/2021-07-05.
func ParseSpan(s string, order Order) (Span, error) {
	if a, b, ok := strings.Cut(s, "/"); ok && isISO(a) && isISO(b) {
		return between(s, a, b, order)
	}
	d, err := Parse(s, order)
	if err == nil {
		return Span{Start: d}, nil
	}
	f, ok := NewReader(allLanguages, order).at(strings.TrimSpace(s), 0, Date{}, true)
	if ok && f.Length == len(strings.TrimSpace(s)) {
		return f.Span, nil
	}
	return Span{}, err
}

func isISO(s string) bool {
	_, _, _, _, ok := isoField(s)
	return ok
}

func between(s, a, b string, order Order) (Span, error) {
	start, err1 := Parse(a, order)
	end, err2 := Parse(b, order)
	if err := errors.Join(err1, err2); err != nil {
		return Span{}, err
	}
	if end.Compare(start) <= 0 {
		return Span{}, fmt.Errorf("%q ends before it begins", s)
	}
	return Span{start, end}, nil
}

// ParseInstant reads a day, or a day with a time: 2025-01-08T21:45+01:00, or
// without an offset in the site's zone, nil when it declares none. A time that a
// clock skips is an error; of one that it shows twice the earlier is meant.
func ParseInstant(s string, zone *time.Location, order Order) (Instant, error) {
	first, _, err := parseInstant(s, zone, order)
	return first, err
}

// ParseLatestInstant reads what ParseInstant reads, for what may not happen too
// early: of a time that a clock shows twice the later is meant.
func ParseLatestInstant(s string, zone *time.Location, order Order) (Instant, error) {
	_, last, err := parseInstant(s, zone, order)
	return last, err
}

// parseInstant reads an instant, and the same again when a clock shows it twice.
func parseInstant(s string, zone *time.Location, order Order) (first, last Instant, err error) {
	s = strings.TrimSpace(s)
	written, hour, minute, second, offset, ok := timed(s)
	if !ok {
		d, err := parseDay(s, order)
		return Instant{Day: d}, Instant{Day: d}, err
	}
	d, err := Parse(written, order)
	if err != nil {
		return Instant{}, Instant{}, err
	}
	if d.Precision() != Day || hour > 23 || minute > 59 || second > 59 {
		return Instant{}, Instant{}, fmt.Errorf("%q is not a time; write it like 2025-01-08T21:45+01:00", s)
	}
	if offset != "" {
		if zone, err = offsetZone(offset); err != nil {
			return Instant{}, Instant{}, fmt.Errorf("%q: %v", s, err)
		}
	}
	if zone == nil {
		return Instant{}, Instant{}, fmt.Errorf("%q has a time but no zone; declare time_zone in site.yaml, or write it like %sT%02d:%02d+00:00", s, d, hour, minute)
	}
	from, to, ok := moments(d, time.Duration(hour)*time.Hour+time.Duration(minute)*time.Minute+time.Duration(second)*time.Second, zone)
	if !ok {
		return Instant{}, Instant{}, fmt.Errorf("%q does not exist in %s: clocks were put forward over it", s, zone)
	}
	return Instant{Day: d, Time: from, HasTime: true}, Instant{Day: d, Time: to, HasTime: true}, nil
}

// parseDay reads a day that fills a field.
func parseDay(s string, order Order) (Date, error) {
	d, err := Parse(s, order)
	switch {
	case err != nil:
		return Date{}, err
	case d.Precision() != Day:
		return Date{}, fmt.Errorf("%q has no day; write it like 2025-01-08", s)
	case d.Approx:
		return Date{}, fmt.Errorf("%q is approximate; write a day like 2025-01-08", s)
	}
	return d, nil
}

// offsetZone reads Z, +01:00 or +0100.
func offsetZone(s string) (*time.Location, error) {
	if s == "Z" {
		return time.UTC, nil
	}
	digits := strings.Replace(s[1:], ":", "", 1)
	hours, minutes := atoi(digits[:2]), atoi(digits[2:])
	if hours > 14 || minutes > 59 {
		return nil, fmt.Errorf("%s is no offset", s)
	}
	seconds := hours*3600 + minutes*60
	if s[0] == '-' {
		seconds = -seconds
	}
	return time.FixedZone("", seconds), nil
}
