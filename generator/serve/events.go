package serve

import (
	"encoding/json"
	"fmt"
	"net/http"
)

// mostStreams bounds the open pages that are told of changes.
const mostStreams = 64

// events tells a page of every new state: an opaque id, and what has changed.
func (s *server) events(w http.ResponseWriter, r *http.Request) {
	flusher, ok := w.(http.Flusher)
	news := make(chan string, 8)
	s.mu.Lock()
	full := len(s.streams) >= mostStreams
	if !full {
		s.streams[news] = true
	}
	s.mu.Unlock()
	if full || !ok {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	defer func() {
		s.mu.Lock()
		delete(s.streams, news)
		s.mu.Unlock()
	}()
	w.Header().Set("Content-Type", "text/event-stream")
	fmt.Fprintf(w, "retry: 500\ndata: %s\n\n", message(s.current.Load().id, nil))
	flusher.Flush()
	for {
		select {
		case <-r.Context().Done():
			return
		case m := <-news:
			fmt.Fprintf(w, "data: %s\n\n", m)
			flusher.Flush()
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

// tell sends news to all open pages. One that does not take them will see the
// next, or ask when it connects again.
func (s *server) tell(st *state, changed []string) {
	m := message(st.id, changed)
	s.mu.Lock()
	defer s.mu.Unlock()
	for news := range s.streams {
		select {
		case news <- m:
		default:
		}
	}
}
