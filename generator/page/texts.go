package page

import (
	"maps"
	"slices"

	"chancery/generator/briefing"
	"chancery/generator/digest"
)

// Sum names everything that the pages of a site show or depend on, except the
// texts of briefings and what their own pages alone say of them. Sites of equal
// sums have the same pages, and all of these are equal but those that Texts lists.
func (s *Site) Sum() digest.Sum {
	k := digest.Begin("site")
	k.Add(s.sum)
	k.Any(s.in.Static)
	k.Any(s.in.Pictures)
	k.Any(s.in.Flags)
	k.Any(s.in.Standing)
	k.Any(slices.Sorted(maps.Keys(s.in.Hidden)))
	for _, e := range s.editions {
		k.Text(e.Lang)
		k.Number(len(e.Briefings))
		for _, b := range e.Briefings {
			k.Add(b.Shown)
			k.Number(int(s.in.Archive.Mark(b)))
		}
	}
	return k.Sum()
}

// ownSum names a briefing's text, and what its page alone says of it.
func ownSum(b *briefing.Briefing) digest.Sum {
	k := digest.Begin("own")
	k.Add(b.Meta)
	k.Add(b.Text)
	return k.Sum()
}

// Texts lists the pages that show a text of a briefing which may not be what it
// was: those of briefings, unless their own sum is known, and all feeds.
func (s *Site) Texts(known func(path string, own digest.Sum) bool) []Page {
	var out []Page
	for _, e := range s.editions {
		for i, b := range e.Briefings {
			if !known(e.paths[i], ownSum(b)) {
				out = append(out, e.briefing(i))
			}
		}
		out = append(out, e.feeds()...)
		for _, kind := range dossierKinds {
			for _, d := range e.indexOf(kind).Dossiers {
				out = append(out, e.dossierFeeds(kind, d)...)
			}
		}
	}
	return out
}
