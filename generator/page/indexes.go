package page

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"chancery/generator/archive"
	"chancery/generator/atlas"
)

// indexes list all dossiers of one kind.
func (e *edition) indexes() []Page {
	var out []Page
	for _, kind := range []string{countries, regions, authors, topics} {
		if len(e.indexOf(kind).Dossiers) == 0 {
			continue
		}
		has := func(o *edition) bool { return len(o.indexOf(kind).Dossiers) > 0 }
		out = append(out, Page{
			Path: e.path(kind), Template: kind, Source: "the index of " + kind, Listed: true,
			Others: e.sameEverywhere(has, kind),
			View:   func() any { return e.indexView(kind, has) },
		})
	}
	return out
}

func (e *edition) indexView(kind string, has func(*edition) bool) *Index {
	heading := map[string]string{
		countries: e.t.Countries, regions: e.t.Regions, authors: e.t.Authors, topics: e.t.Topics,
	}[kind]
	v := &Index{Frame: e.frame(kind, heading, e.path(kind)), Heading: heading}
	v.Alternates = e.sameEverywhere(has, kind)
	if kind == countries {
		e.world(v)
		return v
	}
	g := Group{Title: heading}
	for _, d := range e.sorted(kind) {
		g.Items = append(g.Items, e.item(kind, d))
	}
	v.Groups = []Group{g}
	return v
}

// sorted lists dossiers by their names in the edition's language.
func (e *edition) sorted(kind string) []*archive.Dossier {
	out := slices.Clone(e.indexOf(kind).Dossiers)
	slices.SortStableFunc(out, func(a, b *archive.Dossier) int {
		return cmp.Or(
			strings.Compare(e.sortKey(kind, a), e.sortKey(kind, b)),
			strings.Compare(a.ID, b.ID),
		)
	})
	return out
}

func (e *edition) sortKey(kind string, d *archive.Dossier) string {
	return e.s.in.Places.SortKey(e.dossierName(kind, d), e.Lang)
}

func (e *edition) item(kind string, d *archive.Dossier) Item {
	item := Item{Count: Count{Link: e.link(kind, d), N: len(d.Briefings)}, Last: e.card(d.Briefings[0])}
	if a, ok := e.s.in.Flags[d.ID]; ok && kind == countries {
		item.Flag = e.s.url(a.Path)
	}
	if kind == authors {
		for _, known := range e.s.in.Config.Authors {
			if known.ID == d.ID {
				item.Note = known.Role.In(e.Lang, e.s.in.Config.Languages[0])
			}
		}
	}
	return item
}

// world fills in the index of countries: a map, the list by region, A to Z.
func (e *edition) world(v *Index) {
	tints := e.tints()
	v.Map = e.drawing("world", tints, v.Heading, func(l atlas.Labels) string {
		l.Desc = e.t.WorldMapText
		return e.s.maps.World(tints, l)
	})
	v.Legend = e.legend()
	byRegion := map[string]int{}
	for _, d := range e.sorted(countries) {
		item := e.item(countries, d)
		v.Letters = addTo(v.Letters, initial(e.sortKey(countries, d)), item)
		id := e.homeRegion(d.ID)
		at, ok := byRegion[id]
		if !ok {
			at = len(v.Groups)
			byRegion[id] = at
			v.Groups = append(v.Groups, Group{Title: e.s.in.Places.RegionName(id, e.Lang), URL: e.dossierURL(regions, id)})
		}
		v.Groups[at].Items = append(v.Groups[at].Items, item)
	}
	slices.SortFunc(v.Groups, func(a, b Group) int { return strings.Compare(a.Title, b.Title) })
}

// homeRegion is the narrowest region of the UN's scheme that holds a country.
func (e *edition) homeRegion(code string) string {
	path := e.s.in.Places.Breadcrumb(code)
	if len(path) == 0 {
		return ""
	}
	return path[len(path)-1]
}

func addTo(groups []Group, title string, item Item) []Group {
	if n := len(groups); n > 0 && groups[n-1].Title == title {
		groups[n-1].Items = append(groups[n-1].Items, item)
		return groups
	}
	return append(groups, Group{Title: title, Items: []Item{item}})
}

func initial(key string) string {
	_, n := utf8.DecodeRuneInString(key)
	return strings.ToUpper(key[:n])
}

// tints are five classes of coverage, each with the same share of the countries
// that have any.
const tintClasses = 5

func (e *edition) tints() map[string]int {
	counts := e.counts()
	out := map[string]int{}
	for _, d := range e.Countries.Dossiers {
		below := slices.Index(counts, len(d.Briefings)) // the first of its count, so that equals look equal
		out[d.ID] = 1 + below*tintClasses/len(counts)
	}
	return out
}

// counts are the sizes of all countries, sorted.
func (e *edition) counts() []int {
	out := make([]int, 0, len(e.Countries.Dossiers))
	for _, d := range e.Countries.Dossiers {
		out = append(out, len(d.Briefings))
	}
	slices.Sort(out)
	return out
}

// legend says what each tint stands for: from how many briefings on.
func (e *edition) legend() []string {
	counts := e.counts()
	least := map[int]int{}
	for i := len(counts) - 1; i >= 0; i-- {
		below := slices.Index(counts, counts[i])
		least[1+below*tintClasses/len(counts)] = counts[i]
	}
	var out []string
	for class := 1; class <= tintClasses; class++ {
		text := ""
		if n, ok := least[class]; ok {
			text = e.t.NBriefings.N(n)
		}
		out = append(out, text)
	}
	return out
}
