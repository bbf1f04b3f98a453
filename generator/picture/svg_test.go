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

// TestSVGHasNoUnseenParts plants texts that no reader sees, and names that only the
// author saw.
func TestSVGHasNoUnseenParts(t *testing.T) {
	for _, unseen := range []string{
		`<g display="none"><text>@</text></g>`, `<text opacity="0">@</text>`, `<text style="opacity:0.0">@</text>`, `<g opacity="0%"><text>@</text></g>`,
		`<text visibility="hidden">@</text>`, `<g style="fill:red; display : none !important"><text>@</text></g>`, `<g visibility="collapse"><text>@</text></g>`,
		`<style>.st0{display:none;}.st1{fill:red}</style><g class="st0"><text>@</text></g>`, `<g id="@"/>`, `<g class="@"/>`, `<g>@</g>`, `<rect>@</rect>`,
		`<style>.a{fill:red}</style><g class="a @"/>`, `<defs><text id="@">@</text></defs>`, `<symbol><text>@</text></symbol>`,
		`<defs><g id="b"><use href="#c"/></g><text id="c">@</text></defs>`, `<metadata><g fill="url(#@)"/></metadata><g id="@"/>`,
		`<g display="none"><rect id="r"/><text>@</text></g><use href="#r"/>`, `<text>a<tspan display="none">@</tspan>b</text>`,
		`<mask id="@"/>`, `<style>/*#@*/</style><g id="@"/>`, `<g visibility="hidden"><g><text>@</text></g></g>`,
	} {
		p := clean(t, "a.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg">`+strings.ReplaceAll(unseen, "@", token)+`</svg>`))
		if unseen[1:3] == "te" && strings.Contains(string(p.Data), "<text") && !strings.Contains(unseen, "tspan") {
			t.Errorf("%s became %s", unseen, p.Data)
		}
	}
}

// TestSVGKeepsWhatMayBeSeen holds what looks hidden and may be shown.
func TestSVGKeepsWhatMayBeSeen(t *testing.T) {
	for _, seen := range []string{
		`<g display="none"><text id="b">@</text></g><use href="#b"/>`, `<defs><text id="b">@</text></defs><use href="#b"/>`,
		`<style>text{display:inline}</style><text display="none">@</text>`, `<style>@media print{.a{display:none}}</style><text class="a">@</text>`,
		`<style media="print">.a{display:none}</style><text class="a">@</text>`, `<style>.b{ .a{display:none} }</style><text class="a">@</text>`,
		`<text display="none"><set attributeName="display" to="inline"/>@</text>`, `<text display="none" style="display:inline">@</text>`,
		`<text>a<tspan visibility="hidden">@</tspan>b</text>`, `<g visibility="hidden"><text visibility="visible">@</text></g>`,
		`<g clip-path="url(#c)"><text opacity="0">@</text></g><clipPath id="c"><rect/></clipPath>`, `<clipPath id="c"><text opacity="0">@</text></clipPath><g clip-path="url(#c)"/>`,
		`<switch><text display="none">@</text><g/></switch>`, `<text style="font-family:';display:none;'">@</text>`, `<text opacity="0.01">@</text>`,
		`<text id="@">a</text><animate href="#@" attributeName="x"/>`, `<g id="@"/><set begin="@.click" attributeName="x"/>`, `<style>#@{fill:red}</style><g id="@"/>`,
		`<style>[class]{fill:red}</style><g class="@"/>`, `<style>g:first-child{fill:red}</style><g display="none"><title>@</title></g>`, `<title>@</title>`, `<desc>@</desc>`,
		`<linearGradient id="g"><stop display="none" stop-color="@"/></linearGradient><g fill="url(#g)"/>`, `<text><a>@</a></text>`,
		`<g visibility="hidden"><rect filter="url(#f)"><title>@</title></rect></g><filter id="f"><feFlood/></filter>`,
	} {
		svg := []byte(`<svg xmlns="http://www.w3.org/2000/svg">` + strings.ReplaceAll(seen, "@", "seen") + `</svg>`)
		if strings.Contains(seen, "@media") {
			svg = []byte(`<svg xmlns="http://www.w3.org/2000/svg">` + strings.Replace(seen, ">@<", ">seen<", 1) + `</svg>`)
		}
		if p := clean(t, "a.svg", svg); !strings.Contains(string(p.Data), "seen") {
			t.Errorf("%s became %s", seen, p.Data)
		}
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
