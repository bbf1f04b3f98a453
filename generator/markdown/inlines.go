package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// inlines reads what stands in a block, with goldmark's own parsers: it is one of
// them, which takes over at the first letter of a block and reads to its end. It
// does what goldmark's loop does (a test compares the two), but steps from mark
// to mark, and not from letter to letter, and takes texts from the desk.
type inlines struct {
	parsers [256][]parser.InlineParser // by the mark that they are asked at; ' ' for all white space
	stops   [256]bool                  // where to look more closely
	doubled [256]bool                  // marks at which nobody is asked unless the same follows
	marks   []byte
}

// newInlines makes one of parsers in the order in which they are asked.
func newInlines(list util.PrioritizedSlice) *inlines {
	p := &inlines{marks: []byte{' '}}
	for _, v := range list {
		ip := v.Value.(parser.InlineParser)
		for _, c := range ip.Trigger() {
			p.parsers[c] = append(p.parsers[c], ip)
		}
		if t, ok := ip.(typographer); ok {
			p.setDoubled(t.doubled)
		}
	}
	for i := range p.stops {
		c := byte(i)
		switch {
		case c == '\\' || c == '\n':
			p.stops[c] = true
		case util.IsPunct(c):
			p.stops[c] = p.parsers[c] != nil
		case isBlank(c):
			p.stops[c] = p.parsers[' '] != nil
		}
		if util.IsPunct(c) {
			p.marks = append(p.marks, c)
		}
	}
	return p
}

// setDoubled notes the marks that nobody else is asked at.
func (p *inlines) setDoubled(marks []byte) {
	for _, c := range marks {
		p.doubled[c] = len(p.parsers[c]) == 1
	}
}

// isBlank holds for white space within a line.
func isBlank(c byte) bool { return util.IsSpace(c) && c != '\r' && c != '\n' }

// Trigger is all that a block may begin with.
func (p *inlines) Trigger() []byte { return p.marks }

// Parse reads the rest of a block, and returns the last node of it, which goldmark
// adds: once more, where it is in the tree.
func (p *inlines) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	s := inlineScan{inlines: p, parent: parent, block: block, pc: pc, desk: pc.Get(deskKey).(*desk)}
	var last *ast.Text // not yet in the tree
	for {
		line, _ := block.PeekLine()
		switch {
		case line == nil && last == nil:
			return parent.LastChild()
		case line == nil:
			return last
		case last != nil:
			parent.AppendChild(parent, last)
		}
		last = s.line(line)
	}
}

// deskKey is where a parser finds the desk it works at.
var deskKey = parser.NewContextKey()

// inlineScan is a block while it is read.
type inlineScan struct {
	*inlines
	parent  ast.Node
	block   text.Reader
	pc      parser.Context
	desk    *desk
	escaped bool // by a backslash before it
}

// line reads a line up to the first node that is more than text, or to its end,
// and returns the text there.
func (s *inlineScan) line(line []byte) *ast.Text {
	end := endOf(line)
	number, from := s.block.Position()
	i, passed := 0, 0 // passed by the reader
	for ; i < end.at; i++ {
		if i > 0 && !s.escaped {
			i += s.plain(line[i:end.at])
		}
		if i == end.at || line[i] == '\n' {
			break
		}
		if parsers := s.asked(line, i); parsers != nil {
			s.block.Advance(i - passed)
			passed = i
			if i > 0 {
				_, here := s.block.Position()
				s.text(from.Between(here))
				from = here
			}
			if s.ask(parsers, from.Start) {
				return nil
			}
		}
		s.escaped = !s.escaped && line[i] == '\\'
	}
	if i > passed {
		s.block.Advance(i - passed - 1)
		s.block.Advance(1) // to the end of a line the reader goes byte by byte
	}
	after, here := s.block.Position()
	if after != number {
		return nil
	}
	return s.last(from.Between(here), end)
}

// plain is the length of the text up to the next mark.
func (p *inlines) plain(line []byte) int {
	for i, c := range line {
		if p.stops[c] {
			return i
		}
	}
	return len(line)
}

// asked are the parsers to be asked at a byte of a line.
func (s *inlineScan) asked(line []byte, i int) []parser.InlineParser {
	c := line[i]
	punct := util.IsPunct(c)
	switch {
	case isBlank(c), i == 0 && !punct:
		return s.parsers[' ']
	case s.doubled[c] && (i+1 == len(line) || line[i+1] != c):
		return nil
	case punct && (i == 0 || !s.escaped):
		return s.parsers[c]
	}
	return nil
}

// ask asks parsers one after the other for the node that begins here.
func (s *inlineScan) ask(parsers []parser.InlineParser, pos int) bool {
	line, here := s.block.Position()
	for _, p := range parsers {
		if n := p.Parse(s.parent, s.block, s.pc); n != nil {
			if n.Pos() < 0 {
				n.SetPos(pos)
			}
			s.parent.AppendChild(s.parent, n)
			return true
		}
		s.block.SetPosition(line, here)
	}
	return false
}

// text adds a text, to the one before it where it goes on.
func (s *inlineScan) text(segment text.Segment) {
	if t, ok := s.parent.LastChild().(*ast.Text); ok && t.Segment.Stop == segment.Start && !t.SoftLineBreak() {
		t.Segment = t.Segment.WithStop(segment.Stop)
		return
	}
	t := s.desk.plains.next()
	t.Segment = segment
	s.parent.AppendChild(s.parent, t)
}

// last is the text at the end of a line.
func (s *inlineScan) last(segment text.Segment, end lineEnd) *ast.Text {
	if !end.marked {
		segment = segment.TrimRightSpace(s.block.Source())
	}
	t := s.desk.plains.next()
	t.Segment = segment
	t.SetSoftLineBreak(end.soft)
	t.SetHardLineBreak(end.hard)
	s.block.AdvanceLine()
	return t
}

// lineEnd is how a line ends.
type lineEnd struct {
	at     int // of what is to be read
	soft   bool
	hard   bool
	marked bool // by a backslash
}

func endOf(line []byte) lineEnd {
	text, ok := bytes.CutSuffix(line, []byte("\n"))
	if !ok {
		return lineEnd{at: len(line)}
	}
	text = bytes.TrimSuffix(text, []byte("\r"))
	n := len(text)
	switch {
	case n == 1 && text[0] == '\\', n > 1 && text[n-1] == '\\' && text[n-2] != '\\':
		return lineEnd{at: n - 1, hard: true, marked: true}
	case n > 1 && text[n-1] == ' ' && text[n-2] == ' ':
		return lineEnd{at: n - 2, hard: true}
	}
	return lineEnd{at: len(line), soft: true}
}

// paragraphs is goldmark's parser of paragraphs, with nodes from the desk; it
// stands before that.
type paragraphs struct{ parser.BlockParser }

// Open begins a paragraph with a line.
func (paragraphs) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, at := reader.PeekLine()
	if util.IsBlank(line) {
		return nil, parser.NoChildren
	}
	p := pc.Get(deskKey).(*desk).paragraphs.next()
	p.Lines().Append(at)
	reader.AdvanceToEOL()
	return p, parser.NoChildren
}

// parts gathers what extensions add to a parser, before there is one.
type parts struct {
	parser.Parser
	*parser.Config
}

// AddOptions takes parts of a parser.
func (p parts) AddOptions(opts ...parser.Option) {
	for _, o := range opts {
		o.SetParserOption(p.Config)
	}
}

// parser is made of all parts.
func (p parts) parser() parser.Parser {
	p.InlineParsers.Sort()
	first := util.Prioritized(newInlines(p.InlineParsers), -1)
	return parser.NewParser(
		parser.WithBlockParsers(p.BlockParsers...),
		parser.WithInlineParsers(append(p.InlineParsers, first)...), // the others are told when a block ends
		parser.WithParagraphTransformers(p.ParagraphTransformers...),
		parser.WithASTTransformers(p.ASTTransformers...),
	)
}
