//go:build linux && (amd64 || arm64)

package cli

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"testing"
)

func TestTheHeapGrowsIntoLargePages(t *testing.T) {
	modes, err := os.ReadFile("/sys/kernel/mm/transparent_hugepage/enabled")
	if err != nil || !strings.Contains(string(modes), "[madvise]") {
		t.Skipf("the kernel gives large pages to all or to none: %s%v", modes, err)
	}
	if heapRoom() == 0 {
		t.Skip("addresses are counted")
	}
	makeRoom()
	held := make([]byte, heapRoom()/8) // more than was free before
	if flags := memoryFlags(t, fmt.Sprintf("%p", &held[len(held)-1])); !strings.Contains(flags+" ", " hg ") {
		t.Errorf("flags of the memory that a block of the heap lies in: %q, without hg", flags)
	}
}

// memoryFlags is the line VmFlags of the mapping that an address lies in, see
// proc_pid_smaps(5).
func memoryFlags(t *testing.T, address string) string {
	t.Helper()
	f, err := os.Open("/proc/self/smaps")
	if err != nil {
		t.Skip(err)
	}
	defer f.Close()
	var at, first, last uint64
	if _, err := fmt.Sscanf(address, "0x%x", &at); err != nil {
		t.Fatal(err)
	}
	inside := false
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if _, err := fmt.Sscanf(lines.Text(), "%x-%x", &first, &last); err == nil {
			inside = first <= at && at < last
		}
		if flags, ok := strings.CutPrefix(lines.Text(), "VmFlags:"); ok && inside {
			return flags
		}
	}
	return ""
}
