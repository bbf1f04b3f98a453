package page

// Samples are the types of views by the name of their template: pages of
// templates/NAME.html, and partials of templates/partials/NAME.html that are
// rendered as fragments.
func Samples() (pages, partials map[string]any) {
	pages = map[string]any{
		"home": &Home{}, "briefing": &Briefing{}, "timeline": &Timeline{},
		"country": &Country{}, "region": &Region{}, "author": &Person{}, "topic": &Topic{},
		"countries": &Index{}, "regions": &Index{}, "authors": &Index{}, "topics": &Index{},
		"page": &Standing{}, "names": &Names{}, "404": &Missing{},
	}
	partials = map[string]any{
		"masthead": &Chrome{}, "footer": &Chrome{},
		"card": &Card{}, "line": &Card{}, "entry": &EntryView{}, "event": &Event{}, "map": Drawing{},
	}
	return pages, partials
}
