// The test vectors of the contract.
#include <algorithm>

#include <google/protobuf/util/json_util.h>
#include <nlohmann/json.hpp>
#include <openssl/sha.h>

#include "trial.h"

namespace {

using nlohmann::json;

v1::HlcTimestamp Stamp(std::uint64_t millis, std::uint32_t counter, const std::string& node_id) {
  v1::HlcTimestamp stamp;
  stamp.set_millis(millis);
  stamp.set_counter(counter);
  stamp.set_node_id(node_id);
  return stamp;
}

int Sign(int number) { return (number > 0) - (number < 0); }

void Hlc(Trial&) {
  std::vector<v1::HlcTimestamp> stamps;
  const auto file = Data("hlc-order.json");
  for (const auto& it : file["ascending"]) stamps.push_back(Stamp(it["millis"], it["counter"], it["node_id"]));
  Check("there are timestamps", stamps.size() > 1);
  for (int i = 0; i < static_cast<int>(stamps.size()); ++i) {
    for (int j = 0; j < static_cast<int>(stamps.size()); ++j) {
      Equal(stamps[i].ShortDebugString() + " and " + stamps[j].ShortDebugString(), Sign(topgun::CompareStamps(stamps[i], stamps[j])), Sign(i - j));
    }
  }
}

// Whole numbers are int64.
Native NativeOf(const json& it) {
  switch (it.type()) {
    case json::value_t::null:
      return nullptr;
    case json::value_t::boolean:
      return it.get<bool>();
    case json::value_t::number_integer:
    case json::value_t::number_unsigned:
      return it.get<std::int64_t>();
    case json::value_t::number_float:
      return it.get<double>();
    case json::value_t::string:
      return it.get<std::string>();
    case json::value_t::array: {
      std::vector<Native> items;
      for (const auto& item : it) items.push_back(NativeOf(item));
      return topgun::List(items);
    }
    default: {
      Fields fields;
      for (const auto& [name, field] : it.items()) fields.emplace(name, NativeOf(field));
      return Object(fields);
    }
  }
}

std::uint32_t Index(std::vector<std::string>& stamps, const std::string& text) {
  const auto found = std::find(stamps.begin(), stamps.end(), text);
  const auto index = static_cast<std::uint32_t>(found - stamps.begin());
  if (found == stamps.end()) stamps.push_back(text);
  return index;
}

v1::Record RecordOf(const json& it) {
  std::vector<std::string> stamps;
  v1::Record record;
  const auto& root = it["root"];
  const std::string kind = root["kind"];
  record.set_root_kind(kind == "removed" ? v1::ROOT_KIND_REMOVED : kind == "value" ? v1::ROOT_KIND_VALUE : v1::ROOT_KIND_OBJECT);
  record.set_root_at(Index(stamps, root["at"]));
  if (root.contains("value")) *record.mutable_root_value() = NativeOf(root["value"]).value();
  if (!it["cleared"].is_null()) record.set_cleared_at(Index(stamps, it["cleared"]));
  for (const auto& [name, field] : it["registers"].items()) {
    auto* added = record.add_registers();
    added->set_field(name);
    added->set_at(Index(stamps, field["at"]));
    if (field.contains("value")) *added->mutable_value() = NativeOf(field["value"]).value();
  }
  for (const auto& text : stamps) {
    // millis.counter@node
    const auto dot = text.find('.');
    const auto at = text.find('@');
    const auto counter = std::stoul(text.substr(dot + 1, at - dot - 1));
    *record.add_stamps() = Stamp(std::stoull(text.substr(0, dot)), static_cast<std::uint32_t>(counter), text.substr(at + 1));
  }
  return record;
}

std::string BytesOf(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) bytes.push_back(static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  return bytes;
}

void SetsAndCounters() {
  const auto file = Data("typed-records.json");
  Check("there are sets and counters", !file["cases"].empty());
  for (const auto& it : file["cases"]) {
    const std::string name = it["name"];
    const auto bytes = BytesOf(it["record"]);
    const auto value = topgun::RecordValue(bytes);
    Equal(name + " is live", value.has_value(), it.contains("value"));
    if (value) {
      v1::Value wanted;
      Check("the value is read", google::protobuf::util::JsonStringToMessage(it["value"].dump(), &wanted).ok());
      EqualValues(name, *value, wanted);
    }
    const auto seen = topgun::SeenElements(bytes);
    auto tags = json::array();
    for (const auto& element : seen.elements()) {
      auto of = json::array();
      for (const auto& tag : element.tags()) {
        of.push_back(seen.writers(static_cast<int>(tag.writer())) + "/" + std::to_string(tag.number()) + "/" + std::to_string(tag.index()));
      }
      tags.push_back(of);
    }
    Equal("who added what: " + name, tags.dump(), it["seen"].dump());
  }
}

void Record(Trial&) {
  int count = 0;
  const auto file = Data("register-merge.json");
  for (const auto& it : file["cases"]) {
    if (it["record"].is_null()) continue;
    ++count;
    const std::string name = it["name"];
    const auto value = topgun::RecordValue(RecordOf(it["record"]).SerializeAsString());
    Equal(name + " is live", value.has_value(), it.contains("value"));
    if (value) EqualValues(name, *value, NativeOf(it["value"]).value());
  }
  Check("there are cases", count > 0);
  SetsAndCounters();
}

// The records of a case, or the rule that they follow.
std::vector<topgun::DigestEntry> EntriesOf(const json& it) {
  std::vector<topgun::DigestEntry> entries;
  for (const auto& record : it.value("records", json::array())) {
    entries.push_back(topgun::DigestEntry::Of(record["key"], record["version"], BytesOf(record["record"])));
  }
  auto indices = it.value("indices", std::vector<std::uint64_t>{});
  for (std::uint64_t i = 0; i < it.value("count", 0u); ++i) indices.push_back(it["first"].get<std::uint64_t>() + i);
  for (const auto i : indices) {
    const auto key = "key-" + std::to_string(i);
    std::string record(SHA256_DIGEST_LENGTH, '\0');
    SHA256(reinterpret_cast<const unsigned char*>(key.data()), key.size(), reinterpret_cast<unsigned char*>(record.data()));
    entries.push_back(topgun::DigestEntry::Of(key, i, record));
  }
  return entries;
}

void MapDigest(Trial&) {
  const auto file = Data("digest.json");
  Check("there are cases", !file["cases"].empty());
  for (const auto& it : file["cases"]) {
    const auto entries = EntriesOf(it);
    for (const auto& [prefix, digest] : it["digests"].items()) {
      std::string nibbles;
      for (const char digit : prefix) nibbles.push_back(static_cast<char>(std::stoi(std::string(1, digit), nullptr, 16)));
      Check(it["name"].get<std::string>() + " below '" + prefix + "'", topgun::Digest(entries, nibbles) == BytesOf(digest));
    }
  }
}

}  // namespace

void AddVectors(Scenarios& scenarios) {
  const Scenarios more = {{"vector-hlc", Hlc}, {"vector-record", Record}, {"vector-digest", MapDigest}};
  scenarios.insert(scenarios.end(), more.begin(), more.end());
}
