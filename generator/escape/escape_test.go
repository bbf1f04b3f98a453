package escape

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestAppend(t *testing.T) {
	table := New(`"`, "&quot;", "&", "&amp;").Controls(func(int) string { return "?" })
	for _, s := range []string{"", "a", `"`, "plain", `a "b" & c`, "&&&&&", "abcd&", "abc&d", "é&è", "ab\x01cd\tef", "1234567&", "\xff\n\x1f&"} {
		var want strings.Builder
		for i := range len(s) {
			switch c := s[i]; {
			case c == '"':
				want.WriteString("&quot;")
			case c == '&':
				want.WriteString("&amp;")
			case c < ' ':
				want.WriteByte('?')
			default:
				want.WriteByte(c)
			}
		}
		ascii := strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
		if got, is := table.Append([]byte("before "), s); string(got) != "before "+want.String() || is != ascii {
			t.Errorf("%q is %q, %v, want %q, %v", s, got, is, want.String(), ascii)
		}
	}
}

func BenchmarkAppend(b *testing.B) {
	table := New(`"`, "&#34;", "&", "&amp;", "'", "&#39;", "<", "&lt;", ">", "&gt;")
	text := strings.Repeat("What ministers of two countries said of the council's meeting, ", 4)
	b.SetBytes(int64(len(text)))
	var buf []byte
	for b.Loop() {
		buf, _ = table.Append(buf[:0], text)
	}
}
