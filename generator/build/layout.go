package build

import (
	"chancery/generator/archive"
	"chancery/generator/briefing"
	"chancery/generator/markdown"
	"chancery/generator/output"
	"chancery/generator/problem"
)

// How each type of the memory is written and read: one line a field.

// record is what a source became, whose path is known.
func (c *codec) record(v *record, path string) {
	own := func(c *codec, b *briefing.Briefing) {
		c.within(&b.Path, path)
		c.briefing(b)
	}
	list(c, &v.Briefing, func(r *room) *pieces[briefing.Briefing] { return &r.briefings }, own)
	list(c, &v.Standing, func(r *room) *pieces[briefing.Standing] { return &r.standing }, (*codec).standing)
}

func (c *codec) briefing(v *briefing.Briefing) {
	c.within(&v.Stem, v.Path)
	c.within(&v.Slug, v.Path)
	c.word(&v.Lang)
	c.text(&v.Title)
	c.instant(&v.Date)
	c.instant(&v.Updated)
	c.instant(&v.Changed)
	c.refs(&v.Authors)
	c.refs(&v.Topics)
	c.words(&v.Regions)
	list(c, &v.Countries, func(r *room) *pieces[briefing.Subject] { return &r.subjects }, (*codec).subject)
	c.bool(&v.Inferred)
	list(c, &v.Events, func(r *room) *pieces[briefing.Event] { return &r.events }, (*codec).event)
	list(c, &v.Mentions, func(r *room) *pieces[briefing.Mention] { return &r.mentions }, (*codec).mention)
	number(c, &v.Words)
	c.target(&v.Picture.Target)
	c.text(&v.Picture.Alt)
	c.text(&v.Picture.Caption)
	c.text(&v.Picture.Credit)
	c.texts(&v.Aliases)
	c.target(&v.TranslationOf)
	c.targets(&v.Supersedes)
	c.word(&v.Series)
	c.bool(&v.Draft)
	c.instant(&v.Embargo)
	c.instant(&v.Expires)
	c.targets(&v.Links)
	c.targets(&v.Pictures)
	c.sum(&v.Card)
	c.sum(&v.Shown)
	c.sum(&v.Meta)
	c.sum(&v.Text)
}

func (c *codec) detail(v *briefing.Detail) {
	c.text(&v.Summary)
	c.bool(&v.SummaryDeclared)
	c.text(&v.Video)
	list(c, &v.Sources, func(r *room) *pieces[briefing.Source] { return &r.sources }, (*codec).source)
	list(c, &v.Accounts, func(r *room) *pieces[briefing.Account] { return &r.accounts }, (*codec).account)
	list(c, &v.Corrections, func(r *room) *pieces[briefing.Correction] { return &r.corrections }, (*codec).correction)
	c.free(&v.Params)
}

func (c *codec) standing(v *briefing.Standing) {
	c.text(&v.Path)
	number(c, &v.Kind)
	c.word(&v.Lang)
	c.text(&v.ID)
	c.text(&v.Title)
	c.text(&v.Summary)
	c.date(&v.Updated)
	c.bool(&v.Draft)
	c.targets(&v.Links)
	c.targets(&v.Pictures)
	c.sum(&v.Text)
}

func (c *codec) texts(v *[]string) {
	list(c, v, func(r *room) *pieces[string] { return &r.strings }, (*codec).text)
}

func (c *codec) refs(v *[]briefing.Ref) {
	list(c, v, func(r *room) *pieces[briefing.Ref] { return &r.refs }, (*codec).ref)
}

func (c *codec) targets(v *[]briefing.Target) {
	list(c, v, func(r *room) *pieces[briefing.Target] { return &r.targets }, (*codec).target)
}

func (c *codec) ref(v *briefing.Ref) {
	c.word(&v.ID)
	c.word(&v.Name)
}

func (c *codec) subject(v *briefing.Subject) {
	c.word(&v.Code)
	c.word(&v.Why)
}

func (c *codec) mention(v *briefing.Mention) {
	c.word(&v.Code)
	number(c, &v.N)
	number(c, &v.Line)
}

func (c *codec) target(v *briefing.Target) {
	c.text(&v.Ref)
	number(c, &v.Line)
	number(c, &v.Col)
}

func (c *codec) source(v *briefing.Source) {
	c.text(&v.ID)
	c.text(&v.Title)
	c.text(&v.HTML)
	c.text(&v.URL)
	c.text(&v.Publisher)
	c.date(&v.Date)
	c.text(&v.Archived)
}

func (c *codec) correction(v *briefing.Correction) {
	c.date(&v.Date)
	c.word(&v.Type)
	c.text(&v.Text)
}

func (c *codec) event(v *briefing.Event) {
	c.date(&v.Span.Start)
	c.date(&v.Span.End)
	number(c, &v.At)
	c.words(&v.Countries)
	c.sum(&v.Sum)
}

func (c *codec) account(v *briefing.Account) {
	c.text(&v.ID)
	c.text(&v.Text)
	c.within(&v.HTML, v.Text)
	c.bool(&v.Inferred)
	number(c, &v.Rule)
	list(c, &v.Cites, func(r *room) *pieces[int] { return &r.numbers }, number[int])
	number(c, &v.Line)
}

func (c *codec) mark(v *briefing.Mark) {
	number(c, &v.Source)
	c.text(&v.ID)
}

func (c *codec) problem(v *problem.Problem) {
	c.word(&v.Path)
	number(c, &v.Line)
	number(c, &v.Col)
	number(c, &v.Severity)
	c.text(&v.Message)
	c.word(&v.Hint)
	about := string(v.About)
	c.word(&about)
	v.About = problem.Subject(about)
	c.bool(&v.Private)
}

func (c *codec) problems(v *[]problem.Problem) {
	list(c, v, func(r *room) *pieces[problem.Problem] { return &r.problems }, (*codec).problem)
}

func (c *codec) stamp(v *stamp) {
	number(c, &v.Size)
	number(c, &v.Modified)
	c.bool(&v.Sure)
}

func (c *codec) place(v *place) {
	number(c, &v.Offset)
	number(c, &v.Length)
	number(c, &v.Sum)
}

func (c *codec) kept(v *kept) {
	c.text(&v.Path)
	c.stamp(&v.Stamp)
	c.sum(&v.Content)
	c.sum(&v.Settings)
	c.problems(&v.Problems)
	c.place(&v.Record)
	c.place(&v.Detail)
	c.place(&v.Text)
}

func (c *codec) book(v *book) {
	c.extent(&v.Texts)
	c.extent(&v.Records)
	c.extent(&v.Details)
	list(c, &v.Sources, nil, func(c *codec, r **remembered) {
		if c.reading {
			*r = &c.room.sourced.take(1)[0]
		}
		c.kept(&(*r).kept)
	})
	list(c, &v.Pictures, nil, (*codec).cleaned)
	list(c, &v.Mergings, nil, (*codec).merging)
}

func (c *codec) merging(v *archive.Merging) {
	c.sum(&v.Tellings)
	list(c, &v.Sets, nil, func(c *codec, set *[]int32) {
		list(c, set, nil, func(c *codec, at *int32) { number(c, at) })
	})
}

func (c *codec) extent(v *extent) {
	c.text(&v.Name)
	number(c, &v.End)
}

func (c *codec) cleaned(v *cleaned) {
	c.text(&v.Path)
	c.stamp(&v.Stamp)
	c.text(&v.Out)
	number(c, &v.Width)
	number(c, &v.Height)
}

func (c *codec) made(v *made) {
	c.text(&v.Path)
	c.sum(&v.Key)
	c.sum(&v.Own)
	c.output(&v.Stamp)
	list(c, &v.Blocks, nil, (*codec).block)
}

func (c *codec) block(v *block) {
	c.sum(&v.Sum)
	number(c, &v.From)
	number(c, &v.Size)
}

func (c *codec) output(v *output.Stamp) {
	number(c, &v.Size)
	number(c, &v.ModTime)
}

func (c *codec) state(v *state) {
	c.sum(&v.Key)
	c.time(&v.From)
	c.time(&v.Until)
	c.text(&v.Folder)
	c.sum(&v.Inputs.Setup)
	c.sum(&v.Inputs.Content)
	c.sum(&v.Shows)
	list(c, &v.Outputs, nil, (*codec).made)
	c.result(&v.Result)
	c.problems(&v.Problems)
}

func (c *codec) result(v *Result) {
	number(c, &v.Written)
	number(c, &v.Kept)
	number(c, &v.Deleted)
	number(c, &v.Bytes)
	number(c, &v.Briefings)
	number(c, &v.Pages)
	number(c, &v.Rendered)
	list(c, &v.Left, nil, func(c *codec, l *Left) { c.text(&l.Path); c.word(&l.Reason) })
	c.texts(&v.Wrong)
	c.time(&v.Next)
	c.bool(&v.Absolute)
	c.texts(&v.Notes)
	number(c, &v.Elapsed)
}

// rendered is a text, which is read alone.
func (c *codec) rendered(v *briefing.Text) {
	c.whole(&v.Body.HTML)
	list(c, &v.Body.Holes, nil, func(c *codec, h *markdown.Hole) {
		number(c, &h.Offset)
		number(c, &h.Kind)
		c.text(&h.Ref)
		number(c, &h.Line)
		number(c, &h.Col)
	})
	list(c, &v.Body.Outline, nil, func(c *codec, o *markdown.Outline) {
		number(c, &o.Level)
		c.text(&o.Text)
		c.text(&o.ID)
	})
	list(c, &v.Marks, nil, (*codec).mark)
}
