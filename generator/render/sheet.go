package render

import (
	"bytes"
	"html/template"
	"reflect"

	"chancery/generator/compile"
	"chancery/generator/digest"
)

// sheet is a template ready to be rendered: compiled where that is possible, and
// always as html/template has it, which renders what is not and explains every
// failure.
type sheet struct {
	name    string
	set     *template.Template
	program *compile.Program // nil when it is not compiled
	why     error            // it is not
	sum     digest.Sum       // of the files that a page's template uses
	keys    keys             // of a partial's fragments
}

// newSheet takes a template of a set for views of the type of a sample. Without
// one, any view may come, so that it cannot be compiled.
func newSheet(set *compile.Set, t *template.Template, name string, sample any) (*sheet, error) {
	if sample == nil {
		return &sheet{name: name, set: t}, nil
	}
	p, err := set.Program(name, reflect.TypeOf(sample))
	if err != nil && !compile.IsUnsupported(err) {
		return nil, err
	}
	return &sheet{name: name, set: t, program: p, why: err}, nil
}

func (s *sheet) append(dst []byte, view any) ([]byte, error) {
	if s.program != nil {
		if out, err := s.program.Append(dst, view); err == nil {
			return out, nil
		}
	}
	b := bytes.NewBuffer(dst)
	err := s.set.ExecuteTemplate(b, s.name, view)
	return b.Bytes(), err
}
