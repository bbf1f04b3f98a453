package build

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// sizes are the numbers of briefings that benchmarks build; 100,000 takes
// minutes and is asked for with -bench=/100000.
var sizes = []int{1000, 10000, 100000}

// corpus writes a site of so many briefings, the same each time: 5 KB of text,
// events, sources, some in French and Arabic, countries by Zipf's law.
func corpus(tb testing.TB, n int) string {
	dir := tb.TempDir()
	put(tb, dir, "site.yaml", "title: Bench\nbase_url: https://example.org\nlanguages: [en, fr, ar]\ntime_zone: UTC\n")
	r := rand.New(rand.NewPCG(1, 2))
	zipf := rand.NewZipf(r, 1.1, 2, uint64(len(lands)-1))
	for i := range n {
		year, month, day := 2015+r.IntN(11), 1+r.IntN(12), 1+r.IntN(28)
		lang := [...]string{"", "", "", "", "", "", "", "", ".fr", ".ar"}[r.IntN(10)]
		land := lands[zipf.Uint64()]
		var b strings.Builder
		fmt.Fprintf(&b, "---\ntitle: The %s talks of %s, part %d\ndate: %d-%02d-%02d\nauthor: Author %d\ntopics: [topic %d, topic %d]\n---\n\n",
			sentences[r.IntN(len(sentences))][:9], land, i, year, month, day, r.IntN(40), r.IntN(30), r.IntN(30))
		for p := range 12 {
			if p%4 == 3 {
				fmt.Fprintf(&b, "## Part %d\n\n", p)
			}
			for range 4 {
				fmt.Fprintf(&b, sentences[r.IntN(len(sentences))]+" ", lands[zipf.Uint64()])
			}
			b.WriteString("[1]\n\n")
		}
		b.WriteString("## Timeline\n\n")
		for range 5 {
			fmt.Fprintf(&b, "- %d %s %d: "+sentences[r.IntN(len(sentences))]+"\n", 1+r.IntN(28), months[r.IntN(12)], year, land)
		}
		b.WriteString("\n## Sources\n\n1. [A paper](https://example.org/paper), 2020\n")
		put(tb, dir, fmt.Sprintf("content/briefings/%d/%02d/piece-%d%s.md", year, month, i, lang), b.String())
	}
	return dir
}

var (
	lands     = strings.Split("Mali,Algeria,Niger,Chad,Libya,Tunisia,Morocco,Mauritania,Sudan,Egypt,Senegal,Ghana,Togo,Benin,Kenya,Somalia,Ethiopia,Syria,Iraq,Jordan,Turkey,Iran,France,Spain,Germany,Poland,Ukraine,Russia,China,Japan,India,Brazil,Peru,Cuba,Mexico,Canada", ",")
	months    = strings.Split("January,February,March,April,May,June,July,August,September,October,November,December", ",")
	sentences = []string{
		"Ministers from %s met in the capital and agreed to meet again before the end of the year.",
		"The border post of %s, closed since the spring, opened to lorries for three days a week.",
		"Observers in %s counted fewer incidents than in the year before, and more of them in towns.",
		"A draft text on %s circulated among members of the Council on Tuesday evening.",
		"Traders from %s say that prices have doubled since the road was cut, and that few still travel it.",
		"The mission in %s will end in June; who takes over its camps has not been settled.",
	}
)

// measured builds once with what build prepares, and reports the time for each
// briefing, so that figures of different sizes can be compared.
func measured(b *testing.B, prepare func(b *testing.B, o Options, out string, n int)) {
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			if n > 10000 && !strings.Contains(fmt.Sprint(os.Args), "100000") {
				b.Skip("ask for it by name")
			}
			dir := corpus(b, n)
			o, out := options(dir), filepath.Join(dir, "public")
			build(b, o, out)
			b.ReportAllocs()
			b.ResetTimer()
			for i := range b.N {
				b.StopTimer()
				prepare(b, o, out, i)
				b.StartTimer()
				build(b, o, out)
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "µs/briefing")
		})
	}
}

func BenchmarkCold(b *testing.B) {
	measured(b, func(b *testing.B, o Options, out string, _ int) {
		for _, dir := range []string{out, filepath.Join(o.Dir, memoryFolder)} {
			if err := os.RemoveAll(dir); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkUnchanged(b *testing.B) {
	measured(b, func(*testing.B, Options, string, int) {})
}

func BenchmarkOneEdit(b *testing.B) {
	measured(b, func(b *testing.B, o Options, _ string, i int) {
		appendTo(b, anyPiece(b, o.Dir), fmt.Sprintf("\nEdit %d.\n", i))
	})
}

func BenchmarkOneNew(b *testing.B) {
	measured(b, func(b *testing.B, o Options, _ string, i int) {
		put(b, o.Dir, fmt.Sprintf("content/briefings/2020/new-%d.md", i), fmt.Sprintf("---\ntitle: New %d in Mali\ndate: 2020-05-05\n---\nMali.\n", i))
	})
}

func BenchmarkTemplateEdit(b *testing.B) {
	measured(b, func(b *testing.B, o Options, _ string, i int) {
		put(b, o.Dir, "templates/partials/line.html", fmt.Sprintf("<p class=\"line l%d\"><a href=\"{{.URL}}\">{{.Title}}</a></p>\n", i))
	})
}

// BenchmarkUpdate is what a preview does when one text has been saved, up to the
// bytes of its page and of the first page of the timeline.
func BenchmarkUpdate(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			if n > 10000 && !strings.Contains(fmt.Sprint(os.Args), "100000") {
				b.Skip("ask for it by name")
			}
			dir := corpus(b, n)
			w, err := Open(options(dir))
			if err != nil {
				b.Fatal(err)
			}
			defer w.Close()
			s, list, err := w.Load()
			if err != nil || s == nil {
				b.Fatal(list, err)
			}
			name := anyPiece(b, dir)
			rel, _ := filepath.Rel(dir, name)
			piece, _ := s.Archive.Source(filepath.ToSlash(rel))
			own := ""
			for path := range s.refs {
				if p, _ := s.Page(path); strings.HasPrefix(path, "briefings/") && p.Source == piece.Path {
					own = path
				}
			}
			for i := 0; b.Loop(); i++ {
				b.StopTimer()
				appendTo(b, name, fmt.Sprintf("\nEdit %d.\n", i))
				b.StartTimer()
				next, _, ok := w.Update(s, []string{piece.Path})
				if !ok {
					b.Fatal("not brought in")
				}
				s = next
				for _, path := range []string{own, "timeline/index.html"} {
					p, _ := s.Page(path)
					if _, err := s.Render(p); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}

func anyPiece(b *testing.B, dir string) string {
	all, err := filepath.Glob(filepath.Join(dir, "content/briefings/*/*/*[0-9].md"))
	if err != nil || len(all) == 0 {
		b.Fatal("no pieces", err)
	}
	return all[len(all)/2]
}

func appendTo(b *testing.B, name, text string) {
	f, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString(text); err != nil {
		b.Fatal(err)
	}
}
