// Package date knows calendar days with the precision they were written in, and
// reads them out of fields and prose in several languages.
//
// A day has no time zone and never moves; what was written as a month stays a
// month. Nothing here reads the clock.
package date

import (
	"cmp"
	"errors"
	"fmt"
	"strconv"
	"time"
)

// Date is a day, month or year of the proleptic Gregorian calendar. The zero
// value is no date.
type Date struct {
	Year   int16
	Month  uint8 // 0: only the year is known
	Day    uint8 // 0: only the month is known
	Approx bool  // "early March 2021", "c. 1995"
}

// Precision says how closely a date is known.
type Precision uint8

// The precisions, from the vaguest.
const (
	Year Precision = iota
	Month
	Day
)

// String is the word that data files use.
func (p Precision) String() string { return [...]string{"year", "month", "day"}[p] }

// Precision of the date.
func (d Date) Precision() Precision {
	switch {
	case d.Month == 0:
		return Year
	case d.Day == 0:
		return Month
	}
	return Day
}

// IsZero says that there is no date.
func (d Date) IsZero() bool { return d == Date{} }

// of is the day on which a moment lies in its zone.
func of(t time.Time) Date {
	return Date{Year: int16(t.Year()), Month: uint8(t.Month()), Day: uint8(t.Day())}
}

func (d Date) utc() time.Time {
	return time.Date(int(d.Year), time.Month(d.Month), int(d.Day), 0, 0, 0, 0, time.UTC)
}

// First is the first day that the date covers.
func (d Date) First() Date { return Date{d.Year, max(d.Month, 1), max(d.Day, 1), false} }

// Last is the last day that the date covers.
func (d Date) Last() Date {
	switch d.Precision() {
	case Year:
		return Date{d.Year, 12, 31, false}
	case Month:
		return Date{d.Year, d.Month, uint8(daysIn(int(d.Year), int(d.Month))), false}
	}
	return Date{d.Year, d.Month, d.Day, false}
}

func daysIn(year, month int) int {
	switch {
	case month != 2:
		return 30 + (month+month/8)%2
	case year%4 == 0 && (year%100 != 0 || year%400 == 0):
		return 29
	}
	return 28
}

// Days is the number of days from 1970-01-01 to the date's first day.
func (d Date) Days() int {
	const secondsOfDay = 86400
	return int(d.First().utc().Unix() / secondsOfDay)
}

// AddDays is the day so many days after the date's first day.
func (d Date) AddDays(n int) Date { return of(d.First().utc().AddDate(0, 0, n)) }

// Weekday of a day.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// Compare orders dates by their last day, then puts the closer one after the
// vaguer one, so that in a list with the newest first a day of December stands
// above its month, and that above its year.
func (d Date) Compare(o Date) int { return cmp.Compare(d.Order(), o.Order()) }

// Order is a number by which dates sort as Compare has them.
func (d Date) Order() int64 {
	last, exact := d.Last(), int64(1)
	if d.Approx {
		exact = 0
	}
	return int64(last.Year)<<12 | int64(last.Month)<<8 | int64(last.Day)<<3 | int64(d.Precision())<<1 | exact
}

// Plain is the date as ISO 8601 has it: 2021-07-27, 2021-07 or 2021.
func (d Date) Plain() string {
	return string(d.AppendPlain(make([]byte, 0, len("2021-07-27"))))
}

// AppendPlain appends the date as Plain has it.
func (d Date) AppendPlain(b []byte) []byte {
	b = appendPadded(b, int(d.Year), 4)
	for _, part := range []uint8{d.Month, d.Day} {
		if part == 0 {
			break
		}
		b = appendPadded(append(b, '-'), int(part), 2)
	}
	return b
}

// appendPadded writes a number in at least so many digits.
func appendPadded(b []byte, n, digits int) []byte {
	if n < 0 {
		b, n = append(b, '-'), -n
	}
	for limit := 10; digits > 1; digits-- {
		if n < limit {
			b = append(b, "000"[:digits-1]...)
			break
		}
		limit *= 10
	}
	return strconv.AppendInt(b, int64(n), 10)
}

// String is Plain, with a ~ after a date that is approximate, as EDTF writes it.
func (d Date) String() string {
	if d.Approx {
		return d.Plain() + "~"
	}
	return d.Plain()
}

// Span is a date, or all from one date to another.
type Span struct {
	Start Date
	End   Date // zero when it is no range
}

// First is the first day that the span covers.
func (s Span) First() Date { return s.Start.First() }

// Last is the last day that the span covers.
func (s Span) Last() Date {
	if s.End.IsZero() {
		return s.Start.Last()
	}
	return s.End.Last()
}

// Instant is a day, or a moment of a day with its zone.
type Instant struct {
	Day     Date
	HasTime bool
	Time    time.Time // in the zone it was written in; zero without HasTime
}

// IsZero says that there is no instant.
func (i Instant) IsZero() bool { return i.Day.IsZero() }

// String is the day, with the time where one was given, as ISO 8601 has it.
func (i Instant) String() string {
	if i.HasTime {
		return i.Time.Format(time.RFC3339)
	}
	return i.Day.String()
}

// Start is the moment itself, or the first of the day in a zone. Where a clock
// is put forward at midnight it is the first moment that the day has.
func (i Instant) Start(zone *time.Location) time.Time {
	if i.HasTime {
		return i.Time
	}
	d := i.Day.First()
	const step = 15 * time.Minute
	for clock := time.Duration(0); clock < 24*time.Hour; clock += step {
		if first, _, ok := moments(d, clock, zone); ok {
			return first
		}
	}
	return Instant{Day: d.AddDays(1)}.Start(zone) // the zone moved over the date line and left the day out
}

// moments are the first and the last at which a clock in a zone shows a time of
// a day: two where it is put back over it, none where it is put forward.
func moments(d Date, clock time.Duration, zone *time.Location) (first, last time.Time, ok bool) {
	shown := d.utc().Add(clock)
	const longestOffset = 24 * time.Hour
	for _, near := range []time.Duration{-longestOffset, longestOffset} {
		_, offset := shown.Add(near).In(zone).Zone()
		t := shown.Add(-time.Duration(offset) * time.Second).In(zone)
		if _, real := t.Zone(); real != offset {
			continue
		}
		if !ok || t.Before(first) {
			first = t
		}
		if !ok || t.After(last) {
			last = t
		}
		ok = true
	}
	return first, last, ok
}

// Order is the order in which a site writes 08/01/2025.
type Order uint8

// The orders.
const (
	Undeclared Order = iota
	DMY
	MDY
	YMD
)

// ParseOrder reads dmy, mdy or ymd.
func ParseOrder(s string) (Order, error) {
	switch s {
	case "dmy":
		return DMY, nil
	case "mdy":
		return MDY, nil
	case "ymd":
		return YMD, nil
	}
	return Undeclared, fmt.Errorf("%q is not known; write dmy, mdy or ymd", s)
}

// valid makes a date of numbers, if there is one.
func valid(year, month, day int) (Date, error) {
	switch {
	case year < 1 || year > 9999:
		return Date{}, errors.New("the year must lie between 1 and 9999")
	case month < 0 || month > 12:
		return Date{}, fmt.Errorf("there is no month %d", month)
	case month == 0 && day == 0:
		return Date{Year: int16(year)}, nil
	case day < 0 || month == 0 || day > daysIn(year, month):
		return Date{}, fmt.Errorf("%s %d has no day %d", time.Month(month), year, day)
	}
	return Date{Year: int16(year), Month: uint8(month), Day: uint8(day)}, nil
}
