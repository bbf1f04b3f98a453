package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// feature is an extension that costs time on every text, and is left out where
// the text has nothing that it could act on.
type feature uint8

const (
	tables feature = 1 << iota
	strikes
	tasks
	notes
	definitions
	links
)

// features finds what a text may need. Each test is wider than the syntax.
func features(src []byte) feature {
	var f feature
	for _, x := range []struct {
		sign string
		f    feature
	}{
		{"|", tables}, {"~", strikes}, {"[ ]", tasks}, {"[x]", tasks}, {"[X]", tasks}, {"[^", notes},
		{"\n:", definitions}, {"\n :", definitions}, {"\n  :", definitions}, {"\n   :", definitions}, {"://", links}, {"www.", links}, {"@", links},
	} {
		if f&x.f == 0 && bytes.Contains(src, []byte(x.sign)) {
			f |= x.f
		}
	}
	return f
}

type engineKey struct {
	lang string
	f    feature
}

// engine is the parser and renderer for a language and some features, made once.
func (c *Converter) engine(lang string, f feature) goldmark.Markdown {
	base, _, _ := strings.Cut(lang, "-")
	key := engineKey{base, f}
	if e, ok := c.engines.Load(key); ok {
		return e.(goldmark.Markdown)
	}
	e := goldmark.New(
		goldmark.WithExtensions(extensions(base, f)...),
		goldmark.WithParserOptions(parser.WithAutoHeadingID()),
		goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(writer{}, 100))),
	)
	c.engines.Store(key, e)
	return e
}

func extensions(lang string, f feature) []goldmark.Extender {
	out := []goldmark.Extender{extension.NewTypographer(extension.WithTypographicSubstitutions(quotes(lang)))}
	for _, x := range []struct {
		f feature
		e goldmark.Extender
	}{
		{tables, extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignNone))},
		{strikes, extension.Strikethrough},
		{tasks, extension.TaskList},
		{notes, extension.Footnote},
		{definitions, extension.DefinitionList},
		{links, extension.Linkify},
	} {
		if f&x.f != 0 {
			out = append(out, x.e)
		}
	}
	return out
}

// quotes are the quotation marks and dashes of a language.
func quotes(lang string) map[extension.TypographicPunctuation][]byte {
	marks := map[string][4]string{
		"fr": {"«\u00a0", "\u00a0»", "“", "”"},
		"ar": {"«", "»", "‹", "›"},
		"es": {"«", "»", "“", "”"},
		"ru": {"«", "»", "„", "“"},
		"pt": {"«", "»", "“", "”"},
		"de": {"„", "“", "‚", "‘"},
	}
	m, ok := marks[lang]
	if !ok {
		m = [4]string{"“", "”", "‘", "’"}
	}
	return map[extension.TypographicPunctuation][]byte{
		extension.LeftDoubleQuote: []byte(m[0]), extension.RightDoubleQuote: []byte(m[1]),
		extension.LeftSingleQuote: []byte(m[2]), extension.RightSingleQuote: []byte(m[3]),
		extension.Apostrophe: []byte("’"), extension.EnDash: []byte("–"), extension.EmDash: []byte("—"),
		extension.Ellipsis: []byte("…"), extension.LeftAngleQuote: []byte("«"), extension.RightAngleQuote: []byte("»"),
	}
}
