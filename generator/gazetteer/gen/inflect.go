package main

import "strings"

// inflector makes the forms that a word has in running text.
type inflector struct {
	name      func(string) []string // names of places
	adjective func(string) []string
	noun      func(string) []string // inhabitants
	article   func(string) []string // irregular forms that take an article
}

func plain(s string) []string { return []string{s} }

var inflectors = func() map[string]inflector {
	all := map[string]inflector{}
	for _, lang := range languages {
		all[lang] = inflector{plain, plain, plain, plain}
	}
	all["en"] = inflector{plain, english, plain, plain}
	all["fr"] = inflector{plain, french, plain, plain}
	all["es"] = inflector{plain, spanish, plain, plain}
	all["ar"] = inflector{plain, nisba, plain, withArticle}
	all["ru"] = inflector{russianName, russianAdjective, russianNoun, plain}
	return all
}()

// english adds the plural where it has an s of its own.
func english(s string) []string {
	for _, end := range []string{"ese", "sh", "ch", "s", "men", "hman", "oise", "ic", "swana", "sotho"} {
		if strings.HasSuffix(s, end) {
			return []string{s}
		}
	}
	return []string{s, s + "s"}
}

// french makes feminine and plurals of a masculine singular.
func french(s string) []string {
	fem := ""
	switch {
	case strings.HasPrefix(s, "Suisse"), strings.HasSuffix(s, "que"), strings.HasSuffix(s, "ques"), strings.HasSuffix(s, "ne"), strings.HasSuffix(s, "nes"), strings.HasPrefix(s, "Parisien"):
		return []string{s, strings.TrimSuffix(s, "s") + "s"}
	case strings.HasSuffix(s, "ien"), strings.HasSuffix(s, "éen"), strings.HasSuffix(s, "yen"), strings.HasSuffix(s, "ton"), strings.HasSuffix(s, "ppon"):
		fem = s + "ne"
	case strings.HasSuffix(s, "turc"), strings.HasSuffix(s, "grec"):
		return []string{s, s + "s"}
	case strings.HasSuffix(s, "e"):
		return []string{s, s + "s"}
	case strings.HasSuffix(s, "è"), strings.HasSuffix(s, "é"):
		return []string{s, s + "s", s + "e", s + "es"}
	default:
		fem = s + "e"
	}
	out := []string{s, fem, fem + "s"}
	if !strings.HasSuffix(s, "s") && !strings.HasSuffix(s, "x") {
		out = append(out, s+"s")
	}
	return out
}

// spanish makes feminine and plurals of a masculine singular.
func spanish(s string) []string {
	stem := func(end string) string { return strings.TrimSuffix(s, end) }
	switch {
	case strings.HasSuffix(s, "o"):
		return []string{s, stem("o") + "a", s + "s", stem("o") + "as"}
	case strings.HasSuffix(s, "és"):
		return []string{s, stem("és") + "esa", stem("és") + "eses", stem("és") + "esas"}
	case strings.HasSuffix(s, "án"):
		return []string{s, stem("án") + "ana", stem("án") + "anes", stem("án") + "anas"}
	case strings.HasSuffix(s, "ón"):
		return []string{s, stem("ón") + "ona", stem("ón") + "ones", stem("ón") + "onas"}
	case strings.HasSuffix(s, "ol"):
		return []string{s, s + "a", s + "es", s + "as"}
	case strings.HasSuffix(s, "í"), strings.HasSuffix(s, "ú"):
		return []string{s, s + "es", s + "s"}
	case strings.HasSuffix(s, "s"):
		return []string{s, s + "es"}
	case strings.HasSuffix(s, "e"), strings.HasSuffix(s, "a"):
		return []string{s, s + "s"}
	}
	return []string{s, s + "a", s + "es", s + "as"}
}

// nisba makes the forms of an Arabic adjective of origin, without and with article.
func nisba(s string) []string {
	words := strings.Fields(s)
	if len(words) == 2 { // like South Sudanese: only the second word changes
		stem := strings.TrimSuffix(words[1], "ي")
		return []string{
			s, words[0] + " " + stem + "ية", words[0] + " " + stem + "يين", "ال" + s, "ال" + words[0] + " ال" + words[1], "ال" + words[0] + "ية ال" + stem + "ية",
		}
	}
	var out []string
	for _, end := range []string{"", "ة", "ون", "ين", "ات", "ان", "تان", "تين", "و", "ا"} {
		out = append(out, s+end)
	}
	return append(out, withArticles(out)...)
}

func withArticle(s string) []string { return append([]string{s}, withArticles([]string{s})...) }

func withArticles(forms []string) []string {
	var out []string
	for _, f := range forms {
		words := strings.Fields(f)
		for i := range words {
			words[i] = "ال" + words[i]
		}
		out = append(out, strings.Join(words, " "))
	}
	return out
}
