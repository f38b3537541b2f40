#include "trial.h"

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <fstream>

#include <nlohmann/json.hpp>

std::string Variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

nlohmann::json Data(const std::string& name) {
  std::ifstream file(Variable("CONFORMANCE_DATA") + "/" + name);
  return nlohmann::json::parse(file);
}

namespace {

bool SameDouble(double one, double other) {
  if (std::isnan(one) && std::isnan(other)) return true;
  return std::memcmp(&one, &other, sizeof one) == 0;
}

bool SameItems(const v1::ListValue& one, const v1::ListValue& other) {
  if (one.items_size() != other.items_size()) return false;
  for (int i = 0; i < one.items_size(); ++i) {
    if (!Same(one.items(i), other.items(i))) return false;
  }
  return true;
}

bool SameFields(const v1::ObjectValue& one, const v1::ObjectValue& other) {
  if (one.fields_size() != other.fields_size()) return false;
  for (const auto& [name, field] : one.fields()) {
    const auto found = other.fields().find(name);
    if (found == other.fields().end() || !Same(field, found->second)) return false;
  }
  return true;
}

}  // namespace

bool Same(const v1::Value& one, const v1::Value& other) {
  if (one.kind_case() != other.kind_case()) return false;
  switch (one.kind_case()) {
    case v1::Value::kNullValue:
      return true;
    case v1::Value::kBoolValue:
      return one.bool_value() == other.bool_value();
    case v1::Value::kInt64Value:
      return one.int64_value() == other.int64_value();
    case v1::Value::kDoubleValue:
      return SameDouble(one.double_value(), other.double_value());
    case v1::Value::kStringValue:
      return one.string_value() == other.string_value();
    case v1::Value::kBytesValue:
      return one.bytes_value() == other.bytes_value();
    case v1::Value::kListValue:
      return SameItems(one.list_value(), other.list_value());
    case v1::Value::kObjectValue:
      return SameFields(one.object_value(), other.object_value());
    default:
      return false;
  }
}

void EqualValues(const std::string& what, const v1::Value& got, const v1::Value& wanted) {
  if (!Same(got, wanted)) throw Failed(what + ": " + TextOf(got) + " came; " + TextOf(wanted) + " was expected");
}

void Must(const grpc::Status& status) {
  if (!status.ok()) throw Failed(std::to_string(status.error_code()) + " " + topgun::FailureOf(status).reason + " " + status.error_message());
}

topgun::Failure Refused(const grpc::Status& status, grpc::StatusCode code, const std::string& reason) {
  const auto failure = topgun::FailureOf(status);
  Equal("status", static_cast<int>(failure.status), static_cast<int>(code));
  Equal("reason", failure.reason, reason);
  return failure;
}

topgun::Client Open(const char* address_variable, const char* token_variable) {
  return topgun::Client("http://" + Variable(address_variable), Variable(token_variable));
}

v1::FieldPath Path(const std::vector<std::string>& names) {
  v1::FieldPath path;
  for (const auto& name : names) path.add_names(name);
  return path;
}

Trial::Trial(const std::string& id)
    : id(id), map(Variable("CONFORMANCE_MAPS") + id), client(Open("CONFORMANCE_ADDRESS", "CONFORMANCE_TOKEN")) {}

v1::PutRequest Trial::PutOf(const std::string& key, const Native& value) const {
  v1::PutRequest request;
  request.set_map(map);
  request.set_key(key);
  *request.mutable_value() = value.value();
  return request;
}

grpc::Status Trial::TryPut(const topgun::Client& by, const v1::PutRequest& request, v1::PutResponse& response) const {
  return by.maps().Put(by.Context(kPatience).get(), request, &response);
}

v1::PutResponse Trial::Put(const v1::PutRequest& request) const {
  v1::PutResponse response;
  Must(TryPut(client, request, response));
  return response;
}

v1::PutResponse Trial::Put(const std::string& key, const Native& value) const { return Put(PutOf(key, value)); }

grpc::Status Trial::TryPatch(const std::string& key, const v1::Patch& patch, bool must_exist) const {
  v1::PatchRequest request;
  request.set_map(map);
  request.set_key(key);
  *request.mutable_patch() = patch;
  request.set_must_exist(must_exist);
  v1::PatchResponse response;
  return client.maps().Patch(client.Context(kPatience).get(), request, &response);
}

void Trial::Patch(const std::string& key, const Fields& set, const std::vector<std::string>& erase) const {
  Must(TryPatch(key, topgun::PatchOf(set, erase), false));
}

void Trial::Remove(const std::string& key) const {
  v1::RemoveRequest request;
  request.set_map(map);
  request.set_key(key);
  v1::RemoveResponse response;
  Must(client.maps().Remove(client.Context(kPatience).get(), request, &response));
}

grpc::Status Trial::TryGet(const topgun::Client& by, const std::string& key, v1::GetResponse& response) const {
  v1::GetRequest request;
  request.set_map(map);
  request.set_key(key);
  return by.maps().Get(by.Context(kPatience).get(), request, &response);
}

std::optional<v1::Entry> Trial::Get(const std::string& key, const std::vector<v1::FieldPath>& fields) const {
  v1::GetRequest request;
  request.set_map(map);
  request.set_key(key);
  for (const auto& field : fields) *request.add_fields() = field;
  v1::GetResponse response;
  Must(client.maps().Get(client.Context(kPatience).get(), request, &response));
  if (!response.has_entry()) return std::nullopt;
  return response.entry();
}

v1::Entry Trial::MustGet(const std::string& key, const std::vector<v1::FieldPath>& fields) const {
  const auto entry = Get(key, fields);
  Check(key + " is there", entry.has_value());
  return *entry;
}

void Trial::Holds(const std::string& key, const v1::Value& wanted) const { EqualValues(key, MustGet(key).value(), wanted); }
