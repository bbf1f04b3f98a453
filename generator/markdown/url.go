package markdown

import (
	"net/url"
	"strings"
	"unicode"
)

// SafeURL is the one judge of addresses: it lets through http, https and mailto,
// paths and fragments, and returns the address in the form to be written. An
// address that hides another scheme, a host or a control character is refused.
func SafeURL(s string) (string, bool) {
	s = strings.TrimSpace(s)
	if isPlainURL(s) {
		return s, true
	}
	return judged(s)
}

// isPlainURL knows what most addresses are, which can hide nothing: letters,
// digits and the marks - . _ after a scheme and two slashes, or as a path.
func isPlainURL(s string) bool {
	host, ok := strings.CutPrefix(s, "https://")
	if !ok {
		host, ok = strings.CutPrefix(s, "http://")
	}
	if ok && (host == "" || host[0] == '/') || !ok && (s == "" || strings.HasPrefix(s, "//")) {
		return false
	}
	for _, c := range []byte(host) {
		if (c|0x20)-'a' >= 26 && c-'0' >= 10 && c != '/' && c != '-' && c != '.' && c != '_' {
			return false
		}
	}
	return true
}

func judged(s string) (string, bool) {
	if s == "" || strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) || r == '\\' || unicode.Is(unicode.Cf, r) }) {
		return "", false
	}
	u, err := url.Parse(s)
	if err != nil {
		return "", false
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https":
		return u.String(), u.Host != "" && u.User == nil
	case "mailto":
		return u.String(), strings.Contains(u.Opaque, "@") && !strings.ContainsAny(u.Opaque, "<>\"'")
	case "":
		return s, u.Host == "" && !strings.HasPrefix(s, "//") && !strings.HasPrefix(s, "/\\")
	}
	return "", false
}

// isExternal says that a safe address leads out of the site.
func isExternal(s string) bool {
	return strings.Contains(s, "://") || isMail(s)
}

// isMail says that an address is that of a mailbox, with its scheme.
func isMail(s string) bool {
	const scheme = "mailto:"
	return len(s) >= len(scheme) && strings.EqualFold(s[:len(scheme)], scheme)
}

// Embed is a post or video elsewhere, as far as its address tells.
type Embed struct {
	Service string // "X", "YouTube", "Telegram", "Vimeo"
	Who     string // "@name"; empty when the address does not say
	What    string // "post" or "video"
	ID      string
	URL     string
}

// EmbedOf recognises the address of a post or video.
func EmbedOf(s string) (Embed, bool) {
	if !strings.Contains(s, "://") { // nearly every line
		return Embed{}, false
	}
	safe, ok := SafeURL(s)
	u, err := url.Parse(safe)
	if !ok || err != nil || u.Scheme != "https" && u.Scheme != "http" {
		return Embed{}, false
	}
	host := strings.TrimPrefix(strings.TrimPrefix(strings.ToLower(u.Hostname()), "www."), "m.")
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	e := Embed{URL: safe}
	switch host {
	case "x.com", "twitter.com":
		if len(parts) < 3 || parts[1] != "status" {
			return e, false
		}
		e.Service, e.Who, e.What, e.ID = "X", "@"+parts[0], "post", parts[2]
	case "youtube.com", "youtu.be":
		e.Service, e.What, e.ID = "YouTube", "video", u.Query().Get("v")
		if host == "youtu.be" || len(parts) == 2 && (parts[0] == "shorts" || parts[0] == "live" || parts[0] == "embed") {
			e.ID = parts[len(parts)-1]
		}
	case "t.me", "telegram.me":
		if len(parts) < 2 {
			return e, false
		}
		e.Service, e.Who, e.What, e.ID = "Telegram", "@"+parts[len(parts)-2], "post", parts[len(parts)-1]
	case "vimeo.com":
		e.Service, e.What, e.ID = "Vimeo", "video", parts[len(parts)-1]
	default:
		return e, false
	}
	return e, e.ID != ""
}
