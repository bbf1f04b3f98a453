package page

import (
	"sync"
	"sync/atomic"
)

// once is a value that is made when it is first asked for. Unlike sync.OnceValue
// it can tell whether it has been made.
type once[T any] struct {
	value atomic.Pointer[T]
	mu    sync.Mutex
}

func (o *once[T]) get(makeIt func() T) T {
	if v := o.value.Load(); v != nil {
		return *v
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if v := o.value.Load(); v != nil {
		return *v
	}
	v := makeIt()
	o.value.Store(&v)
	return v
}

// made is the value, if it has been made.
func (o *once[T]) made() (T, bool) {
	if v := o.value.Load(); v != nil {
		return *v, true
	}
	var zero T
	return zero, false
}

func (o *once[T]) set(v T) { o.value.Store(&v) }

// share takes over the value of another, if that has been made.
func (o *once[T]) share(of *once[T]) { o.value.Store(of.value.Load()) }
