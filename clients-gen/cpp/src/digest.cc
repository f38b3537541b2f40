#include "topgun/digest.h"

#include <algorithm>

#include <openssl/sha.h>

namespace topgun {
namespace {

constexpr std::size_t kLeaf = 64;
constexpr std::size_t kDepth = 16;

std::string Sha256(const std::string& content) {
  std::string hash(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(content.data()), content.size(), reinterpret_cast<unsigned char*>(hash.data()));
  return hash;
}

std::string BigEndian(std::uint64_t number, int bytes) {
  std::string text;
  for (int i = bytes - 1; i >= 0; --i) text.push_back(static_cast<char>(number >> (8 * i)));
  return text;
}

std::string DigestOf(const std::vector<const DigestEntry*>& below, const std::string& prefix) {
  if (below.empty()) return std::string(SHA256_DIGEST_LENGTH, '\0');
  const bool is_leaf = below.size() <= kLeaf || prefix.size() == kDepth;
  std::string content;
  content.push_back(is_leaf ? '\0' : '\1');
  content.push_back(static_cast<char>(prefix.size()));
  content += prefix;
  if (is_leaf) {
    for (const auto* entry : below) content += entry->digest;
    return Sha256(content);
  }
  std::array<std::vector<const DigestEntry*>, 16> children;
  for (const auto* entry : below) children[static_cast<std::size_t>(entry->path[prefix.size()])].push_back(entry);
  for (std::size_t nibble = 0; nibble < children.size(); ++nibble) {
    content += DigestOf(children[nibble], prefix + static_cast<char>(nibble));
  }
  return Sha256(content);
}

}  // namespace

int CompareStamps(const v1::HlcTimestamp& one, const v1::HlcTimestamp& other) {
  if (one.millis() != other.millis()) return one.millis() < other.millis() ? -1 : 1;
  if (one.counter() != other.counter()) return one.counter() < other.counter() ? -1 : 1;
  return one.node_id().compare(other.node_id());
}

DigestEntry DigestEntry::Of(const std::string& key, std::uint64_t version, const std::string& record) {
  DigestEntry entry;
  entry.key = key;
  for (const char byte : Sha256(key).substr(0, kDepth / 2)) {
    entry.path.push_back(static_cast<char>(static_cast<unsigned char>(byte) >> 4));
    entry.path.push_back(static_cast<char>(byte & 15));
  }
  entry.digest = Sha256(BigEndian(key.size(), 4) + key + BigEndian(version, 8) + record);
  return entry;
}

std::string Digest(const std::vector<DigestEntry>& entries, const std::string& prefix) {
  std::vector<const DigestEntry*> below;
  for (const auto& entry : entries) {
    if (entry.path.compare(0, prefix.size(), prefix) == 0) below.push_back(&entry);
  }
  // As unsigned bytes: that is how std::string compares.
  std::sort(below.begin(), below.end(), [](const auto* one, const auto* other) { return one->key < other->key; });
  return DigestOf(below, prefix);
}

}  // namespace topgun
