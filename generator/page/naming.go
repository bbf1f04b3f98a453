package page

// nameRows are the contested places, as this site names and shows them.
func (e *edition) nameRows() []NameRow {
	var out []NameRow
	for _, st := range e.s.in.Places.Statement(e.Lang) {
		row := NameRow{
			Name: st.Name, Note: st.Note, Source: st.Source, Flag: e.t.FlagOn,
			Shown: e.t.ShownSeparate, URL: e.dossierURL(countries, st.Code),
		}
		switch st.Show {
		case "with":
			row.Shown = e.t.ShownWith + " " + e.s.in.Places.Name(st.With, e.Lang)
		case "hide":
			row.Shown = e.t.ShownHidden
		}
		if st.NoFlag {
			row.Flag = e.t.FlagOff
		}
		out = append(out, row)
	}
	return out
}
