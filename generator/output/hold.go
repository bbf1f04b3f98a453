package output

import (
	"errors"
	"os"
)

// Hold takes a folder that exists for this process alone, as Open takes an
// output folder: for what a build keeps beside its outputs. It says who has the
// folder otherwise, or waits.
func Hold(dir string, wait bool) (release func() error, err error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	l, err := acquire(root, wait)
	if err != nil {
		return nil, errors.Join(err, root.Close())
	}
	return func() error {
		l.release()
		return root.Close()
	}, nil
}
