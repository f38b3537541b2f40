// Sets and counters.
#include <limits>

#include "conversation.h"

namespace {

constexpr auto kHighest = std::numeric_limits<std::int64_t>::max();

topgun::Client Other() { return Open("CONFORMANCE_ADDRESS", "CONFORMANCE_OTHER_TOKEN"); }

grpc::Status TryAdd(const Trial& t, const topgun::Client& by, const std::string& key, const std::vector<std::string>& elements) {
  v1::AddElementsRequest request;
  request.set_map(t.map);
  request.set_key(key);
  for (const auto& element : elements) *request.add_elements() = topgun::Of(element);
  v1::AddElementsResponse response;
  return by.maps().AddElements(by.Context(kPatience).get(), request, &response);
}

void TakeOut(const Trial& t, const std::vector<std::string>& elements) {
  v1::RemoveElementsRequest request;
  request.set_map(t.map);
  request.set_key("k");
  for (const auto& element : elements) *request.add_elements() = topgun::Of(element);
  v1::RemoveElementsResponse response;
  Must(t.client.maps().RemoveElements(t.client.Context(kPatience).get(), request, &response));
}

v1::CountRequest CountOf(const Trial& t, const std::string& key, std::int64_t delta) {
  v1::CountRequest request;
  request.set_map(t.map);
  request.set_key(key);
  request.set_delta(delta);
  return request;
}

grpc::Status TryCount(const topgun::Client& by, const v1::CountRequest& request, v1::CountResponse& response) {
  return by.maps().Count(by.Context(kPatience).get(), request, &response);
}

std::uint64_t CountVersion(const topgun::Client& by, const v1::CountRequest& request) {
  v1::CountResponse response;
  Must(TryCount(by, request, response));
  return response.version();
}

v1::Write On(v1::WriteBase base) {
  v1::Write write;
  write.set_key("k");
  write.set_base(base);
  return write;
}

// Sends a write, and gives the code of its result; pages may come before.
std::string CodeOf(Conversation& talk, const v1::Write& write) {
  talk.Write(write);
  return v1::OpResultCode_Name(talk.Take(v1::ServerFrame::kOpResults).op_results().results(0).code());
}

std::vector<std::string> Shown(const v1::RemoveElements& seen) {
  std::vector<std::string> shown;
  for (const auto& element : seen.elements()) shown.push_back(element.value().string_value() + " " + std::to_string(element.tags_size()));
  return shown;
}

void SetAddRemove(Trial& t) {
  Must(TryAdd(t, t.client, "k", {"a", "b"}));
  Must(TryAdd(t, t.client, "k", {"b", "c"}));
  t.Holds("k", topgun::List({"a", "b", "c"}));
  TakeOut(t, {"a", "never"});
  t.Holds("k", topgun::List({"b", "c"}));
  TakeOut(t, {});
  Check("there is no entry", !t.Get("k"));
}

void SetConcurrent(Trial& t) {
  Must(TryAdd(t, t.client, "k", {"a", "b"}));
  Conversation talk(t, {"ormap"});
  const auto page = talk.Take(v1::ServerFrame::kChangePage).change_page();
  const auto seen = topgun::SeenElements(page.records(0).record());
  Equal("elements and how many tags", Shown(seen), std::vector<std::string>{"a 1", "b 1"});
  talk.Take(v1::ServerFrame::kCaughtUp);

  Must(TryAdd(t, Other(), "k", {"a"}));
  auto write = On(v1::WRITE_BASE_LIVE);
  *write.mutable_remove_elements() = seen;
  Equal("code", CodeOf(talk, write), "OP_RESULT_CODE_APPLIED");
  t.Holds("k", topgun::List({"a"}));
  talk.End();
}

void SetOps(Trial& t) {
  Conversation talk(t, {"ormap"});
  talk.Take(v1::ServerFrame::kCaughtUp);
  auto add = On(v1::WRITE_BASE_ABSENT);
  for (const auto* element : {"a", "b", "c"}) *add.mutable_add_elements()->add_elements()->mutable_value() = topgun::Of(element);
  Equal("code of the addition", CodeOf(talk, add), "OP_RESULT_CODE_APPLIED");
  const auto page = talk.Take(v1::ServerFrame::kChangePage).change_page();
  auto seen = topgun::SeenElements(page.records(0).record());
  Equal("elements and how many tags", Shown(seen), std::vector<std::string>{"a 1", "b 1", "c 1"});

  seen.mutable_elements()->RemoveLast();
  auto remove = On(v1::WRITE_BASE_LIVE);
  *remove.mutable_remove_elements() = seen;
  Equal("code of the removal", CodeOf(talk, remove), "OP_RESULT_CODE_APPLIED");
  t.Holds("k", topgun::List({"c"}));
  talk.End();
}

void CounterSum(Trial& t) {
  auto five = CountOf(t, "k", 5);
  five.set_idempotency_key(topgun::NewIdempotencyKey());
  const auto first = CountVersion(t.client, five);
  CountVersion(Other(), CountOf(t, "k", -7));
  Equal("version of the repeat", CountVersion(t.client, five), first);
  t.Holds("k", topgun::Of(-2));
  v1::RemoveCounterRequest request;
  request.set_map(t.map);
  request.set_key("k");
  v1::RemoveCounterResponse response;
  Must(t.client.maps().RemoveCounter(t.client.Context(kPatience).get(), request, &response));
  Check("there is no entry", !t.Get("k"));
  CountVersion(t.client, CountOf(t, "k", 3));
  t.Holds("k", topgun::Of(3));
}

void CounterOverflow(Trial& t) {
  CountVersion(t.client, CountOf(t, "k", kHighest));
  v1::CountResponse response;
  const auto status = TryCount(t.client, CountOf(t, "k", 1), response);
  Equal("key", Refused(status, grpc::StatusCode::INVALID_ARGUMENT, "OP_RESULT_CODE_TOO_LARGE").metadata.at("key"), "k");
  t.Holds("k", topgun::Of(kHighest));
}

void CounterOps(Trial& t) {
  Conversation talk(t, {"counter"});
  talk.Take(v1::ServerFrame::kCaughtUp);
  auto five = On(v1::WRITE_BASE_ABSENT);
  five.mutable_count()->set_delta(5);
  Equal("code of counting", CodeOf(talk, five), "OP_RESULT_CODE_APPLIED");
  CountVersion(Other(), CountOf(t, "k", 2));
  auto remove = On(v1::WRITE_BASE_LIVE);
  remove.mutable_remove_counter()->set_seen(5);
  Equal("code of removing what was counted on", CodeOf(talk, remove), "OP_RESULT_CODE_SUPERSEDED");
  t.Holds("k", topgun::Of(7));
  remove.mutable_remove_counter()->set_seen(7);
  Equal("code of removing", CodeOf(talk, remove), "OP_RESULT_CODE_APPLIED");
  Check("there is no entry", !t.Get("k"));
  talk.End();
}

void TypeMismatch(Trial& t) {
  CountVersion(t.client, CountOf(t, "a", 1));
  v1::PutResponse put;
  for (const auto& status : {t.TryPut(t.client, t.PutOf("b", 1), put), TryAdd(t, t.client, "b", {"x"})}) {
    const auto failure = Refused(status, grpc::StatusCode::FAILED_PRECONDITION, "OP_RESULT_CODE_TYPE_MISMATCH");
    Equal("key", failure.metadata.at("key"), "b");
  }
  Check("b is not there", !t.Get("b"));
  t.Holds("a", topgun::Of(1));
}

}  // namespace

void AddTypes(Scenarios& scenarios) {
  const Scenarios more = {
      {"set-add-remove", SetAddRemove},      {"set-concurrent", SetConcurrent}, {"set-ops", SetOps},           {"counter-sum", CounterSum},
      {"counter-overflow", CounterOverflow}, {"counter-ops", CounterOps},       {"type-mismatch", TypeMismatch},
  };
  scenarios.insert(scenarios.end(), more.begin(), more.end());
}
