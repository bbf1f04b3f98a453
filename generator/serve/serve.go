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
	"crypto/rand"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"chancery/generator/build"
)

// Options is what a preview is made with.
type Options struct {
	Site  build.Options
	Clock func() time.Time              // what is public by now; nil keeps to Site.Now
	Port  int                           // the first to try; 0 for any that is free
	LAN   bool                          // other machines may look, with a token
	Ready func(addresses []string)      // called once, when pages can be asked for; the first is this machine's own
	Say   func(format string, a ...any) // for what its user should know

	pace pace // zero for the usual one
}

// server is a running preview.
type server struct {
	o       Options
	site    *build.Workshop
	current atomic.Pointer[state]
	port    int
	names   []string // of this machine, that requests may be sent to
	token   string   // that requests must show; empty on this machine alone
	session string   // part of every id, so that those of two runs differ

	mu      sync.Mutex
	streams map[chan struct{}]bool
	news    news
}

// Run shows a site until ctx ends. It fails only when it cannot begin: what is
// wrong with the site is shown in the browser, and mended there.
func Run(ctx context.Context, o Options) error {
	if o.Say == nil {
		o.Say = func(string, ...any) {}
	}
	if o.pace == (pace{}) {
		o.pace = usual()
	}
	site, err := build.Open(o.Site)
	if err != nil {
		return err
	}
	defer site.Close()
	listeners, port, err := listen(o.Port, o.LAN)
	if err != nil {
		return err
	}
	if o.Port != 0 && port != o.Port {
		o.Say("port %d is taken, using %d", o.Port, port)
	}
	s := newServer(o, site, port)
	e := newEye(o.Site.Dir, o.pace) // before the first reading, so that no change falls between
	defer e.close()
	s.reload(nil)
	return s.run(ctx, e, listeners)
}

func newServer(o Options, site *build.Workshop, port int) *server {
	s := &server{
		o: o, site: site, port: port, names: loopback(), session: rand.Text()[:8], streams: map[chan struct{}]bool{},
	}
	if o.LAN {
		s.names = append(s.names, network()...)
		s.token = rand.Text()
	}
	s.current.Store(&state{})
	return s
}

// farewell is the time that open answers have to end.
const farewell = 500 * time.Millisecond

// run answers until ctx ends, and leaves no goroutine behind.
func (s *server) run(ctx context.Context, e *eye, listeners []net.Listener) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var wg sync.WaitGroup
	wg.Go(func() { s.follow(ctx, e) })
	web := &http.Server{
		Handler:           s.guarded(s.routes()),
		BaseContext:       func(net.Listener) context.Context { return ctx },
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          log.New(io.Discard, "", 0),
	}
	failed := make(chan error, len(listeners))
	for _, l := range listeners {
		wg.Go(func() { failed <- web.Serve(l) })
	}
	if s.o.Ready != nil {
		s.o.Ready(s.addresses())
	}
	var err error
	select {
	case <-ctx.Done():
	case err = <-failed:
	}
	stop()
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), farewell)
	defer cancel()
	if web.Shutdown(last) != nil {
		web.Close()
	}
	wg.Wait()
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

func (s *server) basePath() string {
	if st := s.current.Load(); st.snap != nil {
		return st.snap.Config.BasePath
	}
	return ""
}
