package cli

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// stream is one that can be read while it is written.
type stream struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *stream) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *stream) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

func TestServeSaysItsAddressAndEndsQuietly(t *testing.T) {
	for _, lan := range []bool{false, true} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "site.yaml"), []byte("title: Here\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		var out, errs stream
		a := &app{Streams: Streams{In: strings.NewReader(""), Out: &out, Err: &errs}, theme: os.DirFS("../.."), dir: dir}
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- a.runServe(ctx, serveFlags{port: 18431, lan: lan}) }()
		for end := time.Now().Add(10 * time.Second); !strings.Contains(out.String(), "Ctrl-C") && time.Now().Before(end); {
			time.Sleep(5 * time.Millisecond)
		}
		address, _, _ := strings.Cut(out.String(), "\n")
		if strings.Contains(out.String(), "?token=") != lan {
			t.Errorf("with lan %v says %q", lan, out.String())
		}
		answer, err := http.Get(address)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil || !strings.Contains(string(body), "<title>Here") {
			t.Errorf("%s: %v %.200s", address, err, body)
		}
		http.DefaultClient.CloseIdleConnections()
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
}

func TestServeRefusesWhatIsNoPort(t *testing.T) {
	for _, port := range []string{"0", "-1", "65536", "x"} {
		var out, errs bytes.Buffer
		if code := Run([]string{"serve", "--port", port}, Streams{In: strings.NewReader(""), Out: &out, Err: &errs}, os.DirFS("../..")); code != exitUsage {
			t.Errorf("--port %s: exit code %d, %s", port, code, errs.String())
		}
	}
}
