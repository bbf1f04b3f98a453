package render

import (
	"html/template"
	"strings"
	"text/template/parse"

	"chancery/generator/digest"
)

// sumOf names the files that a page's template uses, by their content. It must
// be called before the template is first executed: html/template then rewrites
// what it finds.
func sumOf(t *template.Template, files map[string]string) digest.Sum {
	return digest.Of(filesOf(t, files))
}

// filesOf are the files that a page's template uses, with their content.
func filesOf(t *template.Template, files map[string]string) map[string]string {
	u := uses{set: t, seen: map[string]bool{}, files: map[string]string{}, all: files}
	u.visit(baseName)
	return u.files
}

// uses walks through templates, and notes the files they stand in.
type uses struct {
	set        *template.Template
	seen       map[string]bool
	files, all map[string]string // by name: those used, and all there are
}

func (u *uses) visit(name string) {
	t := u.set.Lookup(name)
	if u.seen[name] || t == nil || t.Tree == nil {
		return
	}
	u.seen[name] = true
	u.files[t.Tree.ParseName] = u.all[t.Tree.ParseName]
	u.walk(t.Tree.Root)
}

func (u *uses) walk(n parse.Node) {
	switch n := n.(type) {
	case *parse.ListNode:
		if n == nil {
			return
		}
		for _, child := range n.Nodes {
			u.walk(child)
		}
	case *parse.IfNode:
		u.branch(&n.BranchNode)
	case *parse.RangeNode:
		u.branch(&n.BranchNode)
	case *parse.WithNode:
		u.branch(&n.BranchNode)
	case *parse.TemplateNode:
		u.pipe(n.Pipe)
		u.visit(n.Name)
	case *parse.ActionNode:
		u.pipe(n.Pipe)
	case *parse.PipeNode:
		u.pipe(n)
	case *parse.ChainNode:
		u.walk(n.Node)
	}
}

func (u *uses) branch(n *parse.BranchNode) {
	u.pipe(n.Pipe)
	u.walk(n.List)
	u.walk(n.ElseList)
}

func (u *uses) pipe(p *parse.PipeNode) {
	if p == nil {
		return
	}
	for _, command := range p.Cmds {
		for i, arg := range command.Args {
			if id, ok := arg.(*parse.IdentifierNode); ok && strings.HasPrefix(id.Ident, "fragment") {
				u.fragment(command.Args[i+1:])
				continue
			}
			u.walk(arg)
		}
	}
}

// fragment notes the partial that a call of fragment or fragments names. When it
// names none outright it may be any.
func (u *uses) fragment(args []parse.Node) {
	if len(args) > 0 {
		if name, ok := args[0].(*parse.StringNode); ok {
			u.visit(partials + name.Text + ".html")
			for _, arg := range args[1:] {
				u.walk(arg)
			}
			return
		}
	}
	for name := range u.all {
		if strings.HasPrefix(name, partials) {
			u.visit(name)
		}
	}
}
