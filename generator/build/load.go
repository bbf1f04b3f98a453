package build

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	"chancery/generator/archive"
	"chancery/generator/briefing"
	"chancery/generator/config"
	"chancery/generator/content"
	"chancery/generator/digest"
	"chancery/generator/gazetteer"
	"chancery/generator/page"
	"chancery/generator/parallel"
	"chancery/generator/problem"
	"chancery/generator/render"
)

// Options is what a build is made with.
type Options struct {
	Dir      string    // the site's folder
	Theme    fs.FS     // templates/ and static/ of the default theme
	BaseURL  string    // replaces base_url when not empty
	Now      time.Time // decides what is public
	Drafts   bool      // what is hidden is shown as well, marked
	Clean    bool      // nothing remembered is used
	Verify   bool      // every page is rendered, whatever is remembered of it
	Wait     bool      // for another build of the same output to end
	Version  string    // of the program
	Progress func(done, total int)
	Found    func(sources int) // told before these are read; may be nil
}

// Snapshot is a site at one moment: everything that its pages are made from.
type Snapshot struct {
	Config    config.Config
	Places    *gazetteer.Gazetteer
	Briefings []*briefing.Briefing // all, in the order of their paths
	Sifted    briefing.Sifted
	Archive   *archive.Archive
	Skipped   []content.Skip
	Site      *page.Site
	Renderer  *render.Renderer
	Files     []assetFile

	kept     []*remembered
	cleaned  []cleaned
	from     *loader
	texts    map[string]place    // of sources that have been read again since
	problems problem.List        // without its doubts
	refs     map[string]page.Ref // of pages, by path; in previews
	files    map[string]assetFile
}

// load reads a site, with the help of what was remembered. It goes on after
// problems as far as that makes sense, so that an author sees all of them at
// once; with errors there is no snapshot to render. The folder and the memory
// must stay open as long as the snapshot is used. last is the site's renderer of
// before, if there is one.
func load(o Options, root *os.Root, memory func() *memory, known found, last *render.Renderer) (*Snapshot, problem.List, error) {
	l := &loader{o: o, root: root, site: root.FS(), found: known, last: last}
	err := l.configure()
	l.list = append(l.list, noFolders(l.site)...)
	if err != nil || l.list.Errors() > 0 {
		return nil, l.list, err
	}
	templates := begin(l.templates)
	l.words()
	l.statics()
	l.survey()
	if o.Found != nil {
		o.Found(len(l.listing.Sources))
	}
	l.memory = memory()
	l.take(templates())
	return l.gather()
}

// gather reads the sources that are listed, and makes a snapshot of them.
func (l *loader) gather() (*Snapshot, problem.List, error) {
	l.told = slices.Clone(l.list)
	l.sources()
	if l.sound != nil && !l.sound() {
		l.memory.readAhead(l.kept) // for all pages are to be made
	}
	l.introduced()
	parallel.Do(l.namesakes, l.hide)
	l.references()
	l.assets()
	l.conceal()
	l.list.Sort()
	if l.list.Errors() > 0 {
		return nil, l.list, nil
	}
	l.s.kept, l.s.cleaned, l.s.from, l.s.problems = l.kept, l.cleaned, l, l.list
	var told problem.List
	doubted := l.s // whose pages nobody asks for
	parallel.Do(l.pages, func() { told = doubted.told() })
	return l.handOver(), told, nil
}

// pages makes the site that knows all pages, out of that of before when there is one.
func (l *loader) pages() {
	if l.base != nil {
		l.s.Site = l.base.Site.Next(l.input())
	} else {
		l.s.Site = page.New(l.input())
	}
}

// handOver gives the snapshot away. A loader goes on reading texts and details for
// those that come of it, and keeps of its own only what that takes.
func (l *loader) handOver() *Snapshot {
	out := l.s
	l.s = Snapshot{Config: out.Config, Places: out.Places, Renderer: out.Renderer}
	l.last, l.base = nil, nil
	return &out
}

// told is all that is to be told of a snapshot.
func (s *Snapshot) told() problem.List {
	list := slices.Concat(s.problems, s.doubts())
	list.Sort()
	return list
}

// forget lets go of what only the reading of sources needed: a tenth of what is
// held of a large archive while it is rendered.
func (s *Snapshot) forget(inputs *surveyed) {
	inputs.folders = nil
	s.from.listing, s.from.pictures = content.Listing{}, nil
}

// found is what is being found out of a site while it is loaded; nil what is not.
type found struct {
	inputs func() *surveyed // what its folders hold
	sound  func() bool      // the templates are those of an earlier build
}

// loader gathers a snapshot. Each step uses what those before it found.
type loader struct {
	o    Options
	root *os.Root
	site fs.FS // the same
	list problem.List
	s    Snapshot

	found

	told     problem.List // of all that is no source
	listing  content.Listing
	settings digest.Sum
	strings  map[string]*page.Strings
	standing []*briefing.Standing
	memory   *memory
	last     *render.Renderer // of the same site, whose templates may be used again; nil when there is none
	base     *Snapshot        // of the same site, which differs by its sources alone; nil when anything may differ
	parser   *parser
	kept     []*remembered           // of every source without errors, in the order of the paths
	pictures map[string]content.File // all pictures under content/, by path
	named    *directory              // of the sources, once a link to one leads nowhere
	cleaned  []cleaned               // of the pictures that are shown, now or when an embargo ends
	static   assets
	drafts   []*briefing.Standing // that are not shown
	withheld map[string]string    // names of static files that only hidden sources use, and one of these
	shown    assets               // pictures of public sources
	shared   map[string]bool      // paths of sources that name differently what has one address
	flags    map[string]page.Asset
}

func (l *loader) configure() error {
	if l.list = noSite(l.site, l.o.Dir); len(l.list) > 0 {
		return nil
	}
	text, err := fs.ReadFile(l.site, "site.yaml")
	if err != nil {
		return err
	}
	cfg, list := config.Read("site.yaml", text)
	if l.o.BaseURL != "" {
		list = append(list, cfg.SetBaseURL(l.o.BaseURL)...)
	}
	l.s.Config, l.list = cfg, list
	l.settings = digest.Of("settings", text, l.o.BaseURL, l.o.Version)
	l.gazetteer()
	return nil
}

// noSite tells of a folder that is none of a site's.
func noSite(site fs.FS, dir string) problem.List {
	if _, err := fs.Stat(site, "site.yaml"); !errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return problem.List{problem.Errorf(problem.Pos{Path: "site.yaml"}, "does not exist in %s", dir).
		WithHint("run chancery init to begin a site, or name its folder with --site")}
}

// noFolders tells of what stands where folders of the site belong. A link might lead
// out of it, and nobody watches what is behind one.
func noFolders(site fs.FS) (list problem.List) {
	for _, dir := range []string{"content", "templates", "static"} {
		info, err := fs.Lstat(site, dir)
		if err != nil || info.IsDir() {
			continue
		}
		p := problem.Errorf(problem.Pos{Path: dir}, "is no folder").WithHint("make it a folder, or delete it")
		if info.Mode()&fs.ModeSymlink != 0 {
			p = problem.Errorf(problem.Pos{Path: dir}, "is a symbolic link").WithHint("put the folder itself here")
		}
		list = append(list, p)
	}
	return list
}

// gazetteer makes the site's places. What is wrong with a region or territory
// stands in site.yaml.
func (l *loader) gazetteer() {
	cfg := l.s.Config
	opt := gazetteer.Options{Languages: cfg.Languages, UNNames: cfg.Places.UNNames}
	pos := map[string]problem.Pos{}
	for _, t := range cfg.Places.Territories {
		opt.Territories = append(opt.Territories, gazetteer.Territory{Code: t.Code, Names: t.Names, Show: t.Show, With: t.With, NoFlag: t.NoFlag})
		pos["territories "+t.Code] = t.Pos
	}
	members := map[string][]problem.Pos{}
	for _, r := range cfg.Regions {
		opt.Regions = append(opt.Regions, gazetteer.RegionRule{ID: r.ID, Names: r.Names, Members: r.Members, Parent: r.Parent})
		pos["regions "+r.ID], members[r.ID] = r.Pos, r.MemberPos
	}
	places, faults := gazetteer.New(opt)
	for _, f := range faults {
		at := pos[f.Section+" "+f.Key]
		if list := members[f.Key]; f.Section == "regions" && f.Index >= 0 && f.Index < len(list) {
			at = list[f.Index]
		}
		p := problem.Errorf(at, "%s", f.Message)
		p.Hint = f.Hint
		l.list = append(l.list, p)
	}
	l.s.Places = places
}

// sub is a folder of a tree, nil when it does not exist.
func sub(fsys fs.FS, dir string) fs.FS {
	if fsys == nil {
		return nil
	}
	if info, err := fs.Stat(fsys, dir); err != nil || !info.IsDir() {
		return nil
	}
	s, err := fs.Sub(fsys, dir)
	if err != nil {
		return nil
	}
	return s
}

func (l *loader) words() {
	words, list := page.ReadStrings(sub(l.o.Theme, "templates"), sub(l.site, "templates"), l.s.Config.Languages)
	l.strings, l.list = words, append(l.list, list...)
}

// templated is a renderer, or what is wrong with the templates.
type templated struct {
	renderer *render.Renderer
	list     problem.List
}

func (l *loader) templates() templated {
	pages, partials := page.Samples()
	r, list := render.New(sub(l.o.Theme, "templates"), sub(l.site, "templates"), render.Contract{Pages: pages, Partials: partials}, l.last, l.sound != nil && l.sound())
	return templated{r, list}
}

func (l *loader) take(t templated) { l.s.Renderer, l.list = t.renderer, append(l.list, t.list...) }

// statics reads what is published as it is.
func (l *loader) statics() {
	static, list := readStatic(sub(l.o.Theme, "static"), sub(l.site, "static"), l.s.Config.Limits.PictureBytes)
	l.static, l.list = static, append(l.list, list...)
}

// survey lists everything under content/.
func (l *loader) survey() {
	site := l.site
	if l.inputs != nil {
		site = l.inputs()
	}
	listing, list := content.List(site)
	l.listing, l.list = listing, append(l.list, list...)
}

// hide decides what is public, and makes the archive of it.
func (l *loader) hide() {
	s := briefing.Sift(l.s.Briefings, l.o.Now, l.s.Config.TimeZone)
	l.s.Sifted = s
	opt := archive.Options{Languages: l.s.Config.Languages, Places: l.s.Places}
	if !l.o.Verify {
		opt.Mergings = l.memory.mergings
	}
	if l.base != nil {
		opt.Last = l.base.Archive
	}
	if l.o.Drafts {
		l.s.Archive = archive.Preview(s.Public, s.Hidden, opt)
		return
	}
	l.s.Archive = archive.New(s.Public, opt)
}

func (l *loader) input() page.Input {
	static := l.static.without(l.withheld)
	in := page.Input{
		Config: l.s.Config, Places: l.s.Places, Archive: l.s.Archive, Standing: l.standing, Strings: l.strings,
		Static: static.table, Pictures: l.shown.table, Flags: l.flags, Settings: l.settings,
		Hidden: map[string]bool{},
		Texts:  l.text,
	}
	for _, h := range l.s.Sifted.Hidden {
		in.Hidden[h.Briefing.Path] = true
	}
	l.s.Files = slices.Concat(static.files, l.shown.files)
	return in
}

// published lists every source whose text is shown, with what it refers to.
func (l *loader) published(a *archive.Archive, visit func(path string, links, pictures []briefing.Target)) {
	for _, e := range a.Editions {
		for _, b := range e.Briefings {
			visit(b.Path, b.Links, picturesOf(b))
		}
	}
	for _, p := range l.standing {
		visit(p.Path, p.Links, p.Pictures)
	}
}

// picturesOf lists what a briefing shows, at its head and in its text.
func picturesOf(b *briefing.Briefing) []briefing.Target {
	if b.Picture.Ref == "" {
		return b.Pictures
	}
	return append(slices.Clone(b.Pictures), b.Picture.Target)
}

// local turns a reference made in a source into the path of a file below the
// site's folder. It reports false for paths of the site and for what leads out.
func local(from, ref string) (string, bool) {
	ref, _, _ = strings.Cut(ref, "#")
	if ref == "" || strings.HasPrefix(ref, "/") {
		return "", false
	}
	p := path.Join(path.Dir(from), ref)
	return p, strings.HasPrefix(p, "content/")
}

// Load reads a site for looking at it, without a build. Its texts cannot be
// read any more when it returns.
func Load(o Options) (*Snapshot, problem.List, error) {
	root, err := openSite(o.Dir)
	if err != nil {
		return nil, nil, err
	}
	defer root.Close()
	m := openMemory(root, o.Version, o.Clean, true)
	defer m.close()
	snap, list, err := load(o, root, func() *memory { return m }, found{}, nil)
	if snap != nil {
		snap.Skipped = append(snap.Skipped, snap.unused()...)
		slices.SortFunc(snap.Skipped, func(a, b content.Skip) int { return strings.Compare(a.Path, b.Path) })
		parallel.Each(len(snap.Briefings), func(i int) { snap.Briefings[i].Detail() })
	}
	return snap, list, err
}
