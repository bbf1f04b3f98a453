package build

import (
	"io/fs"

	"chancery/generator/briefing"
	"chancery/generator/config"
	"chancery/generator/content"
)

// parser makes of sources what they are. It knows nothing of any snapshot: what
// goes on reading by it keeps none.
type parser struct {
	site   fs.FS
	config config.Config
	reader *briefing.Reader
}

// parse makes of a file what it is: a briefing or a standing text.
func (p *parser) parse(path string, raw []byte) (parsed, briefing.Text) {
	lim := content.Limits{Source: p.config.Limits.SourceBytes, Front: p.config.Limits.FrontMatterBytes}
	src, list := content.Parse(path, raw, p.config.Languages, lim)
	out := parsed{&remembered{}, list}
	if list.Errors() > 0 {
		return out, briefing.Text{}
	}
	if src.Kind == content.Briefing {
		b, text, list := p.reader.Read(src)
		if b != nil {
			out.Briefing = []briefing.Briefing{*b}
		}
		out.list = append(out.list, list...)
		return out, text
	}
	s, text, list := p.reader.ReadStanding(src)
	out.Standing = []briefing.Standing{*s}
	out.list = append(out.list, list...)
	return out, text
}

// again reads a source whose file may be another by now: what was remembered of
// it is damaged.
func (p *parser) again(path string) (parsed, briefing.Text, error) {
	raw, err := fs.ReadFile(p.site, path)
	if err != nil {
		return parsed{}, briefing.Text{}, err
	}
	out, text := p.parse(path, raw)
	return out, text, nil
}

// detail is that of a briefing.
func (p *parser) detail(path string) (*briefing.Detail, error) {
	out, _, err := p.again(path)
	if err != nil {
		return nil, err
	}
	if out.list.Errors() > 0 || len(out.Briefing) == 0 {
		return nil, errDamaged
	}
	return out.Briefing[0].Detail(), nil
}
