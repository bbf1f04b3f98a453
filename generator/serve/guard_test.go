package serve

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// raw sends bytes and returns the answer, for clients such as net/http's put
// right what an attacker would not.
func (p *preview) raw(request string) (int, http.Header, string) {
	p.t.Helper()
	c, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", p.port))
	p.do(err)
	defer c.Close()
	p.do(c.SetDeadline(time.Now().Add(5 * time.Second)))
	go io.WriteString(c, strings.ReplaceAll(request, "PORT", fmt.Sprint(p.port)))
	answer, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		p.t.Fatalf("%.80q: %v", request, err)
	}
	defer answer.Body.Close()
	b, _ := io.ReadAll(answer.Body)
	return answer.StatusCode, answer.Header, string(b)
}

// ask makes a request of a first line and headers.
func ask(line string, headers ...string) string {
	return line + "\r\n" + strings.Join(append(headers, "Connection: close"), "\r\n") + "\r\n\r\n"
}

const home = "Host: localhost:PORT"

func TestOnlyThisAddressIsAnswered(t *testing.T) {
	p := start(t, village)
	get := "GET / HTTP/1.1"
	for request, want := range map[string]int{
		ask(get, home):                                   200,
		ask(get, "Host: 127.0.0.1:PORT"):                 200,
		ask(get, "Host: [::1]:PORT"):                     200,
		ask("HEAD / HTTP/1.1", home):                     200,
		ask("GET /?a=b HTTP/1.1", home):                  200,
		ask(get, home, "Origin: http://localhost:PORT"):  200,
		ask(get, home, "Sec-Fetch-Site: same-origin"):    200,
		ask(get, home, "Sec-Fetch-Site: none"):           200,
		ask("GET http://localhost:PORT/ HTTP/1.1", home): 200,

		ask(get):                                                              400,
		ask("GET / HTTP/1.0"):                                                 421,
		ask(get, "Host:"):                                                     421,
		ask(get, "Host: localhost"):                                           421,
		ask(get, "Host: localhost:80"):                                        421,
		ask(get, "Host: localhost.:PORT"):                                     421,
		ask(get, "Host: 127.0.0.1.nip.io:PORT"):                               421,
		ask(get, "Host: evil.example:PORT"):                                   421,
		ask(get, "Host: evil.example"):                                        421,
		ask(get, "Host: 0.0.0.0:PORT"):                                        421,
		ask(get, "Host: 2130706433:PORT"):                                     421,
		ask(get, "Host: 127.1:PORT"):                                          421,
		ask(get, "Host: [::ffff:127.0.0.1]:PORT"):                             421,
		ask(get, "Host: ::1:PORT"):                                            421,
		ask(get, "Host: localhost:0PORT"):                                     421,
		ask(get, home, "Host: evil.example"):                                  400,
		ask(get, "Host: user@localhost:PORT"):                                 400,
		ask(get, "Host: localhost:PORT@evil"):                                 400,
		ask(get, "Host: local host:PORT"):                                     400,
		ask("GET http://evil.example/ HTTP/1.1", home):                        421,
		ask("GET http://user@localhost:PORT/ HTTP/1.1", "Host: evil.example"): 200, // the address in the line counts, and it is ours

		ask(get, home, "Origin: http://evil.example"):                                  403,
		ask(get, home, "Origin: null"):                                                 403,
		ask(get, home, "Origin:"):                                                      403,
		ask(get, home, "Origin: https://localhost:PORT"):                               403,
		ask(get, home, "Origin: http://127.0.0.1:PORT"):                                403,
		ask(get, home, "Origin: http://localhost:1"):                                   403,
		ask(get, home, "Origin: http://localhost:PORT", "Origin: http://evil.example"): 403,
		ask(get, home, "Sec-Fetch-Site: cross-site"):                                   403,
		ask(get, home, "Sec-Fetch-Site: same-site"):                                    403,
		ask(get, home, "Sec-Fetch-Site: none", "Sec-Fetch-Site: cross-site"):           403,
		ask("GET /_preview/events HTTP/1.1", home, "Origin: http://evil.example"):      403,
		ask("GET /_preview/panel.json HTTP/1.1", home, "Sec-Fetch-Site: cross-site"):   403,

		ask("POST / HTTP/1.1", home, "Content-Length: 0"):                     405,
		ask("PUT / HTTP/1.1", home, "Content-Length: 0"):                      405,
		ask("DELETE /site.yaml HTTP/1.1", home):                               405,
		ask("OPTIONS / HTTP/1.1", home, "Access-Control-Request-Method: GET"): 405,
		ask("TRACE / HTTP/1.1", home):                                         405,
		ask("CONNECT localhost:PORT HTTP/1.1", home):                          405,
		ask("BREW / HTTP/1.1", home):                                          405,
	} {
		status, header, body := p.raw(request)
		if status != want {
			t.Errorf("%q: %d, want %d", request, status, want)
		}
		if status != 200 && status != 400 && body != "" {
			t.Errorf("%q: is refused with %q", request, body)
		}
		if status != 400 { // of what is no request at all
			guardedHeaders(t, request, header)
		}
		for name := range header {
			if strings.HasPrefix(name, "Access-Control-") {
				t.Errorf("%q: has %s", request, name)
			}
		}
	}
	p.shows("/", "Village")
}

func TestNoAddressLeadsToAFile(t *testing.T) {
	const secret = "do not tell"
	files := map[string]string{"content/.hidden.md": secret, "secret.txt": secret, ".chancery/x": secret, "public/x": secret}
	for name, text := range village {
		files[name] = text
	}
	p := start(t, files)
	ways := []string{
		"/../secret.txt", "/../../../../etc/passwd", "//etc/passwd", "///secret.txt", "/./secret.txt", "/secret.txt",
		"/%2e%2e/secret.txt", "/%2e%2e%2fsecret.txt", "/..%2f..%2fetc/passwd", "/%252e%252e/secret.txt", "/..\\secret.txt", "/%5c..%5csecret.txt",
		"/..;/secret.txt", "/.%00./secret.txt", "/secret.txt%00.html", "/%c0%ae%c0%ae/secret.txt", "/\xc0\xae/secret.txt", "/%ff%fe",
		"/site.yaml", "/content/briefings/2021/one.md", "/content/.hidden.md", "/templates/base.html", "/.chancery/x", "/.chancery/memory", "/public/x", "/.git/config",
		"/_preview/../secret.txt", "/_preview/client/../../secret.txt", "/_preview/%2e%2e/serve.go", "/_preview/client/%2e%2e/serve.go", "/_preview/client/..%2fserve.go", "/_preview/client//preview.js",
		"/static/note.txt", "/note.txt/", "/note.txt/..", "/briefings/..", "/briefings/%2e%2e/", "/index.html/", "/file:///etc/passwd", "/~root", "/C:/Windows/win.ini", "/\\\\host\\share",
		"/_preview/panel.json?path=../../site.yaml", "/_preview/panel.json?path=%2e%2e%2fsecret.txt", "/_preview/panel.json?path=", "/_preview/panel.json?path=%00",
	}
	for _, way := range ways {
		status, header, body := p.raw(ask("GET "+way+" HTTP/1.1", home))
		panel := strings.Contains(way, "panel.json") && status == 200 && body == "null"
		moved := status/100 == 3 && strings.HasPrefix(header.Get("Location"), "/") && !strings.HasPrefix(header.Get("Location"), "//")
		if status != 400 && status != 404 && !panel && !moved {
			t.Errorf("%q: %d %.80q %q", way, status, body, header.Get("Location"))
		}
		if strings.Contains(body, secret) || strings.Contains(body, "root:") || strings.Contains(body, "time_zone") {
			t.Errorf("%q: tells what is in a file", way)
		}
	}
	for _, request := range []string{
		ask("GET /a\x00b HTTP/1.1", home), ask("GET /a b HTTP/1.1", home), ask("GET  HTTP/1.1", home), ask("GET / HTTP/9.9", home), ask("GET * HTTP/1.1", home),
		ask("GET secret.txt HTTP/1.1", home), ask("GET file:///etc/passwd HTTP/1.1", home), "\x16\x03\x01\x02\x00\x01\r\n\r\n", "\r\n\r\n\r\n\r\n",
		ask("GET / HTTP/1.1", home, "X: a\x00b"), ask("GET / HTTP/1.1", home, "Transfer-Encoding: chunked", "Content-Length: 3", "Transfer-Encoding: x"),
		ask("GET /"+strings.Repeat("a", 200<<10)+" HTTP/1.1", home), ask("GET / HTTP/1.1", home, "X: "+strings.Repeat("a", 200<<10)),
		ask("GET /"+strings.Repeat("../", 10000)+"etc/passwd HTTP/1.1", home),
	} {
		if status, _, _ := p.raw(request); status < 400 || status > 505 {
			t.Errorf("%.60q: %d", request, status)
		}
	}
	p.shows("/", "Village")
}

func TestStreamsAreBounded(t *testing.T) {
	p := start(t, village)
	open := func() *http.Response {
		answer, err := http.Get(p.url + "/_preview/events")
		p.do(err)
		return answer
	}
	var streams []*http.Response
	for range mostStreams {
		answer := open()
		defer answer.Body.Close()
		if answer.StatusCode != 200 {
			t.Fatalf("stream %d: %s", len(streams), answer.Status)
		}
		streams = append(streams, answer)
	}
	more := open()
	more.Body.Close()
	if more.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("one stream more: %s", more.Status)
	}
	streams[0].Body.Close()
	freed := within(waiting, func() bool {
		again := open()
		defer again.Body.Close()
		return again.StatusCode == 200
	})
	if !freed {
		t.Error("a stream that ended leaves no room")
	}
	head, err := http.Head(p.url + "/_preview/events")
	p.do(err)
	head.Body.Close() // a HEAD of a stream ends at once
}

func TestStreamsTellOfEdits(t *testing.T) {
	p := start(t, village)
	p.get("/briefings/2021/03/one/")
	p.get("/names-and-borders/")
	answer, err := http.Get(p.url + "/_preview/events")
	p.do(err)
	defer answer.Body.Close()
	if kind := answer.Header.Get("Content-Type"); kind != "text/event-stream" {
		t.Errorf("is %q", kind)
	}
	lines := bufio.NewScanner(answer.Body)
	next := func() string {
		for lines.Scan() {
			if text, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				return text
			}
		}
		t.Fatal(lines.Err())
		return ""
	}
	first := next()
	p.write("content/briefings/2021/one.md", strings.Replace(village["content/briefings/2021/one.md"], "spoke", "met", 1))
	second := next()
	if first == second || !strings.Contains(second, `"/briefings/2021/03/one/"`) || strings.Contains(second, "borders") {
		t.Errorf("first %s, after an edit %s", first, second)
	}
}

func TestAPanicIsAnAnswer(t *testing.T) {
	s := &server{port: 8000, names: loopback()}
	h := s.guarded(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("no") }))
	w := httptest.NewRecorder()
	r := httptest.NewRequest("GET", "http://localhost:8000/", nil)
	h.ServeHTTP(w, r)
	if w.Code != 500 || w.Body.Len() > 0 {
		t.Errorf("%d %q", w.Code, w.Body)
	}
	guardedHeaders(t, "a panic", w.Header())
}
