#include "topgun/client.h"

#include <algorithm>
#include <random>
#include <stdexcept>
#include <thread>

namespace topgun {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kFirstPause{100};
constexpr milliseconds kLongestPause{5'000};

// A frame of the conversation may have 4 MiB and a little more, which is where gRPC stops by itself.
constexpr int kLargestMessage = 8 << 20;

struct Address {
  std::string target;
  bool is_secure;
};

Address Parse(const std::string& server) {
  for (const bool is_secure : {false, true}) {
    const std::string scheme = is_secure ? "https://" : "http://";
    if (server.compare(0, scheme.size(), scheme) != 0) continue;
    std::string target = server.substr(scheme.size());
    if (!target.empty() && target.back() == '/') target.pop_back();
    if (target.empty() || target.find('/') != std::string::npos) break;
    const auto colon = target.rfind(':');
    const bool has_port = colon != std::string::npos && target.find(']', colon) == std::string::npos;
    return {has_port ? target : target + (is_secure ? ":443" : ":80"), is_secure};
  }
  throw std::invalid_argument("'" + server + "' is no address of a server, as https://host:port or http://host:port.");
}

// Jitter, so that callers that lost the same server do not come back together.
milliseconds PartOf(milliseconds pause) {
  thread_local std::minstd_rand random{std::random_device{}()};
  return milliseconds{std::uniform_int_distribution<std::int64_t>{0, pause.count()}(random)};
}

}  // namespace

Client::Client(const std::string& server, std::function<std::string()> token, std::shared_ptr<grpc::ChannelCredentials> credentials)
    : token_(std::move(token)) {
  const auto address = Parse(server);
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kLargestMessage);
  // Channels with the same arguments share a connection otherwise, and who closes a client wants it closed.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  if (!address.is_secure) {
    credentials = grpc::InsecureChannelCredentials();
  } else if (!credentials) {
    credentials = grpc::SslCredentials({});
  }
  const auto channel = grpc::CreateCustomChannel(address.target, credentials, arguments);
  maps_ = v1::MapService::NewStub(channel);
  resolvers_ = v1::ResolverService::NewStub(channel);
  sync_ = v1::SyncService::NewStub(channel);
}

Client::Client(const std::string& server, const std::string& token, std::shared_ptr<grpc::ChannelCredentials> credentials)
    : Client(server, [token] { return token; }, std::move(credentials)) {}

// Not by call credentials: gRPC takes these over TLS alone.
std::unique_ptr<grpc::ClientContext> Client::Context() const {
  auto context = std::make_unique<grpc::ClientContext>();
  context->AddMetadata("authorization", "Bearer " + token_());
  return context;
}

std::unique_ptr<grpc::ClientContext> Client::Context(milliseconds patience) const {
  auto context = Context();
  context->set_deadline(std::chrono::system_clock::now() + patience);
  return context;
}

grpc::Status Client::Retry(milliseconds patience, const std::function<grpc::Status(grpc::ClientContext&)>& call) const {
  const auto end = steady_clock::now() + patience;
  for (auto pause = kFirstPause;; pause = std::min(2 * pause, kLongestPause)) {
    const auto left = std::chrono::duration_cast<milliseconds>(end - steady_clock::now());
    const auto status = call(*Context(std::min(left, kTryPatience)));
    if (status.ok()) return status;
    const auto failure = FailureOf(status);
    const auto wait = failure.retry_after + PartOf(pause);
    if (!failure.MayBeRetried() || steady_clock::now() + wait > end) return status;
    std::this_thread::sleep_for(wait);
  }
}

std::string NewIdempotencyKey() {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::random_device random;
  std::string key(32, '0');
  for (auto& digit : key) digit = kDigits[random() % 16];
  return key;
}

}  // namespace topgun
