package briefing

import (
	"chancery/generator/date"
	"chancery/generator/digest"
)

// wordsPerMinute is a usual pace for reading analysis silently (Brysbaert 2019
// finds 238 for non-fiction in English).
const wordsPerMinute = 238

// Minutes is how long the text takes to read, one at least.
func (b *Briefing) Minutes() int { return max(1, (b.Words+wordsPerMinute/2)/wordsPerMinute) }

// sum names the parts of a finished briefing that others depend on: lists show
// its card, timelines its events, its own page everything. An edit of the text
// that leaves the card as it was so leaves every list as it was, and one that
// leaves Shown as it was every other page.
func (b *piece) sum() {
	b.Card = digest.Of("card", &cardSum{
		b.Path, b.Stem, b.Lang, b.Slug, b.Title, b.Date, b.Updated, b.Changed, b.Authors, b.Topics, b.Regions, b.subjects(), b.Inferred,
		b.Summary, b.SummaryDeclared, b.Minutes(), b.Picture.Ref, b.Picture.Alt, b.Picture.Caption, b.Picture.Credit, b.Video,
		b.TranslationOf.Ref, b.Series, b.Draft, b.Embargo, b.Expires,
	})
	b.Shown = b.shown()
	b.Meta = b.meta()
}

// sum is of all of an event but its number and its line.
func (v *told) sum() digest.Sum {
	k := digest.Begin("event")
	k.Text(v.ID)
	k.Number(int(v.Span.Start.Order()))
	k.Number(int(v.Span.End.Order()))
	k.Bool(v.Inferred)
	k.Text(v.Text)
	k.Text(v.HTML)
	k.Number(len(v.Countries))
	for _, code := range v.Countries {
		k.Text(code)
	}
	k.Number(len(v.Cites))
	for _, n := range v.Cites {
		k.Number(n)
	}
	k.Number(int(v.Rule))
	return k.Sum()
}

// meta sums everything; of the events, which are most of it, the sums that they
// have.
func (b *piece) meta() digest.Sum {
	k := digest.Begin("meta")
	head, detail := b.Briefing, b.Detail
	head.Events, detail.Accounts = nil, nil
	k.Any(&head)
	k.Any(&detail)
	k.Number(len(b.Events))
	for i := range b.Events {
		k.Add(b.Events[i].Sum)
		k.Number(b.Accounts[i].Line)
	}
	return k.Sum()
}

// shown sums what any page but its own may say of a briefing.
func (b *piece) shown() digest.Sum {
	k := digest.Begin("shown")
	k.Add(b.Card)
	k.Number(len(b.Events))
	for i := range b.Events {
		k.Add(b.Events[i].Sum)
	}
	k.Number(len(b.Mentions))
	for _, m := range b.Mentions {
		k.Text(m.Code)
		k.Number(m.N)
	}
	for _, t := range b.Supersedes {
		k.Text(t.Ref)
	}
	k.Number(len(b.Aliases))
	for _, path := range b.Aliases {
		k.Text(path)
	}
	return k.Sum()
}

// subjects are the codes of the countries that a briefing is about.
func (b *Briefing) subjects() []string {
	if len(b.Countries) == 0 {
		return nil
	}
	codes := make([]string, len(b.Countries))
	for i, c := range b.Countries {
		codes[i] = c.Code
	}
	return codes
}

// cardSum is all that lists show of a briefing.
type cardSum struct {
	Path, Stem, Lang, Slug, Title        string
	Date, Updated, Changed               date.Instant
	Authors, Topics                      []Ref
	Regions, Countries                   []string
	Inferred                             bool
	Summary                              string
	SummaryDeclared                      bool
	Minutes                              int
	Picture, Alt, Caption, Credit, Video string
	TranslationOf, Series                string
	Draft                                bool
	Embargo, Expires                     date.Instant
}
