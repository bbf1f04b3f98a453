//go:build !linux || (!amd64 && !arm64)

package cli

// makeRoom has nobody to ask for large pages.
func makeRoom() {}
