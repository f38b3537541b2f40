// The order of timestamps and the digests of maps, which replicas need.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "topgun/v1/hlc.pb.h"

namespace topgun {

// Below 0 where one is older than other, 0 where they are the same, above 0 where it is newer: by millis, then counter, then the bytes of
// the node id.
int CompareStamps(const v1::HlcTimestamp& one, const v1::HlcTimestamp& other);

// A live record in the digest of a map.
struct DigestEntry {
  std::string key;
  // 16 nibbles, one per byte.
  std::string path;
  // 32 bytes.
  std::string digest;

  // Of a key, the version of its last change, and the record's bytes as received.
  static DigestEntry Of(const std::string& key, std::uint64_t version, const std::string& record);
};

// The digest of what stands below a prefix, of one nibble per byte; without one, of the map. Entries are of live records, each key once.
std::string Digest(const std::vector<DigestEntry>& entries, const std::string& prefix = "");

}  // namespace topgun
