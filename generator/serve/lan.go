package serve

import (
	"crypto/subtle"
	"fmt"
	"net"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
)

// cookie is the name under which a browser keeps the token. Cookies know no
// ports, so that two previews on one machine need two names.
func (s *server) cookie() string { return fmt.Sprintf("chancery_%d", s.port) }

// admitted says that a request may be answered. Without a token everybody on
// this machine may ask; with one, only who shows it, in the address at first and
// in a cookie from then on.
func (s *server) admitted(w http.ResponseWriter, r *http.Request) bool {
	if s.token == "" {
		return true
	}
	if s.same(r.URL.Query().Get("token")) {
		http.SetCookie(w, &http.Cookie{
			Name: s.cookie(), Value: s.token, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode,
		})
		return true
	}
	for _, c := range r.CookiesNamed(s.cookie()) {
		if s.same(c.Value) {
			return true
		}
	}
	return false
}

func (s *server) same(token string) bool {
	return subtle.ConstantTimeCompare([]byte(token), []byte(s.token)) == 1
}

// known says that a request was sent to a name of this preview. On a network
// those are the numbers of this machine and its name; any other name was made to
// lead here by somebody.
func (s *server) known(host string) bool {
	name, port, err := net.SplitHostPort(host)
	if err != nil || port != strconv.Itoa(s.port) || !slices.Contains(s.names, name) {
		return false
	}
	return host == net.JoinHostPort(name, port) // one way to write it
}

// distant says that a request may come from another machine than the author's:
// what comes from this one asks for it by a name that only it has for itself.
func distant(r *http.Request) bool {
	from, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil || !net.ParseIP(from).IsLoopback() {
		return true
	}
	name, _, err := net.SplitHostPort(r.Host)
	return err != nil || !slices.Contains(loopback(), name)
}

// harmless says that an address of the preview tells nothing of the site: an open
// page needs it to learn that there is a new state.
func harmless(address string) bool {
	return address == own+"events" || strings.HasPrefix(address, own+"client/")
}

// loopback are the names of this machine to itself.
func loopback() []string { return []string{"localhost", "127.0.0.1", "::1"} }

// network are the names of this machine to others.
func network() []string {
	var out []string
	list, err := net.InterfaceAddrs()
	if err != nil {
		return nil
	}
	for _, a := range list {
		if n, ok := a.(*net.IPNet); ok && !n.IP.IsLoopback() && !n.IP.IsLinkLocalUnicast() {
			out = append(out, n.IP.String())
		}
	}
	if name, err := os.Hostname(); err == nil && name != "" {
		name = strings.ToLower(name)
		out = append(out, name, name+".local")
	}
	return out
}

// addresses are what to type into a browser, this machine's own first.
func (s *server) addresses() []string {
	query := ""
	names := []string{"localhost"}
	if s.token != "" {
		query = "?token=" + s.token
		names = append(names, network()...)
	}
	var out []string
	for _, name := range names {
		out = append(out, "http://"+net.JoinHostPort(name, strconv.Itoa(s.port))+s.basePath()+"/"+query)
	}
	return out
}

// tries is the number of ports that are tried.
const tries = 20

// listen takes the first free port: on the loopback addresses, both of them where
// the machine has both, or on all addresses.
func listen(port int, lan bool) ([]net.Listener, int, error) {
	four, six := "127.0.0.1:%d", "[::1]:%d"
	if lan {
		four, six = "0.0.0.0:%d", "[::]:%d"
	}
	both := hasIPv6()
	var err error
	for p := port; p < min(port+tries, 65536); p++ {
		var a, b net.Listener
		if a, err = net.Listen("tcp4", fmt.Sprintf(four, p)); err != nil {
			continue
		}
		taken := a.Addr().(*net.TCPAddr).Port
		if !both {
			return []net.Listener{a}, taken, nil
		}
		if b, err = net.Listen("tcp6", fmt.Sprintf(six, taken)); err == nil {
			return []net.Listener{a, b}, taken, nil
		}
		a.Close()
	}
	return nil, 0, fmt.Errorf("ports %d to %d: %w", port, min(port+tries-1, 65535), err)
}

func hasIPv6() bool {
	l, err := net.Listen("tcp6", "[::1]:0")
	if err != nil {
		return false
	}
	l.Close()
	return true
}
