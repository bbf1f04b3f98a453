package serve

import (
	"net/http"
)

// policy lets a page load from this server only, and nobody frame it.
const policy = "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; object-src 'none'"

// guarded refuses whatever does not come from a browser that looks at this
// address: a page elsewhere that has a name rebound to this machine sends another
// Host, a page that merely asks sends another Origin.
func (s *server) guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cache-Control", "no-store")
		h.Set("Content-Security-Policy", policy)
		h.Set("Referrer-Policy", "no-referrer")
		if status := s.refusal(r); status != 0 {
			if status == http.StatusMethodNotAllowed {
				h.Set("Allow", "GET, HEAD")
			}
			w.WriteHeader(status)
			return
		}
		if !s.admitted(w, r) {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		defer func() {
			if recover() != nil {
				w.WriteHeader(http.StatusInternalServerError)
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// refusal is the status that a request is refused with, 0 when it is not. A
// header that is sent twice, or empty, is as foreign as a foreign one.
func (s *server) refusal(r *http.Request) int {
	if !s.known(r.Host) {
		return http.StatusMisdirectedRequest
	}
	for _, origin := range r.Header.Values("Origin") {
		if origin != "http://"+r.Host {
			return http.StatusForbidden
		}
	}
	for _, site := range r.Header.Values("Sec-Fetch-Site") {
		if site != "same-origin" && site != "none" {
			return http.StatusForbidden
		}
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return http.StatusMethodNotAllowed
	}
	return 0
}
