package page

import (
	"fmt"
	"iter"
	"sync"

	"chancery/generator/briefing"
	"chancery/generator/digest"
)

// BriefingsView is data/briefings.json: every briefing of every edition.
type BriefingsView struct {
	blocks []block[listed]
}

// listed is a briefing in an edition.
type listed struct {
	in *edition
	b  *briefing.Briefing
}

// Blocks makes the records one after the other.
func (v *BriefingsView) Blocks() iter.Seq[Block[BriefingRecord]] {
	return eachBlock(v.blocks, func(list []listed) iter.Seq[BriefingRecord] {
		return func(yield func(BriefingRecord) bool) {
			for _, l := range list {
				if !yield(l.in.record(l.b)) {
					return
				}
			}
		}
	})
}

// BriefingRecord is one briefing in data/briefings.json.
type BriefingRecord struct {
	URL       string
	Title     string
	Date      string
	Lang      string
	Authors   []string
	Regions   []string
	Countries []string // ISO codes of the subject countries
	Inferred  bool     // countries were found in the text
	Mentions  []MentionRecord
	Topics    []string
	Summary   string
}

// MentionRecord is a country named in a briefing.
type MentionRecord struct {
	Country string
	Count   int
}

func (s *Site) briefingData() Page {
	blocks := sync.OnceValue(s.briefingBlocks)
	return Page{
		Path: "data/briefings.json", Source: "data/briefings.json",
		Key:  func() digest.Sum { return sumOf(blocks()) },
		View: func() any { return &BriefingsView{blocks()} },
	}
}

func (s *Site) briefingBlocks() []block[listed] {
	n := 0
	for _, e := range s.editions {
		n += len(e.Briefings)
	}
	all := make([]listed, 0, n)
	for _, e := range s.editions {
		for _, b := range e.Briefings {
			all = append(all, listed{e, b})
		}
	}
	return blocksOf(all, func(l listed) entryMonth { return monthIn(l.b.Date.Day) }, func(k digest.Writer, l listed) {
		l.in.addCard(k, l.b)
		k.Number(len(l.b.Mentions))
		for _, m := range l.b.Mentions {
			k.Text(m.Code)
			k.Number(m.N)
		}
	})
}

func (e *edition) record(b *briefing.Briefing) BriefingRecord {
	path := e.briefingPath(b)
	r := BriefingRecord{
		URL: first(e.s.absolute(path), e.s.url(path)), Title: b.Title, Date: e.instant(b.Date).Datetime, Lang: b.Lang,
		Regions: b.Regions, Countries: subjectCodes(b), Inferred: b.Inferred, Summary: b.Detail().Summary,
	}
	for _, a := range b.Authors {
		r.Authors = append(r.Authors, e.authorName(a.ID, a.Name))
	}
	for _, m := range b.Mentions {
		r.Mentions = append(r.Mentions, MentionRecord{m.Code, m.N})
	}
	for _, t := range b.Topics {
		r.Topics = append(r.Topics, e.topicName(t.ID, t.Name))
	}
	return r
}

// Redirect is a page at a former address.
type Redirect struct {
	Title, Lang, URL, Canonical string
}

// RobotsView is robots.txt.
type RobotsView struct {
	Sitemap string // absolute; empty without base_url
	Closed  bool   // a preview: nothing is to be indexed
}

func (s *Site) robots() Page {
	return Page{Path: "robots.txt", Source: "robots.txt", View: func() any {
		v := &RobotsView{Closed: s.in.Archive.IsPreview()}
		v.Sitemap = s.absolute("sitemap.xml")
		return v
	}}
}

// SitemapView is a sitemap, or the index of several.
type SitemapView struct {
	URLs     []SitemapURL
	Sitemaps []string // addresses of the parts; then URLs is empty
}

// SitemapURL is one page in a sitemap.
type SitemapURL struct {
	Loc        string
	Modified   string // "2025-01-08"; empty when unknown
	Alternates []Alternate
}

// sitemapLimit is what the sitemaps protocol allows in one file, less some room.
const sitemapLimit = 45000

// sitemaps lists all pages that are to be found; none without base_url.
func (s *Site) sitemaps(pages []Page) []Page {
	if s.in.Config.BaseURL == "" {
		return nil
	}
	listed := listedOf(pages)
	if len(listed) <= sitemapLimit {
		return []Page{s.sitemap("sitemap.xml", listed)}
	}
	var out []Page
	var names []string
	for i := 0; i < len(listed); i += sitemapLimit {
		name := fmt.Sprintf("sitemap-%d.xml", len(names)+1)
		names = append(names, s.absolute(name))
		out = append(out, s.sitemap(name, listed[i:min(len(listed), i+sitemapLimit)]))
	}
	index := Page{Path: "sitemap.xml", Source: "the sitemap", View: func() any { return &SitemapView{Sitemaps: names} }}
	return append(out, index)
}

// maxSitemaps is the most sitemaps that so many pages need, with their index.
func maxSitemaps(pages int) int { return pages/sitemapLimit + 2 }

// listedOf are the pages that belong in a sitemap.
func listedOf(pages []Page) []*Page {
	out := make([]*Page, 0, len(pages))
	for i := range pages {
		if pages[i].Listed {
			out = append(out, &pages[i])
		}
	}
	return out
}

func (s *Site) sitemap(path string, listed []*Page) Page {
	return Page{
		Path: path, Source: "the sitemap",
		View: func() any { return &SitemapView{URLs: s.sitemapURLs(listed)} },
		Key:  func() digest.Sum { return s.sitemapKey(listed) },
	}
}

func (s *Site) sitemapURLs(pages []*Page) []SitemapURL {
	out := make([]SitemapURL, len(pages))
	for i, p := range pages {
		out[i] = SitemapURL{Loc: s.absolute(p.Path), Alternates: p.Others}
		if !p.Modified.IsZero() {
			out[i].Modified = p.Modified.Format("2006-01-02")
		}
	}
	return out
}
