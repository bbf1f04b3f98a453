package gazetteer

import (
	"cmp"
	"slices"
	"strings"
)

// Region is a group of countries: of the scheme of the United Nations, of a
// treaty or of usage, or the site's own.
type Region struct {
	ID       string
	Slug     string   // its address
	Parent   string   // id; empty at the top
	Members  []string // codes of countries that the site shows, sorted
	Children []string // ids of the regions whose parent it is, sorted
	Source   string   // where the list of members comes from; empty for the site's own
	AsOf     string   // the day for which the list holds, as 2025-01-29; may be empty

	m49  string // its number there, empty for the others
	also []string
}

// readRegions reads the regions that are there without the site's rules.
func (g *Gazetteer) readRegions() {
	g.regions = make(map[string]*Region, 64)
	g.ruled = map[string]map[string]string{}
	for line := range strings.Lines(table("regions")) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		r := &Region{ID: f[0], Slug: f[0], m49: f[1], Parent: f[2], Members: strings.Split(f[3], ","), Source: f[4], AsOf: f[5]}
		if f[6] != "" {
			r.also = strings.Split(f[6], "|")
		}
		g.regions[r.ID] = r
	}
	g.settleRegions()
}

// settleRegions brings the order and the children of the regions up to date,
// and takes out members that are not shown for themselves.
func (g *Gazetteer) settleRegions() {
	g.order = g.order[:0]
	for id, r := range g.regions {
		g.order = append(g.order, id)
		r.Children = nil
		r.Members = slices.DeleteFunc(r.Members, func(code string) bool {
			shown, ok := g.Resolve(code)
			return !ok || shown != code
		})
	}
	slices.Sort(g.order)
	for _, id := range g.order {
		if up, ok := g.regions[g.regions[id].Parent]; ok {
			up.Children = append(up.Children, id)
		}
	}
}

// Region tells about a region by its id. Its lists belong to the gazetteer.
func (g *Gazetteer) Region(id string) (Region, bool) {
	r, ok := g.regions[id]
	if !ok {
		return Region{}, false
	}
	return *r, true
}

// Regions lists the ids of all regions, sorted.
func (g *Gazetteer) Regions() []string { return slices.Clone(g.order) }

// RegionName is what a region is called in a language: by the site's rule, else
// by the tables, else in English, else its id.
func (g *Gazetteer) RegionName(id, lang string) string {
	lang = base(lang)
	ruled := g.ruled[id]
	if ruled != nil {
		return cmp.Or(ruled[lang], ruled[""], ruled[g.languages[0]], ruled["en"], anyOf(ruled), id)
	}
	return cmp.Or(g.names[lang][id], g.names["en"][id], id)
}

// RegionsOf lists the ids of all regions that hold a country, those with the
// fewest members first.
func (g *Gazetteer) RegionsOf(code string) []string {
	var out []string
	for _, id := range g.order {
		if _, in := slices.BinarySearch(g.regions[id].Members, code); in {
			out = append(out, id)
		}
	}
	slices.SortStableFunc(out, func(a, b string) int {
		return len(g.regions[a].Members) - len(g.regions[b].Members)
	})
	return out
}

// Breadcrumb lists the ids of the regions of M49 that hold a country, from the
// continent down. A place of the site's own has none.
func (g *Gazetteer) Breadcrumb(code string) []string {
	p, ok := g.countries[code]
	if !ok {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(p.path), func(id string) bool {
		r, ok := g.regions[id]
		return !ok || r.m49 == ""
	})
}
