// One scenario on its way. tests/Conformance/SCENARIOS.md says what each is about.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "topgun/topgun.h"

namespace v1 = topgun::v1;
using topgun::Fields;
using topgun::Native;
using topgun::Object;

constexpr std::chrono::seconds kPatience{30};

// Something was not as it must be.
struct Failed : std::runtime_error {
  using std::runtime_error::runtime_error;
};

std::string Variable(const char* name);
nlohmann::json Data(const std::string& name);

inline void Check(const std::string& what, bool is_so) {
  if (!is_so) throw Failed(what + ": this is not so");
}

template <typename T>
std::string TextOf(const T& value) {
  std::ostringstream text;
  text << value;
  return text.str();
}
inline std::string TextOf(const std::vector<std::string>& values) {
  std::string text;
  for (const auto& value : values) text += text.empty() ? value : ", " + value;
  return "[" + text + "]";
}
inline std::string TextOf(const v1::Value& value) { return value.ShortDebugString(); }

template <typename T, typename U>
void Equal(const std::string& what, const T& got, const U& wanted) {
  if (!(got == wanted)) throw Failed(what + ": " + TextOf(got) + " came; " + TextOf(wanted) + " was expected");
}

// Doubles by their bits; any NaN is one.
bool Same(const v1::Value& one, const v1::Value& other);
void EqualValues(const std::string& what, const v1::Value& got, const v1::Value& wanted);

// Throws unless a call ended well.
void Must(const grpc::Status& status);
// Looks at why a call failed, which it must.
topgun::Failure Refused(const grpc::Status& status, grpc::StatusCode code, const std::string& reason);

topgun::Client Open(const char* address_variable, const char* token_variable);

v1::FieldPath Path(const std::vector<std::string>& names);

// Has a map of its own and a client of the user 'writer'. What goes wrong ends it.
struct Trial {
  explicit Trial(const std::string& id);

  std::string id;
  std::string map;
  topgun::Client client;

  v1::PutRequest PutOf(const std::string& key, const Native& value) const;
  grpc::Status TryPut(const topgun::Client& by, const v1::PutRequest& request, v1::PutResponse& response) const;
  v1::PutResponse Put(const v1::PutRequest& request) const;
  v1::PutResponse Put(const std::string& key, const Native& value) const;
  grpc::Status TryPatch(const std::string& key, const v1::Patch& patch, bool must_exist) const;
  void Patch(const std::string& key, const Fields& set, const std::vector<std::string>& erase = {}) const;
  void Remove(const std::string& key) const;
  grpc::Status TryGet(const topgun::Client& by, const std::string& key, v1::GetResponse& response) const;
  std::optional<v1::Entry> Get(const std::string& key, const std::vector<v1::FieldPath>& fields = {}) const;
  v1::Entry MustGet(const std::string& key, const std::vector<v1::FieldPath>& fields = {}) const;
  void Holds(const std::string& key, const v1::Value& wanted) const;
};

using Scenarios = std::vector<std::pair<std::string, std::function<void(Trial&)>>>;

void AddMaps(Scenarios& scenarios);
void AddFailures(Scenarios& scenarios);
void AddSync(Scenarios& scenarios);
void AddTypes(Scenarios& scenarios);
void AddVectors(Scenarios& scenarios);

v1::RegisterResolverResponse Register(const Trial& t, const v1::ResolverDefinition& resolver);
v1::Predicate Compare(const std::string& name, v1::CompareOperator op, const Native& value);
