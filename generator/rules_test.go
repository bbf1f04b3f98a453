// Package generator holds the packages of the generator, and the rules that they
// keep among each other.
package generator

import (
	"bufio"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// allowed lists which packages of ours a package may import: earlier stages of
// the flow, with the reason where it is not plain.
var allowed = map[string][]string{
	"problem":   {},
	"digest":    {},
	"escape":    {},
	"parallel":  {},
	"date":      {},
	"gazetteer": {"problem"},
	"atlas":     {},
	"picture":   {},
	"output":    {"parallel"},
	"slug":      {},
	"data":      {"problem"},
	"config":    {"problem", "data", "date"}, // date_order is a notion of dates
	"markdown":  {"problem", "slug"},
	"content":   {"problem", "data"},
	"briefing":  {"problem", "slug", "data", "date", "digest", "gazetteer", "config", "markdown", "content"},
	"archive":   {"briefing", "date", "digest", "gazetteer", "parallel"},
	"page": {"archive", "atlas", "briefing", "config", "data", "date", "digest", "gazetteer", "markdown",
		"parallel", "problem"}, // data: words of the interface are YAML; markdown: bodies have holes for addresses
	"compile": {"escape"},
	"render":  {"compile", "escape", "page", "digest", "problem"},
	"build": {"archive", "atlas", "briefing", "config", "content", "date", "digest", "gazetteer", "markdown", "output",
		"page", "parallel", "picture", "problem", "render", "slug"},
	"serve":   {"build", "page", "digest", "problem", "briefing", "date"},
	"cli":     {"build", "briefing", "config", "digest", "escape", "problem", "serve", "slug"},
	"browser": {"build"}, // tests only
}

// owners says which package alone may import a library.
var owners = map[string]string{
	"github.com/yuin/goldmark":        "markdown",
	"github.com/adrg/frontmatter":     "content",
	"go.yaml.in/yaml/v4":              "data",
	"github.com/pelletier/go-toml/v2": "data",
	"github.com/fsnotify/fsnotify":    "serve",
	"github.com/spf13/cobra":          "cli",
	"golang.org/x/term":               "cli",
	"github.com/jba/templatecheck":    "render",
	"github.com/tdewolff/minify/v2":   "build",
	"golang.org/x/sync":               "build",
	"golang.org/x/sys":                "output",
	"html/template":                   "page render compile",
	"os":                              "build cli output serve", // all others work on values and file systems
	"net/http":                        "serve",
	"os/exec":                         "cli",
	"unsafe":                          "",
}

type source struct {
	pkg  string // folder below generator
	path string
	file *ast.File
}

// sources parses every Go file of the generator that is part of the program.
func sources(t *testing.T) (*token.FileSet, []source) {
	t.Helper()
	set := token.NewFileSet()
	var out []source
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		pkg := filepath.ToSlash(filepath.Dir(path))
		if strings.Contains(pkg, "/gen") { // makes tables, is not part of the program
			return nil
		}
		f, err := parser.ParseFile(set, path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		out = append(out, source{pkg, path, f})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return set, out
}

func TestImportsRunOneWay(t *testing.T) {
	_, files := sources(t)
	for _, f := range files {
		table, known := allowed[f.pkg]
		if !known && f.pkg != "." {
			t.Errorf("%s: package %s is not in the table", f.path, f.pkg)
		}
		for _, spec := range f.file.Imports {
			name := strings.Trim(spec.Path.Value, `"`)
			if ours, ok := strings.CutPrefix(name, "chancery/generator/"); ok && !slices.Contains(table, ours) {
				t.Errorf("%s: %s may not import %s", f.path, f.pkg, ours)
			}
			for library, owner := range owners {
				if (name == library || strings.HasPrefix(name, library+"/") && strings.Contains(library, ".")) && !slices.Contains(strings.Fields(owner), f.pkg) {
					t.Errorf("%s: %s may not import %s", f.path, f.pkg, name)
				}
			}
		}
	}
}

func TestTheReadmeShowsTheImportTable(t *testing.T) {
	shown := map[string][]string{}
	inTable := false
	err := lines("README.md", func(_ int, line string) {
		if strings.HasPrefix(line, "## ") {
			inTable = line == "## Who may import whom"
		}
		cells := strings.Split(line, "|")
		if name := strings.TrimSpace(cells[min(1, len(cells)-1)]); inTable && len(cells) == 4 && name != "package" && name != "---" {
			shown[name] = strings.Fields(cells[2])
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	for pkg, table := range allowed {
		if got, ok := shown[pkg]; !ok || !slices.Equal(slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(table))) {
			t.Errorf("README.md says %s may import %v, the table %v", pkg, got, table)
		}
		delete(shown, pkg)
	}
	for pkg := range shown {
		t.Errorf("README.md has package %s, the table has not", pkg)
	}
}

func TestEveryPackageSaysOnceWhatItIs(t *testing.T) {
	_, files := sources(t)
	docs := map[string][]string{}
	for _, f := range files {
		if f.pkg != "." {
			docs[f.pkg] = append(docs[f.pkg], "")
		}
		if f.file.Doc != nil {
			docs[f.pkg] = append(docs[f.pkg], f.path)
			if want := "Package " + f.file.Name.Name + " "; !strings.HasPrefix(f.file.Doc.Text(), want) {
				t.Errorf("%s: the comment does not begin with %q", f.path, want)
			}
		}
	}
	for pkg, in := range docs {
		in = slices.DeleteFunc(in, func(s string) bool { return s == "" })
		if len(in) != 1 {
			t.Errorf("package %s has comments in %v, want one", pkg, in)
		}
	}
}

func TestNothingChangesAtPackageLevel(t *testing.T) {
	_, files := sources(t)
	for _, f := range files {
		for _, d := range f.file.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
				t.Errorf("%s: has an init function", f.path)
			}
		}
		ast.Inspect(f.file, func(n ast.Node) bool {
			assign, ok := n.(*ast.AssignStmt)
			if !ok || assign.Tok == token.DEFINE {
				return true
			}
			for _, to := range assign.Lhs {
				if id, ok := to.(*ast.Ident); ok && id.Obj != nil && id.Obj.Kind == ast.Var {
					if spec, ok := id.Obj.Decl.(*ast.ValueSpec); ok && f.file.Scope.Lookup(id.Name) == id.Obj {
						t.Errorf("%s: assigns to package variable %s", f.path, spec.Names[0].Name)
					}
				}
			}
			return true
		})
	}
}

func TestExportedNamesAreDocumented(t *testing.T) {
	set, files := sources(t)
	for _, f := range files {
		for _, d := range f.file.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Name.IsExported() && d.Doc == nil && !isMethodOfUnexported(d) {
					t.Errorf("%s: %s has no comment", set.Position(d.Pos()), d.Name.Name)
				}
			case *ast.GenDecl:
				for _, s := range d.Specs {
					if spec, ok := s.(*ast.TypeSpec); ok && spec.Name.IsExported() && d.Doc == nil && spec.Doc == nil {
						t.Errorf("%s: %s has no comment", set.Position(spec.Pos()), spec.Name.Name)
					}
				}
			}
		}
	}
}

func isMethodOfUnexported(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return false
	}
	t := d.Recv.List[0].Type
	if star, ok := t.(*ast.StarExpr); ok {
		t = star.X
	}
	id, ok := t.(*ast.Ident)
	return ok && !id.IsExported()
}

func TestNoMachinesOrUnfinishedThings(t *testing.T) {
	for _, dir := range []string{".", "../templates", "../static", "../content", "../.ci"} {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || slices.Contains([]string{".woff2", ".bin", ".png", ".jpg"}, filepath.Ext(path)) || strings.HasSuffix(path, "rules_test.go") {
				return err
			}
			return lines(path, func(n int, line string) {
				for _, word := range []string{"TODO", "FIXME", "XXX", "/home/", "/Users/", "/root/"} {
					if strings.Contains(line, word) {
						t.Errorf("%s:%d: has %q", path, n, word)
					}
				}
			})
		})
		if err != nil {
			t.Error(err)
		}
	}
}

func lines(path string, visit func(n int, line string)) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<22)
	for n := 1; s.Scan(); n++ {
		visit(n, s.Text())
	}
	return s.Err()
}

// TestNothingOfTheThemeIsEmpty finds partials that were lost: one that is empty
// parses, and shows nothing.
func TestNothingOfTheThemeIsEmpty(t *testing.T) {
	for _, dir := range []string{"../templates", "../static"} {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			if info, err := d.Info(); err != nil || info.Size() == 0 {
				t.Errorf("%s is empty (%v)", path, err)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
}
