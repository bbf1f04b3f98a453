package markdown

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// Direction is "rtl" for the languages that are written from right to left, else
// "ltr".
func Direction(lang string) string {
	base, _, _ := strings.Cut(lang, "-")
	switch base {
	case "ar", "he", "fa", "ur", "ps", "ckb", "dv", "sd", "ug", "yi":
		return "rtl"
	}
	return "ltr"
}

// attrDir is the attribute of what runs against its page.
const attrDir = "dir"

// turn gives a direction to blocks most letters of which run against that of the
// page's language: the first letter alone would be a poor judge where names of
// organisations are written in another script. What holds nothing else is turned
// as a whole.
func (d *Document) turn() {
	own := Direction(d.in.Lang)
	other := map[string]string{"ltr": "rtl", "rtl": "ltr"}[own]
	if own == "ltr" && !mayRunLeft(d.src) {
		return
	}
	all, against := map[ast.Node]int{}, map[ast.Node]int{}
	for _, p := range d.Passages {
		n := 0
		if left, right := letters(p.Text); own == "ltr" && left > right || own == "rtl" && right > left {
			n = 1
		}
		for b := p.node; b != nil; b = b.Parent() {
			all[b]++
			against[b] += n
		}
	}
	turned := map[ast.Node]bool{}
	for _, n := range d.nodes {
		if against[n] == 0 || against[n] < all[n] || !canTurn(n) {
			continue
		}
		if turned[n] = true; !turned[n.Parent()] {
			n.SetAttributeString(attrDir, []byte(other))
		}
	}
}

// canTurn says that a block is an element of its own. A callout has a title in the
// language of the page.
func canTurn(n ast.Node) bool {
	switch n.Kind() {
	case ast.KindParagraph, ast.KindHeading, ast.KindList, ast.KindListItem, extast.KindTable, extast.KindTableCell,
		extast.KindDefinitionList, extast.KindDefinitionTerm, extast.KindDefinitionDescription:
		return true
	case ast.KindBlockquote:
		_, callout := n.AttributeString(attrKind)
		return !callout
	}
	return false
}

// mayRunLeft says that a text may have letters that run from right to left.
func mayRunLeft(src []byte) bool {
	for _, c := range src {
		if c >= 0xD6 && c <= 0xE0 || c == 0xEF { // the first bytes of such letters
			return true
		}
	}
	return false
}

// letters counts those that run to the left and to the right.
func letters(text string) (left, right int) {
	for _, r := range text {
		switch {
		case r < utf8.RuneSelf:
			if (r|0x20)-'a' < 26 && r >= 'A' {
				right++
			}
		case !unicode.IsLetter(r):
		case r >= 0x590 && r < 0x900 || r >= 0xFB1D && r < 0xFF00:
			left++
		default:
			right++
		}
	}
	return left, right
}

// dir is the attribute of a node that is turned, as it is written.
func dir(n ast.Node) string {
	if value, ok := attr[[]byte](n, attrDir); ok {
		return ` dir="` + string(value) + `"`
	}
	return ""
}
