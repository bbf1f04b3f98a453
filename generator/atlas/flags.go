package atlas

import (
	"bytes"
	"compress/flate"
	_ "embed"
	"io"
	"sync"
)

//go:embed flags.bin
var packedFlags []byte

// Flag returns a flag as an SVG file, three wide and two high, or false when
// there is none. Codes are ISO alpha-2, XK and EU among them, and a few of
// ISO 3166-2 such as GB-SCT. The bytes must not be changed.
func Flag(code string) ([]byte, bool) {
	svg, ok := flags()[code]
	return svg, ok
}

// flags is all flags by code, unpacked when one is first asked for.
var flags = sync.OnceValue(func() map[string][]byte {
	data, err := io.ReadAll(flate.NewReader(bytes.NewReader(packedFlags)))
	if err != nil {
		panic("atlas: flags: " + err.Error())
	}
	r := &reader{data}
	all := map[string][]byte{}
	for len(r.data) > 0 {
		code := string(r.take(r.count()))
		n := r.count()
		all[code] = r.take(n)[:n:n]
	}
	return all
})
