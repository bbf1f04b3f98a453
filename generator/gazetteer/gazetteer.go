// Package gazetteer knows countries and regions: their codes, what they are
// called in many languages, which regions hold them, and by which words a text
// speaks of them.
//
// Names, codes and the regions of the United Nations (M49) come from the
// Unicode CLDR; words in running text, further regions and contested places are
// lists of the project's own in data/, with a source for each entry. The
// program in gen/ makes the embedded tables of both. Names are read when a
// Gazetteer is made; words for finding places in text, and for looking names
// up, only when first needed, for their tables are larger.
//
// How contested places are named and shown is the site's choice, see Options.
package gazetteer

//go:generate go run ./gen ${PACKAGES}

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"sync"
)

//go:embed tables
var tables embed.FS

// table is an embedded table, empty when there is none of that name.
func table(name string) string {
	text, err := tables.ReadFile("tables/" + name + ".txt")
	if err != nil {
		return ""
	}
	return string(text)
}

// Options are a site's choices about places.
type Options struct {
	Languages   []string     // tags like "fr" or "pt-BR", the first the default; English is always known
	UNNames     bool         // short names of the United Nations where they differ from common ones
	Territories []Territory  // in the order of the file
	Regions     []RegionRule // in the order of the file
}

// Territory is a site's rule for one place.
type Territory struct {
	Code   string            // ISO alpha-2 in any case, or "x-" and letters for a place of the site's own
	Names  map[string]string // by language; "" is for all
	Show   string            // "", "separate", "hide" or "with"
	With   string            // a code, when Show is "with"
	NoFlag bool
}

// RegionRule is a region that a site defines, or redefines.
type RegionRule struct {
	ID      string            // lower-case letters and digits of any script, and hyphens
	Names   map[string]string // by language; "" is for all
	Members []string          // names or codes of countries, or of regions for all of theirs
	Parent  string            // id or name of a region; may be empty
}

// Fault is what is wrong with a rule of the site's.
type Fault struct {
	Section string // territories or regions
	Key     string // the code or id of the rule
	Index   int    // of the member, -1 for the rule itself
	Message string
	Hint    string // may be empty
}

// Gazetteer knows places by the rules of one site. It never changes, and many
// goroutines may use it.
type Gazetteer struct {
	languages []string // bases like "pt", the default first, English included
	countries map[string]*place
	codes     []string // of places that are shown, sorted
	regions   map[string]*Region
	order     []string                     // ids of regions, sorted
	names     map[string]map[string]string // of regions: by language
	ruled     map[string]map[string]string // of regions, by the site's rules: id to language
	digest    string
	options   Options

	book     func() *book               // of names, for Lookup
	lexicons func(lang string) *lexicon // of forms, for finding
	scratch  *sync.Pool                 // of *Reading
}

// place is a country with the site's rules for it.
type place struct {
	Country
	endonym, endonymLang string
	path                 []string          // of M49 regions, the widest first
	names                map[string]string // by language
	ruled                map[string]string // by language: the site's own
	show, with           string
}

// New makes a gazetteer by the site's rules. Rules with faults are left out;
// what is wrong with them is told.
func New(o Options) (*Gazetteer, []Fault) {
	g := &Gazetteer{options: o, languages: loaded(o.Languages), scratch: &sync.Pool{New: func() any { return new(Reading) }}}
	g.readCountries()
	g.readNames()
	g.book = sync.OnceValue(g.readBook)
	g.lexicons = g.lexiconReader()
	faults := g.ruleTerritories(o.Territories)
	faults = append(faults, g.ruleRegions(o.Regions)...)
	g.digest = digest(o)
	g.codes = g.shown()
	if len(o.Territories)+len(o.Regions) > 0 {
		g.book = sync.OnceValue(g.readBook) // what the rules above looked up was without them
	}
	return g, faults
}

// loaded are the bases of the site's languages, each once, English among them.
func loaded(languages []string) []string {
	var out []string
	for _, tag := range append(slices.Clone(languages), "en") {
		if lang := base(tag); !slices.Contains(out, lang) {
			out = append(out, lang)
		}
	}
	return out
}

// base is the language of a tag such as pt-BR.
func base(tag string) string {
	lang, _, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(tag), "_", "-"), "-")
	return lang
}

// Digest changes whenever the tables or the site's rules do.
func (g *Gazetteer) Digest() string { return g.digest }

// digest sums the options and the sum of the tables. Options are marshalled as
// JSON, which sorts the keys of maps.
func digest(o Options) string {
	rules, err := json.Marshal(o)
	if err != nil {
		panic("gazetteer: " + err.Error()) // strings, booleans and slices always marshal
	}
	sum := sha256.Sum256(append(rules, tablesSum...))
	return hex.EncodeToString(sum[:16])
}
