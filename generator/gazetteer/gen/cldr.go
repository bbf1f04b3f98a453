package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// cldr is what the tables need of the Unicode CLDR.
type cldr struct {
	dir      string                       // of the unpacked packages
	codes    []string                     // countries and territories, sorted
	alpha3   map[string]string            // by code
	numeric  map[string]string            // three digits, by code
	contains map[string][]string          // of M49 groups: by number
	main     map[string]string            // the most spoken official language, by code
	names    map[string]map[string]string // language to code, with -alt- variants
}

// notCountries are codes that CLDR names and ISO 3166-1 does not list, but for
// Kosovo, which has no ISO code.
var notCountries = strings.Fields("AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ")

func readCLDR(dir string) (*cldr, error) {
	c := &cldr{dir: dir, alpha3: map[string]string{}, numeric: map[string]string{}, names: map[string]map[string]string{}}
	for _, lang := range languages {
		if err := c.readNames(lang); err != nil {
			return nil, err
		}
	}
	for code := range c.names["en"] {
		if len(code) == 2 && !slices.Contains(notCountries, code) {
			c.codes = append(c.codes, code)
		}
	}
	slices.Sort(c.codes)
	if err := c.readCodes(); err != nil {
		return nil, err
	}
	if err := c.readContainment(); err != nil {
		return nil, err
	}
	return c, c.readLanguages()
}

func (c *cldr) readNames(lang string) error {
	if c.names[lang] != nil {
		return nil
	}
	var file struct {
		Main map[string]struct {
			LocaleDisplayNames struct{ Territories map[string]string }
		}
	}
	if err := c.load(&file, "cldr-localenames-full", "main", lang, "territories.json"); err != nil {
		return err
	}
	c.names[lang] = file.Main[lang].LocaleDisplayNames.Territories
	return nil
}

func (c *cldr) load(into any, path ...string) error {
	name := filepath.Join(append([]string{c.dir}, path...)...)
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("%s: %v", name, err)
	}
	return nil
}

func (c *cldr) readCodes() error {
	var file struct {
		Supplemental struct {
			CodeMappings map[string]struct {
				Numeric string `json:"_numeric"`
				Alpha3  string `json:"_alpha3"`
			}
		}
	}
	if err := c.load(&file, "cldr-core", "supplemental", "codeMappings.json"); err != nil {
		return err
	}
	for _, code := range c.codes {
		m := file.Supplemental.CodeMappings[code]
		if m.Alpha3 == "" || m.Numeric == "" {
			return fmt.Errorf("%s: has no code of three letters or digits", code)
		}
		c.alpha3[code], c.numeric[code] = m.Alpha3, m.Numeric
	}
	return nil
}

// readContainment keeps the groups of M49; of the groups that CLDR marks as
// further groupings, those two that M49 has as well.
func (c *cldr) readContainment() error {
	var file struct {
		Supplemental struct {
			TerritoryContainment map[string]struct {
				Contains []string `json:"_contains"`
			}
		}
	}
	if err := c.load(&file, "cldr-core", "supplemental", "territoryContainment.json"); err != nil {
		return err
	}
	c.contains = map[string][]string{}
	for id, g := range file.Supplemental.TerritoryContainment {
		if _, err := strconv.Atoi(id); err == nil && id != "001" && id != "003" {
			c.contains[id] = g.Contains
		}
	}
	c.contains["002"] = []string{"015", "202"}
	c.contains["019"] = []string{"021", "419"}
	return nil
}

func (c *cldr) readLanguages() error {
	type population struct {
		Percent  string `json:"_populationPercent"`
		Official string `json:"_officialStatus"`
	}
	var file struct {
		Supplemental struct {
			TerritoryInfo map[string]struct {
				LanguagePopulation map[string]population
			}
		}
	}
	if err := c.load(&file, "cldr-core", "supplemental", "territoryInfo.json"); err != nil {
		return err
	}
	c.main = map[string]string{}
	for _, code := range c.codes {
		best, share := "", 0.0
		for lang, p := range file.Supplemental.TerritoryInfo[code].LanguagePopulation {
			n, _ := strconv.ParseFloat(p.Percent, 64)
			if strings.HasPrefix(p.Official, "official") && (n > share || n == share && lang < best) {
				best, share = lang, n
			}
		}
		c.main[code] = strings.ReplaceAll(best, "_", "-")
	}
	return nil
}

// endonym is the name of a place in its most spoken official language that CLDR
// has a name in, and that language.
func (c *cldr) endonym(code string) (name, lang string) {
	lang = c.main[code]
	if lang == "" {
		return "", ""
	}
	if err := c.readNames(lang); err != nil {
		lang, _, _ = strings.Cut(lang, "-")
		if err := c.readNames(lang); err != nil {
			return "", ""
		}
	}
	name = c.names[lang][code]
	if short := c.names[lang][code+"-alt-short"]; short != "" && slices.Contains([]string{"HK", "MM", "MO", "PS"}, code) {
		name = short
	}
	if name == code {
		return "", ""
	}
	return name, lang
}
