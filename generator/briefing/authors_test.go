package briefing

import "testing"

// An author who is named by id and by name, or twice, signs once.
func TestAnAuthorSignsOnce(t *testing.T) {
	b, _, list := siteReader(t, "authors: {ana: Ana Kone}\n").Read(sourceWith(t, "en", "author: [ana, Ben, Ana Kone, Ben]\n", ""))
	if len(b.Authors) != 2 || b.Authors[0].ID != "ana" || b.Authors[1].Name != "Ben" {
		t.Errorf("authors are %v", b.Authors)
	}
	if len(list) != 2 || list.Errors() > 0 || list[0].Line != 4 || list[0].Col != 20 || list[0].Hint == "" {
		t.Errorf("problems are %v", list)
	}
}
