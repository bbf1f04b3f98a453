// Package browser looks at this repository's publication as readers see it: in a
// browser, on small and large screens, light and dark, in every language, with
// the keyboard and without script. It has tests only; they are skipped, and say
// so, where there is no Chromium.
package browser
