package output

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
)

const journalHead = "chancery-journal 1 "

// journal is a plan as it is written down before anything of it is done.
type journal struct {
	plan
	sum [sha256.Size]byte // of the manifest file that the plan ends with
}

func (j journal) encode() []byte {
	return sealed(journalHead, 96*(1+len(j.first)+len(j.writes)+len(j.last)), j.lines)
}

// lines are those of a journal below its first.
func (j *journal) lines(b []byte) []byte {
	b = fmt.Appendf(b, "manifest %x\n", j.sum)
	for _, p := range j.first {
		b = fmt.Appendf(b, "first %s\n", p)
	}
	for _, m := range j.writes {
		verb := "write "
		if m.inside {
			verb = "inside "
		}
		b = append(strconv.AppendInt(append(b, verb...), int64(m.number), 10), ' ')
		b = append(append(b, m.path...), '\n')
	}
	for _, p := range j.last {
		b = fmt.Appendf(b, "last %s\n", p)
	}
	return b
}

// decodeJournal reads a journal whole or not at all.
func decodeJournal(data []byte) (journal, error) {
	var j journal
	body, err := unsealed(journalHead, data)
	if err != nil {
		return j, err
	}
	for line := range strings.Lines(string(body)) {
		if err := j.add(strings.TrimSuffix(line, "\n")); err != nil {
			return journal{}, err
		}
	}
	return j, nil
}

func (j *journal) add(line string) error {
	verb, rest, _ := strings.Cut(line, " ")
	if verb == "manifest" {
		if n, err := hex.Decode(j.sum[:], []byte(rest[:min(len(rest), 2*len(j.sum))])); err != nil || n != len(j.sum) {
			return fmt.Errorf("the line %q cannot be read", line)
		}
		return nil
	}
	number, inside := 0, verb == "inside"
	numbered := inside || verb == "write"
	if numbered {
		n, path, _ := strings.Cut(rest, " ")
		number, _ = strconv.Atoi(n)
		rest = path
	}
	if err := CleanPath(rest); err != nil || numbered != (number > 0) || inside && parent(rest) == "." {
		return fmt.Errorf("the line %q cannot be read", line)
	}
	switch verb {
	case "write", "inside":
		j.writes = append(j.writes, move{number, rest, inside})
	case "first":
		j.first = append(j.first, rest)
	case "last":
		j.last = append(j.last, rest)
	default:
		return fmt.Errorf("the line %q cannot be read", line)
	}
	return nil
}
