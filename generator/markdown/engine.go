package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// feature is a part of the parser that costs time on every text, and is left
// out where the text has nothing that it could act on.
type feature uint16

const (
	tables feature = 1 << iota
	strikes
	tasks
	notes
	definitions
	links
	references
	dashes // and pointed quotes
	dots
	escapes
)

// signs are what a text has when it needs a feature. Each is wider than the
// syntax.
var signs = []struct {
	sign    string
	feature feature
}{
	{"|", tables}, {"~", strikes}, {"[ ]", tasks}, {"[x]", tasks}, {"[X]", tasks}, {"[^", notes},
	{"]:", references}, {"--", dashes}, {"<<", dashes}, {">>", dashes}, {"...", dots}, {"&", escapes}, {"\\", escapes},
}

// features finds what a text may need.
func features(src []byte) feature {
	var f feature
	for _, x := range signs {
		if f&x.feature == 0 && bytes.Contains(src, []byte(x.sign)) {
			f |= x.feature
		}
	}
	if mayDefine(src) {
		f |= definitions
	}
	if f&escapes == 0 && !mayLink(src) || f&escapes != 0 && !hasAddress(src) {
		return f
	}
	return f | links
}

// mayDefine says that a line begins with a colon, and at most three spaces.
func mayDefine(src []byte) bool {
	for at := 0; ; at++ {
		i := bytes.IndexByte(src[at:], ':')
		if i < 0 {
			return false
		}
		at += i
		before := bytes.TrimRight(src[max(0, at-4):at], " ")
		if len(before) > 0 && before[len(before)-1] == '\n' {
			return true
		}
	}
}

// hasAddress says that a text has what an address may begin with.
func hasAddress(src []byte) bool {
	return bytes.Contains(src, []byte("://")) || bytes.Contains(src, []byte("www.")) || bytes.IndexByte(src, '@') >= 0
}

// mayLink says that a text has an address that is to be made a link of. One that
// stands where the target of a link does, [text](https://…), is taken for that:
// should there be no link after all, parse finds it. Looking for addresses at
// every space of a text takes a third of the parser's time.
func mayLink(src []byte) bool {
	if bytes.IndexByte(src, '@') >= 0 {
		return true
	}
	for at := 0; ; at += len("www.") {
		i := bytes.Index(src[at:], []byte("www."))
		if i < 0 {
			break
		}
		if at += i; at == 0 || src[at-1] != '/' {
			return true
		}
	}
	for at := 0; ; at += len("://") {
		i := bytes.Index(src[at:], []byte("://"))
		if i < 0 {
			return false
		}
		at += i
		for _, scheme := range []string{"http", "https", "ftp"} {
			if before, ok := bytes.CutSuffix(src[:at], []byte(scheme)); ok && !bytes.HasSuffix(before, []byte("](")) {
				return true
			}
		}
	}
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
	e, p := gathered(base, f)
	e.SetParser(p.parser())
	c.engines.Store(key, e)
	return e
}

// gathered is a renderer for a language and some features, and the parts of its
// parser.
func gathered(lang string, f feature) (goldmark.Markdown, parts) {
	p := parts{Config: parser.NewConfig()}
	p.AddOptions(
		parser.WithBlockParsers(append(parser.DefaultBlockParsers(), util.Prioritized(paragraphs{parser.NewParagraphParser()}, 999))...),
		parser.WithInlineParsers(
			util.Prioritized(parser.NewCodeSpanParser(), 100), util.Prioritized(parser.NewLinkParser(), 200),
			util.Prioritized(parser.NewAutoLinkParser(), 300), util.Prioritized(parser.NewRawHTMLParser(), 400),
			util.Prioritized(stars{}, 500), util.Prioritized(newTypographer(lang, f), 9999),
		),
	)
	if f&notes != 0 {
		p.AddOptions(parser.WithASTTransformers(util.Prioritized(unusedNotes{}, 0))) // before those are thrown away
	}
	if f&references != 0 {
		p.AddOptions(parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...))
	}
	r := newRenderers()
	m := goldmark.New(goldmark.WithParser(p), goldmark.WithRenderer(r), goldmark.WithExtensions(extensions(f)...))
	r.registerAll()
	return m, p
}

func extensions(f feature) []goldmark.Extender {
	var out []goldmark.Extender
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

// typographer is goldmark's, asked only at the marks that a text needs it for:
// wherever it is asked, the parser stops, and a text is cut in two.
type typographer struct {
	parser.InlineParser
	marks   []byte
	doubled []byte // those of the marks that are none by themselves
}

func newTypographer(lang string, f feature) typographer {
	t := typographer{InlineParser: extension.NewTypographerParser(extension.WithTypographicSubstitutions(quotes(lang)))}
	if f&escapes != 0 {
		t.marks = t.InlineParser.Trigger()
		return t
	}
	if f&dashes != 0 {
		t.doubled = append(t.doubled, "-<>"...)
	}
	if f&dots != 0 {
		t.doubled = append(t.doubled, '.')
	}
	t.marks = append([]byte(`'"`), t.doubled...)
	return t
}

// Trigger tells the parser where to ask.
func (t typographer) Trigger() []byte { return t.marks }

// Parse knows an apostrophe between letters, the mark that most texts have most
// of, without measuring what it might open or close, and what is written with
// several marks.
func (t typographer) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, at := block.PeekLine()
	switch src := block.Source(); line[0] {
	case '"':
	case '\'':
		if at.Padding == 0 && at.Start > 0 && isLetter(src[at.Start-1]) && len(line) > 1 && isLetter(line[1]) {
			return printed(block, pc, 1, apostrophe)
		}
	default:
		for i := range combined {
			if c := &combined[i]; bytes.HasPrefix(line, c.written) {
				return printed(block, pc, len(c.written), c.printed)
			}
		}
		return nil
	}
	return t.InlineParser.Parse(parent, block, pc)
}

// printed passes over some marks, and stands for them.
func printed(block text.Reader, pc parser.Context, marks int, as []byte) ast.Node {
	block.Advance(marks)
	n := pc.Get(deskKey).(*desk).prints.next()
	n.Value = as
	n.SetCode(true)
	return n
}

func isLetter(c byte) bool { return (c|0x20)-'a' < 26 }

// apostrophe is the same in all languages, and so is what is written with
// several marks.
var apostrophe = []byte("’")

var combined = []struct{ written, printed []byte }{
	{[]byte("---"), []byte("—")}, {[]byte("--"), []byte("–")}, {[]byte("..."), []byte("…")}, {[]byte("<<"), []byte("«")}, {[]byte(">>"), []byte("»")},
}

// parse makes the tree.
func (d *Document) parse(f feature) {
	d.engine = d.conv.engine(d.in.Lang, f)
	ctx := parser.NewContext()
	ctx.Set(deskKey, d.desk)
	d.root = d.engine.Parser().Parse(text.NewReader(d.src), parser.WithContext(ctx))
	if f&links == 0 && bytes.Contains(d.src, []byte("://")) && d.leftAddress(d.root) {
		d.parse(f | links)
		return
	}
	d.hide()
	d.reportLost()
	d.takeSources(ctx)
}

// leftAddress says that a text in the tree has an address, which is in no link.
func (d *Document) leftAddress(parent ast.Node) bool {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		t, ok := n.(*ast.Text)
		if ok && bytes.Contains(t.Segment.Value(d.src), []byte("://")) || !ok && d.leftAddress(n) {
			return true
		}
	}
	return false
}

// quotes are the quotation marks of a language.
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
		extension.Apostrophe: apostrophe,
	}
}
