package build

import (
	"fmt"
	"strings"
	"testing"

	"chancery/generator/problem"
)

// What a link should say is told as it would stand in the link.
func TestALinkThatLeadsNowhereIsToldWhatToSay(t *testing.T) {
	const front = "---\ntitle: T\ndate: 2025-02-01\n---\n"
	files := map[string]string{
		"site.yaml":                               "title: T\n",
		"content/briefings/2024/algiers.md":       front + "Mali.\n",
		"content/briefings/2024/summit/index.md":  front + "Mali.\n",
		"content/briefings/2024/another/index.md": front + "Mali.\n",
	}
	for link, want := range map[string]string{
		"algiers.md":              "did you mean ../2024/algiers.md?",
		"../2023/algers.md":       "did you mean ../2024/algiers.md?",
		"summit/index.md":         "did you mean ../2024/summit/index.md?",
		"../2024/sumit/index.md":  "did you mean ../2024/summit/index.md?",
		"../2024/gone/index.md":   "",
		"../2024/nothing-such.md": "",
	} {
		files["content/briefings/2025/from.md"] = front + "[x](" + link + ")\n"
		_, list, err := Load(options(site(t, files)))
		if err != nil || list.Errors() != 1 || list[0].Hint != want {
			t.Errorf("%s: %v %v; want the hint %q", link, list, err, want)
		}
	}
}

// told is what a build says of a site with some other files.
func told(t *testing.T, files map[string]string) string {
	t.Helper()
	all := sample()
	for name, text := range files {
		all[name] = text
	}
	var out string
	o := options(site(t, all))
	o.Theme = plainTheme()
	cleanly(t, o, func(_ *Snapshot, list problem.List) {
		for _, p := range list {
			out += fmt.Sprintln(p)
		}
	})
	return out
}

func piece(text string) string { return "---\ntitle: P\ndate: 2025-03-01\n---\n" + text + "\n" }

func TestWhatIsWrongWithFilesIsTrue(t *testing.T) {
	const damaged = "RIFF\xff\x00\x00\x00WEBPVP8 "
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"a file beside a text": {map[string]string{"content/briefings/p.md": piece("[x](doc.pdf)"), "content/briefings/doc.pdf": "x"},
			"content/briefings/p.md:5:2: the link \"doc.pdf\" leads to content/briefings/doc.pdf, which is no briefing, page or introduction\n" +
				"\thint: links beside a text lead to other texts; put any other file below static/ and write its path there: static/files/doc.pdf is /files/doc.pdf\n"},
		"a damaged picture in static/": {map[string]string{"content/briefings/p.md": piece("![x](/photos/w.webp)"), "static/photos/w.webp": damaged},
			"static/photos/w.webp: the file ends in the middle\n"},
		"a damaged picture": {map[string]string{"content/briefings/p.md": piece("![x](g.gif)"), "content/briefings/g.gif": "GIF89a"},
			"content/briefings/g.gif: the file ends in the middle\n"},
		"a drawing": {map[string]string{"static/d.svg": "<svg xmlns=\"http://www.w3.org/2000/svg\">\n<script/></svg>"},
			"static/d.svg:2: <script> cannot be published; remove it\n"},
		"a picture too large": {map[string]string{"site.yaml": settings + "limits: {picture_bytes: 90}\n", "static/d.svg": drawn(3) + strings.Repeat(" ", 90)},
			"content/briefings/2025/map.svg: is larger than 90 bytes\n\thint: make it smaller, or raise limits.picture_bytes in site.yaml\n" +
				"static/d.svg: is larger than 90 bytes\n\thint: make it smaller, or raise limits.picture_bytes in site.yaml\n"},
		"a picture under another name": {map[string]string{"static/photo.jfif": "\xff\xd8\xff\xe0"},
			"static/photo.jfif: is a JPEG by its content; name it photo.jpg\n"},
		"a picture in capitals": {map[string]string{"static/IMG_1.JPG": "GPS"},
			"static/IMG_1.JPG: not a picture that can be published; use JPEG, PNG, GIF, WebP or SVG\n"},
		"a picture that cannot be cleaned": {map[string]string{"static/a.HEIC": "\x00\x00\x00\x20ftypheic\x00\x00\x00\x00"},
			"static/a.HEIC: AVIF and HEIC files can carry a place and a name that cannot be taken out here; save it as JPEG, PNG or WebP\n"},
		"a large picture that is allowed": {map[string]string{"site.yaml": settings + "limits: {picture_bytes: 40000000}\n", "static/d.svg": drawn(3) + strings.Repeat(" ", 33<<20)},
			""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := told(t, c.files); got != c.want {
				t.Errorf("got\n%swant\n%s", got, c.want)
			}
		})
	}
}
