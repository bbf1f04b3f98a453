package briefing

import "chancery/generator/digest"

// wordsPerMinute is a usual pace for reading analysis silently (Brysbaert 2019
// finds 238 for non-fiction in English).
const wordsPerMinute = 238

// Minutes is how long the text takes to read, one at least.
func (b *Briefing) Minutes() int { return max(1, (b.Words+wordsPerMinute/2)/wordsPerMinute) }

// sum names the parts of a finished briefing that others depend on: lists show
// its card, timelines its events, its own page everything. An edit of the text
// that leaves the card as it was so leaves every list as it was.
func (b *Briefing) sum() {
	for i := range b.Events {
		v := &b.Events[i]
		v.Sum = digest.Of("event", v.ID, v.Span, v.Inferred, v.Text, v.HTML, v.Countries, v.Cites, uint8(v.Rule))
	}
	codes := make([]string, len(b.Countries))
	for i, c := range b.Countries {
		codes[i] = c.Code
	}
	b.Card = digest.Of("card",
		b.Path, b.Stem, b.Lang, b.Slug, b.Title, b.Date, b.Updated, b.Changed, b.Authors, b.Topics, b.Regions, codes, b.Inferred,
		b.Summary, b.SummaryDeclared, b.Minutes(), b.Picture.Ref, b.Picture.Alt, b.Picture.Caption, b.Picture.Credit, b.Video,
		b.TranslationOf.Ref, b.Series, b.Draft, b.Embargo, b.Expires)
	b.Meta = digest.Of("meta", *b)
}
