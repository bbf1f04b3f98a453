package build

import (
	"io/fs"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"

	"chancery/generator/briefing"
	"chancery/generator/problem"
)

// withhold leaves the files of static/ out that hidden sources use and nothing
// public does. What is not clear is left out as well, with a warning.
func (l *loader) withhold() {
	l.withheld = map[string]string{}
	if l.o.Drafts {
		return
	}
	l.hidden(func(from, ref string) {
		if name, ok := l.staticFile(ref); ok && l.withheld[name] == "" && !l.loadedByAll(name) {
			l.withheld[name] = from
		}
	})
	if len(l.withheld) == 0 {
		return
	}
	l.published(l.s.Archive, func(_ string, links, pictures []briefing.Target) {
		for _, t := range slices.Concat(links, pictures) {
			l.release(t.Ref)
		}
	})
	for _, b := range l.s.Sifted.Public {
		if len(l.withheld) > 0 {
			texts(b.Briefing().Detail().Params, l.release)
		}
	}
	l.releaseSpoken()
}

func (l *loader) release(ref string) {
	if name, ok := l.staticFile(ref); ok {
		delete(l.withheld, name)
	}
}

// hidden shows what the sources refer to that are not public.
func (l *loader) hidden(visit func(from, ref string)) {
	all := func(from string, targets []briefing.Target) {
		for _, t := range targets {
			visit(from, t.Ref)
		}
	}
	for _, h := range l.s.Sifted.Hidden {
		b := h.Briefing
		visit(b.Path, b.Picture.Ref)
		all(b.Path, b.Pictures)
		all(b.Path, b.Links)
		texts(b.Detail().Params, func(s string) { visit(b.Path, s) })
	}
	for _, p := range l.drafts {
		all(p.Path, p.Pictures)
		all(p.Path, p.Links)
	}
}

// texts visits the texts in a free value of the front matter.
func texts(v any, visit func(string)) {
	switch v := v.(type) {
	case string:
		visit(v)
	case []any:
		for _, item := range v {
			texts(item, visit)
		}
	case map[string]any:
		for _, item := range v {
			texts(item, visit)
		}
	}
}

// staticFile finds the file of static/ that a path of the site leads to.
func (l *loader) staticFile(ref string) (string, bool) {
	if !strings.HasPrefix(ref, "/") {
		return "", false
	}
	for _, name := range staticNames(ref[1:]) {
		if _, ok := l.static.table[name]; ok {
			return name, true
		}
	}
	return "", false
}

// staticNames are the names below static/ that a path may mean, the likeliest
// first.
func staticNames(ref string) []string {
	plain := ref
	if i := strings.IndexAny(ref, "?#"); i >= 0 {
		plain = ref[:i]
	}
	if u, err := url.PathUnescape(plain); err == nil {
		plain = u
	}
	plain = strings.TrimPrefix(path.Clean("/"+plain), "/")
	return []string{ref, plain, path.Join(plain, "index.html")}
}

// loadedByAll says that every page needs a file, or may: the theme has it, or it
// is a style sheet or script.
func (l *loader) loadedByAll(name string) bool {
	if ext := path.Ext(name); ext == ".css" || ext == ".js" {
		return true
	}
	theme := sub(l.o.Theme, "static")
	if theme == nil {
		return false
	}
	_, err := fs.Stat(theme, name)
	return err == nil
}

// releaseSpoken publishes the files that something public which is no source
// speaks of. Names that are put together of parts cannot be known: of these the
// author is told.
func (l *loader) releaseSpoken() {
	unclear := map[string]string{}
	queue := l.publicTexts()
	for i := 0; i < len(queue); i++ {
		for _, name := range slices.Sorted(maps.Keys(l.withheld)) {
			sure, maybe := queue[i].speaksOf(name, l.means)
			if sure {
				delete(l.withheld, name)
				queue = append(queue, l.staticTexts(func(n string) bool { return n == name })...)
			} else if maybe && unclear[name] == "" {
				unclear[name] = queue[i].path
			}
		}
	}
	for name, from := range l.withheld {
		if at := unclear[name]; at != "" {
			p := problem.Warnf(problem.Pos{Path: "static/" + name},
				"is left out, for %s uses it, which is not public; it is not clear whether %s does as well", from, at)
			p.Private = true
			l.list = append(l.list, p.WithHint("if it may be public already, write /%s in full in %s", name, at))
		}
	}
}
