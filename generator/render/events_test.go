package render

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"
)

// FuzzFields compares what is written field by field with the encoders of the
// library.
func FuzzFields(f *testing.F) {
	for _, s := range []string{"", "plain", `"quoted"`, `\.`, " blank", "a,b", "line\nbreak", "الجزائر", "\u2028", "\uffff", "\ufffd", "a\rb", "\x7f", "\xff", "\x01", "=1+1", "<b>&"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var want bytes.Buffer
		enc := json.NewEncoder(&want)
		enc.SetEscapeHTML(false)
		enc.Encode(s)
		if got := appendQuoted(nil, s); string(got)+"\n" != want.String() {
			t.Errorf("JSON of %q is %s, want %s", s, got, want.String())
		}
		want.Reset()
		xml.EscapeText(&want, []byte(s))
		if got := appendXML(nil, s); string(got) != want.String() {
			t.Errorf("XML of %q is %s, want %s", s, got, want.String())
		}
		want.Reset()
		w := csv.NewWriter(&want)
		w.UseCRLF = true
		w.Write([]string{"x", s, "y"})
		w.Flush()
		if got := "x," + string(appendField(nil, s)) + ",y\r\n"; got != want.String() {
			t.Errorf("CSV of %q is %q, want %q", s, got, want.String())
		}
	})
}

// A long file comes in pieces that end with a line, and add up to the whole.
func TestALongFileComesInPieces(t *testing.T) {
	var got strings.Builder
	pieces := 0
	tp := tape{sink: Sink{Take: func(piece []byte, last bool) error {
		if last || !bytes.HasSuffix(piece, []byte("\n")) {
			t.Errorf("piece %d ends with %q, last is %v", pieces, piece[len(piece)-1:], last)
		}
		pieces++
		got.Write(piece)
		return nil
	}}}
	line := strings.Repeat("x", 1000)
	for range 1000 {
		tp.buf = append(tp.buf, line...)
		if !tp.line() {
			t.Fatal("ended early")
		}
	}
	got.Write(tp.buf)
	if want := strings.Repeat(line+"\n", 1000); got.String() != want || pieces != 3 {
		t.Errorf("%d bytes in %d pieces, want %d in 3", got.Len(), pieces, len(want))
	}
}
