package serve

import (
	"encoding/json"
	"fmt"
	"net/http"
)

// mostStreams bounds the open pages that are told of changes.
const mostStreams = 64

// news is what open pages are told of a state.
type news struct {
	number  int
	id      string
	changed []string // addresses; nil when it is not known
}

// events tells a page of every new state: an opaque id, and what has changed. A
// page that is slow to take news gets the newest, and is told that anything may
// have changed.
func (s *server) events(w http.ResponseWriter, r *http.Request) {
	flusher, ok := w.(http.Flusher)
	wake := make(chan struct{}, 1)
	if !ok || !s.join(wake) {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	defer s.part(wake)
	w.Header().Set("Content-Type", "text/event-stream")
	if r.Method == http.MethodHead {
		return
	}
	last := s.newest()
	fmt.Fprintf(w, "retry: 500\ndata: %s\n\n", message(last.id, nil))
	flusher.Flush()
	for {
		select {
		case <-r.Context().Done():
			return
		case <-wake:
		}
		n := s.newest()
		switch n.number {
		case last.number:
			continue
		case last.number + 1:
		default:
			n.changed = nil
		}
		last = n
		if _, err := fmt.Fprintf(w, "data: %s\n\n", message(n.id, n.changed)); err != nil {
			return
		}
		flusher.Flush()
	}
}

func (s *server) join(wake chan struct{}) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.streams) >= mostStreams {
		return false
	}
	s.streams[wake] = true
	return true
}

func (s *server) part(wake chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.streams, wake)
}

func (s *server) newest() news {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.news
}

// tell wakes all open pages for news.
func (s *server) tell(n news) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.news = n
	for wake := range s.streams {
		select {
		case wake <- struct{}{}:
		default: // it is awake already
		}
	}
}

func message(id string, changed []string) string {
	b, err := json.Marshal(struct {
		ID      string   `json:"id"`
		Changed []string `json:"changed"`
	}{id, changed})
	if err != nil {
		panic("serve: " + err.Error()) // strings always encode
	}
	return string(b)
}
