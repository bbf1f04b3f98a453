package data

import (
	"fmt"
	"strings"
	"testing"
)

// decode reads a text with every kind of field there is.
func decode(text string) (got map[string]any, problems string) {
	d := Decoder{Path: "x.md", Offset: 1}
	root, faults := YAML([]byte(text))
	d.Faults(faults)
	got = map[string]any{}
	if root != nil {
		d.Keys(root, "front matter", map[string]func(*Node){
			"title":          func(n *Node) { got["title"] = d.String(n, "title") },
			"name":           func(n *Node) { got["name"] = d.Text(n, "name") },
			"draft":          func(n *Node) { got["draft"] = d.Bool(n, "draft") },
			"size":           func(n *Node) { got["size"] = d.Int(n, "size") },
			"translation_of": func(n *Node) { got["translation_of"] = d.String(n, "translation_of") },
			"topics": func(n *Node) {
				var b strings.Builder
				for _, item := range d.Strings(n, "topics") {
					fmt.Fprint(&b, item.Text, " ", d.Pos(item.Node), ";")
				}
				got["topics"] = b.String()
			},
			"sources": func(n *Node) {
				d.List(n, "sources", func(item *Node) {
					d.Keys(item, "sources", map[string]func(*Node){"url": func(n *Node) { got["url"] = d.String(n, "url") }})
				})
			},
		})
	}
	var b strings.Builder
	for _, p := range d.Problems {
		fmt.Fprintln(&b, p)
	}
	return got, b.String()
}

func TestDecoderReadsValues(t *testing.T) {
	got, problems := decode("title: ' NO '\nname: {en: a, fr: b}\ndraft: true\nsize: 3\ntopics: [a, 2]\nsources:\n- url: x\n")
	want := "map[draft:true name:map[en:a fr:b] size:3 title:NO topics:a x.md:6:10;2 x.md:6:13; url:x]"
	if fmt.Sprint(got) != want || problems != "" {
		t.Errorf("got %v, %s", got, problems)
	}
}

func TestDecoderSaysWhatIsWrong(t *testing.T) {
	for text, want := range map[string]string{
		"Draft: true":         "x.md:2:1: Draft: keys are written in lower case\n\thint: write draft\n",
		"drafts: true":        "x.md:2:1: drafts: unknown key\n\thint: did you mean draft?\n",
		"translation-of: x":   "x.md:2:1: translation-of: unknown key\n\thint: write translation_of\n",
		"zebra: x":            "x.md:2:1: zebra: unknown key\n\thint: known keys are draft, name, size, sources, title, topics, translation_of\n",
		"draft:":              "x.md:2:1: draft: has no value\n\thint: write true or false, or leave the line out\n",
		"title:":              "x.md:2:1: title: has no value\n\thint: write a value, or leave the line out\n",
		"title: ''":           "x.md:2:8: title: has no value\n\thint: write a value, or leave the line out\n",
		"title: [a]":          "x.md:2:8: title: expected text, found a list\n",
		"draft: yes":          "x.md:2:8: draft: expected true or false, found \"yes\"\n\thint: write draft: true, without quotes\n",
		"draft: 'false'":      "x.md:2:8: draft: expected true or false, found the text \"false\"\n\thint: write draft: false, without quotes\n",
		"draft: [true]":       "x.md:2:8: draft: expected true or false, found a list\n",
		"size: 0":             "x.md:2:7: size: expected a whole number from 1, found \"0\"\n",
		"size: {a: 1}":        "x.md:2:7: size: expected a whole number from 1, found a group of keys\n",
		"topics: {a: b}":      "x.md:2:9: topics: expected text or a list, found a group of keys\n",
		"topics: [a, ~]":      "x.md:2:13: topics: the list has an empty line\n",
		"topics: [[a]]":       "x.md:2:10: topics: expected text, found a list\n",
		"sources: x":          "x.md:2:10: sources: expected a list, found a single value\n",
		"sources: [x]":        "x.md:2:11: sources: expected a group of keys, found a single value\n",
		"sources:\n- uri: x":  "x.md:3:3: uri: unknown key\n\thint: did you mean url?\n",
		"name: {en: a, fr: }": "x.md:2:15: fr: has no value\n\thint: write a value, or leave the line out\n",
		"name: [a]":           "x.md:2:7: name: expected text, or a text per language, found a list\n",
		"- a":                 "x.md:2:1: front matter: expected a group of keys, found a list\n",
		"title: a: b":         "x.md:2:9: a colon stands inside a value, or a line is indented too far\n\thint: put a value that contains a colon in quotes: title: \"Mali: what now\"\n",
	} {
		if _, got := decode(text); got != want {
			t.Errorf("%q:\n got %swant %s", text, got, want)
		}
	}
}
