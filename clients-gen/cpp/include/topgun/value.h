// Native values to and from Value, and what records hold.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "topgun/v1/op.pb.h"
#include "topgun/v1/record.pb.h"
#include "topgun/v1/value.pb.h"

namespace topgun {

// A Value that is made of what stands there: nullptr, a bool, an integer, a double, a text in UTF-8, or another Value, as those of
// Bytes, List and Object. An unsigned integer above the highest int64 throws std::out_of_range.
class Native {
 public:
  Native(v1::Value value) : value_(std::move(value)) {}
  Native(std::nullptr_t) { value_.set_null_value(google::protobuf::NULL_VALUE); }
  Native(bool value) { value_.set_bool_value(value); }
  Native(double value) { value_.set_double_value(value); }
  Native(float value) { value_.set_double_value(value); }
  Native(std::string_view text) { value_.set_string_value(text.data(), text.size()); }
  Native(const std::string& text) { value_.set_string_value(text); }
  Native(const char* text) { value_.set_string_value(text); }
  template <typename Integer, std::enable_if_t<std::is_integral_v<Integer> && !std::is_same_v<Integer, bool>, int> = 0>
  Native(Integer value) {
    value_.set_int64_value(Within64Bits(value));
  }

  const v1::Value& value() const { return value_; }

 private:
  template <typename Integer>
  static std::int64_t Within64Bits(Integer value) {
    if constexpr (std::is_unsigned_v<Integer> && sizeof(Integer) == sizeof(std::uint64_t)) RefuseAboveInt64(value);
    return static_cast<std::int64_t>(value);
  }
  static void RefuseAboveInt64(std::uint64_t value);

  v1::Value value_;
};

// The fields of an object: names, each with a value.
using Fields = std::map<std::string, Native>;

// Any native value, as in Of(2) or Of("Milk").
v1::Value Of(const Native& native);

// Opaque bytes.
v1::Value Bytes(std::string_view bytes);

// A list, as in List({1, "two", nullptr}).
v1::Value List(const std::vector<Native>& items);

// An object, as in Object({{"title", "Milk"}, {"count", 2}}).
v1::Value Object(const Fields& fields);

// A patch that sets some fields and erases others.
v1::Patch PatchOf(const Fields& set, const std::vector<std::string>& erase = {});

// A field of an object; nullptr where the value is none, or has no such field.
const v1::Value* Field(const v1::Value& object, const std::string& name);

// What a record holds, from the bytes in which it travels in the sync conversation; nothing where it is removed. Throws
// std::invalid_argument if the bytes are no record, or one of a kind that is unknown here.
std::optional<v1::Value> RecordValue(const std::string& record);

// What the bytes of a set's record show, as the RemoveElements that takes all of it out: each element with its tags. What is to stay is left out of
// its elements first. Whoever else adds an element meanwhile keeps it, since that tag is not among these. Empty where the record is no set. Throws
// std::invalid_argument if the bytes are no record.
v1::RemoveElements SeenElements(const std::string& record);

}  // namespace topgun
