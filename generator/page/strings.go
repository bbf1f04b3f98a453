package page

import (
	"strconv"
	"strings"

	"chancery/generator/digest"
)

// Strings is every word of the interface in one language, read from
// templates/strings/LANG.yaml. A key of the file is the field's name in snake
// case: SkipToText is skip_to_text. A file that lacks a key or has one too many
// is a problem, so that no language falls behind unseen.
type Strings struct {
	LanguageName string // the language's own name: "Français"

	// Around every page.
	SkipToText, MainNavigation, Languages, Translations, Pages, AtomFeed, Feeds string
	Timeline, Countries, Regions, Authors, Topics, NamesAndBorders              string

	// The front page.
	Lead, LatestBriefings, LatestEvents, WholeTimeline, AllBriefings, CoverageByRegion, NothingYet string

	// A briefing.
	By, Updated, Contents, Facts, Video, MentionedToo, Sources, Archived, BackToText string
	Corrections, Correction, Clarification, Retraction, Update                       string
	Cite, Previous, Next, Related, Series, Supersedes, SupersededBy                  string
	Draft, Embargoed, Expired                                                        string
	CitationForm                                                                     string // authors %[1]s, title %[2]s, site %[3]s, date %[4]s, address %[5]s

	// Dossiers.
	Newest, MoreByYear, MentionedIn, Together, Neighbours, Members, MembersFrom, SubRegions string
	InRegions, Briefings, Events, FirstDate, LastDate, Pseudonym, EventsAsData              string

	// Indexes and maps.
	ByRegion, AToZ, MapLegend, WorldMapText, LocatorText string

	// Timelines.
	Older, Newer, Years, Filter, BriefingMark, EventMark, ToldIn, InferredYear string
	TimelineOf                                                                 string // of a dossier, %s
	StripText                                                                  string // %d entries from %d to %d

	// Names and borders.
	NamesPolicyCommon, NamesPolicyUN, NamesIntro, Place, Shown, Flag, Note string
	ShownSeparate, ShownWith, ShownHidden, FlagOn, FlagOff                 string

	// Not found.
	NotFound, NotFoundText, GoHome string

	// Callouts and cards in the text.
	CalloutNote, CalloutTip, CalloutImportant, CalloutWarning, CalloutCaution, Post, VideoAt string

	// Counted words.
	NBriefings, NEvents, NMinutes Plural

	sum digest.Sum
}

// Digest names the strings by their content.
func (s *Strings) Digest() digest.Sum { return s.sum }

// Plural is a counted phrase in the categories of CLDR; "%d" stands for the
// number. Only Other is required.
type Plural struct {
	Zero, One, Two, Few, Many, Other string

	lang string
}

// N is the phrase for a number.
func (p Plural) N(n int) string { return string(p.append(make([]byte, 0, 64), n)) }

func (p Plural) append(dst []byte, n int) []byte {
	form := p.Other
	switch category(p.lang, n) {
	case zero:
		form = first(p.Zero, p.Other)
	case one:
		form = first(p.One, p.Other)
	case two:
		form = first(p.Two, p.Other)
	case few:
		form = first(p.Few, p.Other)
	case many:
		form = first(p.Many, p.Other)
	}
	for {
		before, after, ok := strings.Cut(form, "%d")
		dst = append(dst, before...)
		if !ok {
			return dst
		}
		dst, form = strconv.AppendInt(dst, int64(n), 10), after
	}
}

func first(s, fallback string) string {
	if s != "" {
		return s
	}
	return fallback
}

type pluralCategory uint8

const (
	other pluralCategory = iota
	zero
	one
	two
	few
	many
)

// category is the CLDR plural category of a whole number, version 48, for the
// languages that ship. Others use the rule of English.
func category(lang string, n int) pluralCategory {
	base, _, _ := strings.Cut(lang, "-")
	switch base {
	case "ar":
		return arabic(n)
	case "ru", "uk":
		return russian(n)
	case "fr", "pt":
		if n == 0 || n == 1 {
			return one
		}
	default:
		if n == 1 {
			return one
		}
	}
	return other
}

func arabic(n int) pluralCategory {
	switch {
	case n == 0:
		return zero
	case n == 1:
		return one
	case n == 2:
		return two
	case n%100 >= 3 && n%100 <= 10:
		return few
	case n%100 >= 11:
		return many
	}
	return other
}

func russian(n int) pluralCategory {
	switch {
	case n%10 == 1 && n%100 != 11:
		return one
	case n%10 >= 2 && n%10 <= 4 && (n%100 < 12 || n%100 > 14):
		return few
	}
	return many
}
