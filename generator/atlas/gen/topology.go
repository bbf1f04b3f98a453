package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// topology is the part of a TopoJSON file that is read here.
type topology struct {
	Transform struct{ Scale, Translate [2]float64 }
	Arcs      [][][2]float64
	Objects   struct {
		Countries struct {
			Geometries []struct {
				Properties struct {
					A3 string `json:"a3"`
				}
				Arcs [][][]int // polygons, rings, arcs; ~i is arc i backwards
			}
		}
	}
}

// point is a place in degrees.
type point struct{ lon, lat float64 }

func readTopology(path string) (*topology, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var t topology
	if err := json.Unmarshal(data, &t); err != nil {
		return nil, fmt.Errorf("%s: %v", path, err)
	}
	return &t, nil
}

// degrees undoes the quantisation and the deltas of an arc.
func (t *topology) degrees(arc int) []point {
	var x, y float64
	points := make([]point, 0, len(t.Arcs[arc]))
	for _, d := range t.Arcs[arc] {
		x, y = x+d[0], y+d[1]
		points = append(points, point{
			x*t.Transform.Scale[0] + t.Transform.Translate[0],
			y*t.Transform.Scale[1] + t.Transform.Translate[1],
		})
	}
	return points
}

// alpha2 reads which two letters stand for which three.
func alpha2(folder string) (map[string]string, error) {
	path := filepath.Join(folder, "cldr-core", "supplemental", "codeMappings.json")
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var file struct {
		Supplemental struct {
			CodeMappings map[string]struct {
				Alpha3 string `json:"_alpha3"`
			}
		}
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, fmt.Errorf("%s: %v", path, err)
	}
	codes := map[string]string{}
	for two, m := range file.Supplemental.CodeMappings {
		if len(two) == 2 && m.Alpha3 != "" {
			codes[m.Alpha3] = two
		}
	}
	return codes, nil
}
