package output

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// sources are the folders of a site that hold what people wrote.
var sources = []string{"content", "templates", "static", ".git", ".chancery", ".github"}

// folder finds the folder that dir stands for, following links once, makes it
// when it is missing, and refuses one whose files are surely not an output.
func folder(dir, site string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	if err := judge(abs, site); err != nil { // before anything is made
		return "", err
	}
	if err := os.MkdirAll(abs, 0o755); err != nil {
		return "", err
	}
	if abs, err = filepath.EvalSymlinks(abs); err != nil {
		return "", err
	}
	return abs, judge(abs, site)
}

// judge refuses the top of the file system, the home folder, the site's folder,
// all that contain them, and what lies in the site's sources.
func judge(dir, site string) error {
	if filepath.Dir(dir) == dir {
		return fmt.Errorf("%s: the top of the file system cannot be an output folder", dir)
	}
	if home, err := os.UserHomeDir(); err == nil && within(home, dir) {
		return fmt.Errorf("%s: is or holds your home folder, so it cannot be an output folder", dir)
	}
	if site == "" {
		return nil
	}
	site, err := filepath.Abs(site)
	if err != nil {
		return err
	}
	if within(site, dir) {
		return fmt.Errorf("%s: is or holds the site's own folder, so it cannot be an output folder", dir)
	}
	for _, name := range sources {
		if within(dir, filepath.Join(site, name)) {
			return fmt.Errorf("%s: is in the site's %s folder, so it cannot be an output folder", dir, name)
		}
	}
	return nil
}

// within reports whether a path is top or lies under it: by its name, and, as
// names lie where there are links, by the identity of every existing folder on
// the way up, before and after links are resolved.
func within(path, top string) bool {
	if rel, err := filepath.Rel(top, path); err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return true
	}
	want, err := os.Stat(top)
	if err != nil {
		return false
	}
	ways := []string{path}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		ways = append(ways, real)
	}
	return slices.ContainsFunc(ways, func(p string) bool { return passes(p, want) })
}

// passes reports whether a folder is met on the way from path to the top.
func passes(path string, folder os.FileInfo) bool {
	for {
		if info, err := os.Stat(path); err == nil && os.SameFile(info, folder) {
			return true
		}
		up := filepath.Dir(path)
		if up == path {
			return false
		}
		path = up
	}
}
