package markdown

import (
	"bytes"
	"strings"
	"sync"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
)

// desk is what one text after the other is worked on: buffers, and what
// transform and Mark say to the renderer of single nodes. (The attributes that
// nodes have themselves take half a kilobyte for the first of them.)
type desk struct {
	pool       *sync.Pool // that it is taken from
	sheet      sheet
	texts      strings.Builder     // plain texts, those of one document after those of another
	starts     []int               // of lines in the text
	buf        []byte              // a plain text in the making
	runs       []run               // of its styles
	paragraphs slab[ast.Paragraph] // of the tree, as the next five
	plains     slab[ast.Text]
	prints     slab[ast.String]
	emphases   slab[ast.Emphasis]
	delimiters slab[parser.Delimiter]
	whens      slab[when]
	nodes      []ast.Node // of the tree, without plain texts
	leaves     []ast.Node
	passages   []Passage
	headings   slab[Heading]
	outline    []Outline // those that are listed
	items      slab[Item]
	lists      slab[List]
	listed     []*Item // of all lists, those of one together
	links      map[ast.Node]link
	events     map[ast.Node]string // anchors
	ids        ids
	unused     []unusedNote
}

// link is where a link or picture leads.
type link struct {
	url    string
	inside bool // to something of the site: a hole
}

func newDesk(pool *sync.Pool) *desk {
	return &desk{pool: pool, links: map[ast.Node]link{}, events: map[ast.Node]string{}, ids: ids{map[string]int{}}}
}

// clear leaves nothing of a text on the desk, and no buffer or map that only a
// very large one needs.
func (d *desk) clear() {
	const usual = 64 << 10
	if cap(d.sheet.text) > usual || len(d.links)+len(d.events)+len(d.ids.seen) > usual/64 {
		*d = *newDesk(d.pool)
		return
	}
	d.sheet = sheet{text: d.sheet.text[:0], holes: emptied(d.sheet.holes)}
	for i := range d.paragraphs {
		p := &d.paragraphs[i]
		lines := *p.Lines() // whose memory can be used again
		lines.SetSliced(0, 0)
		*p = ast.Paragraph{}
		p.SetLines(&lines)
	}
	d.paragraphs = d.paragraphs[:0]
	d.plains, d.prints, d.emphases, d.delimiters = emptied(d.plains), emptied(d.prints), emptied(d.emphases), emptied(d.delimiters)
	d.whens, d.nodes, d.leaves, d.passages = emptied(d.whens), emptied(d.nodes), emptied(d.leaves), emptied(d.passages)
	d.headings, d.items, d.lists, d.listed = emptied(d.headings), emptied(d.items), emptied(d.lists), emptied(d.listed)
	d.outline, d.unused = emptied(d.outline), emptied(d.unused)
	clear(d.links)
	clear(d.events)
	clear(d.ids.seen)
}

// textBytes is the size of a piece of memory for plain texts.
const textBytes = 64 << 10

// keep makes a text of some bytes, in the last piece of memory or in a new one.
func (d *desk) keep(b []byte) string {
	if d.texts.Len()+len(b) > d.texts.Cap() {
		d.texts = strings.Builder{}
		d.texts.Grow(max(len(b), textBytes))
	}
	from := d.texts.Len()
	d.texts.Write(b)
	return d.texts.String()[from:]
}

// emptied is a slice without its items, whose memory can be used again.
func emptied[T any](s []T) []T {
	clear(s)
	return s[:0]
}

// slab is items that lie together. A new one is made when it is full: those of
// the old one stay where they are.
type slab[T any] []T

func (s *slab[T]) next() *T {
	if len(*s) == cap(*s) {
		*s = make([]T, 0, max(64, 2*cap(*s)))
	}
	*s = (*s)[:len(*s)+1]
	return &(*s)[len(*s)-1]
}

// sheet is what a document is written on: text, and the holes in it. It never
// fails.
type sheet struct {
	doc     *Document
	text    []byte
	holes   []Hole
	heading int // the number of those that are written
}

func (s *sheet) Available() int { return cap(s.text) - len(s.text) }
func (s *sheet) Buffered() int  { return len(s.text) }
func (s *sheet) Flush() error   { return nil }

func (s *sheet) Write(p []byte) (int, error) {
	s.text = append(s.text, p...)
	return len(p), nil
}

func (s *sheet) WriteString(p string) (int, error) {
	s.text = append(s.text, p...)
	return len(p), nil
}

func (s *sheet) WriteByte(c byte) error {
	s.text = append(s.text, c)
	return nil
}

func (s *sheet) WriteRune(r rune) (int, error) {
	before := len(s.text)
	s.text = append(s.text, string(r)...)
	return len(s.text) - before, nil
}

// put writes markup, and escape what must not be taken for it, in turn.
func (s *sheet) put(parts ...string) {
	for i, p := range parts {
		if i%2 == 0 {
			s.text = append(s.text, p...)
		} else {
			s.text = appendEscaped(s.text, p)
		}
	}
}

// hole leaves one where a link or picture of the site is written.
func (s *sheet) hole(kind HoleKind, n ast.Node, ref string) {
	h := Hole{Offset: len(s.text), Kind: kind}
	if kind != LinkClose {
		h.Ref = ref
		h.Line, h.Col = s.doc.place(start(n))
	}
	s.holes = append(s.holes, h)
}

// appendEscaped appends a text as html.EscapeString makes it.
func appendEscaped[T string | []byte](b []byte, text T) []byte {
	from := 0
	for i := range len(text) {
		entity := ""
		switch text[i] {
		case '&':
			entity = "&amp;"
		case '\'':
			entity = "&#39;"
		case '<':
			entity = "&lt;"
		case '>':
			entity = "&gt;"
		case '"':
			entity = "&#34;"
		default:
			continue
		}
		b = append(append(b, text[from:i]...), entity...)
		from = i + 1
	}
	return append(b, text[from:]...)
}

// lineStarts appends the offsets at which lines begin.
func lineStarts(starts []int, src []byte) []int {
	starts = append(starts, 0)
	for at := 0; ; {
		i := bytes.IndexByte(src[at:], '\n')
		if i < 0 {
			return starts
		}
		at += i + 1
		starts = append(starts, at)
	}
}
