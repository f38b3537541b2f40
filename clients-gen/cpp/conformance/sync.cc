// Watches, rules, and the conversation of replicas.
#include <algorithm>

#include "conversation.h"

v1::RegisterResolverResponse Register(const Trial& t, const v1::ResolverDefinition& resolver) {
  v1::RegisterResolverRequest request;
  request.set_map(t.map);
  *request.mutable_resolver() = resolver;
  v1::RegisterResolverResponse response;
  Must(t.client.resolvers().RegisterResolver(t.client.Context(kPatience).get(), request, &response));
  return response;
}

namespace {

constexpr char kRuleName[] = "no-minus";
constexpr char kRuleCode[] =
    "if (context.remoteValue !== undefined && context.remoteValue.n < 0) return { action: 'reject', reason: 'below zero' }; "
    "return { action: 'accept', value: context.remoteValue };";

// A call of Watch, read as it comes. It is cancelled at its end.
class Watch {
 public:
  Watch(const topgun::Client& client, const v1::WatchRequest& request)
      : context_(client.Context(kPatience)), responses_(client.maps().Watch(context_.get(), request)) {}
  ~Watch() {
    context_->TryCancel();
    responses_->Finish();
  }

  const v1::Cursor& cursor() const { return cursor_; }

  // What is told until a response says that this is all, as texts.
  std::vector<std::string> UntilCaughtUp() {
    std::vector<std::string> events;
    while (true) {
      const auto response = Next();
      const auto more = Texts(response);
      events.insert(events.end(), more.begin(), more.end());
      if (response.caught_up()) return events;
    }
  }

  // The next thing told; responses without events are passed over.
  std::vector<std::string> NextEvents() {
    while (true) {
      const auto events = Texts(Next());
      if (!events.empty()) return events;
    }
  }

 private:
  v1::WatchResponse Next() {
    v1::WatchResponse response;
    Check("a response comes", responses_->Read(&response));
    cursor_ = response.cursor();
    return response;
  }

  static std::vector<std::string> Texts(const v1::WatchResponse& response) {
    std::vector<std::string> events;
    for (const auto& event : response.events()) {
      if (event.has_put()) {
        events.push_back("put " + event.put().key() + TextOfFields(event.put().value()));
      } else {
        events.push_back("gone " + event.gone());
      }
    }
    return events;
  }

  // Of numbers and truths, in the order of the names.
  static std::string TextOfFields(const v1::Value& value) {
    std::map<std::string, std::string> fields;
    for (const auto& [name, field] : value.object_value().fields()) {
      fields[name] = field.kind_case() == v1::Value::kBoolValue ? (field.bool_value() ? "true" : "false") : std::to_string(field.int64_value());
    }
    std::string text;
    for (const auto& [name, field] : fields) text += " " + name + "=" + field;
    return text;
  }

  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<grpc::ClientReader<v1::WatchResponse>> responses_;
  v1::Cursor cursor_;
};

using Texts = std::vector<std::string>;

void WatchResume(Trial& t) {
  v1::WatchRequest request;
  request.set_map(t.map);
  t.Put("a", Object({{"n", 0}}));
  {
    const auto first = Open("CONFORMANCE_ADDRESS", "CONFORMANCE_TOKEN");
    Watch watch(first, request);
    Equal("first events", watch.UntilCaughtUp(), Texts{"put a n=0"});
    *request.mutable_cursor() = watch.cursor();
  }

  t.Put("b", Object({{"n", 1}}));
  t.Patch("a", {{"n", 1}});
  t.Patch("a", {{"m", 2}});
  t.Put("c", Object({{"n", 1}}));
  t.Remove("c");

  const auto second = Open("CONFORMANCE_ADDRESS", "CONFORMANCE_TOKEN");
  Watch watch(second, request);
  auto events = watch.UntilCaughtUp();
  std::sort(events.begin(), events.end());
  Equal("events since the cursor", events, Texts{"gone c", "put a m=2 n=1", "put b n=1"});
  t.Put("d", Object({{"n", 1}}));
  Equal("the next event", watch.NextEvents(), Texts{"put d n=1"});
}

void WatchWhere(Trial& t) {
  v1::WatchRequest request;
  request.set_map(t.map);
  *request.mutable_where() = Compare("done", v1::COMPARE_OPERATOR_EQUAL, false);
  Watch watch(t.client, request);
  Equal("events of an empty map", watch.UntilCaughtUp(), Texts{});
  t.Put("never", Object({{"done", true}}));
  t.Put("x", Object({{"done", false}}));
  Equal("event", watch.NextEvents(), Texts{"put x done=false"});
  t.Patch("never", {{"n", 1}});
  t.Patch("x", {{"done", true}});
  Equal("event", watch.NextEvents(), Texts{"gone x"});
}

void SyncOp(Trial& t) {
  Conversation talk(t);
  Equal("version", talk.welcome().version(), 1u);
  Equal("subject", talk.welcome().subject(), "writer");
  talk.Take(v1::ServerFrame::kCaughtUp);

  const auto id = talk.Replace("tea", {{"n", 1}});
  const auto result = talk.Result();
  Equal("number", result.number(), 1u);
  Equal("op_id", result.op_id(), id);
  Equal("code", v1::OpResultCode_Name(result.code()), "OP_RESULT_CODE_APPLIED");
  const auto page = talk.Take(v1::ServerFrame::kChangePage).change_page();
  Equal("records", page.records_size(), 1);
  Equal("key", page.records(0).key(), "tea");
  Equal("version of the record", page.records(0).version(), result.version());
  EqualValues("record", topgun::RecordValue(page.records(0).record()).value(), Object({{"n", 1}}));
  talk.End();
}

void SyncDigest(Trial& t) {
  for (int i = 0; i < 100; ++i) t.Put("key-" + std::to_string(i), Object({{"i", i}}));
  Conversation talk(t, {"digest"});
  std::vector<topgun::DigestEntry> entries;
  auto frame = talk.Next();
  for (; !frame.has_caught_up(); frame = talk.Next()) {
    for (const auto& record : frame.change_page().records()) {
      entries.push_back(topgun::DigestEntry::Of(record.key(), record.version(), record.record()));
    }
  }
  Equal("records", entries.size(), 100u);
  Check("the digests are equal", topgun::Digest(entries) == frame.caught_up().digest());
  talk.End();
}

v1::ResolverDefinition Rule(const std::string& name, const std::string& code) {
  v1::ResolverDefinition rule;
  rule.set_name(name);
  rule.set_code(code);
  return rule;
}

void ResolverRejects(Trial& t) {
  Equal("claims", Register(t, Rule(kRuleName, kRuleCode)).claims(), 1u);
  v1::ListResolversRequest list;
  list.set_map(t.map);
  v1::ListResolversResponse listed;
  Must(t.client.resolvers().ListResolvers(t.client.Context(kPatience).get(), list, &listed));
  Equal("resolvers", listed.resolvers_size(), 1);
  Equal("name", listed.resolvers(0).resolver().name(), kRuleName);

  t.Put("k", Object({{"n", 1}}));
  v1::PutResponse put;
  const auto status = t.TryPut(t.client, t.PutOf("k", Object({{"n", -1}})), put);
  const auto failure = Refused(status, grpc::StatusCode::FAILED_PRECONDITION, "OP_RESULT_CODE_MERGE_REJECTED");
  Equal("resolver", failure.metadata.at("resolver"), kRuleName);
  Check("the message has the rule's reason", failure.message.find("below zero") != std::string::npos);
  t.Holds("k", Object({{"n", 1}}));

  v1::UnregisterResolverRequest unregister;
  unregister.set_map(t.map);
  unregister.set_name(kRuleName);
  v1::UnregisterResolverResponse left;
  Must(t.client.resolvers().UnregisterResolver(t.client.Context(kPatience).get(), unregister, &left));
  Equal("claims left", left.claims(), 0u);
  t.Put("k", Object({{"n", -1}}));
  t.Holds("k", Object({{"n", -1}}));
}

void ResolverWatch(Trial& t) {
  Register(t, Rule(kRuleName, kRuleCode));
  v1::WatchRejectionsRequest request;
  request.set_map(t.map);
  const auto context = t.client.Context(kPatience);
  const auto rejections = t.client.resolvers().WatchRejections(context.get(), request);
  rejections->WaitForInitialMetadata();  // It has begun when they come.

  Conversation talk(t);
  talk.Take(v1::ServerFrame::kCaughtUp);
  talk.Replace("k", {{"n", -1}});
  const auto result = talk.Result();
  Equal("code", v1::OpResultCode_Name(result.code()), "OP_RESULT_CODE_MERGE_REJECTED");
  Equal("reason of the result", result.reason(), "below zero");
  Equal("resolver of the result", result.resolver(), kRuleName);
  talk.End();

  v1::WatchRejectionsResponse told;
  const bool has_come = rejections->Read(&told);
  context->TryCancel();
  rejections->Finish();
  Check("the rejection is told", has_come);
  Equal("map", told.rejection().map(), t.map);
  Equal("key", told.rejection().key(), "k");
  Equal("number", told.rejection().number(), 1u);
  Equal("reason", told.rejection().reason(), "below zero");
  Equal("resolver", told.rejection().resolver(), kRuleName);
}

void ResolverInvalid(Trial& t) {
  v1::RegisterResolverRequest request;
  request.set_map(t.map);
  *request.mutable_resolver() = Rule("broken", "return {;");
  v1::RegisterResolverResponse response;
  const auto status = t.client.resolvers().RegisterResolver(t.client.Context(kPatience).get(), request, &response);
  Equal("line", Refused(status, grpc::StatusCode::INVALID_ARGUMENT, "ERROR_CODE_INVALID_RESOLVER").metadata.at("line"), "1");
}

}  // namespace

void AddSync(Scenarios& scenarios) {
  const Scenarios more = {
      {"watch-resume", WatchResume},         {"watch-where", WatchWhere}, {"resolver-rejects", ResolverRejects},
      {"resolver-watch", ResolverWatch},     {"resolver-invalid", ResolverInvalid},
      {"sync-op", SyncOp},                   {"sync-digest", SyncDigest},
  };
  scenarios.insert(scenarios.end(), more.begin(), more.end());
}
