// Chancery is a static site generator for briefings: dated, signed, sourced
// pieces of analysis about places.
package main

import (
	"embed"
	"os"

	"chancery/generator/cli"
)

// theme is the default theme: the folders of the same names in a site are laid
// over it, file by file.
//
//go:embed all:templates all:static
var theme embed.FS

func main() {
	os.Exit(cli.Main(theme))
}
