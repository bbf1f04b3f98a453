package cli

import (
	"os/exec"
	"runtime"
)

// openBrowser shows an address in the browser of the person at this machine. It
// is the one program that is ever started, and only when --open asks for it.
func openBrowser(address string) error {
	switch runtime.GOOS {
	case "darwin":
		return exec.Command("open", address).Start()
	case "windows":
		return exec.Command("rundll32", "url.dll,FileProtocolHandler", address).Start()
	}
	return exec.Command("xdg-open", address).Start()
}
