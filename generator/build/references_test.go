package build

import "testing"

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
