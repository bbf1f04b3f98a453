package serve

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"chancery/generator/build"
	"chancery/generator/digest"
	"chancery/generator/page"
	"chancery/generator/problem"
)

// state is what the preview shows at one moment.
type state struct {
	number   int
	id       string          // that browsers have it by, and only compare
	snap     *build.Snapshot // the last good one; nil before the first
	problems problem.List    // of the newest reading
	rendered sync.Map        // output path -> *rendering
}

// rendering is a page as it came out.
type rendering struct {
	body  []byte
	err   error
	sum   digest.Sum  // of all that the page shows, and of the templates
	asked atomic.Bool // by a browser
}

// reload reads the site and publishes what it found. A reading with errors
// leaves the last good snapshot where it is. paths are the files that have come,
// gone or changed since the last reading; nil is for everything.
func (s *server) reload(paths []string) {
	old := s.current.Load()
	next := &state{number: old.number + 1, id: fmt.Sprintf("%s-%d", s.session, old.number+1), snap: old.snap}
	snap, list := s.read(old, paths)
	next.problems = list
	if snap != nil {
		next.snap = snap
	}
	s.confide(old.problems, list)
	s.current.Store(next)
	s.tell(news{next.number, next.id, changed(old, next)})
}

// stale says that the newest reading failed. What is shown is older then, and may
// have been hidden or deleted since.
func (st *state) stale() bool { return st.problems.Errors() > 0 }

// confide tells the author on the terminal what is withheld from the page, once.
func (s *server) confide(before, list problem.List) {
	for _, p := range list {
		if p.Severity == problem.Error && s.withholds(p) && !slices.Contains(before, p) {
			s.o.Say("%v", p)
		}
	}
}

// due says that time alone has changed the site since it was read.
func (s *server) due() bool {
	st := s.current.Load()
	if s.o.Clock == nil || st.snap == nil {
		return false
	}
	next := st.snap.Sifted.Next
	return !next.IsZero() && !s.o.Clock().Before(next)
}

// read is the only reader of the site. After a reading without errors, sources
// that have changed are brought into its snapshot where that can be done;
// otherwise everything is looked at. What makes a reading fail, be it a fault of
// the program's own, is shown like any problem.
func (s *server) read(old *state, paths []string) (snap *build.Snapshot, list problem.List) {
	defer func() {
		if fault := recover(); fault != nil {
			snap, list = nil, problem.List{failure("the program failed: %v", fault)}
		}
	}()
	if s.o.Clock != nil {
		s.site.At(s.o.Clock())
	}
	if paths != nil && old.snap != nil && old.problems.Errors() == 0 {
		if snap, list, ok := s.site.Update(old.snap, paths); ok {
			return snap, list
		}
	}
	snap, list, err := s.site.Load()
	if err != nil {
		list = append(list, failure("%v", err))
	}
	return snap, list
}

// failure is a problem with no place. What it quotes may be of anything.
func failure(format string, args ...any) problem.Problem {
	p := problem.Errorf(problem.Pos{}, format, args...)
	p.Private = true
	return p
}

// most bounds the pages that are compared with those of the state before. Where
// more were asked for, as by a checker of links, the others count as changed.
const most = 64

// changed lists the addresses of pages that are others now, of those that a
// browser asked for in the old state: open pages ask again in every state, so
// that these are the open ones, and those that were left meanwhile. They are
// compared by what they are made from: nobody waits for the rendering of a page
// that is not open any more, and one that comes out the same after all is only
// asked for once more.
func changed(old, next *state) []string {
	out := []string{}
	if next.snap == old.snap || next.snap == nil {
		return out
	}
	left := most
	old.rendered.Range(func(key, was any) bool {
		path, before := key.(string), was.(*rendering)
		if !before.asked.Load() {
			return true
		}
		if left--; left < 0 || !next.same(path, before) {
			out = append(out, address(next.snap.Config.BasePath, path))
		}
		return true
	})
	return out
}

// same says that a page is in this state what it was when it was rendered.
func (st *state) same(path string, before *rendering) bool {
	now, ok := st.snap.Page(path)
	return ok && before.err == nil && !before.sum.IsZero() && st.sum(now) == before.sum
}

// page renders a page of the state, once.
func (st *state) page(path string) (*rendering, bool) {
	if r, ok := st.rendered.Load(path); ok {
		return r.(*rendering), true
	}
	if st.snap == nil {
		return nil, false
	}
	p, ok := st.snap.Page(path)
	if !ok {
		return nil, false
	}
	r := &rendering{sum: st.sum(p)}
	func() { // a page that fails is no reason to end
		defer func() {
			if fault := recover(); fault != nil {
				r.err = fmt.Errorf("the program failed: %v", fault)
			}
		}()
		r.body, r.err = st.snap.Render(p)
	}()
	st.rendered.Store(path, r)
	return r, true
}

// sum names a page by all that it is made from. One that cannot be named is
// never the same.
func (st *state) sum(p page.Page) (sum digest.Sum) {
	defer func() {
		if recover() != nil {
			sum = digest.Sum{}
		}
	}()
	return digest.Of(p.Template, st.snap.Renderer.Digest(p.Template), p.Sum())
}

// wrong lists the errors of the newest reading, and of the pages that could not
// be rendered since.
func (st *state) wrong() problem.List {
	var out problem.List
	for _, p := range st.problems {
		if p.Severity == problem.Error {
			out = append(out, p)
		}
	}
	st.rendered.Range(func(path, r any) bool {
		if err := r.(*rendering).err; err != nil {
			out = append(out, problem.Errorf(problem.Pos{Path: path.(string)}, "%v", err))
		}
		return true
	})
	return out
}
