package build

import (
	"bytes"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// publicText is a text that is shown to everybody and is no source.
type publicText struct {
	path   string // below the site's folder
	folder string // that its references begin from, below static/
	data   []byte
}

// publicTexts are the settings, the templates and the files of static/ that are
// texts and not withheld.
func (l *loader) publicTexts() []publicText {
	var out []publicText
	if b, err := fs.ReadFile(l.site, "site.yaml"); err == nil {
		out = append(out, publicText{path: "site.yaml", data: b})
	}
	templates, err := merged(sub(l.o.Theme, "templates"), sub(l.site, "templates"))
	if err != nil {
		return out // told by those who read them
	}
	for _, name := range templates.names {
		if b, err := fs.ReadFile(templates.from[name], name); err == nil {
			out = append(out, publicText{path: "templates/" + name, data: b})
		}
	}
	return append(out, l.staticTexts(func(name string) bool { return l.withheld[name] == "" })...)
}

func (l *loader) staticTexts(take func(name string) bool) []publicText {
	var out []publicText
	for _, f := range l.static.files {
		if name := strings.TrimPrefix(f.from, "static/"); take(name) && utf8.Valid(f.data) {
			out = append(out, publicText{path: f.from, folder: path.Dir(name), data: f.data})
		}
	}
	return out
}

// means lists the names below static/ that a reference in such a text may have,
// and says whether there is a file of one of them.
func (l *loader) means(t publicText, ref string) (names []string, known bool) {
	cfg := l.s.Config
	for _, base := range []string{cfg.BaseURL, cfg.BasePath} {
		if rest, ok := strings.CutPrefix(ref, base+"/"); ok && base != "" {
			names = append(names, staticNames(rest)...)
		}
	}
	names = slices.Concat(names, staticNames(strings.TrimPrefix(ref, "/")), staticNames(path.Join(t.folder, ref)))
	return names, slices.ContainsFunc(names, func(name string) bool { _, ok := l.static.table[name]; return ok })
}

// speaksOf says whether a text refers to a file of static/, surely or maybe: by
// its bare name, or by the beginning of its path, to which something is added.
func (t publicText) speaksOf(name string, means func(publicText, string) ([]string, bool)) (sure, maybe bool) {
	var words []string
	if base := path.Base(name); base != "index.html" { // of which there are many
		words = append(words, base)
	}
	if dir := path.Dir(name); dir != "." {
		words = append(words, path.Base(dir)+"/")
	}
	for _, word := range words {
		for ref, rest := range refsWith(t.data, word) {
			names, known := means(t, ref)
			if slices.Contains(names, name) {
				return true, false
			}
			begun, _, _ := strings.Cut(rest, "%") // as in printf
			maybe = maybe || !known && strings.HasPrefix(path.Base(name), begun)
		}
	}
	return false, maybe
}

// refsWith finds what may be references and have a word in them, from the
// beginning of a name on, with what follows that.
func refsWith(data []byte, word string) iter.Seq2[string, string] {
	const ends = " \t\r\n\"'`<>(){}[]|,;=$?#*!\\"
	return func(yield func(ref, rest string) bool) {
		for at := 0; ; at++ {
			next := bytes.Index(data[at:], []byte(word))
			if next < 0 {
				return
			}
			at += next
			end := at + len(word)
			from := bytes.LastIndexAny(data[:at], ends) + 1
			if from < at && data[at-1] != '/' {
				continue
			}
			if n := bytes.IndexAny(data[end:], ends); n >= 0 {
				end += n
			} else {
				end = len(data)
			}
			if !yield(string(data[from:end]), string(data[at+len(word):end])) {
				return
			}
		}
	}
}
