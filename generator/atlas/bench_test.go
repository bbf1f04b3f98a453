package atlas

import "testing"

// BenchmarkMaps draws what a publication about the whole world needs: a map of
// each place.
func BenchmarkMaps(b *testing.B) {
	codes := []string{"ML", "RU", "FJ", "LU", "CL", "US", "ID", "AQ"}
	for b.Loop() {
		for _, code := range codes {
			if agreedUpon.Locator([]string{code}, plain) == "" {
				b.Fatal(code)
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N)/float64(len(codes)), "ms/map")
}
