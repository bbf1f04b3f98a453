package page

import (
	"io/fs"
	"path"
	"reflect"
	"strings"
	"unicode"

	"chancery/generator/data"
	"chancery/generator/digest"
	"chancery/generator/markdown"
	"chancery/generator/problem"
)

// stringsFolder holds one file of words a language, below the templates.
const stringsFolder = "strings"

// ReadStrings reads the words of the interface in the site's languages: the
// theme's, with those of the site laid over them key by key. A language without
// a file speaks English, with a warning.
func ReadStrings(theme, site fs.FS, languages []string) (map[string]*Strings, problem.List) {
	out := map[string]*Strings{}
	var list problem.List
	for _, lang := range languages {
		s, problems := readLanguage(theme, site, lang)
		list = append(list, problems...)
		out[lang] = s
	}
	return out, list
}

func readLanguage(theme, site fs.FS, lang string) (*Strings, problem.List) {
	s := &Strings{}
	base, _, _ := strings.Cut(lang, "-")
	var list problem.List
	found := false
	for _, l := range []string{base, lang} {
		ok, problems := s.read(theme, l)
		found, list = found || ok, append(list, problems...)
		if l == lang {
			break
		}
	}
	if !found {
		s.read(theme, "en")
		s.LanguageName = lang
	}
	if site != nil {
		ok, problems := s.read(site, lang)
		found, list = found || ok, append(list, problems...)
	}
	if !found {
		p := problem.Warnf(problem.Pos{Path: "site.yaml"}, "languages: there are no interface words in %q, so its pages speak English", lang)
		list = append(list, p.WithHint("copy templates/strings/en.yaml to templates/strings/%s.yaml and translate it", lang))
	}
	s.finish(lang)
	return s, list
}

// read lays one file over the strings. It reports false when there is none.
func (s *Strings) read(fsys fs.FS, lang string) (bool, problem.List) {
	name := path.Join(stringsFolder, lang+".yaml")
	text, err := fs.ReadFile(fsys, name)
	if err != nil {
		return false, nil
	}
	d := data.Decoder{Path: "templates/" + name}
	root, faults := data.YAML(text)
	d.Faults(faults)
	if root != nil {
		d.Keys(root, name, s.setters(&d))
	}
	return true, d.Problems
}

// setters has a function for each key of a file.
func (s *Strings) setters(d *data.Decoder) map[string]func(*data.Node) {
	out := map[string]func(*data.Node){}
	v := reflect.ValueOf(s).Elem()
	for i := range v.NumField() {
		if !v.Type().Field(i).IsExported() {
			continue
		}
		f, key := v.Field(i), snake(v.Type().Field(i).Name)
		switch to := f.Addr().Interface().(type) {
		case *string:
			out[key] = func(n *data.Node) { *to = d.String(n, key) }
		case *Plural:
			out[key] = func(n *data.Node) { to.read(d, n, key) }
		}
	}
	return out
}

func (p *Plural) read(d *data.Decoder, n *data.Node, key string) {
	if n.Kind == data.Scalar {
		p.Other = d.String(n, key)
		return
	}
	d.Keys(n, key, map[string]func(*data.Node){
		"zero":  func(n *data.Node) { p.Zero = d.String(n, key) },
		"one":   func(n *data.Node) { p.One = d.String(n, key) },
		"two":   func(n *data.Node) { p.Two = d.String(n, key) },
		"few":   func(n *data.Node) { p.Few = d.String(n, key) },
		"many":  func(n *data.Node) { p.Many = d.String(n, key) },
		"other": func(n *data.Node) { p.Other = d.String(n, key) },
	})
}

// finish tells the plurals their language, and names the strings by their content.
func (s *Strings) finish(lang string) {
	v := reflect.ValueOf(s).Elem()
	for i := range v.NumField() {
		if v.Type().Field(i).IsExported() {
			if p, ok := v.Field(i).Addr().Interface().(*Plural); ok {
				p.lang = lang
			}
		}
	}
	s.sum = digest.Sum{}
	type content Strings // without the method that would name it by its empty sum
	s.sum = digest.Of("strings", lang, content(*s))
}

// Missing lists the keys that have no words.
func (s *Strings) Missing() []string {
	var out []string
	v := reflect.ValueOf(s).Elem()
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if !f.IsExported() {
			continue
		}
		if p, ok := v.Field(i).Interface().(Plural); ok && p.Other == "" || v.Field(i).Kind() == reflect.String && v.Field(i).Len() == 0 {
			out = append(out, snake(f.Name))
		}
	}
	return out
}

// Words are the strings that stand inside a text.
func (s *Strings) Words() markdown.Words {
	return markdown.Words{
		Note: s.CalloutNote, Tip: s.CalloutTip, Important: s.CalloutImportant,
		Warning: s.CalloutWarning, Caution: s.CalloutCaution,
		Post: s.Post, Video: s.VideoAt, BackToText: s.BackToText,
	}
}

// snake turns a field's name into its key: SkipToText is skip_to_text, AToZ is
// a_to_z, NBriefings is n_briefings, JSONFeed is json_feed.
func snake(name string) string {
	var b strings.Builder
	runes := []rune(name)
	for i, r := range runes {
		if unicode.IsUpper(r) && i > 0 {
			next := i+1 < len(runes) && unicode.IsLower(runes[i+1])
			if unicode.IsLower(runes[i-1]) || next {
				b.WriteByte('_')
			}
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
