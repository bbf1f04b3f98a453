package output

import (
	"crypto/sha256"
	"errors"
	"fmt"
)

// recover brings the folder to a state that has no staging folder: the new tree
// if its journal was complete, else the old one.
func (t *Tree) recover() error {
	if there, err := t.hasStaging(); !there {
		return err
	}
	raw, err := t.disk.read(stagingName + "/" + journalName)
	if isAbsent(err) {
		return t.discard()
	}
	if err != nil {
		return err
	}
	j, err := decodeJournal(raw)
	if err != nil {
		t.note("the journal of an interrupted build is damaged (%v): the build was given up", err)
		return t.discard()
	}
	return t.resume(j)
}

// resume finishes the switch of a journal.
func (t *Tree) resume(j journal) error {
	begun, err := t.inspect(&j)
	if errors.Is(err, errLost) {
		t.note("an interrupted build has lost files (%v): they will be written anew", err)
		return t.disown(j)
	}
	if err != nil {
		return err
	}
	if begun { // whatever was in the way is gone, and its name may be a new file's by now
		j.first = nil
	}
	if err := t.carryOut(j.plan); err != nil {
		return err
	}
	t.note("an interrupted build was finished")
	return nil
}

// errLost is the cause when a file is not what was written. Any other failure to
// look at it may pass, and decides nothing.
var errLost = errors.New("not as it was written")

// inspect makes sure that every file of the new tree is there, staged or in its
// place, with the bytes that it should have. It reports whether a file is in its
// place already.
func (t *Tree) inspect(j *journal) (begun bool, err error) {
	next, err := t.nextManifest(j)
	if err != nil {
		return false, err
	}
	for _, m := range j.writes {
		e, ok := next[m.path]
		if !ok {
			return false, fmt.Errorf("%s is not in the manifest: %w", m.path, errLost)
		}
		from := stagingName + "/" + m.staged()
		_, err := t.disk.lstat(from)
		if isAbsent(err) {
			begun, from = true, m.path
		} else if err != nil {
			return false, err
		}
		if err := t.verify(from, e); err != nil {
			return false, err
		}
	}
	return begun, nil
}

// nextManifest finds the manifest that a journal ends with: staged, or in its
// place when only the staging folder was left to remove.
func (t *Tree) nextManifest(j *journal) (manifest, error) {
	raw, err := t.disk.read(stagingName + "/" + nextName)
	if isAbsent(err) {
		raw, err = t.disk.read(manifestName)
	}
	if err != nil && !isAbsent(err) {
		return nil, err
	}
	if sha256.Sum256(raw) != j.sum {
		return nil, fmt.Errorf("%s: %w", manifestName, errLost)
	}
	return decodeManifest(raw)
}

// verify reads a plain file and compares it with an entry.
func (t *Tree) verify(name string, e Entry) error {
	info, err := t.disk.lstat(name)
	if isAbsent(err) || err == nil && (!info.regular || info.Size != e.Size) {
		return fmt.Errorf("%s: %w", name, errLost)
	}
	if err != nil {
		return err
	}
	data, err := t.disk.read(name)
	if err == nil && !e.fits(data) {
		err = fmt.Errorf("%s: %w", name, errLost)
	}
	return err
}

// disown ends a switch that cannot be finished: all its files stay ours, but
// what is in them is in doubt, so the next build compares and writes them.
func (t *Tree) disown(j journal) error {
	if err := t.readManifest(); err != nil {
		return err
	}
	ours := listed(t.lines)
	for _, m := range j.writes {
		ours[m.path] = Entry{}
	}
	for _, p := range append(j.first, j.last...) {
		ours[p] = Entry{}
	}
	const healed = "healed"
	if err := t.disk.remove(stagingName + "/" + healed); err != nil && !isAbsent(err) {
		return err
	}
	staging, err := t.disk.sub(stagingName)
	if err != nil {
		return err
	}
	defer staging.close()
	if _, err := staging.write(healed, ours.encode(), true); err != nil {
		return err
	}
	if err := t.disk.rename(stagingName+"/"+healed, manifestName); err != nil {
		return err
	}
	return t.discard()
}
