package briefing

import (
	"fmt"
	"time"

	"chancery/generator/date"
)

// Visibility says whether a briefing may be published.
type Visibility uint8

const (
	Visible   Visibility = iota // public
	Draft                       // its author is not done
	Embargoed                   // not yet
	Expired                     // no longer
)

// String is the word that lists and previews print.
func (v Visibility) String() string {
	return [...]string{"public", "draft", "embargoed", "expired"}[v]
}

// At decides the briefing's visibility at a moment, and says when time alone
// will change it: the zero time when it never will. zone is where bare days
// begin; nil is UTC.
func (b *Briefing) At(now time.Time, zone *time.Location) (v Visibility, next time.Time) {
	if b.Draft {
		return Draft, time.Time{}
	}
	begin, end := start(b.Embargo, zone), start(b.Expires, zone)
	switch {
	case !end.IsZero() && !now.Before(end):
		return Expired, time.Time{}
	case !begin.IsZero() && now.Before(begin):
		return Embargoed, begin
	}
	return Visible, end
}

// start is the first moment of an instant, zero when there is none.
func start(i date.Instant, zone *time.Location) time.Time {
	if i.IsZero() {
		return time.Time{}
	}
	if zone == nil {
		zone = time.UTC
	}
	return i.Start(zone)
}

// Public is a briefing that may be published. Only Sift makes one, so that
// whatever takes a Public cannot be handed anything hidden by mistake.
type Public struct{ b *Briefing }

// Briefing is the briefing that may be published.
func (p Public) Briefing() *Briefing { return p.b }

// Hidden is a briefing that may not, with the reason.
type Hidden struct {
	Briefing   *Briefing
	Visibility Visibility
	Until      time.Time // when an embargo ends
}

// Reason says in words why a briefing is left out.
func (h Hidden) Reason() string {
	switch h.Visibility {
	case Embargoed:
		return fmt.Sprintf("embargoed until %s", h.Until.Format(time.RFC3339))
	case Expired:
		return "expired"
	}
	return h.Visibility.String()
}

// Sifted is the one decision on what is public at a moment.
type Sifted struct {
	Public []Public
	Hidden []Hidden
	Next   time.Time // when time alone changes the answer; zero when never
}

// Sift decides for each briefing, in their order, whether it is public.
func Sift(all []*Briefing, now time.Time, zone *time.Location) Sifted {
	var s Sifted
	for _, b := range all {
		v, next := b.At(now, zone)
		if !next.IsZero() && (s.Next.IsZero() || next.Before(s.Next)) {
			s.Next = next
		}
		if v == Visible {
			s.Public = append(s.Public, Public{b})
			continue
		}
		s.Hidden = append(s.Hidden, Hidden{b, v, next})
	}
	return s
}
