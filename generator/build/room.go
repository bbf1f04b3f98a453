package build

import (
	"reflect"
	"strings"
	"time"

	"chancery/generator/briefing"
	"chancery/generator/problem"
)

// room is where what is read of a memory comes to lie: texts one after the other
// in large pieces, lists of a type the same. A piece stays while anything in it
// is used. A room is used by one goroutine at a time.
type room struct {
	texts strings.Builder
	known map[string]string // words
	zones map[int]*time.Location
	last  []string // the last list of words

	scratch []byte // for records as they are written

	strings     pieces[string]
	refs        pieces[briefing.Ref]
	subjects    pieces[briefing.Subject]
	mentions    pieces[briefing.Mention]
	sources     pieces[briefing.Source]
	events      pieces[briefing.Event]
	accounts    pieces[briefing.Account]
	corrections pieces[briefing.Correction]
	targets     pieces[briefing.Target]
	numbers     pieces[int]
	briefings   pieces[briefing.Briefing]
	details     pieces[briefing.Detail]
	later       pieces[detail]
	sourced     pieces[remembered]
	standing    pieces[briefing.Standing]
	problems    pieces[problem.Problem]
}

func newRoom() *room {
	return &room{known: map[string]string{}, zones: map[int]*time.Location{0: time.UTC}}
}

// pieceBytes is the size of a piece of text; what is larger than a quarter of it
// has one of its own.
const pieceBytes = 32 << 10

func (r *room) text(b []byte) string {
	if len(b) > pieceBytes/4 {
		return string(b)
	}
	if r.texts.Len()+len(b) > r.texts.Cap() {
		r.texts = strings.Builder{}
		r.texts.Grow(pieceBytes)
	}
	at := r.texts.Len()
	r.texts.Write(b)
	return r.texts.String()[at:]
}

func (r *room) word(b []byte) string {
	if s, ok := r.known[string(b)]; ok {
		return s
	}
	s := r.text(b)
	r.known[s] = s
	return s
}

func (r *room) zone(offset int) *time.Location {
	z, ok := r.zones[offset]
	if !ok {
		z = time.FixedZone("", offset)
		r.zones[offset] = z
	}
	return z
}

// pieces gives out lists cut from large ones.
type pieces[T any] struct {
	free []T
	all  []T
}

// listBytes is the size of a piece of lists: one for which the allocator has room
// of just that size.
const listBytes = 16 << 10

// piece is how many values a piece has.
func (p *pieces[T]) piece() int { return listBytes / int(reflect.TypeFor[T]().Size()) }

func (p *pieces[T]) take(n int) []T {
	if n > p.piece()/4 {
		return make([]T, n)
	}
	if n > len(p.free) {
		p.all = make([]T, p.piece())
		p.free = p.all
	}
	out := p.free[:n:n]
	p.free = p.free[n:]
	return out
}

// take makes a list, cut from the pieces where there are any of its type.
func take[T any](r *room, from func(*room) *pieces[T], n int) []T {
	switch {
	case n == 0:
		return nil
	case from == nil:
		return make([]T, n)
	}
	return from(r).take(n)
}

// giveBack takes the last list of n back.
func (p *pieces[T]) giveBack(n int) {
	if n > p.piece()/4 {
		return
	}
	clear(p.all[len(p.all)-len(p.free)-n:][:n])
	p.free = p.all[len(p.all)-len(p.free)-n:]
}
