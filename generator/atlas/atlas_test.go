package atlas

import "testing"

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		load()
	}
}

func BenchmarkWorld(b *testing.B) {
	loaded()
	for b.Loop() {
		World(map[string]int{"ML": 5, "DZ": 3, "TV": 1}, Labels{})
	}
}

func BenchmarkLocator(b *testing.B) {
	loaded()
	for _, code := range []string{"ML", "BE", "RU", "KI"} {
		b.Run(code, func(b *testing.B) {
			for b.Loop() {
				Locator([]string{code}, Labels{})
			}
		})
	}
}
