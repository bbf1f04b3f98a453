package page

import (
	"maps"
	"slices"

	"chancery/generator/briefing"
	"chancery/generator/digest"
	"chancery/generator/markdown"
)

// sections are the parts of a publication between which the menu leads.
const (
	home     = "home"
	timeline = "timeline"
	standing = "pages"
)

func (e *edition) newChromes() map[string]*Chrome {
	out := map[string]*Chrome{}
	for _, section := range []string{home, timeline, countries, regions, authors, topics, standing, ""} {
		c := e.newChrome(section)
		c.sum = digest.Of("chrome", *c)
		out[section] = c
	}
	return out
}

func (e *edition) newChrome(section string) *Chrome {
	cfg := e.s.in.Config
	c := &Chrome{
		SiteTitle: cfg.Title.In(e.Lang, cfg.Languages[0]), Tagline: cfg.Tagline.In(e.Lang, cfg.Languages[0]),
		Home: e.s.url(e.path()), EditionOf: e.Lang, Section: section,
		Menu: e.menu(section), Pages: e.standingLinks(), Editions: e.editionLinks(), T: e.t,
		NamesURL: e.s.url(e.path("names-and-borders")),
		Assets:   e.s.assets(),
	}
	if cfg.BaseURL != "" {
		c.Feed = e.s.url(e.prefix + "feed.xml")
	}
	c.Styles, c.Scripts = e.s.theme()
	c.Icon = c.Assets.URLs["icons/favicon.svg"]
	return c
}

// assets are all published files of static/.
func (s *Site) assets() AssetTable {
	t := AssetTable{URLs: make(map[string]string, len(s.in.Static))}
	for name, a := range s.in.Static {
		t.URLs[name] = s.url(a.Path)
	}
	t.sum = digest.Of(t.URLs)
	return t
}

// theme lists the style sheets and scripts that every page loads: the files of
// static/css and static/js, in the order of their names.
func (s *Site) theme() (styles, scripts []string) {
	for _, name := range slices.Sorted(maps.Keys(s.in.Static)) {
		switch {
		case inFolder(name, "css/", ".css"):
			styles = append(styles, s.url(s.in.Static[name].Path))
		case inFolder(name, "js/", ".js"):
			scripts = append(scripts, s.url(s.in.Static[name].Path))
		}
	}
	return styles, scripts
}

// menu is the configured one, or the sections that have something to show.
func (e *edition) menu(section string) []MenuItem {
	cfg := e.s.in.Config
	var out []MenuItem
	for _, m := range cfg.Menu {
		u := m.URL
		if isSitePath(u) {
			u = cfg.BasePath + u
		}
		here := section != "" && u == e.s.url(e.path(section))
		out = append(out, MenuItem{Text: m.Label.In(e.Lang, cfg.Languages[0]), URL: u, Current: here})
	}
	if len(out) > 0 {
		return out
	}
	for _, m := range []struct {
		section, text string
		n             int
	}{
		{timeline, e.t.Timeline, 1},
		{countries, e.t.Countries, len(e.Countries.Dossiers)},
		{regions, e.t.Regions, len(e.Regions.Dossiers)},
		{topics, e.t.Topics, len(e.Topics.Dossiers)},
		{authors, e.t.Authors, len(e.Authors.Dossiers)},
	} {
		if m.n > 0 {
			out = append(out, MenuItem{Text: m.text, URL: e.s.url(e.path(m.section)), Current: m.section == section})
		}
	}
	return out
}

func (e *edition) standingLinks() []Link {
	var out []Link
	for _, p := range e.s.in.Standing {
		if p.Kind == briefing.StandingPage && p.Lang == e.Lang {
			path, _ := e.s.standingPath(p)
			out = append(out, Link{Text: p.Title, URL: e.s.url(path)})
		}
	}
	return out
}

func (e *edition) editionLinks() []Edition {
	if len(e.s.editions) < 2 {
		return nil
	}
	var out []Edition
	for _, o := range e.s.editions {
		out = append(out, Edition{
			Lang: o.Lang, Dir: markdown.Direction(o.Lang), Name: o.t.LanguageName, URL: o.s.url(o.path()), Current: o == e,
		})
	}
	return out
}

// frame is what every page of the edition needs; path is of the output.
func (e *edition) frame(section, title, path string) Frame {
	f := Frame{
		Chrome: e.chromeOf(section), Title: title, URL: e.s.url(path), Canonical: e.s.absolute(path),
		Lang: e.Lang, Dir: markdown.Direction(e.Lang), Type: "website",
	}
	if e.s.in.Archive.IsPreview() {
		f.Robots = "noindex"
	}
	return f
}

// chromeOf is what stands around every page of a section.
func (e *edition) chromeOf(section string) *Chrome {
	if c, ok := e.chrome[section]; ok {
		return c
	}
	return e.chrome[""]
}

// sameEverywhere lists the editions that have a page of the same path below
// their prefix.
func (e *edition) sameEverywhere(has func(*edition) bool, segments ...string) []Alternate {
	var out []Alternate
	for _, o := range e.s.editions {
		if has != nil && !has(o) {
			continue
		}
		out = append(out, o.alternate(o.path(segments...)))
	}
	if len(out) < 2 {
		return nil
	}
	return out
}

// alternate is a page of this edition as other languages refer to it.
func (e *edition) alternate(path string) Alternate {
	return Alternate{
		Lang: e.Lang, Dir: markdown.Direction(e.Lang), Name: e.t.LanguageName,
		URL: e.s.url(path), Canonical: e.s.absolute(path),
	}
}
