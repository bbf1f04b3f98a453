// Package digest names values by their content, so that what was made from
// equal inputs need not be made again.
//
// Of walks a value by reflection instead of asking every view for a method of
// its own: a field that somebody adds is part of the name without another line,
// and so nothing that a template can show can be missing from the key under
// which the page is remembered.
package digest

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash"
	"math"
	"reflect"
	"sync"
)

// Sum is the first 128 bits of a SHA-256: enough that no two inputs of a site
// ever share one, and half the memory.
type Sum [16]byte

// String is the sum in hexadecimal.
func (s Sum) String() string { return hex.EncodeToString(s[:]) }

// IsZero says that nothing has been summed.
func (s Sum) IsZero() bool { return s == Sum{} }

// Digester is a value that knows its own sum, so that Of need not walk it. The
// sum must cover all that the value's exported fields and methods can show. A
// struct that embeds a Digester is walked, even when it has the method too.
type Digester interface{ Digest() Sum }

// Bytes sums raw bytes.
func Bytes(b []byte) Sum {
	full := sha256.Sum256(b)
	return Sum(full[:16])
}

// Of sums any value made of exported fields, slices, maps, strings, numbers
// and Digesters. Unexported fields do not count. It panics on functions,
// channels and other values that have no content.
func Of(values ...any) Sum {
	w := writers.Get().(*writer)
	defer writers.Put(w)
	w.h.Reset()
	w.n = 0
	for _, v := range values {
		switch v := v.(type) {
		case Sum:
			w.sum(v)
		case string:
			w.text(v)
		default:
			w.value(reflect.ValueOf(v))
		}
	}
	return w.end()
}

// Writer sums what it is told, one after the other, without looking for what a
// value is made of: for sums that are made by the thousand. It is Of for those
// who know what they have, but not the same sum.
type Writer struct{ w *writer }

// Begin begins a sum of its own kind. It must be ended by Sum.
func Begin(kind string) Writer {
	w := writers.Get().(*writer)
	w.h.Reset()
	w.n = 0
	w.text(kind)
	return Writer{w}
}

// Text adds a string.
func (d Writer) Text(s string) { d.w.text(s) }

// Number adds a number.
func (d Writer) Number(n int) { d.w.number(uint64(n)) }

// Bool adds a truth.
func (d Writer) Bool(b bool) { d.w.bool(b) }

// Add adds a sum.
func (d Writer) Add(s Sum) { d.w.sum(s) }

// Any adds what Of can sum.
func (d Writer) Any(v any) { d.w.value(reflect.ValueOf(v)) }

// Sum ends the sum. The writer is of no use any more.
func (d Writer) Sum() Sum {
	defer writers.Put(d.w)
	return d.w.end()
}

// Own is the sum of a value, which is its own where it knows that.
func Own(v any) Sum {
	if d, ok := v.(Digester); ok && typeOf(reflect.TypeOf(v)).digester {
		return d.Digest()
	}
	return Of(v)
}

// writers saves the buffers of finished walks; what it holds has no meaning
// between two of them.
var writers = sync.Pool{New: func() any { return &writer{h: sha256.New()} }}

// writer gathers small writes: the hash is fast on blocks, slow on single bytes.
type writer struct {
	h    hash.Hash
	buf  [1024]byte
	n    int
	full [sha256.Size]byte
}

// end is the sum of all that was written.
func (w *writer) end() Sum {
	w.flush()
	w.h.Sum(w.full[:0])
	return Sum(w.full[:16])
}

func (w *writer) flush() {
	w.h.Write(w.buf[:w.n])
	w.n = 0
}

func (w *writer) number(v uint64) {
	if w.n+8 > len(w.buf) {
		w.flush()
	}
	binary.LittleEndian.PutUint64(w.buf[w.n:], v)
	w.n += 8
}

func (w *writer) text(s string) {
	w.number(uint64(len(s)))
	for len(s) > 0 {
		if w.n == len(w.buf) {
			w.flush()
		}
		k := copy(w.buf[w.n:], s)
		w.n += k
		s = s[k:]
	}
}

// bytes writes what text would write of the same bytes; long ones are hashed
// where they are.
func (w *writer) bytes(b []byte) {
	w.number(uint64(len(b)))
	if w.n+len(b) > len(w.buf) {
		w.flush()
		w.h.Write(b)
		return
	}
	w.n += copy(w.buf[w.n:], b)
}

func (w *writer) bool(b bool) {
	if b {
		w.number(1)
	} else {
		w.number(0)
	}
}

// present marks a pointer that is set, so that nil and an empty value differ.
const present = 1

func (w *writer) value(v reflect.Value) {
	if !v.IsValid() {
		w.number(0)
		return
	}
	w.walk(v, typeOf(v.Type()))
}

// walk sums a value whose layout is known.
func (w *writer) walk(v reflect.Value, t *layout) {
	if t.digester && w.digester(v) {
		return
	}
	switch t.kind {
	case reflect.String:
		w.text(v.String())
	case reflect.Bool:
		w.bool(v.Bool())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		w.number(uint64(v.Int()))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		w.number(v.Uint())
	case reflect.Float32, reflect.Float64:
		w.number(math.Float64bits(v.Float()))
	case reflect.Pointer, reflect.Interface:
		w.pointer(v)
	case reflect.Slice, reflect.Array:
		w.slice(v, t)
	case reflect.Struct:
		for i := range t.fields {
			f := &t.fields[i]
			w.walk(v.Field(f.index), f.layout)
		}
	case reflect.Map:
		w.table(v)
	default:
		panic(fmt.Sprintf("digest: %s has no content", v.Type()))
	}
}

// digester writes the value's own sum, unless it is a nil pointer.
func (w *writer) digester(v reflect.Value) bool {
	if v.Kind() == reflect.Pointer && v.IsNil() {
		return false
	}
	w.sum(v.Interface().(Digester).Digest())
	return true
}

func (w *writer) sum(s Sum) {
	if w.n+len(s) > len(w.buf) {
		w.flush()
	}
	w.n += copy(w.buf[w.n:], s[:])
}

func (w *writer) pointer(v reflect.Value) {
	if v.IsNil() {
		w.number(0)
		return
	}
	w.number(present)
	w.value(v.Elem())
}

func (w *writer) slice(v reflect.Value, t *layout) {
	switch {
	case t.sums:
		list := v.Interface().([]Sum)
		w.number(uint64(len(list)))
		for i := range list {
			w.sum(list[i])
		}
		return
	case t.bytes && (t.kind == reflect.Slice || v.CanAddr()):
		w.bytes(v.Bytes())
		return
	case t.bytes:
		w.array(v)
		return
	}
	n := v.Len()
	w.number(uint64(n))
	if n == 0 {
		return
	}
	item := typeOf(t.elem)
	for i := range n {
		w.walk(v.Index(i), item)
	}
}

// array writes an array of bytes as bytes does.
func (w *writer) array(v reflect.Value) {
	n := v.Len()
	w.number(uint64(n))
	for i := range n {
		if w.n == len(w.buf) {
			w.flush()
		}
		w.buf[w.n] = byte(v.Index(i).Uint())
		w.n++
	}
}

// table sums a map without regard to its order: the sums of its entries are
// added up.
func (w *writer) table(v reflect.Value) {
	var total [2]uint64
	for it := v.MapRange(); it.Next(); {
		s := Of(it.Key().Interface(), it.Value().Interface())
		total[0] += binary.LittleEndian.Uint64(s[:8])
		total[1] += binary.LittleEndian.Uint64(s[8:])
	}
	w.number(uint64(v.Len()))
	w.number(total[0])
	w.number(total[1])
}

// layout is what a walk needs to know of a type.
type layout struct {
	kind     reflect.Kind
	digester bool
	fields   []field      // exported ones, of a struct
	elem     reflect.Type // of a slice or array
	bytes    bool         // it is one of bytes
	sums     bool         // it is []Sum
}

// field is one of a struct. Its layout is at hand, for there are no structs
// within themselves.
type field struct {
	index int
	*layout
}

// knowsItsSum says that a type is a Digester by a method of its own. One that
// comes from an embedded field speaks for that field alone, and not for the
// whole.
func knowsItsSum(t reflect.Type) bool {
	digester := reflect.TypeFor[Digester]()
	if t.Kind() == reflect.Interface || !t.Implements(digester) {
		return false
	}
	of := t
	if of.Kind() == reflect.Pointer {
		of = of.Elem()
	}
	if of.Kind() != reflect.Struct {
		return true
	}
	for i := range of.NumField() {
		if f := of.Field(i); f.Anonymous && (f.Type.Implements(digester) || reflect.PointerTo(f.Type).Implements(digester)) {
			return false
		}
	}
	return true
}

// layouts remembers the layout of every type met; it depends on the type alone.
var layouts sync.Map

func typeOf(t reflect.Type) *layout {
	if l, ok := layouts.Load(t); ok {
		return l.(*layout)
	}
	l := &layout{kind: t.Kind(), digester: knowsItsSum(t)}
	switch l.kind {
	case reflect.Struct:
		for i := range t.NumField() {
			if f := t.Field(i); f.IsExported() {
				l.fields = append(l.fields, field{i, typeOf(f.Type)})
			}
		}
	case reflect.Slice, reflect.Array:
		l.elem = t.Elem()
		l.bytes = l.elem.Kind() == reflect.Uint8
		l.sums = t == reflect.TypeFor[[]Sum]()
	}
	layouts.Store(t, l)
	return l
}
