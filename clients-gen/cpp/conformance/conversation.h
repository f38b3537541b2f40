#pragma once

#include <memory>
#include <random>

#include "trial.h"

// A conversation, which has begun and has subscribed the scenario's map.
class Conversation {
 public:
  explicit Conversation(const Trial& t, const std::vector<std::string>& features = {})
      : map_(t.map), node_id_("cpp-" + topgun::NewIdempotencyKey()), context_(t.client.Context(kPatience)), stream_(t.client.sync().Sync(context_.get())) {
    v1::ClientFrame frame;
    auto* hello = frame.mutable_hello();
    hello->set_min_version(1);
    hello->set_max_version(1);
    hello->set_node_id(node_id_);
    hello->set_client("conformance");
    for (const auto& feature : features) hello->add_features(feature);
    Send(frame);
    welcome_ = Take(v1::ServerFrame::kWelcome).welcome();
    frame.mutable_subscribe()->set_subscription_id(1);
    frame.mutable_subscribe()->set_map(map_);
    Send(frame);
  }
  ~Conversation() {
    if (has_ended_) return;
    context_->TryCancel();
    stream_->Finish();
  }

  const v1::Welcome& welcome() const { return welcome_; }

  v1::ServerFrame Next() {
    v1::SyncResponse response;
    Check("a frame comes", stream_->Read(&response));
    return response.frame();
  }

  // The next frame of a kind; others are passed over.
  v1::ServerFrame Take(v1::ServerFrame::KindCase kind) {
    auto frame = Next();
    while (frame.kind_case() != kind) frame = Next();
    return frame;
  }

  // Sends the next op, which replaces a key that is absent, and gives its id.
  std::uint64_t Replace(const std::string& key, const Fields& fields) {
    v1::Write write;
    write.set_key(key);
    write.set_base(v1::WRITE_BASE_ABSENT);
    *write.mutable_replace() = Object(fields).object_value();
    return Write(write);
  }

  // Sends the next op, and gives its id; the first is op 1.
  std::uint64_t Write(const v1::Write& write) {
    std::random_device random;
    const auto id = std::uint64_t{random()} << 32 | random();
    v1::ClientFrame frame;
    auto* batch = frame.mutable_op_batch();
    batch->set_map(map_);
    batch->mutable_writer()->set_node_id(node_id_);
    batch->mutable_writer()->set_suffix("1");
    batch->set_first_sent_ms(welcome_.server_time_ms());
    auto* op = batch->add_ops();
    op->set_number(++number_);
    op->set_op_id(id);
    op->set_millis(welcome_.server_time_ms());
    *op->mutable_write() = write;
    Send(frame);
    return id;
  }

  // The result of op 1, which comes before any page.
  v1::OpResult Result() {
    auto frame = Next();
    for (; !frame.has_op_results(); frame = Next()) Check("the result comes before a page", !frame.has_change_page());
    return frame.op_results().results(0);
  }

  // Ends this side, and waits for the other's.
  void End() {
    stream_->WritesDone();
    for (v1::SyncResponse response; stream_->Read(&response);) {
    }
    has_ended_ = true;
    Must(stream_->Finish());
  }

 private:
  void Send(const v1::ClientFrame& frame) {
    v1::SyncRequest request;
    *request.mutable_frame() = frame;
    Check("a frame is sent", stream_->Write(request));
  }

  std::string map_;
  std::string node_id_;
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<grpc::ClientReaderWriter<v1::SyncRequest, v1::SyncResponse>> stream_;
  v1::Welcome welcome_;
  std::uint64_t number_ = 0;
  bool has_ended_ = false;
};
