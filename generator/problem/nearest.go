package problem

import "strings"

// Nearest returns the known word that a misspelt one most likely stands for.
// It compares without case and allows one edit in three characters, so that
// "authr" finds "author" and "cat" does not find "date".
func Nearest(word string, known []string) (string, bool) {
	best, found := "", false
	limit := max(1, len([]rune(word))/3)
	for _, k := range known {
		if d := Distance(strings.ToLower(word), strings.ToLower(k), limit); d <= limit {
			best, found, limit = k, true, d-1
		}
	}
	return best, found
}

// Distance is the number of letters to change, add, take out or swap with the
// next one between two words, or limit+1 as soon as it must be more than limit.
func Distance(a, b string, limit int) int {
	s, t := []rune(a), []rune(b)
	if len(s)-len(t) > limit || len(t)-len(s) > limit {
		return limit + 1
	}
	var before, last, row []int
	row = make([]int, len(t)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(s); i++ {
		before, last, row = last, row, make([]int, len(t)+1)
		row[0] = i
		smallest := row[0]
		for j := 1; j <= len(t); j++ {
			cost := 1
			if s[i-1] == t[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && s[i-1] == t[j-2] && s[i-2] == t[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			smallest = min(smallest, row[j])
		}
		if smallest > limit {
			return limit + 1
		}
	}
	return row[len(t)]
}
