// Package serve is the preview: it watches a site, shows it to the browser on
// this machine, and brings every change into the open page.
//
// One goroutine turns changes into snapshots; handlers read the newest one.
// Nothing is written anywhere, and no path of a file is ever made from an
// address. Whatever the preview adds to pages it adds to its answers: what is
// published knows nothing of it.
package serve

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"chancery/generator/build"
	"chancery/generator/problem"
)

// Options is what a preview is made with.
type Options struct {
	Site  build.Options
	Port  int                           // the first to try
	Ready func(address string)          // called once, when the first page can be asked for
	Say   func(format string, a ...any) // for what its user should know
}

// state is what the preview shows at one moment.
type state struct {
	id       string
	snap     *build.Snapshot // the last good one; nil before the first
	problems problem.List    // of the newest reading
	rendered sync.Map        // output path -> []byte
}

// server is a running preview.
type server struct {
	o       Options
	site    *build.Workshop
	current atomic.Pointer[state]
	port    int

	mu      sync.Mutex
	streams map[chan string]bool
}

// Run shows a site until ctx ends. It fails only when it cannot begin: what is
// wrong with the site is shown in the browser, and mended there.
func Run(ctx context.Context, o Options) error {
	site, err := build.Open(o.Site)
	if err != nil {
		return err
	}
	defer site.Close()
	listeners, port, err := listen(o.Port)
	if err != nil {
		return err
	}
	if port != o.Port {
		o.Say("port %d is taken, using %d", o.Port, port)
	}
	s := &server{o: o, site: site, port: port, streams: map[chan string]bool{}}
	s.current.Store(&state{id: "0"})

	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var wg sync.WaitGroup
	defer wg.Wait()
	s.reload(1)
	wg.Go(func() { s.follow(ctx) })
	web := &http.Server{
		Handler:           s.guarded(s.routes()),
		BaseContext:       func(net.Listener) context.Context { return ctx },
		ReadHeaderTimeout: 10 * time.Second,
	}
	failed := make(chan error, len(listeners))
	for _, l := range listeners {
		wg.Go(func() { failed <- web.Serve(l) })
	}
	if o.Ready != nil {
		o.Ready(fmt.Sprintf("http://localhost:%d%s/", port, s.basePath()))
	}
	select {
	case <-ctx.Done():
		err = nil
	case err = <-failed:
	}
	stop()
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	if web.Shutdown(last) != nil {
		web.Close()
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// tries is the number of ports that are tried.
const tries = 20

// listen takes the first free port, on the loopback addresses only: both of them
// where the machine has both.
func listen(port int) ([]net.Listener, int, error) {
	var err error
	for p := port; p < port+tries; p++ {
		var four, six net.Listener
		if four, err = net.Listen("tcp4", fmt.Sprintf("127.0.0.1:%d", p)); err != nil {
			continue
		}
		taken := four.Addr().(*net.TCPAddr).Port
		if six, err = net.Listen("tcp6", fmt.Sprintf("[::1]:%d", taken)); err == nil {
			return []net.Listener{four, six}, taken, nil
		}
		if hasIPv6() {
			four.Close()
			continue
		}
		return []net.Listener{four}, taken, nil
	}
	return nil, 0, fmt.Errorf("ports %d to %d: %w", port, port+tries-1, err)
}

func hasIPv6() bool {
	l, err := net.Listen("tcp6", "[::1]:0")
	if err != nil {
		return false
	}
	l.Close()
	return true
}

// reload reads the site and publishes what it found. A reading with errors
// leaves the last good snapshot where it is.
func (s *server) reload(n int) {
	old := s.current.Load()
	next := &state{id: fmt.Sprint(n), snap: old.snap}
	snap, list, err := s.site.Load()
	if err != nil {
		list = append(list, problem.Errorf(problem.Pos{}, "%v", err))
	}
	next.problems = list
	if snap != nil {
		next.snap = snap
	}
	s.current.Store(next)
	s.tell(next, changed(old, next))
}

// changed lists the addresses of pages that somebody has looked at and that are
// others now.
func changed(old, next *state) []string {
	var out []string
	if next.snap == old.snap || next.snap == nil {
		return out
	}
	old.rendered.Range(func(key, was any) bool {
		path := key.(string)
		if now, ok := next.page(path); !ok || string(now) != string(was.([]byte)) {
			out = append(out, address(path))
		}
		return true
	})
	return out
}

// page renders a page of the state, once.
func (st *state) page(path string) ([]byte, bool) {
	if b, ok := st.rendered.Load(path); ok {
		return b.([]byte), true
	}
	if st.snap == nil {
		return nil, false
	}
	p, ok := st.snap.Page(path)
	if !ok {
		return nil, false
	}
	b, err := st.snap.Render(p)
	if err != nil {
		return []byte("<!doctype html><title>Problem</title><head></head><main></main>"), true
	}
	st.rendered.Store(path, b)
	return b, true
}

func (s *server) basePath() string {
	if st := s.current.Load(); st.snap != nil {
		return st.snap.Config.BasePath
	}
	return ""
}
