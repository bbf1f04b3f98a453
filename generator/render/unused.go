package render

import (
	"bytes"
	"html/template"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"text/template/parse"
	"unicode"

	"chancery/generator/problem"
)

// fillsNothing tells of a page's template of which the page would show nothing:
// it defines no block that base.html leaves open.
func fillsNothing(name string, t *template.Template) problem.Problem {
	pos := problem.Pos{Path: "templates/" + name, Line: 1, Col: 1}
	var defined []string
	for _, d := range t.Templates() {
		if d.Tree != nil && d.Tree.ParseName == name && d.Name() != name {
			defined = append(defined, d.Name())
		}
	}
	if len(defined) == 0 && t.Lookup(name).Tree != nil && parse.IsEmptyTree(t.Lookup(name).Tree.Root) {
		return problem.Errorf(pos, "is empty, and so would be its pages").
			WithHint(`write {{define "main"}}, what its pages show, and {{end}}; or delete the file to have the default theme's`)
	}
	p := problem.Errorf(pos, `does not define the block "main", so that its pages would be empty`)
	if near, ok := problem.Nearest("main", defined); ok {
		return p.WithHint(`write {{define "main"}} in the place of {{define %q}}`, near)
	}
	return p.WithHint(`write {{define "main"}} before what its pages show, and {{end}} after it`)
}

// astray tells of the first thing in a page's template that stands outside of its
// blocks, where no page shows it. White space and comments may stand there.
func astray(name, text string) (p problem.Problem, found bool) {
	text = remarks.ReplaceAllStringFunc(text, blanked)
	tree, defined := parse.New(name), map[string]*parse.Tree{}
	tree.Mode = parse.SkipFuncCheck
	if _, err := tree.Parse(text, "", "", defined); err != nil {
		return p, false // told by who parses it to use it
	}
	i := slices.IndexFunc(tree.Root.Nodes, func(n parse.Node) bool { return shows(n, defined) })
	if i < 0 {
		return p, false
	}
	n := tree.Root.Nodes[i]
	at := int(n.Position())
	if words, ok := n.(*parse.TextNode); ok {
		at += len(words.Text) - len(bytes.TrimLeftFunc(words.Text, unicode.IsSpace))
	} else {
		at = strings.LastIndex(text[:at], "{{")
	}
	before := text[:at]
	pos := problem.Pos{Path: "templates/" + name, Line: 1 + strings.Count(before, "\n"), Col: at - strings.LastIndex(before, "\n")}
	return problem.Errorf(pos, "stands outside of every {{define}}, so that no page would show it").
		WithHint(`put it between {{define "main"}} and its {{end}}, or delete it`), true
}

// shows says that a part of a template would be seen where it is used. What
// {{block}} defines it calls as well, which counts for nothing.
func shows(n parse.Node, defined map[string]*parse.Tree) bool {
	switch n := n.(type) {
	case *parse.TextNode:
		return len(bytes.TrimSpace(n.Text)) > 0
	case *parse.TemplateNode:
		return defined[n.Name] == nil
	}
	return true
}

// blanked is white space of the same length, and in the same lines.
func blanked(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c != '\n' {
			b[i] = ' '
		}
	}
	return string(b)
}

// unused tells of files of the site that no page is made with: most often their
// names are misspelt.
func (r *Renderer) unused(theme fs.FS, files map[string]string, c Contract) problem.List {
	known, strange := r.named(theme, files, c)
	if len(strange) == 0 {
		return nil
	}
	used := r.usedFiles(files, c)
	var list problem.List
	for _, name := range strange {
		if _, ok := used[name]; ok {
			continue
		}
		p := problem.Warnf(problem.Pos{Path: "templates/" + name}, "is not used: the default theme has no template of this name, and none calls it")
		if near, ok := nearestFile(name, known); ok {
			p = p.WithHint("did you mean templates/%s?", near)
		} else if short, ok := strings.CutPrefix(name, partials); ok {
			p = p.WithHint(`call it with {{template %q .}} or {{fragment %q .}}, or delete it`, name, strings.TrimSuffix(short, ".html"))
		} else {
			p = p.WithHint("pages are made with %s; what they share lies in templates/partials/", strings.Join(pageFiles(c), " "))
		}
		list = append(list, p)
	}
	return list
}

// named sorts the names of files into those that the theme or the contract
// knows, and others.
func (r *Renderer) named(theme fs.FS, files map[string]string, c Contract) (known, strange []string) {
	for _, name := range slices.Sorted(maps.Keys(files)) {
		switch {
		case has(theme, name) || slices.Contains(pageFiles(c), name):
			known = append(known, name)
		case !strings.HasPrefix(path.Base(name), "."):
			strange = append(strange, name)
		}
	}
	return known, strange
}

func has(fsys fs.FS, name string) bool {
	if fsys == nil {
		return false
	}
	_, err := fs.Stat(fsys, name)
	return err == nil
}

// usedFiles are the files that some page is made with. Where one cannot be
// parsed, which is told elsewhere, all count as used.
func (r *Renderer) usedFiles(files map[string]string, c Contract) map[string]string {
	used := map[string]string{}
	shared, list := r.parseShared(files)
	if list.Errors() > 0 {
		return files
	}
	for kind := range c.Pages {
		t, err := r.parsePage(shared, files, kind)
		if err != nil {
			return files
		}
		maps.Copy(used, filesOf(t, files))
	}
	return used
}

func pageFiles(c Contract) []string {
	var out []string
	for kind := range c.Pages {
		out = append(out, kind+".html")
	}
	slices.Sort(out)
	return out
}

// nearestFile finds what a name stands for that is misspelt, or lies in another
// folder.
func nearestFile(name string, known []string) (string, bool) {
	dir, base := path.Split(name)
	var beside []string
	for _, k := range known {
		if in, file := path.Split(k); in == dir {
			beside = append(beside, strings.TrimSuffix(file, ".html"))
		}
	}
	if near, ok := problem.Nearest(strings.TrimSuffix(base, ".html"), beside); ok {
		return dir + near + ".html", true
	}
	i := slices.IndexFunc(known, func(k string) bool { return strings.EqualFold(path.Base(k), base) })
	if i < 0 {
		return "", false
	}
	return known[i], true
}
