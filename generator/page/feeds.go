package page

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"chancery/generator/archive"
	"chancery/generator/briefing"
	"chancery/generator/digest"
)

// The numbers of briefings in the edition's feed and in that of a dossier.
const (
	feedLength  = 20
	dossierFeed = 10
)

// FeedView is a feed of briefings in full, newest first: one view for Atom and
// JSON Feed. All addresses are absolute.
type FeedView struct {
	Format  string // "atom" or "json"
	Title   string
	Site    string // title of the publication
	Tagline string
	ID      string // tag URI
	Home    string // page that the feed is about
	Self    string
	Lang    string
	Updated string // RFC 3339, of the newest change
	Entries []FeedEntry
}

// FeedEntry is a briefing in a feed.
type FeedEntry struct {
	Card      *Card
	Title     string // with its mark before it, in a preview with drafts
	ID        string // tag URI; stays when the briefing changes
	URL       string
	Published string // RFC 3339
	Updated   string // moves by updated: and corrections: only
	Body      Body   // with absolute addresses and without ids
	Image     string
}

// Digest names the entry by its content: all else follows from its card.
func (e FeedEntry) Digest() digest.Sum { return digest.Of("entry", e.Card.sum, e.Body.sum) }

// feeds are the feeds of the edition; none without an absolute address.
func (e *edition) feeds() []Page {
	if e.s.in.Config.BaseURL == "" {
		return nil
	}
	return e.feedPages(e.chrome[home].SiteTitle, e.Briefings)
}

func (e *edition) dossierFeeds(kind string, d *archive.Dossier) []Page {
	if e.s.in.Config.BaseURL == "" {
		return nil
	}
	return e.feedPages(e.dossierName(kind, d), d.Briefings, kind, e.slug(kind, d.ID))
}

func (e *edition) feedPages(title string, list []*briefing.Briefing, segments ...string) []Page {
	length := feedLength
	if len(segments) > 0 {
		length = dossierFeed
	}
	list = list[:min(len(list), length)]
	base := e.prefix + strings.Join(append(segments, ""), "/")
	out := make([]Page, 0, 2)
	for _, format := range []string{"atom", "json"} {
		name := base + "feed." + map[string]string{"atom": "xml", "json": "json"}[format]
		key := func() digest.Sum { return e.feedKey(format, title, base, list) }
		out = append(out, Page{Path: name, Source: "the feed of " + title, Feed: true, Key: key, View: func() any {
			v := &FeedView{
				Format: format, Title: title, Site: e.chrome[home].SiteTitle, Tagline: e.chrome[home].Tagline,
				ID: e.s.tag(base, schemeDay), Home: e.s.absolute(base), Self: e.s.absolute(name), Lang: e.Lang,
			}
			if len(segments) == 0 {
				v.Title = v.Site
			}
			var newest time.Time
			for _, b := range list {
				v.Entries = append(v.Entries, e.feedEntry(b))
				if m := e.s.moment(b); m.After(newest) {
					newest = m
				}
			}
			v.Updated = newest.UTC().Format(time.RFC3339)
			return v
		}})
	}
	return out
}

// feedEntry is the entry of a briefing, which stands in several feeds.
func (e *edition) feedEntry(b *briefing.Briefing) FeedEntry {
	if i, ok := e.Position(b); ok {
		return e.entered.get(i, b, e.newFeedEntry)
	}
	return e.newFeedEntry(b)
}

func (e *edition) newFeedEntry(b *briefing.Briefing) FeedEntry {
	path := e.briefingPath(b)
	zone := e.s.in.Config.TimeZone
	if zone == nil {
		zone = time.UTC
	}
	entry := FeedEntry{
		Card: e.card(b), Title: b.Title, URL: e.s.absolute(path),
		ID:        e.s.tag(strings.TrimSuffix(path, "index.html"), b.Date.Day.String()),
		Published: b.Date.Start(zone).Format(time.RFC3339),
		Updated:   e.s.moment(b).Format(time.RFC3339),
		Body:      e.feedBody(b),
	}
	if mark := e.markOf(entry.Card); mark != "" {
		entry.Title = "[" + mark + "] " + b.Title
	}
	if p := entry.Card.Picture; p != nil {
		entry.Image = p.Absolute
	}
	return entry
}

// schemeDay is the day in the ids of feeds: RFC 4151 wants one on which the
// site's owner had its name, and it must never change.
const schemeDay = "2025-01-01"

// tag makes an id as RFC 4151 has it: it does not change when the page moves to
// another scheme or its content is edited.
func (s *Site) tag(path, day string) string {
	u, err := url.Parse(s.in.Config.BaseURL)
	if err != nil {
		return ""
	}
	return fmt.Sprintf("tag:%s,%s:%s/%s", u.Hostname(), day, u.Path, escapePath(path))
}

// feedLinks are the feeds that a page offers.
func (e *edition) feedLinks(title string, segments ...string) []Feed {
	if e.s.in.Config.BaseURL == "" {
		return nil
	}
	base := e.prefix + strings.Join(append(segments, ""), "/")
	return []Feed{
		{title + " – Atom", "application/atom+xml", e.s.url(base + "feed.xml")},
		{title + " – JSON Feed", "application/feed+json", e.s.url(base + "feed.json")},
	}
}
