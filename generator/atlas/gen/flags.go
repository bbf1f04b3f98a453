package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// flagData packs the SVG files of a folder, sorted by name: per flag the length
// of its name, the name, the length of the file, the file.
func flagData(folder string) ([]byte, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.svg"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%s: no flags", folder)
	}
	var b []byte
	for _, file := range files { // Glob sorts
		svg, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		svg = bytes.TrimSpace(svg)
		code := strings.TrimSuffix(filepath.Base(file), ".svg")
		b = append(binary.AppendUvarint(b, uint64(len(code))), code...)
		b = append(binary.AppendUvarint(b, uint64(len(svg))), svg...)
	}
	return b, nil
}
