package config

import (
	"strings"

	"chancery/generator/data"
)

func (r *reader) regions(n *data.Node) {
	if n.Kind != data.Map {
		r.Errorf(n, "regions: expected a group of ids, found %s", n.Kind)
		return
	}
	for _, f := range n.Fields {
		region := Region{ID: f.Key, Pos: r.At(f.Line, f.Col)}
		r.Keys(f.Value, "regions."+f.Key, map[string]func(*data.Node){
			"name":   func(n *data.Node) { region.Names = r.Text(n, "name") },
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
			case "common":
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
		r.Keys(f.Value, "territories."+f.Key, map[string]func(*data.Node){
			"name": func(n *data.Node) { t.Names = r.Text(n, "name") },
			"show": func(n *data.Node) { t.Show, t.With = r.show(n) },
			"flag": func(n *data.Node) { t.NoFlag = !r.onOff(n) },
		})
		r.c.Places.Territories = append(r.c.Places.Territories, t)
	}
}

// show reads "separate", "hide", "with MA" or {with: MA}.
func (r *reader) show(n *data.Node) (show, with string) {
	if n.Kind == data.Map {
		r.Keys(n, "show", map[string]func(*data.Node){
			"with": func(n *data.Node) { show, with = "with", r.String(n, "with") },
		})
		return show, with
	}
	s := r.String(n, "show")
	if code, ok := strings.CutPrefix(s, "with "); ok {
		return "with", strings.TrimSpace(code)
	}
	if s != "separate" && s != "hide" {
		r.Errorf(n, "show: %q is not known", s).Hint = "write separate, hide, or with and a code, like with MA"
	}
	return s, ""
}

func (r *reader) onOff(n *data.Node) bool {
	switch n.Text {
	case "on", "true":
		return true
	case "off", "false":
		return false
	}
	r.Errorf(n, "flag: %q is not known", n.Text).Hint = "write on or off"
	return true
}
