package build

import (
	"chancery/generator/digest"
	"chancery/generator/output"
	"chancery/generator/page"
	"chancery/generator/problem"
	"chancery/generator/render"
)

// block is a part of a long file, see render.Sink.
type block struct {
	Sum        digest.Sum
	From, Size int64 // bytes
}

// intake looks through a page and stages it, as it comes. Of a long file it takes
// the blocks that stand in the file's place already from there.
type intake struct {
	tree    *output.Tree
	page    page.Page
	file    *output.File         // of a page in pieces
	size    int64                // so far
	blocks  []block              // so far
	place   map[digest.Sum]block // of what the last build left in the page's place
	faults  problem.List
	changed bool // it differs from what is in place
	failed  error
}

func (in *intake) sink() render.Sink { return render.Sink{Take: in.take, Has: in.has} }

func (in *intake) take(piece []byte, last bool) error {
	in.faults = append(in.faults, inspect(in.page, piece)...)
	in.size += int64(len(piece))
	switch {
	case in.faults.Errors() > 0: // nothing will be written
	case in.file == nil && last:
		in.changed, in.failed = in.tree.Stage(in.page.Path, piece)
	default:
		in.extend(piece, last)
	}
	return in.failed
}

func (in *intake) extend(piece []byte, last bool) {
	in.create()
	if in.failed == nil {
		_, in.failed = in.file.Write(piece)
	}
	if in.failed == nil && last {
		in.changed, in.failed = in.file.Close()
	}
}

// has ends a block and begins another, of which it takes the bytes from what
// stands in the page's place when they are there.
func (in *intake) has(sum digest.Sum) (bool, error) {
	if n := len(in.blocks); n > 0 && in.blocks[n-1].Size == 0 {
		in.blocks[n-1].Size = in.size - in.blocks[n-1].From
	}
	if sum.IsZero() {
		return false, nil
	}
	old, ok := in.place[sum]
	in.blocks = append(in.blocks, block{sum, in.size, old.Size})
	if !ok || in.faults.Errors() > 0 {
		return false, nil
	}
	if in.create(); in.failed == nil {
		in.failed = in.file.Copy(old.From, old.Size)
	}
	in.size += old.Size
	return true, in.failed
}

func (in *intake) create() {
	if in.file == nil {
		in.file, in.failed = in.tree.Create(in.page.Path)
	}
}
