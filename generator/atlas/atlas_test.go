package atlas

import (
	"bytes"
	"compress/gzip"
	"encoding/xml"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// plain are labels such as a site gives them, with codes for names.
var plain = Labels{Title: "A map", Desc: "What it shows", URL: func(code string) string { return "/countries/" + code + "/" }}

// zipped is the size that travels.
func zipped(t testing.TB, svg string) int {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.WriteString(w, svg); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

// mustParse fails on what is not well-formed, and on anything a drawing must not hold.
func mustParse(t *testing.T, svg string) {
	t.Helper()
	for d := xml.NewDecoder(strings.NewReader(svg)); ; {
		token, err := d.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if start.Name.Local == "script" || start.Name.Local == "style" {
			t.Fatalf("element %s", start.Name.Local)
		}
		for _, a := range start.Attr {
			if a.Name.Local == "style" || strings.HasPrefix(a.Name.Local, "on") {
				t.Fatalf("attribute %s", a.Name.Local)
			}
			if a.Name.Local == "d" && (a.Value == "" || strings.ContainsAny(a.Value, "NI")) {
				t.Fatalf("path %.40q", a.Value)
			}
		}
	}
}

func TestEveryCountryHasALocator(t *testing.T) {
	shown := regexp.MustCompile(`<path class="(map-dot )?map-subject"`)
	for _, code := range codes() {
		svg := agreedUpon.Locator([]string{code}, plain)
		mustParse(t, svg)
		if !shown.MatchString(svg) {
			t.Errorf("%s: not in its own locator", code)
		}
		if n := zipped(t, svg); n > 8<<10 {
			t.Errorf("%s: %d bytes packed", code, n)
		}
		if strings.Contains(svg, "<a ") || !strings.Contains(svg, `role="img"`) {
			t.Errorf("%s: a locator is an image without links", code)
		}
	}
}

func TestLocatorOfSeveral(t *testing.T) {
	for _, codes := range []string{"ML DZ RU", "US FR AU", "KI NZ CL", "CA RU CN US", "AQ NO", "TV NR"} {
		svg := agreedUpon.Locator(strings.Fields(codes), plain)
		mustParse(t, svg)
		if n := zipped(t, svg); n > 8<<10 {
			t.Errorf("%s: %d bytes packed", codes, n)
		}
		for _, code := range strings.Fields(codes) {
			if !regexp.MustCompile(`<title>` + code + `</title><path class="(map-dot )?map-subject"`).MatchString(svg) {
				t.Errorf("%s: no %s", codes, code)
			}
		}
	}
}

func TestWorldHasEveryCountry(t *testing.T) {
	tint := map[string]int{}
	for i, code := range codes() {
		tint[code] = i%5 + 1
	}
	svg := agreedUpon.World(tint, plain)
	mustParse(t, svg)
	if n := zipped(t, svg); n > 40<<10 {
		t.Errorf("%d bytes packed", n)
	}
	for _, code := range codes() {
		link := `<a href="/countries/` + code + `/"><title>` + code + `</title><path class="`
		if strings.Count(svg, link) != 1 {
			t.Errorf("%s: %d links", code, strings.Count(svg, link))
		}
	}
	if !strings.Contains(svg, `role="group"`) {
		t.Error("links inside an image can not be reached")
	}
}

func TestAWorldWithoutLinksIsAnImage(t *testing.T) {
	svg := agreedUpon.World(nil, Labels{Title: "World"})
	mustParse(t, svg)
	if strings.Contains(svg, "<a ") || !strings.Contains(svg, `role="img"`) {
		t.Error("links or no image")
	}
	if strings.Contains(svg, "desc") {
		t.Error("an empty description was written")
	}
}

func TestRegion(t *testing.T) {
	members := strings.Fields("BF ML MR NE TD")
	svg := agreedUpon.Region(members, plain)
	mustParse(t, svg)
	for _, code := range members {
		if !strings.Contains(svg, `<a href="/countries/`+code+`/"><title>`+code+`</title><path class="map-member"`) {
			t.Errorf("no %s", code)
		}
	}
	if n := strings.Count(svg, "<a "); n != len(members) {
		t.Errorf("%d links", n)
	}
}

func TestWhatIsUnknownDrawsNothing(t *testing.T) {
	if svg := agreedUpon.Locator([]string{"ZZ", ""}, plain) + agreedUpon.Region(nil, plain); svg != "" {
		t.Errorf("%.80s", svg)
	}
	if n := agreedUpon.Neighbours("ZZ"); n != nil {
		t.Errorf("neighbours %v", n)
	}
}

func TestNeighbours(t *testing.T) {
	for code, want := range map[string]string{
		"ML": "BF CI DZ GN MR NE SN",
		"PT": "ES",
		"LS": "ZA",
		"EH": "DZ MA MR",
		"XK": "AL ME MK RS",
		"FR": "AD BE CH DE ES IT LU MC",
		"GF": "BR SR",
		"SO": "DJ ET KE",
		"GI": "",
		"IS": "",
	} {
		if got := strings.Join(agreedUpon.Neighbours(code), " "); got != want {
			t.Errorf("%s: %s, want %s", code, got, want)
		}
	}
	for _, code := range codes() {
		for _, n := range agreedUpon.Neighbours(code) {
			if !slices.Contains(agreedUpon.Neighbours(n), code) {
				t.Errorf("%s borders on %s but not the other way", code, n)
			}
		}
	}
}

func TestContestedPlacesFollowTheFrame(t *testing.T) {
	with := Frame{With: map[string]string{"XK": "RS", "EH": "MA"}}
	if got := strings.Join(with.Neighbours("RS"), " "); got != "AL BA BG HR HU ME MK RO" {
		t.Errorf("neighbours of Serbia with Kosovo: %s", got)
	}
	if svg := with.World(map[string]int{"RS": 1, "XK": 5}, plain); strings.Contains(svg, "<title>XK</title>") {
		t.Error("Kosovo was drawn apart")
	}
	if svg := with.Locator([]string{"XK"}, plain); !strings.Contains(svg, "<title>RS</title>") || !strings.Contains(svg, "map-disputed") {
		t.Error("Kosovo is not found within Serbia")
	}
	for _, f := range []Frame{{With: map[string]string{"LS": "ZA"}}, {Hidden: map[string]bool{"LS": true}}} {
		if agreed, not := agreedUpon.Locator([]string{"ZA"}, plain), f.Locator([]string{"ZA"}, plain); strings.Contains(agreed, "map-disputed") || !strings.Contains(not, "map-disputed") {
			t.Error("only what the frame decides about is drawn as not agreed")
		}
	}
	hide := Frame{Hidden: map[string]bool{"EH": true}}
	if svg := hide.Locator([]string{"MA"}, plain); strings.Contains(svg, "<title>EH</title>") || !strings.Contains(svg, "map-disputed") {
		t.Error("what is hidden has a name, or its border is drawn as agreed")
	}
	if n := hide.Neighbours("MA"); slices.Contains(n, "EH") {
		t.Errorf("what is hidden is a neighbour: %v", n)
	}
}

func TestHostileLabelsAreEscaped(t *testing.T) {
	evil := "\"><script>alert('1')</script>\x00&\xff"
	l := Labels{Title: evil, Desc: evil, Name: func(string) string { return evil }, URL: func(string) string { return evil }}
	for _, svg := range []string{agreedUpon.World(map[string]int{"ML": 9}, l), agreedUpon.Region([]string{"ML"}, l), agreedUpon.Locator([]string{"ML"}, l)} {
		mustParse(t, svg)
	}
}

func TestSameInputSameBytes(t *testing.T) {
	tint := map[string]int{"ML": 1, "DZ": 2, "FR": 3, "TV": 4, "RU": 5, "NR": 1}
	world, locator := agreedUpon.World(tint, plain), agreedUpon.Locator([]string{"ML"}, plain)
	for range 5 {
		if again := agreedUpon.World(tint, plain); again != world {
			t.Fatal("the world differs")
		}
		if agreedUpon.Region([]string{"TV", "ML", "NR"}, plain) != agreedUpon.Region([]string{"NR", "TV", "ML", "ML"}, plain) {
			t.Fatal("the order of members matters")
		}
	}
	if again := agreedUpon.Locator([]string{"ML"}, plain); again != locator {
		t.Fatal("a locator differs")
	}
}

func TestIdentifiersDifferBetweenMaps(t *testing.T) {
	id := regexp.MustCompile(`aria-labelledby="([^"]+)"`)
	seen := map[string]string{}
	for _, code := range codes() {
		m := id.FindStringSubmatch(agreedUpon.Locator([]string{code}, Labels{Title: "Map"}))
		if before, ok := seen[m[1]]; ok {
			t.Errorf("%s and %s share %s", before, code, m[1])
		}
		seen[m[1]] = code
	}
}

// Where the shapes are cut at the antimeridian, nothing must run across the map.
func TestNoLandRunsAcrossTheMap(t *testing.T) {
	s := flat(Frame{}, worldWidth, -90)
	s.detail(2.5)
	for _, sh := range s.shapes {
		for i := range sh.polygons {
			ring := s.ring(sh.polygons[i].rings[0])
			for j := 1; j < len(ring); j++ {
				far := max(ring[j].x-ring[j-1].x, ring[j-1].x-ring[j].x) > worldWidth/2
				if far && (sh.code != "AQ" || ring[j].y <= float64(s.height)) {
					t.Errorf("%s: a line from %v to %v", sh.code, ring[j-1], ring[j])
				}
			}
		}
	}
}

func TestAntarcticaReachesThePole(t *testing.T) {
	s := flat(Frame{}, worldWidth, -90)
	s.detail(2.5)
	for _, sh := range s.shapes {
		if sh.code == "AQ" {
			if b := boxOf(s.ring(sh.polygons[0].rings[0])); b.y1 < float64(s.height) || b.x1-b.x0 < worldWidth/2 {
				t.Errorf("its ring covers %v", b)
			}
		}
	}
}

func TestSizesAreTrue(t *testing.T) {
	for code, want := range map[string]float64{"ML": 1_240_000, "FR": 551_000, "RU": 17_000_000, "AQ": 13_000_000, "FJ": 18_300, "IS": 103_000} {
		for _, sh := range loaded().shapes {
			sum := 0.0
			for _, p := range sh.polygons {
				sum += p.area
			}
			if sh.code == code && (sum < 0.9*want || sum > 1.1*want) {
				t.Errorf("%s: %.0f km², not about %.0f", code, sum, want)
			}
		}
	}
}

func TestFlags(t *testing.T) {
	for _, code := range codes() {
		svg, ok := Flag(code)
		if !ok {
			t.Errorf("%s: no flag", code)
			continue
		}
		mustParse(t, string(svg))
	}
	if _, ok := Flag("zz"); ok {
		t.Error("a flag of nowhere")
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		load()
	}
}

func BenchmarkWorld(b *testing.B) {
	loaded()
	for b.Loop() {
		agreedUpon.World(map[string]int{"ML": 5, "DZ": 3, "TV": 1}, Labels{})
	}
}

func BenchmarkLocator(b *testing.B) {
	loaded()
	for _, code := range []string{"ML", "BE", "RU", "KI"} {
		b.Run(code, func(b *testing.B) {
			for b.Loop() {
				agreedUpon.Locator([]string{code}, Labels{})
			}
		})
	}
}

// agreedUpon draws no place in another way than most do.
var agreedUpon Frame

// codes are the codes of everything that can be drawn, sorted.
func codes() []string {
	var out []string
	for _, s := range loaded().shapes {
		if s.code != noCountry {
			out = append(out, s.code)
		}
	}
	return out
}
