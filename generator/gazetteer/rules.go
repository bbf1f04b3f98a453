package gazetteer

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

var ownCode = regexp.MustCompile(`^x-[a-z0-9]+(-[a-z0-9]+)*$`)

// ruleTerritories applies the site's rules for places, in order.
func (g *Gazetteer) ruleTerritories(rules []Territory) []Fault {
	var faults []Fault
	seen := map[string]bool{}
	fault := func(t Territory, message, hint string) {
		faults = append(faults, Fault{"territories", t.Code, -1, message, hint})
	}
	for _, t := range rules {
		code := territoryCode(t.Code)
		switch {
		case seen[code]:
			fault(t, fmt.Sprintf("%q is ruled twice", t.Code), "")
			continue
		case !ownCode.MatchString(code) && g.countries[code] == nil:
			fault(t, fmt.Sprintf("%q is not the code of a country", t.Code), "write an ISO code like EH, or x- and a name for a place of your own, like x-somaliland")
			continue
		case g.countries[code] == nil && len(t.Names) == 0:
			fault(t, fmt.Sprintf("%q has no name", t.Code), "write name: and what the place is called")
			continue
		}
		seen[code] = true
		g.ruleTerritory(code, t)
	}
	return append(faults, g.checkShown(rules)...)
}

// territoryCode is how a code is kept: XK, x-somaliland.
func territoryCode(s string) string {
	if lower := strings.ToLower(s); strings.HasPrefix(lower, "x-") {
		return lower
	}
	return strings.ToUpper(s)
}

func (g *Gazetteer) ruleTerritory(code string, t Territory) {
	p := g.countries[code]
	if p == nil {
		p = &place{Country: Country{Code: code, Slug: strings.TrimPrefix(code, "x-")}}
		g.countries[code] = p
	}
	if len(t.Names) > 0 {
		p.ruled = maps.Clone(t.Names)
	}
	if t.NoFlag {
		p.Flag = false
	}
	p.show = t.Show
	if t.Show == "with" {
		p.with = territoryCode(t.With)
	}
}

// checkShown finds what cannot be shown as ruled. Chains are not followed: a
// place may be shown only with one that is shown for itself.
func (g *Gazetteer) checkShown(rules []Territory) []Fault {
	var faults []Fault
	for _, t := range rules {
		p := g.countries[territoryCode(t.Code)]
		if p == nil || p.show == "" || p.show == "separate" || p.show == "hide" {
			continue
		}
		fault := Fault{Section: "territories", Key: t.Code, Index: -1}
		other, known := g.countries[p.with]
		switch {
		case p.show != "with":
			fault.Message, fault.Hint = fmt.Sprintf("show: %q is not known", t.Show), "write separate, hide, or with and a code, like with MA"
		case !known:
			fault.Message, fault.Hint = fmt.Sprintf("%q is shown with %q, which is not the code of a country", t.Code, t.With), "write an ISO code, like MA"
		case other == p || other.show == "with" || other.show == "hide":
			fault.Message, fault.Hint = fmt.Sprintf("%q is shown with %q, which is not shown for itself", t.Code, t.With), "show it with a country that is shown separately"
		default:
			continue
		}
		p.show, p.with = "", ""
		faults = append(faults, fault)
	}
	return faults
}

// ruleRegions applies the site's rules for regions, in order, so that a member
// may be a region that an earlier rule defines.
func (g *Gazetteer) ruleRegions(rules []RegionRule) []Fault {
	g.settleRegions()
	var faults []Fault
	seen := map[string]bool{}
	for _, r := range rules {
		if message, hint := g.badID(r, seen); message != "" {
			faults = append(faults, Fault{"regions", r.ID, -1, message, hint})
			continue
		}
		seen[r.ID] = true
		faults = append(faults, g.ruleRegion(r)...)
	}
	faults = append(faults, g.checkParents(rules)...)
	g.settleRegions()
	return faults
}

func (g *Gazetteer) badID(r RegionRule, seen map[string]bool) (message, hint string) {
	switch {
	case seen[r.ID]:
		return fmt.Sprintf("region %q is defined twice", r.ID), ""
	case !isSlug(r.ID):
		return fmt.Sprintf("%q cannot be the id of a region", r.ID), "write lower-case letters, digits and hyphens, like great-lakes"
	}
	for _, p := range g.countries {
		if p.Slug == r.ID {
			return fmt.Sprintf("%q is a country", r.ID), "give the region an id of its own, like " + r.ID + "-area"
		}
	}
	return "", ""
}

// isSlug says that a text is part of an address: letters without capitals,
// digits, single hyphens inside.
func isSlug(s string) bool {
	for _, part := range strings.Split(s, "-") {
		if part == "" {
			return false
		}
		for _, r := range part {
			if !unicode.IsDigit(r) && !unicode.IsMark(r) && (!unicode.IsLetter(r) || unicode.IsUpper(r)) {
				return false
			}
		}
	}
	return true
}

func (g *Gazetteer) ruleRegion(r RegionRule) []Fault {
	var faults []Fault
	region := &Region{ID: r.ID, Slug: r.ID}
	for i, member := range r.Members {
		place, err := g.member(member)
		switch {
		case err != nil:
			message, hint := told(err)
			faults = append(faults, Fault{"regions", r.ID, i, message, hint})
		case place.Region != "":
			region.Members = append(region.Members, g.regions[place.Region].Members...)
		default:
			if code, ok := g.Resolve(place.Country); ok {
				region.Members = append(region.Members, code)
			}
		}
	}
	slices.Sort(region.Members)
	region.Members = slices.Compact(region.Members)
	if old := g.regions[r.ID]; old != nil && r.Parent == "" {
		region.Parent = old.Parent
	}
	g.regions[r.ID] = region
	if len(r.Names) > 0 {
		g.ruled[r.ID] = maps.Clone(r.Names)
	} else if g.names["en"][r.ID] == "" {
		g.ruled[r.ID] = map[string]string{"": r.ID}
	}
	return faults
}

// member finds what a rule names: a region of an earlier rule, or any place.
func (g *Gazetteer) member(name string) (Place, error) {
	for _, id := range slices.Sorted(maps.Keys(g.ruled)) {
		if key(id) == key(name) || slices.ContainsFunc(slices.Collect(maps.Values(g.ruled[id])), func(s string) bool { return key(s) == key(name) }) {
			return Place{Region: id}, nil
		}
	}
	return g.Lookup(name)
}

// checkParents sets the parents of the site's regions, when all of them are
// known, and finds parents that are unknown or lie in a circle.
func (g *Gazetteer) checkParents(rules []RegionRule) []Fault {
	var faults []Fault
	fault := func(r RegionRule, message, hint string) {
		faults = append(faults, Fault{"regions", r.ID, -1, message, hint})
	}
	for _, r := range rules {
		region := g.regions[r.ID]
		if region == nil {
			continue
		}
		if r.Parent != "" {
			id, ok := g.regionID(r.Parent)
			if !ok {
				fault(r, fmt.Sprintf("region %q has a parent %q that is not known", r.ID, r.Parent), "write the id of a region, like africa")
				continue
			}
			region.Parent = id
		}
		if g.circular(r.ID) {
			region.Parent = ""
			fault(r, fmt.Sprintf("region %q is inside itself", r.ID), "follow parent: from region to region, and leave one of them out")
		}
		if len(r.Members) == 0 && !g.hasChildren(r.ID, rules) {
			fault(r, fmt.Sprintf("region %q has no members", r.ID), "write members: and a list of countries")
		}
	}
	return faults
}

// regionID finds a region by id or by one of its names.
func (g *Gazetteer) regionID(name string) (string, bool) {
	if g.regions[name] != nil {
		return name, true
	}
	place, err := g.Lookup(name)
	return place.Region, err == nil && place.Region != ""
}

func (g *Gazetteer) hasChildren(id string, rules []RegionRule) bool {
	return slices.ContainsFunc(rules, func(r RegionRule) bool { return r.Parent == id })
}

func (g *Gazetteer) circular(id string) bool {
	up := g.regions[id].Parent
	for steps := 0; up != "" && steps <= len(g.regions); steps++ {
		if up == id {
			return true
		}
		next, ok := g.regions[up]
		if !ok {
			return false
		}
		up = next.Parent
	}
	return up != ""
}

// told is what a failed look-up says, with a hint.
func told(err error) (message, hint string) {
	var unknown *UnknownPlace
	var several *AmbiguousPlace
	switch {
	case errors.As(err, &several):
		hint = "write one of " + strings.Join(several.Candidates, ", ")
	case errors.As(err, &unknown) && len(unknown.Nearest) > 0:
		hint = "did you mean " + strings.Join(unknown.Nearest, " or ") + "?"
	}
	return err.Error(), hint
}
