package config

import (
	"strings"

	"chancery/generator/data"
	"chancery/generator/problem"
)

func (r *reader) regions(n *data.Node) {
	if n.Kind != data.Map {
		r.Errorf(n, "regions: expected a group of ids, found %s", n.Kind)
		return
	}
	for _, f := range n.Fields {
		region := Region{ID: f.Key, Pos: r.At(f.Line, f.Col)}
		r.id("regions", f)
		r.Keys(f.Value, "regions."+f.Key, map[string]func(*data.Node){
			"name":   func(n *data.Node) { region.Names = r.names(n) },
			"parent": func(n *data.Node) { region.Parent = r.String(n, "parent") },
			"members": func(n *data.Node) {
				for _, item := range r.Strings(n, "members") {
					region.Members = append(region.Members, item.Text)
					region.MemberPos = append(region.MemberPos, r.Pos(item.Node))
				}
			},
		})
		r.c.Regions = append(r.c.Regions, region)
	}
}

func (r *reader) places(n *data.Node) {
	r.Keys(n, "places", map[string]func(*data.Node){
		"names": func(n *data.Node) {
			switch s := r.String(n, "names"); s {
			case "", "common":
			case "un":
				r.c.Places.UNNames = true
			default:
				r.Errorf(n, "names: %q is not known", s).Hint = "write common or un"
			}
		},
		"territories": r.territories,
	})
}

func (r *reader) territories(n *data.Node) {
	if n.Kind != data.Map {
		r.Errorf(n, "territories: expected a group of codes, found %s", n.Kind)
		return
	}
	for _, f := range n.Fields {
		t := Territory{Code: f.Key, Pos: r.At(f.Line, f.Col)}
		if !isCode(f.Key) {
			p := problem.Errorf(t.Pos, "territories: %q is not the code of a place", f.Key)
			r.Problems = append(r.Problems, p.WithHint("write its two capital letters in ISO 3166, like EH"))
		}
		r.Keys(f.Value, "territories."+f.Key, map[string]func(*data.Node){
			"name": func(n *data.Node) { t.Names = r.names(n) },
			"show": func(n *data.Node) { t.Show, t.With = r.show(n) },
			"flag": func(n *data.Node) { t.NoFlag = !r.onOff(n) },
		})
		r.c.Places.Territories = append(r.c.Places.Territories, t)
	}
}

// names reads what a place is called. One name for all languages is written out
// once the languages are known.
func (r *reader) names(n *data.Node) map[string]string {
	names := r.text(n, "name").ByLanguage
	if names == nil {
		names = map[string]string{}
	}
	r.later = append(r.later, func() {
		if name, ok := names[""]; ok {
			delete(names, "")
			for _, lang := range r.c.Languages {
				names[lang] = name
			}
		}
	})
	return names
}

// isCode says that a code has the shape of ISO 3166's two letters.
func isCode(s string) bool {
	return len(s) == 2 && s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'A' && s[1] <= 'Z'
}

// show reads "separate", "hide", "with MA" or {with: MA}.
func (r *reader) show(n *data.Node) (show, with string) {
	if n.Kind == data.Map {
		r.Keys(n, "show", map[string]func(*data.Node){
			"with": func(n *data.Node) { with = r.code(n, r.String(n, "with")) },
		})
		return "with", with
	}
	s := r.String(n, "show")
	if code, ok := strings.CutPrefix(s, "with "); ok {
		return "with", r.code(n, strings.TrimSpace(code))
	}
	if s != "" && s != "separate" && s != "hide" {
		r.Errorf(n, "show: %q is not known", s).Hint = "write separate, hide, or with and a code, like with MA"
	}
	return s, ""
}

func (r *reader) code(n *data.Node, s string) string {
	if s != "" && !isCode(s) {
		r.Errorf(n, "with: %q is not the code of a place", s).Hint = "write its two capital letters in ISO 3166, like MA"
	}
	return s
}

func (r *reader) onOff(n *data.Node) bool {
	switch n.Text {
	case "on", "true":
		return true
	case "off", "false":
		return false
	}
	r.Errorf(n, "flag: expected on or off, found %q", n.Text)
	return true
}
