package page

import "slices"

// directory is what pages say of the dossiers of a kind, made once: the same few
// hundred are led to from everywhere.
type directory struct {
	numbers map[string]int32 // in the index, by id
	links   []Link
	words   []string // by which a list is narrowed: "c-mali"
}

// number is the place of a kind among dossierKinds.
func number(kind string) int { return slices.Index(dossierKinds, kind) }

func (e *edition) directory(kind string) *directory {
	return e.directories[number(kind)].get(func() *directory { return e.newDirectory(kind) })
}

func (e *edition) newDirectory(kind string) *directory {
	all := e.indexOf(kind).Dossiers
	out := &directory{
		numbers: make(map[string]int32, len(all)), links: make([]Link, len(all)), words: make([]string, len(all)),
	}
	for i, d := range all {
		out.numbers[d.ID] = int32(i)
		out.links[i] = Link{Text: e.dossierName(kind, d), URL: e.s.url(e.dossierPath(kind, d.ID))}
		out.words[i] = e.word(kind, d.ID)
	}
	return out
}

// link leads to a dossier, if there is one.
func (d *directory) link(id string) (Link, bool) {
	if n, ok := d.numbers[id]; ok {
		return d.links[n], true
	}
	return Link{}, false
}
