// Values, records, queries and batches.
#include <google/protobuf/util/json_util.h>
#include <nlohmann/json.hpp>

#include "trial.h"

v1::Predicate Compare(const std::string& name, v1::CompareOperator op, const Native& value) {
  v1::Predicate predicate;
  auto* comparison = predicate.mutable_compare();
  *comparison->mutable_path() = Path({name});
  comparison->set_operator_(op);
  *comparison->mutable_value() = value.value();
  return predicate;
}

namespace {

// The package makes values of native ones, and what is in a Value is read by its own accessors; this is that, there and back.
Native Again(const v1::Value& value) {
  switch (value.kind_case()) {
    case v1::Value::kNullValue:
      return nullptr;
    case v1::Value::kBoolValue:
      return value.bool_value();
    case v1::Value::kInt64Value:
      return value.int64_value();
    case v1::Value::kDoubleValue:
      return value.double_value();
    case v1::Value::kStringValue:
      return value.string_value();
    case v1::Value::kBytesValue:
      return topgun::Bytes(value.bytes_value());
    case v1::Value::kListValue: {
      std::vector<Native> items;
      for (const auto& item : value.list_value().items()) items.push_back(Again(item));
      return topgun::List(items);
    }
    case v1::Value::kObjectValue: {
      Fields fields;
      for (const auto& [name, field] : value.object_value().fields()) {
        Check("the field is found by its name", topgun::Field(value, name) != nullptr);
        fields.emplace(name, Again(field));
      }
      return Object(fields);
    }
    default:
      throw Failed("a value is not set");
  }
}

void Values(Trial& t) {
  int count = 0;
  const auto file = Data("values.json");
  for (const auto& it : file["cases"]) {
    if (it["scenario"] != t.id) continue;
    ++count;
    const std::string name = it["name"];
    v1::Value value;
    const auto read = google::protobuf::util::JsonStringToMessage(it["value"].dump(), &value);
    Check(name + " is read: " + read.ToString(), read.ok());
    const auto made = Again(value).value();
    EqualValues(name + " after being native", made, value);
    t.Put(name, made);
    EqualValues(name + " as it comes back", t.MustGet(name).value(), value);
  }
  Check("there are cases", count > 0);
}

void PutGet(Trial& t) {
  const auto written = t.Put("milk", Object({{"title", "Milk"}, {"count", 3}}));
  Check("the version is above 0", written.version() > 0);
  Check("it is not superseded", !written.superseded());
  const auto entry = t.MustGet("milk");
  Equal("key", entry.key(), "milk");
  Equal("version", entry.version(), written.version());
  EqualValues("value", entry.value(), Object({{"title", "Milk"}, {"count", 3}}));
  Check("the next version is higher", t.Put("milk", Object({{"title", "Oat milk"}})).version() > written.version());
}

void PutReplaces(Trial& t) {
  t.Put("k", Object({{"a", 1}, {"b", 2}}));
  t.Put("k", Object({{"b", 3}}));
  t.Holds("k", Object({{"b", 3}}));
}

void PutTtl(Trial& t) {
  using std::chrono::minutes;
  auto request = t.PutOf("k", Object({{"a", 1}}));
  request.set_ttl_ms(std::chrono::milliseconds{std::chrono::hours{1}}.count());
  t.Put(request);
  const auto expires = t.MustGet("k").expires_at_ms();
  const auto left = std::chrono::milliseconds{expires} - std::chrono::system_clock::now().time_since_epoch();
  Check("it expires in about an hour", left > minutes{50} && left < minutes{70});
  t.Put("k", Object({{"a", 2}}));
  Equal("expiry after a put without ttl", t.MustGet("k").expires_at_ms(), expires);
}

void GetAbsent(Trial& t) { Check("there is no entry", !t.Get("never")); }

void GetFields(Trial& t) {
  t.Put("k", Object({{"a", Object({{"x", 1}, {"y", 2}})}, {"b", 3}, {"c", 4}}));
  EqualValues("value", t.MustGet("k", {Path({"a", "x"}), Path({"b"})}).value(), Object({{"a", Object({{"x", 1}})}, {"b", 3}}));
}

void PatchKeeps(Trial& t) {
  t.Put("k", Object({{"a", 1}, {"b", 2}}));
  t.Patch("k", {{"b", 3}});
  t.Holds("k", Object({{"a", 1}, {"b", 3}}));
}

void PatchErases(Trial& t) {
  t.Put("k", Object({{"a", 1}, {"b", 2}}));
  t.Patch("k", {{"c", nullptr}}, {"a"});
  t.Holds("k", Object({{"b", 2}, {"c", nullptr}}));
}

void PatchMustExist(Trial& t) {
  const auto status = t.TryPatch("k", topgun::PatchOf({{"a", 1}}), true);
  const auto failure = Refused(status, grpc::StatusCode::FAILED_PRECONDITION, "OP_RESULT_CODE_RECORD_REMOVED");
  Equal("key", failure.metadata.at("key"), "k");
  t.Patch("k", {{"a", 1}});
  t.Holds("k", Object({{"a", 1}}));
}

void Remove(Trial& t) {
  t.Put("k", Object({{"a", 1}}));
  t.Remove("k");
  Check("there is no entry", !t.Get("k"));
  t.Remove("never");
}

void NineRecords(const Trial& t) {
  for (int i = 1; i <= 9; ++i) {
    const auto n = std::to_string(i);
    const auto tags = topgun::List({"t" + n});
    t.Put("r" + n, Object({{"n", i}, {"even", i % 2 == 0}, {"name", "name-" + n}, {"tags", tags}, {"more", Object({{"i", i}})}}));
  }
}

struct Answer {
  std::vector<v1::Entry> rows;
  std::optional<v1::QueryPosition> next;

  std::vector<std::string> Keys() const {
    std::vector<std::string> keys;
    for (const auto& row : rows) keys.push_back(row.key());
    return keys;
  }
};

// The rows of all pages, and what the last one says of where to go on.
Answer Ask(const Trial& t, const v1::Query& query) {
  v1::QueryRequest request;
  request.set_map(t.map);
  *request.mutable_query() = query;
  const auto context = t.client.Context(kPatience);
  const auto pages = t.client.maps().Query(context.get(), request);
  Answer answer;
  for (v1::QueryResponse page; pages->Read(&page);) {
    answer.rows.insert(answer.rows.end(), page.rows().begin(), page.rows().end());
    answer.next.reset();
    if (page.has_next()) answer.next = page.next();
  }
  Must(pages->Finish());
  return answer;
}

void Finds(const Trial& t, const v1::Predicate& where, const std::vector<std::string>& keys) {
  v1::Query query;
  *query.mutable_where() = where;
  Equal("rows", Ask(t, query).Keys(), keys);
}

void QueryWhere(Trial& t) {
  NineRecords(t);
  v1::Predicate prefix;
  *prefix.mutable_prefix()->mutable_path() = Path({"name"});
  prefix.mutable_prefix()->set_text("name-2");
  v1::Predicate both;
  *both.mutable_all_of()->add_parts() = Compare("even", v1::COMPARE_OPERATOR_EQUAL, true);
  auto* either = both.mutable_all_of()->add_parts()->mutable_any_of();
  *either->add_parts() = Compare("n", v1::COMPARE_OPERATOR_GREATER, 4);
  *either->add_parts() = prefix;
  Finds(t, both, {"r2", "r6", "r8"});

  v1::Predicate contains;
  *contains.mutable_contains()->mutable_path() = Path({"tags"});
  *contains.mutable_contains()->mutable_value() = topgun::Of("t7");
  Finds(t, contains, {"r7"});

  v1::Predicate none;
  *none.mutable_not_()->mutable_exists() = Path({"n"});
  Finds(t, none, {});

  v1::Predicate one_of;
  *one_of.mutable_one_of()->mutable_path() = Path({"n"});
  *one_of.mutable_one_of()->add_values() = topgun::Of(1);
  *one_of.mutable_one_of()->add_values() = topgun::Of(3.0);
  Finds(t, one_of, {"r1", "r3"});
}

v1::SortField Descending(const std::string& name) {
  v1::SortField field;
  *field.mutable_path() = Path({name});
  field.set_descending(true);
  return field;
}

void QuerySort(Trial& t) {
  NineRecords(t);
  v1::Query query;
  *query.add_sort() = Descending("even");
  *query.add_sort() = Descending("n");
  Equal("rows", Ask(t, query).Keys(), std::vector<std::string>{"r8", "r6", "r4", "r2", "r9", "r7", "r5", "r3", "r1"});
}

void QueryPages(Trial& t) {
  NineRecords(t);
  v1::Query query;
  *query.add_sort() = Descending("n");
  query.set_limit(4);
  const auto first = Ask(t, query);
  Equal("first page", first.Keys(), std::vector<std::string>{"r9", "r8", "r7", "r6"});
  t.Put("r0", Object({{"n", 10}}));
  *query.mutable_after() = first.next.value();
  const auto second = Ask(t, query);
  Equal("second page", second.Keys(), std::vector<std::string>{"r5", "r4", "r3", "r2"});
  *query.mutable_after() = second.next.value();
  const auto third = Ask(t, query);
  Equal("third page", third.Keys(), std::vector<std::string>{"r1"});
  Check("the last page has no next", !third.next);
}

void QueryFields(Trial& t) {
  NineRecords(t);
  v1::Query query;
  *query.mutable_where() = Compare("n", v1::COMPARE_OPERATOR_EQUAL, 1);
  *query.add_fields() = Path({"n"});
  *query.add_fields() = Path({"more", "i"});
  const auto answer = Ask(t, query);
  Equal("rows", answer.Keys(), std::vector<std::string>{"r1"});
  EqualValues("value", answer.rows[0].value(), Object({{"n", 1}, {"more", Object({{"i", 1}})}}));
  Equal("version", answer.rows[0].version(), t.MustGet("r1").version());
}

void AddPut(v1::BatchRequest& batch, const std::string& key) {
  auto* write = batch.add_writes();
  write->set_key(key);
  *write->mutable_put() = Object({{"n", 1}});
}

void AddPatchOfAbsent(v1::BatchRequest& batch, const std::string& key) {
  auto* write = batch.add_writes();
  write->set_key(key);
  *write->mutable_patch() = topgun::PatchOf({{"n", 1}});
  write->set_must_exist(true);
}

v1::BatchRequest BatchOf(const Trial& t, bool is_atomic) {
  v1::BatchRequest batch;
  batch.set_map(t.map);
  batch.set_atomic(is_atomic);
  return batch;
}

grpc::Status Write(const Trial& t, const v1::BatchRequest& batch, v1::BatchResponse& response) {
  return t.client.maps().Batch(t.client.Context(kPatience).get(), batch, &response);
}

void BatchEach(Trial& t) {
  auto batch = BatchOf(t, false);
  AddPut(batch, "a");
  AddPatchOfAbsent(batch, "b");
  AddPut(batch, "c");
  v1::BatchResponse response;
  Must(Write(t, batch, response));
  std::vector<std::string> codes;
  for (const auto& result : response.results()) codes.push_back(v1::OpResultCode_Name(result.code()));
  Equal("codes", codes, std::vector<std::string>{"OP_RESULT_CODE_APPLIED", "OP_RESULT_CODE_RECORD_REMOVED", "OP_RESULT_CODE_APPLIED"});
  Check("the refusal has a reason", !response.results(1).reason().empty());
  Check("a and c are there", t.Get("a") && t.Get("c"));
}

void BatchAtomic(Trial& t) {
  auto batch = BatchOf(t, true);
  AddPut(batch, "a");
  AddPut(batch, "b");
  v1::BatchResponse response;
  Must(Write(t, batch, response));
  Equal("results", response.results_size(), 1);
  Equal("code", v1::OpResultCode_Name(response.results(0).code()), "OP_RESULT_CODE_APPLIED");
  Equal("version of a", t.MustGet("a").version(), response.results(0).version());
  Equal("version of b", t.MustGet("b").version(), response.results(0).version());
}

void BatchRefused(Trial& t) {
  auto batch = BatchOf(t, true);
  AddPut(batch, "a");
  AddPatchOfAbsent(batch, "b");
  v1::BatchResponse response;
  const auto failure = Refused(Write(t, batch, response), grpc::StatusCode::FAILED_PRECONDITION, "OP_RESULT_CODE_RECORD_REMOVED");
  Equal("key", failure.metadata.at("key"), "b");
  Check("a is not there", !t.Get("a"));
}

}  // namespace

void AddMaps(Scenarios& scenarios) {
  for (const auto* id : {"null", "bool", "int64", "double", "string", "bytes", "list", "object", "nested"}) {
    scenarios.emplace_back(std::string("value-") + id, Values);
  }
  const Scenarios more = {
      {"put-get", PutGet},          {"put-replaces", PutReplaces}, {"put-ttl", PutTtl},
      {"get-absent", GetAbsent},    {"get-fields", GetFields},     {"patch-keeps", PatchKeeps},
      {"patch-erases", PatchErases}, {"patch-must-exist", PatchMustExist}, {"remove", Remove},
      {"query-where", QueryWhere},  {"query-sort", QuerySort},     {"query-pages", QueryPages},
      {"query-fields", QueryFields}, {"batch-each", BatchEach},    {"batch-atomic", BatchAtomic},
      {"batch-refused", BatchRefused},
  };
  scenarios.insert(scenarios.end(), more.begin(), more.end());
}
