package serve

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"path"
	"slices"
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

// injected is written before the end of the head of every page. The id of the
// state lets the page know whether it is the newest.
const injected = `<link rel="stylesheet" href="/_preview/client/preview.css"><script src="/_preview/client/idiomorph.js" defer></script><script src="/_preview/client/preview.js" data-state="%s" defer></script>`

func (s *server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc(own+"events", s.events)
	mux.HandleFunc(own+"state.json", s.stateJSON)
	mux.HandleFunc(own+"panel.json", s.panelJSON)
	mux.HandleFunc(own, s.asset)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		st := s.current.Load()
		switch closed := st.stale() && distant(r); {
		case closed && !harmless(r.URL.Path):
			answer(w, http.StatusServiceUnavailable, "index.html", st.withClient([]byte(standby)))
		case strings.HasPrefix(r.URL.Path, own):
			mux.ServeHTTP(w, r)
		default:
			s.show(w, r)
		}
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
		answer(w, http.StatusOK, "index.html", st.withClient([]byte(nothing)))
		return
	}
	base := st.snap.Config.BasePath
	if r.URL.Path == "/" || r.URL.Path == base {
		if base != "" {
			http.Redirect(w, r, base+"/", http.StatusFound)
			return
		}
	}
	name, ok := output(base, r.URL.Path)
	if !ok {
		st.missing(w)
		return
	}
	if b, ok := st.snap.File(name); ok {
		answer(w, http.StatusOK, name, b)
		return
	}
	if page, ok := st.page(name); ok {
		st.answer(w, http.StatusOK, name, page)
		return
	}
	if _, ok := st.snap.Page(name + "/index.html"); ok {
		to := url.URL{Path: r.URL.Path + "/", RawQuery: r.URL.RawQuery}
		http.Redirect(w, r, to.String(), http.StatusFound)
		return
	}
	st.missing(w)
}

// output is the path in the output that an address stands for.
func output(base, address string) (string, bool) {
	name, ok := strings.CutPrefix(address, base+"/")
	if ok && (name == "" || strings.HasSuffix(name, "/")) {
		name += "index.html"
	}
	return name, ok
}

// missing answers for what does not exist.
func (st *state) missing(w http.ResponseWriter) {
	page, ok := st.page("404.html")
	if !ok {
		page = &rendering{body: []byte(nothing)}
	}
	st.answer(w, http.StatusNotFound, "404.html", page)
}

// answer sends a page with what the preview adds. One that cannot be rendered
// leaves what the browser has where it is.
func (st *state) answer(w http.ResponseWriter, status int, name string, p *rendering) {
	p.asked.Store(true)
	switch {
	case p.err != nil:
		answer(w, http.StatusInternalServerError, "index.html", st.withClient([]byte(nothing)))
	case strings.HasSuffix(name, ".html"):
		answer(w, status, name, st.withClient(p.body))
	default:
		answer(w, status, name, p.body)
	}
}

// nothing is shown until the site can be read for the first time.
const nothing = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Preview</title></head><body><main id="main"></main></body></html>`

// standby is all that others are shown while what they saw last may be hidden by
// now.
const standby = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Preview</title></head><body><main id="main"><p>This preview is being worked on. It comes back by itself.</p></main></body></html>`

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
func (st *state) withClient(b []byte) []byte {
	i := bytes.Index(b, []byte("</head>"))
	if i < 0 {
		return b
	}
	return slices.Concat(b[:i], fmt.Appendf(nil, injected, st.id), b[i:])
}

// address is what browsers ask for to see an output.
func address(base, output string) string {
	if name, ok := strings.CutSuffix(output, "index.html"); ok && (name == "" || strings.HasSuffix(name, "/")) {
		output = name
	}
	return base + "/" + output
}

func answerJSON(w http.ResponseWriter, v any) {
	b, err := json.Marshal(v)
	if err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	answer(w, http.StatusOK, "x.json", b)
}
