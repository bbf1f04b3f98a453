package output

import (
	"bytes"
	"fmt"
	"path/filepath"
	"testing"
)

const benchFiles = 10_000

// benchTree stages the same number of pages, each in a folder of its own, and
// commits. version goes into every file.
func benchTree(b *testing.B, dir string, version int, stage func(*Tree, string, []byte)) Summary {
	b.Helper()
	t, err := Open(dir, Options{})
	if err != nil {
		b.Fatal(err)
	}
	body := bytes.Repeat([]byte("<p>A paragraph of some length in a page.</p>\n"), 250)
	body = append(body, fmt.Sprint(version)...)
	for i := range benchFiles {
		stage(t, fmt.Sprintf("briefings/%d/%02d/a-slug-of-usual-length-%d/index.html", 2000+i%25, 1+i/25%12, i), body)
	}
	s, err := t.Commit()
	if err != nil {
		b.Fatal(err)
	}
	return s
}

func mustStage(b *testing.B) func(*Tree, string, []byte) {
	return func(t *Tree, path string, data []byte) {
		if _, err := t.Stage(path, data); err != nil {
			b.Fatal(err)
		}
	}
}

func perFile(b *testing.B) {
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*benchFiles), "µs/file")
}

func BenchmarkWriteNewTree(b *testing.B) {
	dir := scratch(b)
	for i := 0; b.Loop(); i++ {
		benchTree(b, filepath.Join(dir, fmt.Sprint(i)), 0, mustStage(b))
	}
	perFile(b)
}

func BenchmarkRewriteEveryFile(b *testing.B) {
	dir := scratch(b)
	for i := 0; b.Loop(); i++ {
		benchTree(b, dir, i%9, mustStage(b))
	}
	perFile(b)
}

func BenchmarkStageUnchanged(b *testing.B) {
	dir := scratch(b)
	benchTree(b, dir, 0, mustStage(b))
	for b.Loop() {
		if s := benchTree(b, dir, 0, mustStage(b)); s.Kept != benchFiles {
			b.Fatal(s)
		}
	}
	perFile(b)
}

func BenchmarkKeep(b *testing.B) {
	dir := scratch(b)
	stamps := map[string]Stamp{}
	benchTree(b, dir, 0, func(t *Tree, path string, data []byte) {
		mustStage(b)(t, path, data)
		stamps[path], _ = t.Stat(path)
	})
	for b.Loop() {
		benchTree(b, dir, 0, func(t *Tree, path string, _ []byte) {
			if !t.Keep(path, stamps[path]) {
				b.Fatal(path)
			}
		})
	}
	perFile(b)
}
