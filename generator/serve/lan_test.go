package serve

import (
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"strings"
	"testing"
)

func TestWithoutBeingAskedItListensOnLoopbackOnly(t *testing.T) {
	listeners, _, err := listen(0, false)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range listeners {
		defer l.Close()
		if !l.Addr().(*net.TCPAddr).IP.IsLoopback() {
			t.Errorf("listens on %s", l.Addr())
		}
	}
	p := start(t, village)
	if len(p.all) != 1 || strings.Contains(p.all[0], "token") {
		t.Errorf("addresses %q", p.all)
	}
}

func TestOnANetworkATokenIsWanted(t *testing.T) {
	p := start(t, village, func(o *Options) { o.LAN = true })
	where, err := url.Parse(p.all[0])
	p.do(err)
	token := where.Query().Get("token")
	if len(token) < 26 {
		t.Fatalf("the token %q is short", token)
	}
	for request, want := range map[string]int{
		ask("GET / HTTP/1.1", home):                                               403,
		ask("GET /?token= HTTP/1.1", home):                                        403,
		ask("GET /?token=x HTTP/1.1", home):                                       403,
		ask("GET /?token="+token[1:]+" HTTP/1.1", home):                           403,
		ask("GET /_preview/events HTTP/1.1", home):                                403,
		ask("GET /_preview/state.json HTTP/1.1", home):                            403,
		ask("GET / HTTP/1.1", home, "Cookie: chancery_PORT=x"):                    403,
		ask("GET / HTTP/1.1", home, "Cookie: chancery_1="+token):                  403,
		ask("GET / HTTP/1.1", home, "Cookie: chancery_PORT="+token):               200,
		ask("GET /?token="+token+" HTTP/1.1", home):                               200,
		ask("GET /?token="+token+" HTTP/1.1", "Host: evil.example:PORT"):          421,
		ask("GET /?token="+token+" HTTP/1.1", home, "Origin: http://evil"):        403,
		ask("GET /?token="+token+" HTTP/1.1", home, "Sec-Fetch-Site: cross-site"): 403,
	} {
		status, header, body := p.raw(request)
		if status != want || status != 200 && body != "" {
			t.Errorf("%q: %d %q, want %d", request, status, body, want)
		}
		if status != 200 && header.Get("Set-Cookie") != "" {
			t.Errorf("%q: is given a cookie", request)
		}
	}
	_, header, _ := p.raw(ask("GET /?token="+token+" HTTP/1.1", home))
	for _, part := range []string{fmt.Sprintf("chancery_%d=", p.port), "HttpOnly", "SameSite=Strict", "Path=/"} {
		if !strings.Contains(header.Get("Set-Cookie"), part) {
			t.Errorf("the cookie %q has no %s", header.Get("Set-Cookie"), part)
		}
	}
	jar, err := cookiejar.New(nil)
	p.do(err)
	client := &http.Client{Jar: jar}
	for _, address := range []string{p.all[0], p.url + "/about/", p.url + "/_preview/state.json"} {
		answer, err := client.Get(address)
		p.do(err)
		answer.Body.Close()
		if answer.StatusCode != 200 {
			t.Errorf("%s: %s", address, answer.Status)
		}
	}
}

// TestOnANetworkNothingHiddenIsTold has a mistake in pieces that viewers may not
// see, as long as the author does not show drafts.
func TestOnANetworkNothingHiddenIsTold(t *testing.T) {
	files := map[string]string{
		"site.yaml":                     village["site.yaml"],
		"content/briefings/plain.md":    "---\ntitle: Plain\ndate: 2021-03-01\n---\nSee [x](zname.md).\n",
		"content/briefings/znames.md":   "---\ntitle: Zname\ndate: 2021-03-01\nembargo: 2999-01-01\n---\nOur source ZNAME says so, see [x](missing.md).\n",
		"content/briefings/zunknown.md": "---\ntitle: Zname\ndate: 2021-03-99\nembargo: 2999-01-01\n---\nZNAME.\n",
	}
	for _, drafts := range []bool{false, true} {
		p := start(t, files, func(o *Options) { o.LAN, o.Site.Drafts = true, drafts })
		where, err := url.Parse(p.all[0])
		p.do(err)
		_, body := p.get("/_preview/state.json?" + where.RawQuery)
		if told := strings.Contains(body, "znames") || strings.Contains(body, "ZNAME") || strings.Contains(body, "zunknown"); told != drafts {
			t.Errorf("drafts %v: %s", drafts, body)
		}
		if !strings.Contains(body, "plain.md:5") || strings.Contains(body, withheldNotice) == drafts {
			t.Errorf("drafts %v: %s", drafts, body)
		}
		if strings.Contains(p.said(), "znames.md:6") == drafts {
			t.Errorf("drafts %v: the terminal says %q", drafts, p.said())
		}
	}
}

// TestOnANetworkNothingIsShownThatMayBeHidden hides one piece and deletes another
// while a third is wrong, so that the last good pages still have them.
func TestOnANetworkNothingIsShownThatMayBeHidden(t *testing.T) {
	name, err := os.Hostname()
	if err != nil || name == "" {
		t.Skip("this machine has no name")
	}
	files := maps.Clone(village)
	files["content/briefings/hidden.md"] = "---\ntitle: Zname\ndate: 2021-03-01\n---\nZNAME.\n"
	files["content/briefings/gone.md"] = "---\ntitle: Zname gone\ndate: 2021-03-01\n---\nZNAME.\n"
	p := start(t, files, func(o *Options) { o.LAN = true })
	where, err := url.Parse(p.all[0])
	p.do(err)
	cookie := "Cookie: chancery_PORT=" + where.Query().Get("token")
	elsewhere := func(address string) (int, string) {
		status, _, body := p.raw(ask("GET "+address+" HTTP/1.1", "Host: "+strings.ToLower(name)+":PORT", cookie))
		return status, body
	}
	const pieces = "/briefings/2021/03/"
	addresses := []string{
		pieces + "hidden/", pieces + "gone/", "/", "/feed.json", "/data/briefings.json", "/note.txt", "/missing/",
		"/_preview/state.json", "/_preview/panel.json?path=" + pieces + "hidden/",
	}
	if status, body := elsewhere(pieces + "hidden/"); status != 200 || !strings.Contains(body, "ZNAME") {
		t.Fatalf("while all is good: %d", status)
	}
	p.write("content/briefings/2022/two.md", "---\ntitle: Two\ndate: 2022-02-99\n---\nTwo.\n")
	if !within(waiting, func() bool { status, _ := elsewhere("/"); return status == 503 }) {
		t.Fatal("others go on being shown the last good pages")
	}
	p.write("content/briefings/hidden.md", "---\ntitle: Zname\ndate: 2021-03-01\nembargo: 2999-01-01\n---\nZNAME.\n")
	p.remove("content/briefings/gone.md")
	for _, address := range addresses {
		if status, body := elsewhere(address); status != 503 || !strings.Contains(body, "being worked on") || strings.Contains(body, "Zname") {
			t.Errorf("%s: %d %.600s", address, status, body)
		}
	}
	if status, _ := elsewhere("/_preview/client/preview.js"); status != 200 {
		t.Errorf("the preview's own script: %d", status)
	}
	if status, _, _ := p.raw(ask("GET "+pieces+"gone/ HTTP/1.1", home, cookie)); status != 200 {
		t.Errorf("the author: %d", status)
	}
	p.write("content/briefings/2022/two.md", village["content/briefings/2022/two.md"])
	if !within(waiting, func() bool { status, _ := elsewhere("/"); return status == 200 }) {
		t.Fatal("it does not come back")
	}
	for _, address := range addresses[:2] {
		if status, body := elsewhere(address); status != 404 || strings.Contains(body, "ZNAME") {
			t.Errorf("%s when all is good again: %d", address, status)
		}
	}
}

func TestWhoIsDistant(t *testing.T) {
	for _, c := range []struct {
		from, host string
		want       bool
	}{
		{"127.0.0.1:50000", "localhost:8000", false},
		{"127.0.0.1:50000", "127.0.0.1:8000", false},
		{"[::1]:50000", "[::1]:8000", false},
		{"127.0.0.1:50000", "desk.local:8000", true},
		{"192.0.2.7:50000", "localhost:8000", true},
		{"192.0.2.7:50000", "192.0.2.1:8000", true},
		{"[fe80::1%eth0]:50000", "localhost:8000", true},
		{"[2001:db8::7]:50000", "[2001:db8::1]:8000", true},
		{"", "localhost:8000", true},
	} {
		if got := distant(&http.Request{RemoteAddr: c.from, Host: c.host}); got != c.want {
			t.Errorf("from %q to %q: %v", c.from, c.host, got)
		}
	}
}

func TestOnANetworkTheMachinesNumbersAreItsNames(t *testing.T) {
	p := start(t, village, func(o *Options) { o.LAN = true })
	for _, address := range p.all {
		where, err := url.Parse(address)
		p.do(err)
		if net.ParseIP(where.Hostname()) == nil {
			continue // a name may not be known here
		}
		answer, err := http.Get(address)
		p.do(err)
		answer.Body.Close()
		if answer.StatusCode != 200 {
			t.Errorf("%s: %s", address, answer.Status)
		}
	}
	if status, _, _ := p.raw(ask("GET / HTTP/1.1", "Host: 192.0.2.1:PORT")); status != 421 {
		t.Errorf("another machine's number: %d", status)
	}
}
