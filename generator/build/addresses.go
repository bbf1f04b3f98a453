package build

import (
	"io/fs"
	"strings"

	"chancery/generator/briefing"
	"chancery/generator/content"
	"chancery/generator/output"
	"chancery/generator/page"
	"chancery/generator/problem"
)

// addresses are the paths of pages and files, numbered in this order.
type addresses struct {
	snap  *Snapshot
	pages []page.Page
	seen  map[string]int32 // by fold
	told  map[string]bool  // what is wrong with paths
	list  problem.List
}

// collisions finds pages and files that would be written to one path, or below
// one that is a file, now or when an embargo ends. Paths that differ by case or composition only are one path
// on many file systems.
func (s *Snapshot) collisions(pages []page.Page) problem.List {
	n := len(pages) + len(s.Files)
	a := addresses{snap: s, pages: pages, seen: make(map[string]int32, n), told: map[string]bool{}}
	for i := range n {
		a.enter(i)
	}
	last := ""
	for i := range n {
		path := output.Fold(a.at(i).path)
		a.nested(i, path, last)
		last = path
	}
	return append(a.list, s.awaited(pathsOf(pages, s.Files))...)
}

func (a *addresses) enter(i int) {
	c := a.at(i)
	if err := output.CleanPath(c.path); err != nil {
		if c.named() || !a.told[err.Error()] {
			a.list = append(a.list, problem.Errorf(a.snap.place(c), "its address /%s cannot be written: %v", c.path, err).WithHint("%s", c.hint()))
		}
		a.told[err.Error()] = true // once for the pages of one dossier
		return
	}
	key := output.Fold(c.path)
	other, taken := a.seen[key]
	if !taken {
		a.seen[key] = int32(i)
		return
	}
	a.clash(c, a.at(int(other)), "has the same address as %s: /%s", c.path)
}

// nested finds files that are folders of a path. Paths that follow each other
// share most of these.
func (a *addresses) nested(i int, path, last string) {
	for end := strings.LastIndexByte(path, '/'); end > 0; end = strings.LastIndexByte(path[:end], '/') {
		if strings.HasPrefix(last, path[:end+1]) {
			return
		}
		if other, ok := a.seen[path[:end]]; ok {
			file := a.at(int(other))
			a.clash(a.at(i), file, "cannot be written beside %s: /%s is a file, and would be a folder", file.path)
		}
	}
}

// clash tells of two claims, at the one that somebody can change.
func (a *addresses) clash(c, other claim, format, path string) {
	if !c.named() && other.named() {
		c, other = other, c
	}
	p := problem.Errorf(a.snap.place(c), format, a.snap.place(other), path)
	if c.briefing() && other.briefing() && c.path == other.path {
		a.list = append(a.list, p.WithHint("give one of them another slug"))
		return
	}
	a.list = append(a.list, p.WithHint("%s", c.hint()))
}

// claim is a path of the output and what asks for it.
type claim struct {
	path, source string
	page         bool // made by a template
}

func (a *addresses) at(i int) claim {
	if i < len(a.pages) {
		return claim{a.pages[i].Path, a.pages[i].Source, a.pages[i].Template != ""}
	}
	f := a.snap.Files[i-len(a.pages)]
	return claim{path: f.path, source: f.from}
}

func (c claim) named() bool {
	return strings.HasPrefix(c.source, "content/") || strings.HasPrefix(c.source, "static/") || c.dossier() != ""
}

func (c claim) briefing() bool { return c.page && strings.HasPrefix(c.source, "content/briefings/") }

// alias says that the path is a former address of a briefing.
func (c claim) alias() bool { return !c.page && strings.HasPrefix(c.source, "content/briefings/") }

// dossier is the key under which briefings name an author or topic.
func (c claim) dossier() string {
	for _, key := range []string{"author", "topic"} {
		if c.page && strings.HasPrefix(c.source, key+" ") {
			return key
		}
	}
	return ""
}

// hint says what its author can do about an address.
func (c claim) hint() string {
	switch {
	case c.alias():
		return "write another alias, or leave it out; one that ends in a slash is a folder, any other a file"
	case c.briefing():
		return "give it another slug"
	case c.dossier() == "author":
		return "write the name otherwise, or register it in site.yaml under another id"
	case c.dossier() == "topic":
		return "write the topic otherwise"
	case c.named():
		return "give the file another name"
	}
	return "name it otherwise in site.yaml"
}

// place is where a claim is made, as far as that is one.
func (s *Snapshot) place(c claim) problem.Pos {
	if c.alias() {
		return s.from.written(c.source, []string{"aliases"}, func(text string) bool {
			return text == "/"+c.path || text == "/"+strings.TrimSuffix(c.path, "index.html")
		})
	}
	key := c.dossier()
	if key == "" {
		return problem.Pos{Path: c.source}
	}
	id := strings.TrimPrefix(c.source, key+" ")
	for _, b := range s.Briefings {
		for _, r := range map[string][]briefing.Ref{"author": b.Authors, "topic": b.Topics}[key] {
			if r.ID == id {
				return s.from.written(b.Path, []string{"author", "authors", "topics"}, func(text string) bool { return text == r.Name })
			}
		}
	}
	return problem.Pos{Path: c.source}
}

// written finds the place of a value under one of some keys of a source's front
// matter. It reads the source again, which only problems do.
func (l *loader) written(file string, keys []string, is func(text string) bool) problem.Pos {
	raw, err := fs.ReadFile(l.site, file)
	if err != nil {
		return problem.Pos{Path: file}
	}
	lim := content.Limits{Source: l.s.Config.Limits.SourceBytes, Front: l.s.Config.Limits.FrontMatterBytes}
	src, _ := content.Parse(file, raw, l.s.Config.Languages, lim)
	return src.Place(keys, is)
}
