package build

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"chancery/generator/output"
	"chancery/generator/page"
	"chancery/generator/render"
)

// BenchmarkStages measures each stage of a cold build by itself, on one corpus
// and on what the stages before it have made. Every figure is of one briefing.
func BenchmarkStages(b *testing.B) {
	for _, n := range sizes {
		if n > 10000 && !strings.Contains(fmt.Sprint(os.Args), "100000") {
			continue
		}
		dir := corpus(b, n)
		for _, name := range []string{"read", "archive", "name", "render", "write"} {
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				for range b.N {
					runTo(b, options(dir), name, n)
				}
			})
		}
	}
}

// runTo runs the stages of a build in their order up to one, which is measured.
func runTo(b *testing.B, o Options, last string, n int) {
	root, err := openSite(o.Dir)
	if err != nil {
		b.Fatal(err)
	}
	defer root.Close()
	mem := openMemory(root, o.Version, true, false)
	defer mem.close()
	l := &loader{o: o, root: root, site: root.FS(), memory: mem}
	if err := l.configure(); err != nil {
		b.Fatal(err)
	}
	l.words()
	l.take(l.templates())
	l.statics()
	l.survey()
	var pages []page.Page
	var rendered [][]byte
	stages := []struct {
		name string
		run  func()
	}{
		{"read", l.sources},
		{"archive", l.hide},
		{"name", func() {
			l.references()
			l.assets()
			l.s.Site = page.New(l.input())
			pages = l.s.Site.Pages()
			for _, p := range pages {
				p.Sum()
			}
		}},
		{"render", func() { rendered = renderAll(b, l.s.Renderer, pages) }},
		{"write", func() { writeAll(b, filepath.Join(b.TempDir(), "public"), pages, rendered) }},
	}
	for _, s := range stages {
		if s.name == last {
			perBriefing(b, n, s.run)
			break
		}
		b.StopTimer()
		s.run()
	}
	b.StopTimer()
	if l.list.Errors() > 0 {
		b.Fatal(l.list)
	}
}

func renderAll(b *testing.B, r *render.Renderer, pages []page.Page) [][]byte {
	out := make([][]byte, len(pages))
	for i, p := range pages {
		err := r.Page(p.Template, p.View(), render.Sink{Take: func(piece []byte, _ bool) error {
			out[i] = append(out[i], piece...)
			return nil
		}})
		if err != nil {
			b.Fatal(err)
		}
	}
	return out
}

func writeAll(b *testing.B, dir string, pages []page.Page, texts [][]byte) {
	tree, err := output.Open(dir, output.Options{})
	if err != nil {
		b.Fatal(err)
	}
	for i, p := range pages {
		if _, err := tree.Stage(p.Path, texts[i]); err != nil {
			b.Fatal(err)
		}
	}
	if _, err := tree.Commit(); err != nil {
		b.Fatal(err)
	}
}

// perBriefing measures one run in time and allocations for each of n briefings.
func perBriefing(b *testing.B, n int, run func()) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	b.StartTimer()
	run()
	b.StopTimer()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*n), "µs/briefing")
	b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/float64(n), "B/briefing")
	b.ReportMetric(float64(after.Mallocs-before.Mallocs)/float64(n), "allocs/briefing")
}
