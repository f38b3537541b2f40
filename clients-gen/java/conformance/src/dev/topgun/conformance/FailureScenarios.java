package dev.topgun.conformance;

import dev.topgun.Failure;
import dev.topgun.Retry;
import dev.topgun.TopGunClient;
import dev.topgun.v1.BuiltInRule;
import dev.topgun.v1.GetRequest;
import dev.topgun.v1.MapServiceGrpc;
import dev.topgun.v1.PutRequest;
import dev.topgun.v1.PutResponse;
import dev.topgun.v1.ResolverDefinition;
import dev.topgun.v1.WatchRequest;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Calls that fail, and calls that are made again. */
final class FailureScenarios {
  private FailureScenarios() {}

  static void addTo(Map<String, Main.Scenario> scenarios) {
    scenarios.put("token-missing", FailureScenarios::tokenMissing);
    scenarios.put("token-expired", FailureScenarios::tokenExpired);
    scenarios.put("forbidden", FailureScenarios::forbidden);
    scenarios.put("invalid", FailureScenarios::invalid);
    scenarios.put("deadline", FailureScenarios::deadline);
    scenarios.put("idempotency-repeat", FailureScenarios::repeat);
    scenarios.put("idempotency-reused", FailureScenarios::reused);
    scenarios.put("retry-lost-answer", FailureScenarios::lostAnswer);
  }

  private static void tokenMissing(Trial t) throws Exception {
    ManagedChannel channel = ManagedChannelBuilder.forTarget(System.getenv("CONFORMANCE_ADDRESS")).usePlaintext().build();
    try {
      Trial.refused(
          Status.Code.UNAUTHENTICATED, "ERROR_CODE_UNAUTHENTICATED", () -> MapServiceGrpc.newBlockingStub(channel).get(t.getOf("k")));
    } finally {
      channel.shutdownNow();
    }
  }

  private static void tokenExpired(Trial t) throws Exception {
    try (TopGunClient client = Trial.open("CONFORMANCE_ADDRESS", "CONFORMANCE_EXPIRED_TOKEN")) {
      Trial.refused(Status.Code.UNAUTHENTICATED, "ERROR_CODE_UNAUTHENTICATED", () -> client.maps().get(t.getOf("k")));
    }
  }

  private static void forbidden(Trial t) throws Exception {
    try (TopGunClient reader = Trial.open("CONFORMANCE_ADDRESS", "CONFORMANCE_READER_TOKEN")) {
      PutRequest put = t.putOf("k", Map.of("a", 1)).build();
      Trial.refused(Status.Code.PERMISSION_DENIED, "OP_RESULT_CODE_FORBIDDEN", () -> reader.maps().put(put));
      reader.maps().get(t.getOf("k"));
    }
  }

  private static void invalid(Trial t) {
    Runnable noValue = () -> t.maps().put(PutRequest.newBuilder().setMap(t.map).setKey("k").build());
    Runnable noMap = () -> t.maps().get(GetRequest.newBuilder().setKey("k").build());
    for (Runnable call : List.of(noValue, noMap)) {
      Failure failure = null;
      try {
        call.run();
      } catch (StatusRuntimeException e) {
        failure = Failure.of(e);
      }
      Trial.check("the call fails", failure != null);
      Trial.equal("status", failure.status(), Status.Code.INVALID_ARGUMENT);
      Trial.check("there is a reason and a message", !failure.reason().isEmpty() && !failure.message().isEmpty());
    }
  }

  private static void deadline(Trial t) {
    long begun = System.nanoTime();
    WatchRequest request = WatchRequest.newBuilder().setMap(t.map).setChangesOnly(true).build();
    Status.Code status = Status.Code.OK;
    try {
      t.client.maps().withDeadlineAfter(500, TimeUnit.MILLISECONDS).watch(request).forEachRemaining(response -> {});
    } catch (StatusRuntimeException e) {
      status = Failure.of(e).status();
    }
    Trial.equal("status", status, Status.Code.DEADLINE_EXCEEDED);
    Trial.check("it ends within 10 s", Duration.ofNanos(System.nanoTime() - begun).toSeconds() < 10);
  }

  private static void repeat(Trial t) {
    PutRequest keyed = t.putOf("k", Map.of("n", 1)).setIdempotencyKey(Retry.newIdempotencyKey()).build();
    PutResponse first = t.maps().put(keyed);
    t.put("k", Map.of("n", 2));
    Trial.equal("answer", t.maps().put(keyed), first);
    t.holds("k", Map.of("n", 2));
  }

  private static void reused(Trial t) throws Exception {
    String key = Retry.newIdempotencyKey();
    t.maps().put(t.putOf("k", Map.of("n", 1)).setIdempotencyKey(key).build());
    Failure failure =
        Trial.refused(
            Status.Code.FAILED_PRECONDITION,
            "ERROR_CODE_KEY_REUSED",
            () -> t.maps().put(t.putOf("k", Map.of("n", 2)).setIdempotencyKey(key).build()));
    Trial.equal("idempotency_key", failure.metadata().get("idempotency_key"), key);
  }

  private static void lostAnswer(Trial t) throws Exception {
    RuleScenarios.register(
        t, ResolverDefinition.newBuilder().setName("first").setBuiltIn(BuiltInRule.newBuilder().setKind("FIRST_WRITE_WINS")));
    PutRequest keyed = t.putOf("k", Map.of("n", 1)).setIdempotencyKey(Retry.newIdempotencyKey()).build();
    int[] tries = {0};
    try (TopGunClient lossy = Trial.open("CONFORMANCE_LOSSY_ADDRESS", "CONFORMANCE_TOKEN")) {
      Retry.call(
          Duration.ofSeconds(Trial.PATIENCE_SECONDS),
          () -> {
            tries[0]++;
            return lossy.maps().withDeadlineAfter(10, TimeUnit.SECONDS).put(keyed);
          });
    }
    Trial.check("an answer was lost", tries[0] > 1);
    t.holds("k", Map.of("n", 1));
  }
}
