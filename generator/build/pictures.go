package build

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"chancery/generator/atlas"
	"chancery/generator/briefing"
	"chancery/generator/digest"
	"chancery/generator/page"
	"chancery/generator/picture"
	"chancery/generator/problem"
	"chancery/generator/slug"
)

// assets reads what is published beside pages because of them: the pictures that
// public sources show, and the flags of the countries that have a page. Those of
// embargoed pieces are read as well, and not published: what is wrong with them
// is to be told before the minute at which nobody may be there to mend it. A
// picture that only a draft or an expired piece shows is not read at all.
func (l *loader) assets() {
	l.shown = assets{table: map[string]page.Asset{}, taken: map[string]bool{}}
	l.published(l.s.Archive, func(from string, _, pictures []briefing.Target) {
		for _, t := range pictures {
			l.show(from, t)
		}
	})
	l.readFlags()
	if !l.o.Drafts { // else they are shown
		l.awaited()
	}
	l.withhold()
}

// show enters a picture in the site, once.
func (l *loader) show(from string, t briefing.Target) {
	p, ok := l.look(from, t)
	if !ok {
		return
	}
	l.shown.table[p.Path] = page.Asset{Path: p.Out, Width: p.Width, Height: p.Height}
	if !l.shown.taken[p.Out] { // two copies of one picture share a file
		l.shown.taken[p.Out] = true
		l.shown.files = append(l.shown.files, assetFile{path: p.Out, from: p.Path, load: func() ([]byte, error) {
			c, err := l.clean(p.Path)
			return c.Data, err
		}})
	}
}

// awaited looks at the pictures of pieces that are to become public.
func (l *loader) awaited() {
	for _, h := range l.s.Sifted.Hidden {
		if h.Visibility != briefing.Embargoed {
			continue
		}
		for _, t := range picturesOf(h.Briefing) {
			l.look(h.Briefing.Path, t)
		}
	}
}

// look reads a picture that a source refers to, and reports what is wrong with
// it. It reports false for one that needs no entry as well: a file of static/,
// or one that is in the site already.
func (l *loader) look(from string, t briefing.Target) (cleaned, bool) {
	pos := problem.Pos{Path: from, Line: t.Line, Col: t.Col}
	if name, ok := strings.CutPrefix(t.Ref, "/"); ok {
		if _, ok := l.static.table[name]; !ok && !l.static.wrong[name] {
			l.unresolved(problem.Errorf(pos, "there is no picture static/%s", name))
		}
		return cleaned{}, false
	}
	file, ok := local(from, t.Ref)
	if !ok {
		l.unresolved(problem.Errorf(pos, "the picture %q lies outside content/", t.Ref).
			WithHint("put it beside the briefing"))
		return cleaned{}, false
	}
	if _, done := l.shown.table[file]; done {
		return cleaned{}, false
	}
	if _, ok := l.pictures[file]; !ok {
		l.noPicture(pos, t.Ref, file)
		return cleaned{}, false
	}
	p, err := l.picture(file)
	if err != nil {
		l.list = append(l.list, unpublished(file, err))
		return cleaned{}, false
	}
	l.cleaned = append(l.cleaned, p)
	return p, true
}

// picture finds out what becomes of a picture: from the memory, when its file is
// as it was.
func (l *loader) picture(file string) (cleaned, error) {
	now, f := time.Now(), l.pictures[file]
	if limit := l.s.Config.Limits.PictureBytes; f.Size > int64(limit) {
		return cleaned{}, tooLarge{limit}
	}
	if old, ok := l.memory.pictures[file]; ok && old.Stamp.same(f) {
		return old, nil
	}
	p, err := l.clean(file)
	if err != nil {
		return cleaned{}, err
	}
	return cleaned{Path: file, Stamp: stampOf(f, now), Out: picturePath(file, p.Data), Width: p.Width, Height: p.Height}, nil
}

func (l *loader) clean(file string) (picture.Picture, error) {
	raw, err := fs.ReadFile(l.site, file)
	if err != nil {
		return picture.Picture{}, err
	}
	return cleanPicture(file, raw, l.s.Config.Limits.PictureBytes)
}

// tooLarge is a picture of more bytes than the site allows.
type tooLarge struct{ limit int }

func (e tooLarge) Error() string { return fmt.Sprintf("is larger than %d bytes", e.limit) }

func cleanPicture(name string, raw []byte, limit int) (picture.Picture, error) {
	if len(raw) > limit {
		return picture.Picture{}, tooLarge{limit}
	}
	return picture.Clean(name, raw)
}

// unpublished says why a file cannot be published.
func unpublished(file string, err error) problem.Problem {
	var large tooLarge
	var at *picture.LineError
	switch {
	case errors.As(err, &large):
		return problem.Errorf(problem.Pos{Path: file}, "%v", err).
			WithHint("make it smaller, or raise limits.picture_bytes in site.yaml")
	case errors.As(err, &at):
		return problem.Errorf(problem.Pos{Path: file, Line: at.Line}, "%v", at.Err)
	}
	return problem.Errorf(problem.Pos{Path: file}, "%v", err)
}

func (l *loader) noPicture(pos problem.Pos, ref, file string) {
	p := problem.Errorf(pos, "there is no picture %s", file)
	var near []string
	for known := range l.pictures {
		if path.Dir(known) == path.Dir(file) {
			near = append(near, path.Base(known))
		}
	}
	slices.Sort(near)
	if name, ok := problem.Nearest(path.Base(ref), near); ok {
		p.Hint = "did you mean " + name + "?"
	} else {
		p.Hint = "put it beside the briefing"
	}
	l.unresolved(p)
}

// picturePath is where a picture is published: under a digest of its content,
// so that two pieces that show it share one file, and hosts may let browsers
// keep it.
func picturePath(file string, data []byte) string {
	ext := strings.ToLower(path.Ext(file))
	name := slug.Make(strings.TrimSuffix(path.Base(file), path.Ext(file)))
	return "pictures/" + name + "." + digest.Bytes(data).String()[:8] + ext
}

// readFlags takes the flags of the countries that have a page, but for those
// that the site has switched off.
func (l *loader) readFlags() {
	l.flags = map[string]page.Asset{}
	for _, e := range l.s.Archive.Editions {
		for _, d := range e.Countries.Dossiers {
			c, _ := l.s.Places.Country(d.ID)
			if _, done := l.flags[d.ID]; done || !c.Flag {
				continue
			}
			data, ok := atlas.Flag(d.ID)
			if !ok {
				continue
			}
			name := "flags/" + strings.ToLower(d.ID) + ".svg"
			l.flags[d.ID] = page.Asset{Path: name, Width: 3, Height: 2}
			l.shown.files = append(l.shown.files, assetFile{path: name, data: data, from: "the flag of " + d.ID})
		}
	}
}
