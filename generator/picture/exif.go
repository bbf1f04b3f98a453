package picture

import (
	"bytes"
	"encoding/binary"
	"fmt"
)

// orientation reads how a picture is turned from Exif: 1 to 8, and 1 when it does
// not say (Exif 2.32, tag 0x0112 of the first directory).
func orientation(tiff []byte) int {
	var order binary.ByteOrder = binary.BigEndian
	if bytes.HasPrefix(tiff, []byte("II")) {
		order = binary.LittleEndian
	}
	if len(tiff) < 8 {
		return 1
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 1
	}
	count := int(order.Uint16(tiff[at:]))
	for entry := tiff[at+2:]; count > 0 && len(entry) >= 12; count, entry = count-1, entry[12:] {
		if order.Uint16(entry) != 0x0112 {
			continue
		}
		if v := int(order.Uint16(entry[8:])); v >= 1 && v <= 8 {
			return v
		}
	}
	return 1
}

// orientationTIFF is the smallest Exif that tells an orientation.
func orientationTIFF(v int) []byte {
	return fmt.Appendf(nil, "MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00%c\x00\x00\x00\x00\x00\x00", v)
}
