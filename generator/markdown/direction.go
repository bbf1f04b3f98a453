package markdown

import (
	"encoding/binary"
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
	own, other := Direction(d.in.Lang), "ltr"
	if own == other {
		other = "rtl"
	}
	if own == "ltr" && !mayRunLeft(d.src) {
		return
	}
	all, against := map[ast.Node]int{}, map[ast.Node]int{}
	for _, p := range d.Passages {
		if left, right := letters(p.Text); own == "ltr" && left > right || own == "rtl" && right > left {
			countAround(p, against)
		}
	}
	if len(against) == 0 { // nearly every text
		return
	}
	for _, p := range d.Passages {
		countAround(p, all)
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

// countAround counts a passage for all that it stands in.
func countAround(p Passage, counts map[ast.Node]int) {
	for b := p.node; b != nil; b = b.Parent() {
		counts[b]++
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
	for at := 0; at < len(src); at++ {
		for len(src)-at > 8 && binary.LittleEndian.Uint64(src[at:])&highBits == 0 {
			at += 8 // ASCII
		}
		if c := src[at]; c >= 0xD6 && c <= 0xE0 || c == 0xEF { // the first bytes of such letters
			return true
		}
	}
	return false
}

// highBits are set in bytes that are not ASCII.
const highBits = 0x8080808080808080

// letters counts those that run to the left and to the right.
func letters(text string) (left, right int) {
	for _, r := range text {
		switch {
		case r < utf8.RuneSelf:
			if isLetter(byte(r)) {
				right++
			}
		case r >= 0x620 && r < 0x64B: // the letters of Arabic
			left++
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
