#include <string_view>

#include "topgun/client.h"
#include "topgun/v1/status.pb.h"

namespace topgun {
namespace {

bool EndsWith(const std::string& text, std::string_view end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

void Take(const google::protobuf::Any& detail, Failure& failure) {
  if (EndsWith(detail.type_url(), "/google.rpc.ErrorInfo")) {
    v1::ErrorInfoDetail info;
    if (!info.ParseFromString(detail.value()) || info.domain() != "topgun.v1") return;
    failure.reason = info.reason();
    v1::ErrorCode_Parse(info.reason(), &failure.code);
    v1::OpResultCode_Parse(info.reason(), &failure.result);
    failure.metadata.insert(info.metadata().begin(), info.metadata().end());
  } else if (EndsWith(detail.type_url(), "/google.rpc.RetryInfo")) {
    v1::RetryInfoDetail info;
    if (!info.ParseFromString(detail.value())) return;
    failure.retry_after = std::chrono::seconds{info.retry_delay().seconds()} + std::chrono::milliseconds{info.retry_delay().nanos() / 1'000'000};
  }
}

}  // namespace

Failure FailureOf(const grpc::Status& status) {
  Failure failure;
  failure.status = status.error_code();
  failure.message = status.error_message();
  v1::StatusDetails details;
  // What stands between may have put there what it likes; the status itself counts.
  if (!details.ParseFromString(status.error_details())) return failure;
  for (const auto& detail : details.details()) Take(detail, failure);
  return failure;
}

bool Failure::MayBeRetried() const {
  switch (status) {
    case grpc::StatusCode::UNAVAILABLE:
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      return true;
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
      return retry_after > std::chrono::milliseconds::zero();
    default:
      return false;
  }
}

}  // namespace topgun
