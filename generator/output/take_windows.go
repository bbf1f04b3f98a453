package output

import "path"

// take renames by the way from the top.
func (d *rooted) take(from disk, name, to string) error {
	return d.top.Rename(path.Join(from.(*rooted).rel, name), path.Join(d.rel, to))
}
