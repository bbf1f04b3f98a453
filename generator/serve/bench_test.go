package serve

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	"chancery/generator/build"
)

// BenchmarkSave measures what an author waits for: from the writing of a file to
// the answer that has what was written, over HTTP, with the wait for more writes
// that is part of it. Medians are reported, of edits of
//
//   - a text, seen on its own page,
//   - a title, seen on the briefing's page and on lists: home, timeline, author,
//     country,
//   - a new briefing, seen at home.
//
// 100,000 briefings take minutes to begin with, and CHANCERY_LARGE=1 to ask for.
func BenchmarkSave(b *testing.B) {
	for _, n := range []int{1000, 10000, 100000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			if n > 10000 && os.Getenv("CHANCERY_LARGE") == "" {
				b.Skip("set CHANCERY_LARGE=1 to measure 100,000 briefings")
			}
			benchmarkSave(b, n)
		})
	}
}

func benchmarkSave(b *testing.B, n int) {
	defer debug.SetGCPercent(debug.SetGCPercent(60)) // as the command does
	dir := b.TempDir()
	archive(b, dir, n)
	o := Options{Site: build.Options{Dir: dir, Theme: os.DirFS("../.."), Now: noon, Version: "bench"}}
	if _, list, err := build.Build(o.Site, filepath.Join(dir, "public")); err != nil || list.Errors() > 0 {
		b.Fatal(list, err) // its memory is what a preview begins with
	}
	debug.FreeOSMemory() // what the build took
	began := time.Now()
	p := run(b, dir, o)
	ready := time.Since(began)
	p.shows("/", "Archive")
	news := listenTo(b, p)
	took := map[string][]time.Duration{}
	measure := func(what, name, text, mark string, pages ...string) {
		began := time.Now()
		p.write(name, text)
		for _, page := range pages {
			for _, body := p.get(page); !strings.Contains(body, mark); _, body = p.get(page) {
				select {
				case <-news:
				case <-time.After(time.Minute):
					b.Fatalf("%s: %s does not come to %s", what, mark, page)
				}
			}
		}
		took[what] = append(took[what], time.Since(began))
	}
	i := 0
	for b.Loop() {
		i++
		newest := piece(n-1, "Piece")
		measure("text", newest.name, newest.text+fmt.Sprintf("\nEdit-%d.\n", i), fmt.Sprintf("Edit-%d.", i), newest.address)
		titled := piece(n-1, fmt.Sprintf("Retitled-%d", i))
		measure("title", titled.name, titled.text, fmt.Sprintf("Retitled-%d", i), titled.address, "/", "/timeline/", "/authors/author-1/", "/countries/mali/")
	}
	for i := range freshPieces {
		fresh := piece(n+i, fmt.Sprintf("Fresh-%d", i))
		measure("new", fresh.name, fresh.text, fmt.Sprintf("Fresh-%d", i), "/")
		p.remove(fresh.name)
		p.hides("/", fmt.Sprintf("Fresh-%d", i))
	}
	b.ReportMetric(0, "ns/op")
	for what, list := range took {
		slices.Sort(list)
		b.ReportMetric(float64(list[len(list)/2].Microseconds())/1000, "ms/"+what)
	}
	b.ReportMetric(float64(ready.Milliseconds()), "ms/start")
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.HeapAlloc)/(1<<20), "MB-live")
	b.ReportMetric(float64(m.Sys-m.HeapReleased)/(1<<20), "MB-held")
	p.stop()
}

// freshPieces are so many new briefings.
const freshPieces = 15

// listenTo says when a page should ask again, as the preview's script learns it.
func listenTo(b *testing.B, p *preview) <-chan struct{} {
	answer, err := http.Get(p.url + "/_preview/events")
	p.do(err)
	b.Cleanup(func() { answer.Body.Close() })
	news := make(chan struct{}, 1000)
	go func() {
		for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
			if strings.HasPrefix(lines.Text(), "data:") {
				news <- struct{}{}
			}
		}
	}()
	return news
}

// archive writes a site of n briefings, the same each time.
func archive(b testing.TB, dir string, n int) {
	files := map[string]string{"site.yaml": "title: Archive\ntime_zone: UTC\nauthors:\n"}
	for a := range 20 {
		files["site.yaml"] += fmt.Sprintf("  author-%d: {name: Author %d}\n", a, a)
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	for i := range n {
		s := piece(i, "Piece")
		name := filepath.Join(dir, filepath.FromSlash(s.name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(s.text), 0o644); err != nil {
			b.Fatal(err)
		}
	}
}

// source is a generated briefing.
type source struct{ name, address, text string }

// piece is the i-th briefing of about 3 KB, by one author of twenty, about Mali
// and one country more. Those with higher numbers are newer.
func piece(i int, title string) source {
	lands := []string{"Algeria", "Niger", "Chad", "Libya", "Tunisia", "Morocco", "Senegal", "Ghana", "Togo", "Sudan", "Egypt", "Kenya"}
	r := rand.New(rand.NewPCG(uint64(i), 3))
	day := time.Date(2010, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(i) * 75 * time.Minute)
	land := lands[r.IntN(len(lands))]
	var t strings.Builder
	fmt.Fprintf(&t, "---\ntitle: %s %d on %s\ndate: %s\nauthor: author-1\ntopics: [topic %d]\ncountries: [Mali, %s]\n---\n", title, i, land, day.Format("2006-01-02T15:04Z07:00"), r.IntN(30), land)
	for p := range 12 {
		fmt.Fprintf(&t, "Paragraph %d says that ministers of %s met those of Mali, that the road between the two was open again, and that traders waited %d days for the first lorries to come through.\n\n", p, land, 2+r.IntN(80))
	}
	fmt.Fprintf(&t, "## Timeline\n\n- %s: talks about %s\n- 3 March 2009: the road is cut\n", day.Format("2 January 2006"), land)
	return source{
		name:    fmt.Sprintf("content/briefings/%s/piece-%d.md", day.Format("2006/01"), i),
		address: fmt.Sprintf("/briefings/%s/piece-%d/", day.Format("2006/01"), i),
		text:    t.String(),
	}
}
