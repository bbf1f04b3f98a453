package build

import (
	"io/fs"
	"slices"
	"time"

	"chancery/generator/briefing"
	"chancery/generator/content"
	"chancery/generator/digest"
	"chancery/generator/markdown"
	"chancery/generator/parallel"
	"chancery/generator/problem"
	"chancery/generator/slug"
)

// sources reads everything that is listed, on all processors, in the order of
// the paths.
func (l *loader) sources() {
	listing := l.listing
	l.s.Skipped = listing.Skipped
	l.pictures = make(map[string]content.File, len(listing.Pictures))
	for _, f := range listing.Pictures {
		l.pictures[f.Path] = f
	}
	if settings := l.readerSettings(listing); l.parser == nil || l.parser.reader.Sum() != settings.Sum {
		l.parser = &parser{l.site, l.s.Config, briefing.NewReader(settings)}
	}
	l.memory.parser.Store(l.parser)
	files := newFiles(l.root, l.site)
	defer files.close()
	read, lists := make([]*remembered, len(listing.Sources)), make([]problem.List, len(listing.Sources))
	parallel.Each(len(read), func(i int) {
		p := l.shelved(l.read(listing.Sources[i], i, files))
		read[i], lists[i] = p.remembered, p.list
	})
	l.kept, l.s.Briefings = read[:0], make([]*briefing.Briefing, 0, len(read))
	n := 0
	for _, list := range lists {
		n += len(list)
	}
	l.list = slices.Grow(l.list, n)
	for i, list := range lists {
		l.list = append(l.list, list...)
		if list.Errors() == 0 {
			listing.Sources[i].Path = read[i].Path // the same, held once
			l.enter(read[i])
		}
	}
}

// enter takes a source into the snapshot.
func (l *loader) enter(r *remembered) {
	l.kept = append(l.kept, r)
	for i := range r.Briefing {
		l.s.Briefings = append(l.s.Briefings, &r.Briefing[i])
	}
	for i := range r.Standing {
		if p := &r.Standing[i]; !p.Draft || l.o.Drafts {
			l.standing = append(l.standing, p)
		} else {
			l.drafts = append(l.drafts, p)
		}
	}
}

func (l *loader) readerSettings(listing content.Listing) briefing.Settings {
	s := briefing.Settings{Config: l.s.Config, Places: l.s.Places, Words: map[string]markdown.Words{}}
	for lang, t := range l.strings {
		s.Words[lang] = t.Words()
	}
	for _, f := range listing.Sources {
		if kind, ok := content.KindOf(f.Path); ok && kind == content.TopicIntro {
			src, _ := content.Identify(f.Path, l.s.Config.Languages)
			s.Topics = append(s.Topics, slug.Make(src.Name))
		}
	}
	slices.Sort(s.Topics)
	s.Topics = slices.Compact(s.Topics)
	s.Sum = digest.Of(l.settings, s.Words, s.Topics, l.s.Places.Digest())
	return s
}

// parsed is one source, read or recalled.
type parsed struct {
	*remembered
	list problem.List
}

// shelved writes down what has become of a source that was read anew.
func (l *loader) shelved(p parsed) parsed {
	if p.list.Errors() > 0 || p.Record.Length > 0 {
		return p
	}
	l.memory.shelve(p.remembered)
	return p
}

// read recalls a source, about the i-th of all, or reads it anew.
func (l *loader) read(f content.File, i int, from *files) parsed {
	if limit := l.s.Config.Limits.SourceBytes; f.Size > int64(limit) {
		return parsed{list: problem.List{problem.Errorf(problem.Pos{Path: f.Path}, "is larger than %d bytes", limit).
			WithHint("split it, or raise limits.source_bytes in site.yaml")}}
	}
	before := stampOf(f, time.Now())
	buf := from.buffer() // what is read from it keeps nothing of it
	defer from.done(buf)
	r, raw, err := l.memory.recall(f, i, l.parser.reader.Sum(), func() ([]byte, error) { return from.read(f, buf) })
	if err != nil {
		return parsed{list: problem.List{problem.Errorf(problem.Pos{Path: f.Path}, "%v", err)}}
	}
	if r != nil {
		if r.Stamp != before {
			again := *r
			again.Stamp, r = before, &again
		}
		return parsed{r, r.Problems}
	}
	p, text := l.parser.parse(f.Path, raw)
	defer text.Body.Close()
	if p.list.Errors() > 0 {
		return p
	}
	p.Path, p.Stamp, p.Content, p.Settings, p.Problems = f.Path, before, digest.Bytes(raw), l.parser.reader.Sum(), p.list
	if p.Text, err = l.memory.keepText(text); err != nil {
		p.list = append(p.list, problem.Errorf(problem.Pos{Path: f.Path}, "its text cannot be kept: %v", err))
	}
	return p
}

// text reads the rendered body of a source: from the memory, and when that is
// damaged from the source itself.
func (l *loader) text(path string, use func(briefing.Text)) error {
	i, ok := bySource(l.kept, path, 0)
	if !ok {
		return fs.ErrNotExist
	}
	return l.textAt(path, l.kept[i].Text, use)
}

func (l *loader) textAt(path string, at place, use func(briefing.Text)) error {
	if l.memory.text(at, use) == nil {
		return nil
	}
	_, t, err := l.parser.again(path)
	if err != nil {
		return err
	}
	use(t)
	return nil
}
