package dev.topgun.conformance;

import dev.topgun.Failure;
import dev.topgun.v1.ListResolversRequest;
import dev.topgun.v1.MergeRejected;
import dev.topgun.v1.OpResult;
import dev.topgun.v1.OpResultCode;
import dev.topgun.v1.RegisterResolverRequest;
import dev.topgun.v1.RegisterResolverResponse;
import dev.topgun.v1.ResolverDefinition;
import dev.topgun.v1.ServerFrame;
import dev.topgun.v1.UnregisterResolverRequest;
import dev.topgun.v1.WatchRejectionsRequest;
import dev.topgun.v1.WatchRejectionsResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Conflict resolvers, and what they refuse. */
final class RuleScenarios {
  private static final String NAME = "no-minus";
  private static final String CODE =
      "if (context.remoteValue !== undefined && context.remoteValue.n < 0) return { action: 'reject', reason: 'below zero' }; "
          + "return { action: 'accept', value: context.remoteValue };";

  private RuleScenarios() {}

  static void addTo(Map<String, Main.Scenario> scenarios) {
    scenarios.put("resolver-rejects", RuleScenarios::rejects);
    scenarios.put("resolver-watch", RuleScenarios::watch);
    scenarios.put("resolver-invalid", RuleScenarios::invalid);
  }

  static RegisterResolverResponse register(Trial t, ResolverDefinition.Builder resolver) {
    return t.resolvers().registerResolver(RegisterResolverRequest.newBuilder().setMap(t.map).setResolver(resolver).build());
  }

  private static void rejects(Trial t) throws Exception {
    Trial.equal("claims", register(t, ResolverDefinition.newBuilder().setName(NAME).setCode(CODE)).getClaims(), 1);
    var listed = t.resolvers().listResolvers(ListResolversRequest.newBuilder().setMap(t.map).build()).getResolversList();
    Trial.equal("resolvers", listed.size(), 1);
    Trial.equal("name", listed.get(0).getResolver().getName(), NAME);

    t.put("k", Map.of("n", 1));
    Failure failure =
        Trial.refused(Status.Code.FAILED_PRECONDITION, "OP_RESULT_CODE_MERGE_REJECTED", () -> t.put("k", Map.of("n", -1)));
    Trial.equal("resolver", failure.metadata().get("resolver"), NAME);
    Trial.check("the message has the rule's reason", failure.message().contains("below zero"));
    t.holds("k", Map.of("n", 1));

    var left = t.resolvers().unregisterResolver(UnregisterResolverRequest.newBuilder().setMap(t.map).setName(NAME).build());
    Trial.equal("claims left", left.getClaims(), 0);
    t.put("k", Map.of("n", -1));
    t.holds("k", Map.of("n", -1));
  }

  private static void watch(Trial t) throws Exception {
    register(t, ResolverDefinition.newBuilder().setName(NAME).setCode(CODE));
    Began began = new Began();
    BlockingQueue<MergeRejected> told = new LinkedBlockingQueue<>();
    // Not by the blocking stub: it looks at headers only when somebody waits for a message.
    t.client
        .resolversAsync()
        .withInterceptors(began)
        .watchRejections(WatchRejectionsRequest.newBuilder().setMap(t.map).build(), new Queueing(told));
    began.await();

    Conversation talk = new Conversation(t);
    talk.take(ServerFrame.KindCase.CAUGHT_UP);
    talk.replace("k", Map.of("n", -1));
    OpResult result = talk.result();
    Trial.equal("code", result.getCode(), OpResultCode.OP_RESULT_CODE_MERGE_REJECTED);
    Trial.equal("reason of the result", result.getReason(), "below zero");
    Trial.equal("resolver of the result", result.getResolver(), NAME);
    talk.end();

    MergeRejected rejection = told.poll(Trial.PATIENCE_SECONDS, TimeUnit.SECONDS);
    Trial.check("the rejection is told", rejection != null);
    Trial.equal("map", rejection.getMap(), t.map);
    Trial.equal("key", rejection.getKey(), "k");
    Trial.equal("number", rejection.getNumber(), 1L);
    Trial.equal("reason", rejection.getReason(), "below zero");
    Trial.equal("resolver", rejection.getResolver(), NAME);
  }

  private static void invalid(Trial t) throws Exception {
    Failure failure =
        Trial.refused(
            Status.Code.INVALID_ARGUMENT,
            "ERROR_CODE_INVALID_RESOLVER",
            () -> register(t, ResolverDefinition.newBuilder().setName("broken").setCode("return {;")));
    Trial.equal("line", failure.metadata().get("line"), "1");
  }

  private static final class Queueing implements StreamObserver<WatchRejectionsResponse> {
    private final BlockingQueue<MergeRejected> queue;

    Queueing(BlockingQueue<MergeRejected> queue) {
      this.queue = queue;
    }

    @Override
    public void onNext(WatchRejectionsResponse response) {
      queue.add(response.getRejection());
    }

    @Override
    public void onError(Throwable thrown) {}

    @Override
    public void onCompleted() {}
  }

  /** Knows when the headers of a response have come. */
  private static final class Began implements ClientInterceptor {
    private final CountDownLatch headers = new CountDownLatch(1);

    void await() throws InterruptedException {
      Trial.check("the headers come", headers.await(Trial.PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
      return new SimpleForwardingClientCall<Q, R>(next.newCall(method, options)) {
        @Override
        public void start(Listener<R> listener, Metadata metadata) {
          super.start(
              new SimpleForwardingClientCallListener<R>(listener) {
                @Override
                public void onHeaders(Metadata came) {
                  headers.countDown();
                  super.onHeaders(came);
                }
              },
              metadata);
        }
      };
    }
  }
}
