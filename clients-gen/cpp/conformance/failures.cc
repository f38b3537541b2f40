// Calls that fail, and calls that are made again.
#include "trial.h"

namespace {

using std::chrono::steady_clock;

void TokenMissing(Trial& t) {
  const auto channel = grpc::CreateChannel(Variable("CONFORMANCE_ADDRESS"), grpc::InsecureChannelCredentials());
  v1::GetRequest request;
  request.set_map(t.map);
  request.set_key("k");
  v1::GetResponse response;
  grpc::ClientContext context;
  const auto status = v1::MapService::NewStub(channel)->Get(&context, request, &response);
  Refused(status, grpc::StatusCode::UNAUTHENTICATED, "ERROR_CODE_UNAUTHENTICATED");
}

void TokenExpired(Trial& t) {
  const auto client = Open("CONFORMANCE_ADDRESS", "CONFORMANCE_EXPIRED_TOKEN");
  v1::GetResponse response;
  Refused(t.TryGet(client, "k", response), grpc::StatusCode::UNAUTHENTICATED, "ERROR_CODE_UNAUTHENTICATED");
}

void Forbidden(Trial& t) {
  const auto reader = Open("CONFORMANCE_ADDRESS", "CONFORMANCE_READER_TOKEN");
  v1::PutResponse put;
  Refused(t.TryPut(reader, t.PutOf("k", Object({{"a", 1}})), put), grpc::StatusCode::PERMISSION_DENIED, "OP_RESULT_CODE_FORBIDDEN");
  v1::GetResponse get;
  Must(t.TryGet(reader, "k", get));
}

void Invalid(Trial& t) {
  auto no_value = t.PutOf("k", nullptr);
  no_value.clear_value();
  v1::PutResponse put;
  v1::GetRequest no_map;
  no_map.set_key("k");
  v1::GetResponse get;
  for (const auto& status : {t.TryPut(t.client, no_value, put), t.client.maps().Get(t.client.Context(kPatience).get(), no_map, &get)}) {
    const auto failure = topgun::FailureOf(status);
    Equal("status", static_cast<int>(failure.status), static_cast<int>(grpc::StatusCode::INVALID_ARGUMENT));
    Check("there is a reason and a message", !failure.reason.empty() && !failure.message.empty());
  }
}

void Deadline(Trial& t) {
  const auto begun = steady_clock::now();
  v1::WatchRequest request;
  request.set_map(t.map);
  request.set_changes_only(true);
  const auto context = t.client.Context(std::chrono::milliseconds{500});
  const auto changes = t.client.maps().Watch(context.get(), request);
  for (v1::WatchResponse response; changes->Read(&response);) {
  }
  Equal("status", static_cast<int>(changes->Finish().error_code()), static_cast<int>(grpc::StatusCode::DEADLINE_EXCEEDED));
  Check("it ends within 10 s", steady_clock::now() - begun < std::chrono::seconds{10});
}

void IdempotencyRepeat(Trial& t) {
  auto keyed = t.PutOf("k", Object({{"n", 1}}));
  keyed.set_idempotency_key(topgun::NewIdempotencyKey());
  const auto first = t.Put(keyed);
  t.Put("k", Object({{"n", 2}}));
  const auto again = t.Put(keyed);
  Equal("version", again.version(), first.version());
  Equal("superseded", again.superseded(), first.superseded());
  t.Holds("k", Object({{"n", 2}}));
}

void IdempotencyReused(Trial& t) {
  const auto key = topgun::NewIdempotencyKey();
  auto request = t.PutOf("k", Object({{"n", 1}}));
  request.set_idempotency_key(key);
  t.Put(request);
  *request.mutable_value() = Object({{"n", 2}});
  v1::PutResponse response;
  const auto failure = Refused(t.TryPut(t.client, request, response), grpc::StatusCode::FAILED_PRECONDITION, "ERROR_CODE_KEY_REUSED");
  Equal("idempotency_key", failure.metadata.at("idempotency_key"), key);
}

void RetryLostAnswer(Trial& t) {
  v1::ResolverDefinition rule;
  rule.set_name("first");
  rule.mutable_built_in()->set_kind("FIRST_WRITE_WINS");
  Register(t, rule);

  const auto lossy = Open("CONFORMANCE_LOSSY_ADDRESS", "CONFORMANCE_TOKEN");
  auto keyed = t.PutOf("k", Object({{"n", 1}}));
  keyed.set_idempotency_key(topgun::NewIdempotencyKey());
  int tries = 0;
  v1::PutResponse response;
  Must(lossy.Retry(kPatience, [&](grpc::ClientContext& context) {
    ++tries;
    return lossy.maps().Put(&context, keyed, &response);
  }));
  Check("an answer was lost", tries > 1);
  t.Holds("k", Object({{"n", 1}}));
}

}  // namespace

void AddFailures(Scenarios& scenarios) {
  const Scenarios more = {
      {"token-missing", TokenMissing}, {"token-expired", TokenExpired},           {"forbidden", Forbidden},
      {"invalid", Invalid},            {"deadline", Deadline},                    {"idempotency-repeat", IdempotencyRepeat},
      {"idempotency-reused", IdempotencyReused}, {"retry-lost-answer", RetryLostAnswer},
  };
  scenarios.insert(scenarios.end(), more.begin(), more.end());
}
