package serve

import (
	"fmt"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
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
