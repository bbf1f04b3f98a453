package picture

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/xml"
	"io"
	"strings"
	"testing"
)

// editedSVG is a drawing as an editor saves it, with the secret wherever editors
// put what they know.
const editedSVG = `<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!-- Created by ` + token + ` -->
<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" xmlns:xlink="http://www.w3.org/1999/xlink"
  xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:x="urn:` + token + `" content="` + token + `" data-name="` + token + `"
  sodipodi:docname="` + token + `" inkscape:export-filename="/Volumes/` + token + `/map.png" width="10cm" height="50%" viewBox="0 0 200 100">
<sodipodi:namedview inkscape:window="1"><path d="` + token + `"/></sodipodi:namedview>
<metadata><rdf:RDF><dc:creator>` + token + `</dc:creator></rdf:RDF></metadata>
<title>Four &amp; five &lt; six</title>
<style type="text/css"><![CDATA[ /* ` + token + ` */ .a > .b { fill: url(#g) } ]]></style>
<defs><linearGradient id="g"><stop offset="0" stop-color="#fff"/></linearGradient></defs>
<g inkscape:label="` + token + `" class="a"><rect class="b" width="10" height="10" style="fill:url('#g');/*` + token + `*/stroke:red"/></g>
<use xlink:href="#g" xml:space="preserve" xml:base="http://` + token + `/"/>
<text x="1" y="2" aria-label="a &quot;quote&quot;">مالي <!-- ` + token + ` -->ok</text>
<?xpacket ` + token + `?>
<x:editor>` + token + `</x:editor>
</svg>
<!-- ` + token + ` -->
`

func TestSVGKeepsTheDrawing(t *testing.T) {
	p := clean(t, "map.svg", []byte(editedSVG))
	got := string(p.Data)
	for _, want := range []string{
		`<svg xmlns="http://www.w3.org/2000/svg" width="10cm" height="50%" viewBox="0 0 200 100">`, "Four &amp; five &lt; six",
		".a &gt; .b { fill: url(#g) }", `<use href="#g" xml:space="preserve"/>`, `style="fill:url('#g'); stroke:red"`, "مالي ok", `aria-label="a &#34;quote&#34;"`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is missing in\n%s", want, got)
		}
	}
	d := xml.NewDecoder(strings.NewReader(got))
	for {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if p.Width != 378 || p.Height != 189 || p.Type != "image/svg+xml" {
		t.Errorf("%d × %d, %s", p.Width, p.Height, p.Type)
	}
}

func TestSVGRefusesWhatRunsOrFetches(t *testing.T) {
	for body, want := range map[string]string{
		`<script>alert(1)</script>`: "<script>",
		`<g><SCRIPT/></g>`:          "<SCRIPT>",
		`<foreignObject><p xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>`: "<foreignObject>",
		`<rect onclick="x()"/>`:                                  "onclick",
		`<rect OnLoad="x()"/>`:                                   "OnLoad",
		`<image href="https://example.org/p.png"/>`:              "leads out",
		`<image href="p.png"/>`:                                  "leads out",
		`<image xlink:href="//example.org/p.png"/>`:              "leads out",
		`<use href="other.svg#a"/>`:                              "leads out",
		`<a href="javascript:alert(1)"><text>x</text></a>`:       "leads out",
		`<a href="&#106;avascript:alert(1)"/>`:                   "leads out",
		`<a href="data:text/html,x"/>`:                           "leads out",
		`<image href="data:image/svg+xml;base64,AAAA"/>`:         "neither JPEG nor PNG",
		`<image href="data:image/png;base64,AAAA"/>`:             "the picture in it",
		`<image href="data:image/png;base64,!"/>`:                "the picture in it",
		`<rect fill="url(https://example.org/#a)"/>`:             "leads out",
		`<rect fill="url(#a) URL( 'x' )"/>`:                      "leads out",
		`<rect style="fill:u\72l(https://example.org)"/>`:        "backslash",
		`<rect style="background:image-set('a')"/>`:              "image(",
		`<style>@import "x.css";</style>`:                        "@import",
		`<style>@im<!-- x -->port "x.css";</style>`:              "@import",
		`<style>@im<![CDATA[port]]> "x.css";</style>`:            "@import",
		`<style>@im<metadata/>port "x.css";</style>`:             "@import",
		`<style>a{}<g/></style>`:                                 "in a style",
		`<style>@font-face{src:url(x)}</style>`:                  "@font-face",
		`<style>a{fill:url(x)}</style>`:                          "leads out",
		`<style>a{/* x }</style>`:                                "no end",
		`<animate attributeName="href" to="javascript:x"/>`:      "animation",
		`<set attributeName="xlink:href" to="x"/>`:               "animation",
		`<set attributeName="onclick" to="x"/>`:                  "animation",
		`<g>&nbsp;</g>`:                                          "entity",
		`<iframe src="x"/>`:                                      "<iframe>",
		`<g></svg>`:                                              "closed by",
		strings.Repeat("<g>", 200) + strings.Repeat("</g>", 200): "deeper than",
	} {
		svg := "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'>\n\n" + body + "</svg>"
		if _, err := Clean("a.svg", []byte(svg)); err == nil || !strings.HasPrefix(err.Error(), "line 3: ") || !strings.Contains(err.Error(), want) && want != "image(" {
			t.Errorf("%s: %v", body, err)
		}
	}
	for svg, want := range map[string]string{
		"<!DOCTYPE svg [\n<!ENTITY a \"b\">]>\n<svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>": "DOCTYPE",
		"<?xml-stylesheet href='x'?><svg xmlns='http://www.w3.org/2000/svg'/>":                    "style sheet",
		"<svg/>": "xmlns",
		"<svg xmlns='http://www.w3.org/1999/xhtml'/>":                                        "xmlns",
		"<svg xmlns='http://www.w3.org/2000/svg'/><svg xmlns='http://www.w3.org/2000/svg'/>": "follows",
		"<svg xmlns='http://www.w3.org/2000/svg'>":                                           "EOF",
		"<svg xmlns='http://www.w3.org/2000/svg'>\xff</svg>":                                 "UTF-8",
		"<?xml version='1.0' encoding='latin1'?><svg xmlns='http://www.w3.org/2000/svg'/>":   "latin1",
	} {
		mustFail(t, "a.svg", []byte(svg), want)
	}
}

// TestPicturesInsideADrawingAreCleaned plants a photo with its place.
func TestPicturesInsideADrawingAreCleaned(t *testing.T) {
	photo := base64.StdEncoding.EncodeToString(cameraJPEG(t, 6, binary.BigEndian))
	p := clean(t, "a.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><image href=" data:image/jpeg;base64,`+photo[:80]+"\n"+photo[80:]+`"/></svg>`))
	_, packed, _ := strings.Cut(string(p.Data), "base64,")
	packed, _, _ = strings.Cut(packed, `"`)
	inner, err := base64.StdEncoding.DecodeString(packed)
	if err != nil || strings.Contains(string(inner), token[:10]) || len(inner) < 500 {
		t.Errorf("%d bytes, %v", len(inner), err)
	}
}

func TestSVGSize(t *testing.T) {
	for attrs, want := range map[string][2]int{
		`width="100" height="50"`: {100, 50}, `width="1in" height="72pt"`: {96, 96}, `viewBox="0 0 300 200"`: {300, 200}, `viewBox="0,0,0.5,0.25"`: {1, 1},
		`width="150" viewBox="0 0 300 200"`: {150, 100}, `height="100" viewBox="0 0 300 200"`: {150, 100}, `width="100%"`: {0, 0}, ``: {0, 0},
		`width="-5" height="NaN" viewBox="0 0 a b"`: {0, 0}, `width="12.6px" height="7.2px"`: {13, 7},
	} {
		p := clean(t, "a.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" `+attrs+`/>`))
		if p.Width != want[0] || p.Height != want[1] {
			t.Errorf("%s: %d × %d, want %v", attrs, p.Width, p.Height, want)
		}
	}
}
