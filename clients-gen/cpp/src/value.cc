#include "topgun/value.h"

#include <limits>
#include <stdexcept>

namespace topgun {

void Native::RefuseAboveInt64(std::uint64_t value) {
  if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
    throw std::out_of_range(std::to_string(value) + " is above the highest integer of a Value.");
  }
}

v1::Value Of(const Native& native) { return native.value(); }

v1::Value Bytes(std::string_view bytes) {
  v1::Value value;
  value.set_bytes_value(bytes.data(), bytes.size());
  return value;
}

v1::Value List(const std::vector<Native>& items) {
  v1::Value value;
  auto* list = value.mutable_list_value();
  for (const auto& item : items) *list->add_items() = item.value();
  return value;
}

v1::Value Object(const Fields& fields) {
  v1::Value value;
  auto* object = value.mutable_object_value();
  for (const auto& [name, field] : fields) (*object->mutable_fields())[name] = field.value();
  return value;
}

v1::Patch PatchOf(const Fields& set, const std::vector<std::string>& erase) {
  v1::Patch patch;
  for (const auto& [name, field] : set) (*patch.mutable_set())[name] = field.value();
  for (const auto& name : erase) patch.add_erase(name);
  return patch;
}

const v1::Value* Field(const v1::Value& object, const std::string& name) {
  const auto& fields = object.object_value().fields();
  const auto found = fields.find(name);
  return found == fields.end() ? nullptr : &found->second;
}

std::optional<v1::Value> RecordValue(const std::string& bytes) {
  v1::Record record;
  if (!record.ParseFromString(bytes)) throw std::invalid_argument("These " + std::to_string(bytes.size()) + " bytes are no record.");
  switch (record.root_kind()) {
    case v1::ROOT_KIND_REMOVED:
      return std::nullopt;
    case v1::ROOT_KIND_VALUE:
      return record.root_value();
    case v1::ROOT_KIND_OBJECT: {
      v1::Value value;
      auto* object = value.mutable_object_value();
      for (const auto& field : record.registers()) {
        // Without a value the field was erased.
        if (field.has_value()) (*object->mutable_fields())[field.field()] = field.value();
      }
      return value;
    }
    default:
      throw std::invalid_argument("A record of the kind " + std::to_string(record.root_kind()) + " is unknown here.");
  }
}

v1::RemoveElements SeenElements(const std::string& bytes) {
  v1::Record record;
  if (!record.ParseFromString(bytes)) throw std::invalid_argument("These " + std::to_string(bytes.size()) + " bytes are no record.");
  const auto& items = record.root_value().list_value().items();
  if (record.tags_size() > items.size()) {
    throw std::invalid_argument("A record has " + std::to_string(items.size()) + " elements and tags for " + std::to_string(record.tags_size()) + ".");
  }
  v1::RemoveElements seen;
  *seen.mutable_writers() = record.writers();
  for (int i = 0; i < record.tags_size(); ++i) {
    auto* element = seen.add_elements();
    *element->mutable_value() = items[i];
    *element->mutable_tags() = record.tags(i).tags();
  }
  return seen;
}

}  // namespace topgun
