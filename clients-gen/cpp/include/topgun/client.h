// A connection with a bearer token, reasons of errors, and repeats that change nothing twice.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include <grpcpp/grpcpp.h>

#include "topgun/v1/error.pb.h"
#include "topgun/v1/map.grpc.pb.h"
#include "topgun/v1/op.pb.h"
#include "topgun/v1/resolver.grpc.pb.h"
#include "topgun/v1/sync.grpc.pb.h"

namespace topgun {

// A connection with the generated stubs on it. Safe for use from many threads; one is enough for a program.
class Client {
 public:
  // It connects when it is first used, and again after a loss. The address is "https://host:port" for TLS, or "http://host:port" for
  // cleartext, which is for loopback and trusted networks: the token travels with every call. Throws std::invalid_argument if it is
  // neither. The token is asked for each call, so it can renew what has expired. Credentials for TLS are those of gRPC where none are given.
  Client(const std::string& server, std::function<std::string()> token, std::shared_ptr<grpc::ChannelCredentials> credentials = nullptr);
  Client(const std::string& server, const std::string& token, std::shared_ptr<grpc::ChannelCredentials> credentials = nullptr);

  // What a call needs: the token, and the time that it may take.
  std::unique_ptr<grpc::ClientContext> Context(std::chrono::milliseconds patience) const;
  // For calls that go on until they are cancelled.
  std::unique_ptr<grpc::ClientContext> Context() const;

  // Reads, writes, queries and watches maps.
  v1::MapService::Stub& maps() const { return *maps_; }
  // Registers the rules of maps.
  v1::ResolverService::Stub& resolvers() const { return *resolvers_; }
  // The conversation of replicas.
  v1::SyncService::Stub& sync() const { return *sync_; }

  // Makes a call, and again while its outcome is not known, for so long at most, and gives its last status. It waits as long as the server
  // asks for, and otherwise for a random part of a pause that doubles. Each try is given kTryPatience.
  //
  // A write MUST carry an idempotency key that was drawn before, outside of the call: an answer may have been lost, and the key is what
  // keeps the repeat from being another write.
  static constexpr std::chrono::milliseconds kTryPatience{10'000};
  grpc::Status Retry(std::chrono::milliseconds patience, const std::function<grpc::Status(grpc::ClientContext&)>& call) const;

 private:
  std::function<std::string()> token_;
  std::unique_ptr<v1::MapService::Stub> maps_;
  std::unique_ptr<v1::ResolverService::Stub> resolvers_;
  std::unique_ptr<v1::SyncService::Stub> sync_;
};

// Draws what tells a repeat of a write from another write: 16 random bytes in hex.
std::string NewIdempotencyKey();

// Why a call failed. Programs decide by reason, code or result, people read message.
struct Failure {
  grpc::StatusCode status = grpc::StatusCode::OK;
  // The name of code or result, also of one that is unknown here; empty where the server said nothing, as when it is not reached.
  std::string reason;
  // Why the call failed; unspecified where result says it.
  v1::ErrorCode code = v1::ERROR_CODE_UNSPECIFIED;
  // Why the write itself was refused; unspecified where code says it.
  v1::OpResultCode result = v1::OP_RESULT_CODE_UNSPECIFIED;
  // For people.
  std::string message;
  // What programs may need besides: "map", "key", "resolver" and others, as the codes say.
  std::map<std::string, std::string> metadata;
  // How long to wait before the next try; 0 where the server asks for no wait.
  std::chrono::milliseconds retry_after{0};

  // Whether the same call may well succeed later: the server was not reached or could not answer now, or the answer was lost.
  bool MayBeRetried() const;
};

// What a status says.
Failure FailureOf(const grpc::Status& status);

}  // namespace topgun
