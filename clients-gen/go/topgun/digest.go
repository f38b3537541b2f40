package topgun

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"sort"
)

const (
	digestLeaf  = 64
	digestDepth = 16
)

// DigestEntry is a live record in the digest of a map.
type DigestEntry struct {
	key    string
	path   [digestDepth]byte
	digest [sha256.Size]byte
}

// NewDigestEntry makes an entry of a key, the version of its last change, and the record's bytes as received.
func NewDigestEntry(key string, version uint64, record []byte) DigestEntry {
	entry := DigestEntry{key: key}
	hash := sha256.Sum256([]byte(key))
	for i := range entry.path {
		entry.path[i] = hash[i/2] >> (4 * (1 - i%2)) & 15
	}
	content := make([]byte, 0, 12+len(key)+len(record))
	content = binary.BigEndian.AppendUint32(content, uint32(len(key)))
	content = append(content, key...)
	content = binary.BigEndian.AppendUint64(content, version)
	content = append(content, record...)
	entry.digest = sha256.Sum256(content)
	return entry
}

// Digest is the digest of what stands below a prefix, of one nibble per byte; without one, of the map. Each key may occur once.
func Digest(entries []DigestEntry, prefix ...byte) [sha256.Size]byte {
	var below []DigestEntry
	for _, entry := range entries {
		if bytes.HasPrefix(entry.path[:], prefix) {
			below = append(below, entry)
		}
	}
	sort.Slice(below, func(i, j int) bool { return below[i].key < below[j].key })
	return digestOf(below, prefix)
}

func digestOf(below []DigestEntry, prefix []byte) [sha256.Size]byte {
	if len(below) == 0 {
		return [sha256.Size]byte{}
	}
	if len(below) <= digestLeaf || len(prefix) == digestDepth {
		content := append([]byte{0, byte(len(prefix))}, prefix...)
		for _, entry := range below {
			content = append(content, entry.digest[:]...)
		}
		return sha256.Sum256(content)
	}
	var children [16][]DigestEntry
	for _, entry := range below {
		nibble := entry.path[len(prefix)]
		children[nibble] = append(children[nibble], entry)
	}
	content := append([]byte{1, byte(len(prefix))}, prefix...)
	for nibble, child := range children {
		digest := digestOf(child, append(append([]byte{}, prefix...), byte(nibble)))
		content = append(content, digest[:]...)
	}
	return sha256.Sum256(content)
}
