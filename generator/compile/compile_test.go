package compile

import (
	"bytes"
	"errors"
	"html/template"
	"reflect"
	"strings"
	"testing"
)

type Inner struct {
	Name string
	N    int
	HTML template.HTML
}

func (i Inner) Twice() string             { return i.Name + i.Name }
func (i *Inner) Pointed() string          { return "*" + i.Name }
func (i Inner) Plus(n int) int            { return i.N + n }
func (i Inner) Fails() (string, error)    { return "", errors.New("no luck") }
func (i Inner) Succeeds() (string, error) { return "luck", nil }

// text is an Appender. It tells how often it was asked for a string.
type text struct {
	html  string
	asked *int
}

func (x text) HTML() (template.HTML, error) {
	*x.asked++
	b, err := x.AppendHTML(nil)
	return template.HTML(b), err
}

func (x text) AppendHTML(dst []byte) ([]byte, error) {
	if x.html == "" {
		return dst, errors.New("no text")
	}
	return append(dst, x.html...), nil
}

// spoken is a struct that is not written field by field.
type spoken struct{ Name string }

func (s spoken) String() string { return "I am " + s.Name }

type Embedded struct{ *Inner }

// hides is a view with an embedded field that is not exported.
type hides struct{ within }

type within struct{ Name string }

type view struct {
	Embedded
	Title  string
	URL    string
	On     bool
	Some   *Inner
	None   *Inner
	List   []Inner
	Lists  []*Inner
	Words  []string
	Any    any
	Nil    any
	Table  map[string]string
	Number int
	Text   text
	Empty  text
	Spoken spoken
}

func sample(title, url string) *view {
	in := &Inner{title, 3, "<b>bold</b>"}
	return &view{
		Embedded: Embedded{in}, Title: title, URL: url, On: true, Some: in, Number: -4,
		List: []Inner{{"a", 1, "<i>"}, {"b<", 0, ""}}, Lists: []*Inner{in}, Words: []string{"x", "y & z"},
		Text: text{"<b>" + title + "</b>", new(int)}, Empty: text{"", new(int)},
		Any: map[string]any{"k": title, "n": 1}, Spoken: spoken{title}, Table: map[string]string{"a": "b"},
	}
}

// whole are templates that are compiled. What they write is what html/template
// writes.
var whole = []string{
	`plain`,
	`{{/* a remark */}}{{.Title}}<p title="{{.Title}}">{{.Name}}</p>`,
	`<title>{{.Title}} {{.Number}}</title><a href="{{.URL}}">{{.HTML}}</a><a href="#{{.URL}}">x</a>`,
	`<a href="/x/{{.URL}}">x</a>`,
	`<p title="{{.HTML}}" data-n="{{.Number}}">{{.Number}}</p><title>{{.HTML}}</title>`,
	`{{if .On}}on{{else}}off{{end}}{{if .None}}some{{else if .Some}}more{{end}}{{if .Nil}}nil{{end}}{{if .Any}}any{{end}}`,
	`{{with .Some}}{{.Name}} {{$.Title}}{{end}}{{with .None}}x{{else}}none {{.Title}}{{end}}{{with $x := .Some}}{{$x.N}}{{.N}}{{end}}`,
	`{{range .List}}{{.Name}},{{.Twice}},{{.Pointed}};{{end}}{{range $i, $x := .List}}{{if $i}}, {{end}}{{$i}}{{$x.N}}{{end}}`,
	`{{range $w := .Words}}{{$w}}{{.}}{{end}}{{range .Lists}}{{.Pointed}}{{.Plus 4}}{{else}}none{{end}}`,
	`{{$t := .Title}}{{range .List}}{{$t}}{{$t := .Name}}{{$t}}{{end}}{{$t}}{{$n := 3}}{{.Plus $n}}{{.Some.Plus 2}}`,
	`{{if and .On .Title}}1{{end}}{{if or .None .Nil}}2{{end}}{{if not .None}}3{{end}}{{if and (eq .Number -4) (ne .Title "x")}}4{{end}}`,
	`{{if lt .Number 0}}<{{end}}{{if le .Number 0}}<={{end}}{{if gt .Number 0}}>{{end}}{{if ge .Number 0}}>={{end}}{{if eq .Title "t"}}t{{end}}`,
	`{{define "t"}}<b>{{.Name}}</b>{{end}}{{template "t" .Some}}{{range .List}}{{template "t" .}}{{end}}`,
	`{{define "r"}}{{.Name}}{{if .N}}{{with $x := .Twice}}{{$x}}{{end}}{{end}}{{end}}{{template "r" .}}{{template "r" .Some}}`,
	`{{block "b" .}}{{.Succeeds}}{{end}}<script type="application/ld+json">{{.Any}}</script>{{with .Any}}{{.}}{{end}}{{.Words}}`,
	`{{.Text.HTML}}{{with .Text}}{{.HTML}}{{end}}{{$x := .Text}}{{$x.HTML}}<p title="{{.Text.HTML}}">`,
	`<script type="application/ld+json">{{.Some}}</script><script type="application/ld+json">{{.None}}{{.Spoken}}{{.Lists}}</script>`,
	`{{piece "x" .Some}}<p>{{piece "y" .Title}}</p>`,
}

var pieces = template.FuncMap{"piece": func(word string, v any) template.HTML {
	return template.HTML("<u>" + word + reflect.TypeOf(v).String() + "</u>")
}}

var compiledPieces = map[string]Func{"piece": func(dst []byte, args []reflect.Value) ([]byte, error) {
	return append(dst, "<u>"+args[0].String()+args[1].Type().String()+"</u>"...), nil
}}

// both renders a view by html/template and compiled.
func both(t *testing.T, text string, v any) (plain, compiled string, plainErr, err error) {
	t.Helper()
	set := template.Must(template.New("t.html").Funcs(pieces).Parse(text))
	p, err := NewSet(set, compiledPieces).Program("t.html", reflect.TypeOf(v))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	var b bytes.Buffer
	plainErr = set.Execute(&b, v)
	out, err := p.Append([]byte("before "), v)
	return b.String(), strings.TrimPrefix(string(out), "before "), plainErr, err
}

func TestCompiledWritesWhatTemplatesWrite(t *testing.T) {
	for _, text := range whole {
		for _, title := range []string{"t", "", `<a href="x">&amp; 'quoted' + more</a>`, "الجزائر \x00 \xff", "http://x/?a=b&c"} {
			want, got, plainErr, err := both(t, text, sample(title, title))
			if plainErr != nil || err != nil {
				t.Errorf("%s: %v, %v", text, plainErr, err)
			}
			if got != want {
				t.Errorf("%s\n got %q\nwant %q", text, got, want)
			}
		}
	}
}

func TestCompiledFailsWhereTemplatesFail(t *testing.T) {
	for _, text := range []string{`{{.None.Name}}`, `{{.Fails}}`, `{{range .List}}{{.Fails}}{{end}}`, `{{with .Some}}{{.Fails}}{{end}}`, `{{.Empty.HTML}}`} {
		if _, _, plain, compiled := both(t, text, sample("t", "u")); plain == nil || compiled == nil {
			t.Errorf("%s: html/template says %v, compiled says %v", text, plain, compiled)
		}
	}
	if _, _, _, err := both(t, `{{.Fails}}`, sample("t", "u")); !strings.Contains(err.Error(), "no luck") {
		t.Errorf("the method's own error is lost: %v", err)
	}
}

func TestAppendersAreAskedToAppend(t *testing.T) {
	set := template.Must(template.New("t.html").Parse(`{{.Text.HTML}}{{with .Text}}{{.HTML}}{{end}}{{$x := .Text}}{{$x.HTML}}`))
	p, err := NewSet(set, nil).Program("t.html", reflect.TypeFor[*view]())
	if err != nil {
		t.Fatal(err)
	}
	v := sample("x", "")
	if _, err := p.Append(nil, v); err != nil || *v.Text.asked > 0 {
		t.Errorf("a string was made %d times (%v)", *v.Text.asked, err)
	}
}

// What is beyond the plain part of the language is left alone, and said to be.
func TestTheRestIsNotCompiled(t *testing.T) {
	for _, text := range []string{
		`{{$x := 1}}{{$x = 2}}`, `{{range .List}}{{break}}{{end}}`, `{{.Table.a}}`, `{{index .Words 0}}`, `{{.Title | printf "%s"}}`,
		`{{len .Words}}`, `{{range .Table}}{{.}}{{end}}`, `<p {{.Title}}>`, `<script>var x = "{{.Title}}"</script>`, `<p style="{{.Title}}">`,
		`{{define "t"}}{{.Name}}{{end}}<p title="{{template "t" .}}">`, `{{eq .Number 1 2}}`, `<p title="{{piece "x" .}}">`, `{{.Any.k}}`,
	} {
		set := template.Must(template.New("t.html").Funcs(pieces).Parse(text))
		if _, err := NewSet(set, compiledPieces).Program("t.html", reflect.TypeFor[*view]()); !IsUnsupported(err) {
			t.Errorf("%s: %v", text, err)
		}
		var b bytes.Buffer
		if err := set.Execute(&b, sample("t", "u")); err != nil && !strings.Contains(text, "Number 1 2") {
			t.Errorf("%s: cannot be executed any more: %v", text, err)
		}
	}
}

func TestEmbeddedFieldsThatAreNotExported(t *testing.T) {
	set := template.Must(template.New("t.html").Parse(`{{.Name}}`))
	if _, err := NewSet(set, nil).Program("t.html", reflect.TypeFor[hides]()); !IsUnsupported(err) {
		t.Error(err)
	}
}

func TestWhatHTMLTemplateRefusesIsRefused(t *testing.T) {
	set := template.Must(template.New("t.html").Parse(`<a href="{{if .On}}"{{end}}>`))
	if _, err := NewSet(set, nil).Program("t.html", reflect.TypeFor[*view]()); err == nil || IsUnsupported(err) {
		t.Errorf("a template in two contexts: %v", err)
	}
}

// FuzzEscaping compares every way of escaping with html/template's own.
func FuzzEscaping(f *testing.F) {
	for _, s := range []string{"", "t", "/countries/côte/", "/a/%d8%a7/", "/a/%zz", "https://example.org/x#y", "javascript:alert(1)", "//host/", "?q=a+b", "\x00\xff\u2028</script>"} {
		f.Add(s)
	}
	const text = `{{.Title}}<p title="{{.Title}}">{{.HTML}}</p><title>{{.Title}}</title><a href="{{.URL}}" id="{{.URL}}">x</a><a href="/x#{{.URL}}"></a><a href="/x/{{.URL}}"></a><img src="{{.URL}}"><script type="application/ld+json">{{.Title}}</script>`
	set := template.Must(template.New("t.html").Parse(text))
	p, err := NewSet(set, nil).Program("t.html", reflect.TypeFor[*view]())
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var want bytes.Buffer
		plain := set.Execute(&want, sample(s, s))
		got, err := p.Append(nil, sample(s, s))
		if plain != nil || err != nil || string(got) != want.String() {
			t.Errorf("%q (%v, %v)\n got %q\nwant %q", s, plain, err, got, want.String())
		}
	})
}
