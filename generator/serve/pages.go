package serve

import (
	"bytes"
	"embed"
	"encoding/json"
	"net/http"
	"path"
	"strings"
)

// client is what the preview adds to pages: a script, a style sheet, and the
// library that changes a page in place.
//
//go:embed client
var client embed.FS

// own is the part of the address space that belongs to the preview. No page can
// stand there: names that begin with an underscore are not made of titles.
const own = "/_preview/"

// injected is written before the end of the head of every page.
const injected = `<link rel="stylesheet" href="/_preview/client/preview.css"><script src="/_preview/client/idiomorph.js" defer></script><script src="/_preview/client/preview.js" defer></script>`

func (s *server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc(own+"events", s.events)
	mux.HandleFunc(own+"state.json", s.stateJSON)
	mux.HandleFunc(own+"panel.json", s.panelJSON)
	mux.HandleFunc(own, s.asset)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, own) {
			mux.ServeHTTP(w, r)
			return
		}
		s.show(w, r)
	})
}

// asset answers with a file of the preview's own.
func (s *server) asset(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, own)
	b, err := client.ReadFile(name)
	if err != nil {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	answer(w, http.StatusOK, name, b)
}

// show answers with a page or file of the newest snapshot.
func (s *server) show(w http.ResponseWriter, r *http.Request) {
	st := s.current.Load()
	if st.snap == nil {
		answer(w, http.StatusOK, "index.html", withClient([]byte(nothing)))
		return
	}
	rest, ok := strings.CutPrefix(r.URL.Path, st.snap.Config.BasePath+"/")
	if !ok {
		http.Redirect(w, r, st.snap.Config.BasePath+"/", http.StatusFound)
		return
	}
	name := rest
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	if b, ok := st.snap.File(name); ok {
		answer(w, http.StatusOK, name, b)
		return
	}
	if b, ok := st.page(name); ok {
		answer(w, http.StatusOK, name, withClient(b))
		return
	}
	if _, ok := st.snap.Page(rest + "/index.html"); ok {
		http.Redirect(w, r, r.URL.Path+"/", http.StatusFound)
		return
	}
	b, _ := st.page("404.html")
	answer(w, http.StatusNotFound, "404.html", withClient(b))
}

// nothing is shown until the site can be read for the first time.
const nothing = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Preview</title></head><body><main id="main"></main></body></html>`

// types of what a site is made of; the system's own table differs by machine.
var types = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".json": "application/json; charset=utf-8", ".xml": "application/xml; charset=utf-8", ".ics": "text/calendar; charset=utf-8",
	".csv": "text/csv; charset=utf-8", ".txt": "text/plain; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png",
	".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp", ".woff2": "font/woff2", ".ico": "image/x-icon",
	".pdf": "application/pdf", ".webmanifest": "application/manifest+json",
}

func answer(w http.ResponseWriter, status int, name string, body []byte) {
	kind := types[strings.ToLower(path.Ext(name))]
	if kind == "" {
		kind = "application/octet-stream"
	}
	w.Header().Set("Content-Type", kind)
	w.WriteHeader(status)
	w.Write(body) // of a HEAD request the server sends none
}

// withClient adds the preview's script to a page.
func withClient(b []byte) []byte {
	i := bytes.Index(b, []byte("</head>"))
	if i < 0 {
		return b
	}
	out := make([]byte, 0, len(b)+len(injected))
	out = append(out, b[:i]...)
	out = append(out, injected...)
	return append(out, b[i:]...)
}

// address is the path of a page below the site's own, as browsers have it.
func address(output string) string { return "/" + strings.TrimSuffix(output, "index.html") }

func answerJSON(w http.ResponseWriter, v any) {
	b, err := json.Marshal(v)
	if err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	answer(w, http.StatusOK, "x.json", b)
}
