// Package markdown turns the text of a source into HTML, an outline, plain
// passages and everything that other stages look for in it. It is the only
// importer of goldmark.
//
// It knows nothing of other files: addresses inside the site are left as holes
// in the HTML, to be filled when it is known where things are.
//
// The text is CommonMark with tables, strikethrough, task lists, footnotes and
// definition lists, typographic quotes of its language, and:
//
//	> [!NOTE]                      a callout; also TIP, IMPORTANT, WARNING, CAUTION
//	![alt](p.svg "Caption | Who")  alone in its paragraph: a figure with caption and credit
//	[1] [1][3] [1,3] [id]          citations of the source list
//	https://x.com/…                alone on its line: a card that loads nothing
//	> …\n> — who                   a quotation with its source
package markdown

import (
	"sync"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"

	"chancery/generator/problem"
)

// Limits bound what is parsed; zero takes the default.
type Limits struct {
	Depth      int // of quotes and lists within each other; 32
	TableCells int // 200,000
	Footnotes  int // 1,000
}

// Words are interface words that stand inside a text.
type Words struct {
	Note, Tip, Important, Warning, Caution string // titles of callouts
	Post, Video                            string // on cards
	BackToText                             string // of a footnote's return
}

// Input is what a text is parsed with.
type Input struct {
	Path     string // for problems
	Line     int    // of the file on which the text begins
	Lang     string
	IDPrefix string   // for ids of notes and citations, where several texts share a page
	Sources  []string // ids of the declared sources, in order; "" for one without
	Words    Words
}

// Converter parses texts. It is safe for concurrent use.
type Converter struct {
	lim     Limits
	engines sync.Map  // engineKey -> goldmark.Markdown
	desks   sync.Pool // of *desk
}

// New makes a converter.
func New(lim Limits) *Converter {
	if lim.Depth == 0 {
		lim.Depth = 32
	}
	if lim.TableCells == 0 {
		lim.TableCells = 200_000
	}
	if lim.Footnotes == 0 {
		lim.Footnotes = 1_000
	}
	c := &Converter{lim: lim}
	c.desks.New = func() any { return newDesk(&c.desks) }
	return c
}

// Document is a parsed text, until it is rendered. It is not safe for concurrent
// use.
type Document struct {
	Headings []*Heading
	Lists    []*List
	Tables   []*Table
	Passages []Passage // what is to be read, in order, without code

	Sources        []Source // of a closing list, where none are declared
	Cites          []Cite
	FirstParagraph string
	Words          int

	*desk
	conv     *Converter
	src      []byte
	root     ast.Node
	engine   goldmark.Markdown
	in       Input
	cited    map[int]int // marks of each source so far
	open     []ast.Node  // <details> that are still open
	hidden   []extent    // of the text: HTML that no browser shows
	lastLine int         // that was asked for
	list     problem.List
}

// Heading is a heading, its level counted so that the highest is 2.
type Heading struct {
	Level int
	Text  string
	ID    string
	Line  int

	doc  *Document
	node *ast.Heading
}

// List is a bulleted or numbered list.
type List struct {
	Heading *Heading // the nearest above; nil at the start
	Items   []*Item

	node *ast.List
}

// Table is a table without its head.
type Table struct {
	Heading *Heading
	Rows    []*Item
}

// Item is an item of a list or a row of a table.
type Item struct {
	Text      string // plain, without the lists inside it
	Cells     []string
	Line, Col int
	Cites     []int // numbers of the sources it cites

	doc  *Document
	node ast.Node
	list *ast.List
}

// PassageKind says what a passage is.
type PassageKind uint8

// The kinds of passages.
const (
	Paragraph PassageKind = iota
	HeadingText
	ItemText
	Cell
	Quote
)

// Passage is a run of plain text.
type Passage struct {
	Text string
	Line int
	Kind PassageKind

	doc  *Document
	node ast.Node
}

// Anchor gives the passage a place that links can lead to, before its first word.
func (p Passage) Anchor(id string) {
	p.node.InsertBefore(p.node, p.node.FirstChild(), &anchor{id: id})
}

// Source is an entry of a closing list of sources.
type Source struct {
	Text, HTML, URL string
}

// Cite is a citation mark.
type Cite struct {
	Number int    // of the source, from 1
	ID     string // anchor of the mark
}

// HoleKind says what is to be written into a hole.
type HoleKind uint8

// The kinds of holes.
const (
	LinkOpen  HoleKind = iota // <a href="…"> if the target is known, else nothing
	LinkClose                 // </a> for it
	Picture                   // the attributes src, width and height of an img
)

// Hole is a place in the HTML where something of the site is to be written.
type Hole struct {
	Offset    int
	Kind      HoleKind
	Ref       string // as the author wrote it
	Line, Col int
}

// Body is rendered HTML with holes, in the order of their offsets.
type Body struct {
	HTML    []byte
	Holes   []Hole
	Outline []Outline

	desk *desk // that it lies on; nil when it was not just rendered
}

// Close ends the use of a body that was rendered: its memory serves another text.
// It need not be called, and nothing of it may be used after it.
func (b Body) Close() {
	if b.desk != nil {
		pool := b.desk.pool
		b.desk.clear()
		pool.Put(b.desk)
	}
}

// Outline is a heading of level 2 or 3.
type Outline struct {
	Level    int
	Text, ID string
}

// Parse reads a text. The document is nil when a limit or an error stops it.
func (c *Converter) Parse(src []byte, in Input) (*Document, problem.List) {
	src = prepare(src)
	desk := c.desks.Get().(*desk)
	desk.starts = lineStarts(desk.starts[:0], src)
	if p, bad := c.lim.exceeded(src, desk.starts, in); bad {
		c.desks.Put(desk)
		return nil, problem.List{p}
	}
	d := &Document{desk: desk, conv: c, src: src, in: in}
	d.parse(features(src))
	d.transform()
	d.collect()
	return d, d.list
}

// Render writes the HTML. It must be called after the last Mark, and is the last
// thing that a document can be asked for.
func (d *Document) Render() Body {
	d.sheet.doc = d
	if err := d.engine.Renderer().Render(&d.sheet, d.src, d.root); err != nil {
		panic("markdown: " + err.Error()) // a sheet takes everything
	}
	for _, h := range d.Headings {
		if h.Level <= 3 {
			d.desk.outline = append(d.desk.outline, Outline{h.Level, h.Text, h.ID})
		}
	}
	body := Body{HTML: d.sheet.text, Holes: d.sheet.holes, Outline: d.desk.outline, desk: d.desk}
	d.desk, d.Passages = nil, nil
	return body
}
