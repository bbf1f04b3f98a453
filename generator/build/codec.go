package build

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strings"
	"sync"
	"time"
)

// The memory is written by a small codec of our own: ten times as fast to read
// as gob, which at 100,000 briefings is the difference between a build that one
// waits for and one that one does not. It walks types, as digest does, so that a
// new field needs no line here; the layout of all types is part of the memory's
// version, so that a changed struct makes the old memory void. Strings of a
// decoded value share the memory of the text they were read from.

// encode appends a value.
func encode(b []byte, v reflect.Value) []byte {
	switch t := v.Type(); v.Kind() {
	case reflect.String:
		b = binary.AppendUvarint(b, uint64(v.Len()))
		return append(b, v.String()...)
	case reflect.Bool:
		if v.Bool() {
			return append(b, 1)
		}
		return append(b, 0)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return binary.AppendVarint(b, v.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return binary.AppendUvarint(b, v.Uint())
	case reflect.Float64:
		return binary.LittleEndian.AppendUint64(b, math.Float64bits(v.Float()))
	case reflect.Array: // of bytes: digests
		at := len(b)
		b = append(b, make([]byte, v.Len())...)
		reflect.Copy(reflect.ValueOf(b[at:]), v)
		return b
	case reflect.Slice:
		return encodeSlice(b, v)
	case reflect.Struct:
		if t == timeType {
			return encodeTime(b, v.Interface().(time.Time))
		}
		for _, i := range exported(t) {
			b = encode(b, v.Field(i))
		}
		return b
	case reflect.Map: // free values of authors: as JSON
		text, err := json.Marshal(v.Interface())
		if err != nil {
			panic("build: " + err.Error())
		}
		b = binary.AppendUvarint(b, uint64(len(text)))
		return append(b, text...)
	default:
		panic(fmt.Sprintf("build: %s cannot be remembered", t))
	}
}

func encodeSlice(b []byte, v reflect.Value) []byte {
	b = binary.AppendUvarint(b, uint64(v.Len()))
	if v.Type().Elem().Kind() == reflect.Uint8 {
		return append(b, v.Bytes()...)
	}
	for i := range v.Len() {
		b = encode(b, v.Index(i))
	}
	return b
}

var timeType = reflect.TypeFor[time.Time]()

func encodeTime(b []byte, t time.Time) []byte {
	if t.IsZero() {
		return append(b, 0)
	}
	_, offset := t.Zone()
	b = append(b, 1)
	b = binary.AppendVarint(b, t.Unix())
	b = binary.AppendVarint(b, int64(t.Nanosecond()))
	return binary.AppendVarint(b, int64(offset))
}

// fields of a struct that are written, remembered by type.
var exportedFields sync.Map

func exported(t reflect.Type) []int {
	if f, ok := exportedFields.Load(t); ok {
		return f.([]int)
	}
	var out []int
	for i := range t.NumField() {
		if t.Field(i).IsExported() {
			out = append(out, i)
		}
	}
	exportedFields.Store(t, out)
	return out
}

// decoder reads what encode wrote. After the first thing that does not fit it
// reads zeros, and err is set: a damaged memory is no memory.
type decoder struct {
	text string
	err  error
}

var errDamaged = errors.New("the memory is damaged")

func (d *decoder) fail() {
	d.err, d.text = errDamaged, ""
}

func (d *decoder) unsigned() uint64 {
	var v uint64
	for i := 0; i < len(d.text) && i < binary.MaxVarintLen64; i++ {
		c := d.text[i]
		v |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			d.text = d.text[i+1:]
			return v
		}
	}
	d.fail()
	return 0
}

func (d *decoder) signed() int64 {
	u := d.unsigned()
	return int64(u>>1) ^ -int64(u&1)
}

func (d *decoder) bytes(n uint64) string {
	if n > uint64(len(d.text)) {
		d.fail()
		return ""
	}
	s := d.text[:n]
	d.text = d.text[n:]
	return s
}

func (d *decoder) value(v reflect.Value) {
	switch t := v.Type(); v.Kind() {
	case reflect.String:
		v.SetString(d.bytes(d.unsigned()))
	case reflect.Bool:
		v.SetBool(d.bytes(1) == "\x01")
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(d.signed())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(d.unsigned())
	case reflect.Float64:
		if s := d.bytes(8); len(s) == 8 {
			v.SetFloat(math.Float64frombits(binary.LittleEndian.Uint64([]byte(s))))
		}
	case reflect.Array:
		reflect.Copy(v, reflect.ValueOf([]byte(d.bytes(uint64(v.Len())))))
	case reflect.Slice:
		d.slice(v)
	case reflect.Struct:
		if t == timeType {
			v.Set(reflect.ValueOf(d.time()))
			return
		}
		for _, i := range exported(t) {
			d.value(v.Field(i))
		}
	case reflect.Map:
		if json.Unmarshal([]byte(d.bytes(d.unsigned())), v.Addr().Interface()) != nil {
			d.fail()
		}
	}
}

func (d *decoder) slice(v reflect.Value) {
	n := d.unsigned()
	if n == 0 {
		return
	}
	if v.Type().Elem().Kind() == reflect.Uint8 {
		v.SetBytes([]byte(d.bytes(n)))
		return
	}
	if n > uint64(len(d.text)) { // every item takes a byte at least
		d.fail()
		return
	}
	s := reflect.MakeSlice(v.Type(), int(n), int(n))
	for i := range int(n) {
		d.value(s.Index(i))
	}
	v.Set(s)
}

func (d *decoder) time() time.Time {
	if d.bytes(1) != "\x01" {
		return time.Time{}
	}
	sec, nano, offset := d.signed(), d.signed(), d.signed()
	zone := time.UTC
	if offset != 0 {
		zone = time.FixedZone("", int(offset))
	}
	return time.Unix(sec, nano).In(zone)
}

// shape writes down the layout of a type: its change makes a memory void.
func shape(t reflect.Type, b *strings.Builder) {
	b.WriteString(t.String())
	switch t.Kind() {
	case reflect.Slice, reflect.Array:
		shape(t.Elem(), b)
	case reflect.Struct:
		if t == timeType {
			return
		}
		b.WriteByte('{')
		for _, i := range exported(t) {
			b.WriteString(t.Field(i).Name + " ")
			shape(t.Field(i).Type, b)
			b.WriteByte(';')
		}
		b.WriteByte('}')
	}
}
