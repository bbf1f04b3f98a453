package config

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"chancery/generator/data"
	"chancery/generator/date"
	"chancery/generator/problem"
)

// maxBytes is the size of the largest site.yaml that is read.
const maxBytes = 1 << 20

// Read reads site.yaml; path is its name, for messages. With problems that are
// errors the settings have no use.
func Read(path string, text []byte) (Config, problem.List) {
	r := reader{Decoder: data.Decoder{Path: path}, c: Defaults()}
	if len(text) > maxBytes {
		return r.c, problem.List{problem.Errorf(problem.Pos{Path: path}, "is larger than %d bytes", maxBytes)}
	}
	root, faults := data.YAML(text)
	r.Faults(faults)
	if root == nil {
		return r.c, r.Problems
	}
	r.Keys(root, "site.yaml", r.fields())
	if root.Kind == data.Map && root.Find("title") == nil {
		p := r.Errorf(root, "title: is missing")
		p.Hint = "write title: The Name of Your Publication"
	}
	for _, check := range r.later {
		check()
	}
	r.Problems.Sort()
	return r.c, r.Problems
}

type reader struct {
	data.Decoder
	c     Config
	later []func() // what depends on the languages, which may stand anywhere
}

func (r *reader) fields() map[string]func(*data.Node) {
	c := &r.c
	return map[string]func(*data.Node){
		"title":          func(n *data.Node) { c.Title = r.text(n, "title") },
		"tagline":        func(n *data.Node) { c.Tagline = r.text(n, "tagline") },
		"base_url":       r.baseURL,
		"languages":      r.languages,
		"time_zone":      r.timeZone,
		"date_order":     r.dateOrder,
		"authors":        r.authors,
		"closed":         r.closed,
		"menu":           func(n *data.Node) { r.List(n, "menu", r.menuItem) },
		"regions":        r.regions,
		"places":         r.places,
		"permalink":      r.permalink,
		"page_size":      r.pageSize,
		"events":         r.events,
		"event_headings": r.eventHeadings,
		"subject_cut":    r.subjectCut,
		"limits":         r.limits,
	}
}

// text reads a text; the languages it is given in must be those of the site.
func (r *reader) text(n *data.Node, what string) Text {
	r.later = append(r.later, func() {
		for _, f := range n.Fields {
			if slices.Contains(r.c.Languages, f.Key) {
				continue
			}
			p := problem.Errorf(r.At(f.Line, f.Col), "%s: %q is no language of this site", what, f.Key)
			r.Problems = append(r.Problems, p.WithHint("the languages are %s; add it to languages, or remove the line", strings.Join(r.c.Languages, ", ")))
		}
	})
	return Text{r.Text(n, what)}
}

// id refuses what cannot be part of an address as it is.
func (r *reader) id(what string, f data.Field) {
	if isID(f.Key) {
		return
	}
	p := problem.Errorf(r.At(f.Line, f.Col), "%s: %q is no id", what, f.Key)
	r.Problems = append(r.Problems, p.WithHint("use lower-case letters and digits, joined by hyphens"))
}

// isID tells parts of lower-case letters and digits, joined by single hyphens.
func isID(s string) bool {
	for part := range strings.SplitSeq(s, "-") {
		if part == "" || strings.ContainsFunc(part, func(c rune) bool {
			return !unicode.In(c, unicode.Ll, unicode.Lo, unicode.M, unicode.Nd)
		}) {
			return false
		}
	}
	return true
}

func (r *reader) baseURL(n *data.Node) {
	s := r.String(n, "base_url")
	if s == "" {
		return
	}
	u, ok := siteURL(s)
	if !ok {
		r.Errorf(n, "base_url: %q is not the address of a site", s).Hint = siteURLHint
		return
	}
	r.c.setBase(u)
}

const siteURLHint = "write it like https://example.org or https://example.org/briefings"

func (c *Config) setBase(u *url.URL) {
	c.BasePath = strings.TrimRight(u.EscapedPath(), "/")
	c.BaseURL = strings.ToLower(u.Scheme+"://"+u.Host) + c.BasePath
}

// siteURL reads an address that others can be made of by adding a path.
func siteURL(s string) (*url.URL, bool) {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil {
		return nil, false
	}
	plain := !strings.ContainsAny(s, "?#\\ ") && !strings.ContainsFunc(u.Host, func(r rune) bool { return r > '~' || r <= ' ' })
	dir := strings.TrimSuffix(u.Path, "/")
	return u, plain && (dir == "" || path.Clean(dir) == dir)
}

// SetBaseURL replaces base_url, as the command line may.
func (c *Config) SetBaseURL(s string) problem.List {
	u, ok := siteURL(s)
	if !ok {
		p := problem.Errorf(problem.Pos{Path: "--base-url"}, "%q is not the address of a site", s)
		return problem.List{p.WithHint(siteURLHint)}
	}
	c.setBase(u)
	return nil
}

var languageTag = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)

func (r *reader) languages(n *data.Node) {
	var out []string
	for _, item := range r.Strings(n, "languages") {
		switch {
		case !languageTag.MatchString(item.Text):
			p := r.Errorf(item.Node, "languages: %q is not a language tag", item.Text)
			p.Hint = "write it like en, fr or ar-TN"
		case slices.Contains(out, item.Text):
			r.Errorf(item.Node, "languages: %s is given twice", item.Text)
		default:
			out = append(out, item.Text)
		}
	}
	if len(out) > 0 {
		r.c.Languages = out
	}
}

// commonZones are offered when a zone is misspelt.
var commonZones = []string{
	"UTC", "Africa/Algiers", "Africa/Bamako", "Africa/Cairo", "Africa/Casablanca", "Africa/Dakar", "Africa/Johannesburg",
	"Africa/Lagos", "Africa/Nairobi", "Africa/Niamey", "Africa/Tripoli", "Africa/Tunis", "America/New_York", "Asia/Beirut",
	"Asia/Dubai", "Asia/Kolkata", "Asia/Shanghai", "Asia/Tokyo", "Europe/Berlin", "Europe/Brussels",
	"Europe/Istanbul", "Europe/Kyiv", "Europe/London", "Europe/Madrid", "Europe/Moscow", "Europe/Paris", "Europe/Rome",
	"Europe/Zurich",
}

func (r *reader) timeZone(n *data.Node) {
	s := r.String(n, "time_zone")
	if s == "" {
		return
	}
	zone, err := time.LoadLocation(s)
	if err == nil && s != "Local" {
		r.c.TimeZone = zone
		return
	}
	p := r.Errorf(n, "time_zone: %q is not known", s)
	p.Hint = "write an IANA name such as Africa/Tunis or Europe/Paris"
	if near, ok := problem.Nearest(s, commonZones); ok {
		p.Hint = "did you mean " + near + "?"
	}
}

func (r *reader) dateOrder(n *data.Node) {
	s := r.String(n, "date_order")
	if s == "" {
		return
	}
	o, err := date.ParseOrder(s)
	if err != nil {
		r.Errorf(n, "date_order: %v", err)
	}
	r.c.DateOrder = o
}

func (r *reader) authors(n *data.Node) {
	if n.Kind != data.Map {
		r.Errorf(n, "authors: expected a group of ids, found %s", n.Kind)
		return
	}
	for _, f := range n.Fields {
		r.id("authors", f)
		a := Author{ID: f.Key, Name: Text{map[string]string{"": f.Key}}}
		if f.Value.Kind == data.Scalar {
			a.Name = r.text(f.Value, "authors."+f.Key)
		} else if f.Value.Kind != data.Null {
			r.Keys(f.Value, "authors."+f.Key, r.authorFields(&a))
		}
		r.c.Authors = append(r.c.Authors, a)
	}
}

func (r *reader) authorFields(a *Author) map[string]func(*data.Node) {
	return map[string]func(*data.Node){
		"name":      func(n *data.Node) { a.Name = r.text(n, "name") },
		"role":      func(n *data.Node) { a.Role = r.text(n, "role") },
		"bio":       func(n *data.Node) { a.Bio = r.text(n, "bio") },
		"pseudonym": func(n *data.Node) { a.Pseudonym = r.Bool(n, "pseudonym") },
		"links": func(n *data.Node) {
			r.List(n, "links", func(item *data.Node) { a.Links = append(a.Links, r.link(item)) })
		},
	}
}

// link reads a labelled address; without label it is called by its host.
func (r *reader) link(n *data.Node) Link {
	var l Link
	r.Keys(n, "links", map[string]func(*data.Node){
		"label": func(n *data.Node) { l.Label = r.String(n, "label") },
		"url":   func(n *data.Node) { l.URL = r.address(n, "write https://… or mailto:…") },
	})
	r.require(n, "url")
	if u, err := url.Parse(l.URL); err == nil && l.Label == "" {
		l.Label = strings.TrimPrefix(u.Host, "www.") + u.Opaque // of mailto: the address
	}
	return l
}

// require reports a key that a group lacks.
func (r *reader) require(n *data.Node, key string) {
	if n.Kind == data.Map && n.Find(key) == nil {
		r.Errorf(n, "%s: is missing", key)
	}
}

// address reads an http(s) or mailto address.
func (r *reader) address(n *data.Node, hint string) string {
	s := r.String(n, "url")
	if s == "" {
		return ""
	}
	u, err := url.Parse(s)
	web := err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != ""
	mail := err == nil && u.Scheme == "mailto" && strings.Contains(u.Opaque, "@")
	if !web && !mail {
		r.Errorf(n, "url: %q is not an address", s).Hint = hint
	}
	return s
}

// sitePath reads a path of the site, or an address.
func (r *reader) sitePath(n *data.Node) string {
	if u, err := url.Parse(n.Text); err == nil && strings.HasPrefix(u.Path, "/") && u.Scheme == "" && u.Host == "" && !strings.Contains(n.Text, `\`) {
		return r.String(n, "url")
	}
	return r.address(n, "write https://…, mailto:… or a path of this site such as /about/")
}

func (r *reader) closed(n *data.Node) {
	for _, item := range r.Strings(n, "closed") {
		switch item.Text {
		case "authors":
			r.c.CloseAuthors = true
		case "topics":
			r.c.CloseTopics = true
		default:
			r.Errorf(item.Node, "closed: %q cannot be closed", item.Text).Hint = "write authors or topics"
		}
	}
}

func (r *reader) menuItem(n *data.Node) {
	var m MenuItem
	r.Keys(n, "menu", map[string]func(*data.Node){
		"label": func(n *data.Node) { m.Label = r.text(n, "label") },
		"url":   func(n *data.Node) { m.URL = r.sitePath(n) },
	})
	r.require(n, "label")
	r.require(n, "url")
	r.c.Menu = append(r.c.Menu, m)
}

var permalinkParts = regexp.MustCompile(`:[a-z_]*`)

func (r *reader) permalink(n *data.Node) {
	s := r.String(n, "permalink")
	rest := permalinkParts.ReplaceAllStringFunc(s, func(part string) string {
		if slices.Contains([]string{":year", ":month", ":day", ":slug"}, part) {
			return "x"
		}
		return part
	})
	switch {
	case s == "":
	case !strings.HasPrefix(s, "/") || !strings.HasSuffix(s, "/"):
		r.Errorf(n, "permalink: %q does not begin and end with a slash", s).Hint = "write it like /briefings/:year/:month/:slug/"
	case strings.Contains(rest, ":"):
		r.Errorf(n, "permalink: %q has a part that is not known", s).Hint = "the parts are :year, :month, :day and :slug"
	case !slices.Contains(permalinkParts.FindAllString(s, -1), ":slug"):
		r.Errorf(n, "permalink: %q lacks :slug", s).Hint = "write it like /briefings/:year/:month/:slug/"
	case !isPagePath(rest):
		r.Errorf(n, "permalink: %q cannot be the path of a page", s).Hint = "use letters, digits, hyphens and the parts between slashes"
	default:
		r.c.Permalink = s
	}
}

// isPagePath tells names of letters, digits, hyphens and underscores between
// slashes.
func isPagePath(s string) bool {
	return len(s) > 2 && !strings.Contains(s, "//") && s[0] == '/' && s[len(s)-1] == '/' && !strings.ContainsFunc(s, func(c rune) bool {
		return c != '/' && c != '-' && c != '_' && !unicode.In(c, unicode.L, unicode.M, unicode.Nd)
	})
}

func (r *reader) pageSize(n *data.Node) {
	r.c.PageSize = r.Int(n, "page_size")
	if r.c.PageSize > 1000 {
		r.Errorf(n, "page_size: %d is more than the 1000 that a page may hold", r.c.PageSize)
	}
}

func (r *reader) events(n *data.Node) {
	switch s := r.String(n, "events"); s {
	case "", "lists":
	case "prose":
		r.c.EventsInProse = true
	default:
		r.Errorf(n, "events: %q is not known", s).Hint = "write lists or prose"
	}
}

func (r *reader) eventHeadings(n *data.Node) {
	for _, item := range r.Strings(n, "event_headings") {
		r.c.EventHeadings = append(r.c.EventHeadings, item.Text)
	}
}

func (r *reader) subjectCut(n *data.Node) {
	v, err := strconv.ParseFloat(n.Text, 64)
	if err != nil || !(v >= 0 && v <= 1) { // not a number compares with nothing
		r.Errorf(n, "subject_cut: expected a number from 0 to 1, found %q", n.Text)
		return
	}
	r.c.SubjectCut = v
}

func (r *reader) limits(n *data.Node) {
	l := &r.c.Limits
	number := func(key string, to *int) func(*data.Node) {
		return func(n *data.Node) {
			if v := r.Int(n, key); v > 0 {
				*to = v
			}
		}
	}
	r.Keys(n, "limits", map[string]func(*data.Node){
		"source_bytes":       number("source_bytes", &l.SourceBytes),
		"front_matter_bytes": number("front_matter_bytes", &l.FrontMatterBytes),
		"picture_bytes":      number("picture_bytes", &l.PictureBytes),
		"depth":              number("depth", &l.Depth),
		"table_cells":        number("table_cells", &l.TableCells),
		"footnotes":          number("footnotes", &l.Footnotes),
	})
}
