package build

import (
	"os"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"chancery/generator/briefing"
	"chancery/generator/markdown"
)

// TestTheMemoryHoldsEveryField writes values of which every field is set, and
// reads them again: a field that layout.go does not tell is empty then.
func TestTheMemoryHoldsEveryField(t *testing.T) {
	roundTrip(t, func(c *codec, v *record) { c.record(v, "texts 1") })
	roundTrip(t, (*codec).detail)
	roundTrip(t, (*codec).rendered)
	roundTrip(t, (*codec).kept)
	roundTrip(t, (*codec).cleaned)
	roundTrip(t, (*codec).merging)
	roundTrip(t, (*codec).state)
}

func roundTrip[T any](t *testing.T, tell func(*codec, *T)) {
	t.Helper()
	want, got := new(T), new(T)
	n := 0
	fill(reflect.ValueOf(want).Elem(), &n)
	var w codec
	tell(&w, want)
	r := codec{in: w.out, reading: true, room: newRoom()}
	tell(&r, got)
	if r.err != nil || len(r.in) > 0 {
		t.Fatalf("%T: %v, %d bytes left", want, r.err, len(r.in))
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(briefing.Briefing{}, markdown.Body{})); diff != "" {
		t.Errorf("%T (-written +read):\n%s", want, diff)
	}
	for k := range w.out {
		r := codec{in: w.out[:k], reading: true, room: newRoom()}
		if tell(&r, new(T)); r.err == nil {
			t.Errorf("%T: cut at %d of %d it is read", want, k, len(w.out))
		}
	}
}

// fill sets every field, each to another value.
func fill(v reflect.Value, n *int) {
	*n++
	switch v.Kind() {
	case reflect.String:
		v.SetString("text " + time.Duration(*n).String())
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(int64(*n%100 + 1))
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(uint64(*n%100 + 1))
	case reflect.Array:
		for i := range v.Len() {
			fill(v.Index(i), n)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(v.Index(i), n)
		}
	case reflect.Map:
		v.Set(reflect.ValueOf(map[string]any{"key": "value"}))
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Unix(int64(*n), 5).In(time.FixedZone("", 3600))))
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(v.Field(i), n)
			}
		}
	default:
		panic("what is remembered cannot be " + v.Type().String())
	}
}

// TestWordsAreHeldOnce: what many briefings say lies in one place.
func TestWordsAreHeldOnce(t *testing.T) {
	events := []briefing.Event{{Countries: []string{"ML", "DZ"}}, {Countries: []string{"ML", "DZ"}}, {Countries: []string{"DZ"}}, {Countries: []string{"ML", "DZ"}}}
	v := briefing.Briefing{Events: events}
	var w codec
	w.briefing(&v)
	r := codec{in: w.out, reading: true, room: newRoom()}
	var got briefing.Briefing
	r.briefing(&got)
	list := got.Events
	for i, e := range events {
		if !slices.Equal(e.Countries, list[i].Countries) {
			t.Fatal(i, list[i].Countries)
		}
	}
	if &list[0].Countries[0] != &list[1].Countries[0] {
		t.Error("equal lists are held twice")
	}
}

func TestShelves(t *testing.T) {
	m := openMemory(openRoot(t), "test", false, false)
	defer m.close()
	var places []place
	for i := range 100 {
		p, err := m.texts.put(slices.Repeat([]byte{byte(i)}, smallShelf/20))
		if err != nil {
			t.Fatal(err)
		}
		places = append(places, p)
	}
	used := []*place{&places[7], &places[3]}
	places[3].Sum++ // damaged
	m.texts.tidy(used)
	if m.texts.name != textsName+"2" || m.texts.end != smallShelf/20 {
		t.Error(m.texts.name, m.texts.end)
	}
	if b, err := m.texts.get(places[7], nil); err != nil || len(b) != smallShelf/20 || b[0] != 7 {
		t.Error(err, len(b))
	}
	if err := m.text(places[3], func(briefing.Text) {}); err == nil {
		t.Error("what was damaged is read")
	}
}

func openRoot(t *testing.T) *os.Root {
	t.Helper()
	root, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	return root
}
