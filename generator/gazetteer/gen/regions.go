package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// region is one entry of data/regions.yaml, or a group of M49.
type region struct {
	id, m49 string
	Names   map[string]string
	Also    []string
	Members []string
	Parent  string
	Source  string
	AsOf    string `yaml:"as_of"`
}

const m49Source = "United Nations, Standard country or area codes for statistical use (M49), as in Unicode CLDR 48"

func readRegions(c *cldr) ([]region, error) {
	var own struct {
		Regions map[string]region
		Usual   struct {
			Source string
			Names  map[string][]string // by number
		}
	}
	if err := readYAML("regions.yaml", &own); err != nil {
		return nil, err
	}
	ids := map[string]string{}
	for number := range c.contains {
		ids[number] = slug(c.names["en"][number])
	}
	out := m49Regions(c, ids)
	for i := range out {
		out[i].Also = own.Usual.Names[out[i].m49]
	}
	for _, id := range sortedKeys(own.Regions) {
		r := own.Regions[id]
		r.id = id
		if r.Source == "" || r.AsOf == "" || len(r.Members) == 0 || r.Names["en"] == "" {
			return nil, fmt.Errorf("region %s: lacks source, as_of, members or an English name", id)
		}
		for _, code := range r.Members {
			if !slices.Contains(c.codes, code) {
				return nil, fmt.Errorf("region %s: no country %s", id, code)
			}
		}
		slices.Sort(r.Members)
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b region) int { return strings.Compare(a.id, b.id) })
	return out, nil
}

func m49Regions(c *cldr, ids map[string]string) []region {
	var out []region
	for _, number := range sortedKeys(ids) {
		r := region{id: ids[number], m49: number, Names: map[string]string{}, Source: m49Source, AsOf: "2025-10-29"}
		for _, lang := range languages {
			r.Names[lang] = c.names[lang][number]
		}
		r.Members = membersOf(number, c)
		for other, parts := range c.contains {
			if slices.Contains(parts, number) {
				r.Parent = ids[other]
			}
		}
		out = append(out, r)
	}
	return out
}

func membersOf(number string, c *cldr) []string {
	var out []string
	for _, part := range c.contains[number] {
		if slices.Contains(c.codes, part) {
			out = append(out, part)
		} else {
			out = append(out, membersOf(part, c)...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// pathTo lists the groups of M49 that hold a country, the widest first.
func pathTo(code string, regions []region) []string {
	var holding []region
	for _, r := range regions {
		if r.m49 != "" && slices.Contains(r.Members, code) {
			holding = append(holding, r)
		}
	}
	slices.SortStableFunc(holding, func(a, b region) int { return len(b.Members) - len(a.Members) })
	var out []string
	for _, r := range holding {
		out = append(out, r.id)
	}
	return out
}

func writeRegions(regions []region) error {
	var lines []string
	for _, r := range regions {
		lines = append(lines, strings.Join([]string{
			r.id, r.m49, r.Parent, strings.Join(r.Members, ","), r.Source, r.AsOf, strings.Join(r.Also, "|"),
		}, "\t"))
	}
	return writeTable("regions.txt", lines)
}

func writeContested() error {
	text, err := os.ReadFile(filepath.Join("data", "contested.yaml"))
	if err != nil {
		return err
	}
	var file struct {
		Places map[string]struct {
			Area, Source string
			Notes        map[string]string
		}
	}
	if err := yaml.Load(text, &file, yaml.WithKnownFields()); err != nil {
		return fmt.Errorf("contested.yaml: %v", err)
	}
	var lines []string
	for _, code := range sortedKeys(file.Places) {
		p := file.Places[code]
		lines = append(lines, code+"\t"+p.Area+"\t"+p.Source)
		for _, lang := range sortedKeys(p.Notes) {
			lines = append(lines, "\t"+lang+"\t"+p.Notes[lang])
		}
	}
	return writeTable("contested.txt", lines)
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
