package gazetteer

import "testing"

func TestSmoke(t *testing.T) {
	g, faults := New(Options{Languages: []string{"en", "fr", "ar", "es", "ru"}})
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	for _, n := range []string{"NO", "Mali", "مالي", "Congo", "Guinea", "sahel", "Etats-Unis", "466", "MLI", "Mai", "Côte d'Ivoire", "Méxique", "western africa", "015", "South Corea"} {
		p, err := g.Lookup(n)
		t.Log(n, p, err)
		if u, ok := err.(*UnknownPlace); ok {
			t.Log(u.Nearest)
		}
		if u, ok := err.(*AmbiguousPlace); ok {
			t.Log(u.Candidates)
		}
	}
	for _, x := range [][2]string{{"en", "Mali and Algeria’s envoys met in New Mexico, then Papua New Guinea. The U.S. asked us. Michael Jordan; Paris, Texas. Bamako. In Jordan, Congo (Kinshasa) met the Congo in Goma. South China Sea. Franco-German. DPRK"},
		{"ar", "وصل وفد من الجزائر وتونس إلى باماكو للقاء الرئيس المالي، ثم للجزائريين والمغرب العربي وبالسعودية جنوب السودان عمان مسقط"},
		{"fr", "Le président malien à Alger, l’Algérie et les Etats-Unis, le Congo de Kinshasa; Maurice Dupont; franco-allemand; République démocratique du Congo"},
		{"ru", "Президент Мали прибыл в Алжир; алжирские войска, в Южном Судане, в Российской Федерации. Того, кто в Того."}} {
		for _, m := range g.Find(x[1], x[0], nil) {
			t.Log(x[0], m)
		}
	}
	t.Log(g.Breadcrumb("ML"), g.RegionsOf("ML"), g.Regions())
	n, l := g.Endonym("DZ")
	t.Log(n, l, g.Name("CD", "fr"))
}
