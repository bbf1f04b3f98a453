package build

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"time"

	"chancery/generator/date"
	"chancery/generator/digest"
)

// The memory is written by a small codec of our own. A type is told to it once,
// field by field, by one function that writes and reads alike, so that the two
// cannot differ (layout.go); a test finds a field that was forgotten. The layout
// of all types is part of the memory's version, so that a changed struct makes
// the old memory void.
//
// What is read stays for as long as the build, and a large archive is little
// else: its strings and lists are cut from large pieces, as every page of memory
// that a process has not touched before costs more than what is written to it,
// and what is told a thousand times, such as the name of a country, is held once.

// codec writes values to out, or reads them from in. After the first thing that
// does not fit it reads zeros, and err is set: a damaged memory is no memory.
type codec struct {
	out     []byte
	in      []byte
	reading bool
	err     error
	room    *room            // for what is read
	flush   func(out []byte) // takes what is written of a long list; may be nil
	file    *window          // what follows in; nil when that is all
}

var errDamaged = errors.New("the memory is damaged")

func (c *codec) fail() { c.err, c.in, c.file = errDamaged, nil, nil }

// need makes sure that in holds the next n bytes, if there are so many.
func (c *codec) need(n int) {
	if len(c.in) >= n || c.file == nil {
		return
	}
	var err error
	if c.in, err = c.file.advance(c.in, n); err != nil {
		c.fail()
	}
}

// left is how many bytes there still are to be read.
func (c *codec) left() int {
	if c.file == nil {
		return len(c.in)
	}
	return len(c.in) + int(c.file.left)
}

func (c *codec) unsigned(v uint64) uint64 {
	if !c.reading {
		c.out = binary.AppendUvarint(c.out, v)
		return v
	}
	c.need(binary.MaxVarintLen64)
	v, n := binary.Uvarint(c.in)
	if n <= 0 {
		c.fail()
		return 0
	}
	c.in = c.in[n:]
	return v
}

// bytes are the next n of what is read, valid until more is.
func (c *codec) bytes(n uint64) []byte {
	if n > uint64(c.left()) {
		c.fail()
		return nil
	}
	c.need(int(n))
	if n > uint64(len(c.in)) { // the file could not be read on
		return nil
	}
	b := c.in[:n]
	c.in = c.in[n:]
	return b
}

type integer interface {
	~int | ~int64 | ~int32 | ~int16 | ~uint8 | ~uint32
}

// number is any whole number; small ones take a byte.
func number[T integer](c *codec, v *T) {
	s := int64(*v)
	u := c.unsigned(uint64(s<<1) ^ uint64(s>>63))
	if c.reading {
		*v = T(int64(u>>1) ^ -int64(u&1))
	}
}

func (c *codec) bool(v *bool) {
	if !c.reading {
		if *v {
			c.out = append(c.out, 1)
		} else {
			c.out = append(c.out, 0)
		}
		return
	}
	b := c.bytes(1)
	*v = len(b) == 1 && b[0] == 1
}

func (c *codec) sum(v *digest.Sum) {
	if !c.reading {
		c.out = append(c.out, v[:]...)
		return
	}
	copy(v[:], c.bytes(uint64(len(v))))
}

func (c *codec) text(v *string) {
	n := c.unsigned(uint64(len(*v)))
	if !c.reading {
		c.out = append(c.out, *v...)
		return
	}
	*v = c.room.text(c.bytes(n))
}

// word is a text of which there are few, told again and again.
func (c *codec) word(v *string) {
	n := c.unsigned(uint64(len(*v)))
	if !c.reading {
		c.out = append(c.out, *v...)
		return
	}
	*v = c.room.word(c.bytes(n))
}

// within is a text that may stand in another, which is known already.
func (c *codec) within(v *string, of string) {
	if !c.reading {
		at := strings.Index(of, *v)
		c.unsigned(uint64(at + 1))
		if at < 0 {
			c.text(v)
			return
		}
		c.unsigned(uint64(len(*v)))
		return
	}
	at := c.unsigned(0)
	if at == 0 {
		c.text(v)
		return
	}
	n := c.unsigned(0)
	if at-1 > uint64(len(of)) || n > uint64(len(of))-(at-1) {
		c.fail()
		return
	}
	*v = of[at-1 : at-1+n]
}

func (c *codec) raw(v *[]byte) {
	n := c.unsigned(uint64(len(*v)))
	if !c.reading {
		c.out = append(c.out, *v...)
		return
	}
	*v = append([]byte(nil), c.bytes(n)...)
}

// whole is bytes that stay where they are read: in a buffer of their own, which
// is no file's.
func (c *codec) whole(v *[]byte) {
	n := c.unsigned(uint64(len(*v)))
	if !c.reading {
		c.out = append(c.out, *v...)
		return
	}
	*v = c.bytes(n)
}

func (c *codec) date(v *date.Date) {
	number(c, &v.Year)
	number(c, &v.Month)
	number(c, &v.Day)
	c.bool(&v.Approx)
}

func (c *codec) instant(v *date.Instant) {
	c.date(&v.Day)
	c.bool(&v.HasTime)
	if v.HasTime {
		c.time(&v.Time)
	}
}

func (c *codec) time(v *time.Time) {
	zero := v.IsZero()
	c.bool(&zero)
	if zero {
		return
	}
	_, offset := v.Zone()
	sec, nano := v.Unix(), int64(v.Nanosecond())
	number(c, &sec)
	number(c, &nano)
	number(c, &offset)
	if c.reading {
		*v = time.Unix(sec, nano).In(c.room.zone(offset))
	}
}

// free are values of which nobody knows the types, as JSON; mostly there are none.
func (c *codec) free(v *map[string]any) {
	var b []byte
	if len(*v) > 0 {
		var err error
		if b, err = json.Marshal(*v); err != nil {
			panic("build: " + err.Error())
		}
	}
	c.raw(&b)
	if c.reading && len(b) > 0 && json.Unmarshal(b, v) != nil {
		c.fail()
	}
}

// list is a list of values that each tells. Every value takes a byte at least.
func list[T any](c *codec, v *[]T, from func(*room) *pieces[T], each func(*codec, *T)) {
	n := c.unsigned(uint64(len(*v)))
	if c.reading {
		if n > uint64(c.left()) {
			c.fail()
			return
		}
		*v = take(c.room, from, int(n))
	}
	for i := range *v {
		each(c, &(*v)[i])
		if len(c.out) > flushBytes && c.flush != nil {
			c.flush(c.out)
			c.out = c.out[:0]
		}
	}
}

// flushBytes is how much is held of a long list.
const flushBytes = 64 << 10

// words is a list of texts such as word reads. The codes of a briefing's
// countries stand with each of its events: a list like the last one is that one.
func (c *codec) words(v *[]string) {
	list(c, v, func(r *room) *pieces[string] { return &r.strings }, (*codec).word)
	if !c.reading {
		return
	}
	r := c.room
	if len(*v) > 0 && equal(*v, r.last) {
		r.strings.giveBack(len(*v))
		*v = r.last
		return
	}
	r.last = *v
}

// equal compares lists of words, of which equal ones are held once.
func equal(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// shape writes down the layout of a type: its change makes a memory void.
func shape(t reflect.Type, b *strings.Builder) {
	b.WriteString(t.String())
	switch t.Kind() {
	case reflect.Slice, reflect.Array:
		shape(t.Elem(), b)
	case reflect.Struct:
		if t == reflect.TypeFor[time.Time]() {
			return
		}
		b.WriteByte('{')
		for i := range t.NumField() {
			b.WriteString(t.Field(i).Name + " ")
			shape(t.Field(i).Type, b)
			b.WriteByte(';')
		}
		b.WriteByte('}')
	}
}
