package dev.topgun.conformance;

import dev.topgun.Failure;
import dev.topgun.Records;
import dev.topgun.Retry;
import dev.topgun.TopGunClient;
import dev.topgun.Values;
import dev.topgun.v1.AddElements;
import dev.topgun.v1.AddElementsRequest;
import dev.topgun.v1.AddElementsResponse;
import dev.topgun.v1.Count;
import dev.topgun.v1.CountRequest;
import dev.topgun.v1.CountResponse;
import dev.topgun.v1.OpResultCode;
import dev.topgun.v1.RemoveCounter;
import dev.topgun.v1.RemoveCounterRequest;
import dev.topgun.v1.RemoveElements;
import dev.topgun.v1.RemoveElementsRequest;
import dev.topgun.v1.SeenElement;
import dev.topgun.v1.ServerFrame;
import dev.topgun.v1.Write;
import dev.topgun.v1.WriteBase;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Sets and counters. */
final class TypeScenarios {
  private TypeScenarios() {}

  static void addTo(Map<String, Main.Scenario> scenarios) {
    scenarios.put("set-add-remove", TypeScenarios::setAddRemove);
    scenarios.put("set-concurrent", TypeScenarios::setConcurrent);
    scenarios.put("set-ops", TypeScenarios::setOps);
    scenarios.put("counter-sum", TypeScenarios::counterSum);
    scenarios.put("counter-overflow", TypeScenarios::counterOverflow);
    scenarios.put("counter-ops", TypeScenarios::counterOps);
    scenarios.put("type-mismatch", TypeScenarios::typeMismatch);
  }

  private static void setAddRemove(Trial t) {
    add(t, t.client, "k", "a", "b");
    add(t, t.client, "k", "b", "c");
    t.holds("k", List.of("a", "b", "c"));
    takeOut(t, "a", "never");
    t.holds("k", List.of("b", "c"));
    takeOut(t);
    Trial.check("there is no entry", !t.has("k"));
  }

  private static void setConcurrent(Trial t) throws Exception {
    add(t, t.client, "k", "a", "b");
    Conversation talk = new Conversation(t, "ormap");
    ServerFrame page = talk.take(ServerFrame.KindCase.CHANGE_PAGE);
    RemoveElements.Builder seen = Records.seenElements(page.getChangePage().getRecords(0).getRecord());
    Trial.equal("elements and how many tags", shown(seen), List.of("a 1", "b 1"));
    talk.take(ServerFrame.KindCase.CAUGHT_UP);

    try (TopGunClient other = other()) {
      add(t, other, "k", "a");
    }
    write(talk, on(WriteBase.WRITE_BASE_LIVE).setRemoveElements(seen), OpResultCode.OP_RESULT_CODE_APPLIED);
    t.holds("k", List.of("a"));
    talk.end();
  }

  private static void setOps(Trial t) throws Exception {
    Conversation talk = new Conversation(t, "ormap");
    talk.take(ServerFrame.KindCase.CAUGHT_UP);
    AddElements.Builder elements = AddElements.newBuilder();
    for (String element : List.of("a", "b", "c")) elements.addElements(SeenElement.newBuilder().setValue(Values.of(element)));
    write(talk, on(WriteBase.WRITE_BASE_ABSENT).setAddElements(elements), OpResultCode.OP_RESULT_CODE_APPLIED);
    ServerFrame page = talk.take(ServerFrame.KindCase.CHANGE_PAGE);
    RemoveElements.Builder seen = Records.seenElements(page.getChangePage().getRecords(0).getRecord());
    Trial.equal("elements and how many tags", shown(seen), List.of("a 1", "b 1", "c 1"));

    write(talk, on(WriteBase.WRITE_BASE_LIVE).setRemoveElements(seen.removeElements(2)), OpResultCode.OP_RESULT_CODE_APPLIED);
    t.holds("k", List.of("c"));
    talk.end();
  }

  private static void counterSum(Trial t) {
    CountRequest five = countOf(t, "k", 5).setIdempotencyKey(Retry.newIdempotencyKey()).build();
    CountResponse first = t.maps().count(five);
    try (TopGunClient other = other()) {
      other.maps().withDeadlineAfter(Trial.PATIENCE_SECONDS, TimeUnit.SECONDS).count(countOf(t, "k", -7).build());
    }
    Trial.equal("answer to the repeat", t.maps().count(five), first);
    t.holds("k", -2);
    t.maps().removeCounter(RemoveCounterRequest.newBuilder().setMap(t.map).setKey("k").build());
    Trial.check("there is no entry", !t.has("k"));
    t.maps().count(countOf(t, "k", 3).build());
    t.holds("k", 3);
  }

  private static void counterOverflow(Trial t) throws Exception {
    t.maps().count(countOf(t, "k", Long.MAX_VALUE).build());
    Callable<?> further = () -> t.maps().count(countOf(t, "k", 1).build());
    Failure failure = Trial.refused(Status.Code.INVALID_ARGUMENT, "OP_RESULT_CODE_TOO_LARGE", further);
    Trial.equal("key", failure.metadata().get("key"), "k");
    t.holds("k", Long.MAX_VALUE);
  }

  private static void counterOps(Trial t) throws Exception {
    Conversation talk = new Conversation(t, "counter");
    talk.take(ServerFrame.KindCase.CAUGHT_UP);
    write(talk, on(WriteBase.WRITE_BASE_ABSENT).setCount(Count.newBuilder().setDelta(5)), OpResultCode.OP_RESULT_CODE_APPLIED);
    try (TopGunClient other = other()) {
      other.maps().withDeadlineAfter(Trial.PATIENCE_SECONDS, TimeUnit.SECONDS).count(countOf(t, "k", 2).build());
    }
    write(talk, on(WriteBase.WRITE_BASE_LIVE).setRemoveCounter(RemoveCounter.newBuilder().setSeen(5)), OpResultCode.OP_RESULT_CODE_SUPERSEDED);
    t.holds("k", 7);
    write(talk, on(WriteBase.WRITE_BASE_LIVE).setRemoveCounter(RemoveCounter.newBuilder().setSeen(7)), OpResultCode.OP_RESULT_CODE_APPLIED);
    Trial.check("there is no entry", !t.has("k"));
    talk.end();
  }

  private static void typeMismatch(Trial t) throws Exception {
    t.maps().count(countOf(t, "a", 1).build());
    List<Callable<?>> calls = List.of(() -> t.put("b", 1), () -> add(t, t.client, "b", "x"));
    for (Callable<?> call : calls) {
      Failure failure = Trial.refused(Status.Code.FAILED_PRECONDITION, "OP_RESULT_CODE_TYPE_MISMATCH", call);
      Trial.equal("key", failure.metadata().get("key"), "b");
    }
    Trial.check("b is not there", !t.has("b"));
    t.holds("a", 1);
  }

  private static Write.Builder on(WriteBase base) {
    return Write.newBuilder().setKey("k").setBase(base);
  }

  /** Sends a write and waits for its result; pages may come before. */
  private static void write(Conversation talk, Write.Builder write, OpResultCode code) throws InterruptedException {
    talk.write(write);
    Trial.equal("code of " + write.getKindCase(), talk.take(ServerFrame.KindCase.OP_RESULTS).getOpResults().getResults(0).getCode(), code);
  }

  private static List<String> shown(RemoveElements.Builder seen) {
    List<String> shown = new ArrayList<>();
    for (SeenElement element : seen.getElementsList()) shown.add(Values.toNative(element.getValue()) + " " + element.getTagsCount());
    return shown;
  }

  private static TopGunClient other() {
    return Trial.open("CONFORMANCE_ADDRESS", "CONFORMANCE_OTHER_TOKEN");
  }

  private static AddElementsResponse add(Trial t, TopGunClient by, String key, String... elements) {
    AddElementsRequest.Builder request = AddElementsRequest.newBuilder().setMap(t.map).setKey(key);
    for (String element : elements) request.addElements(Values.of(element));
    return by.maps().withDeadlineAfter(Trial.PATIENCE_SECONDS, TimeUnit.SECONDS).addElements(request.build());
  }

  private static void takeOut(Trial t, String... elements) {
    RemoveElementsRequest.Builder request = RemoveElementsRequest.newBuilder().setMap(t.map).setKey("k");
    for (String element : elements) request.addElements(Values.of(element));
    t.maps().removeElements(request.build());
  }

  private static CountRequest.Builder countOf(Trial t, String key, long delta) {
    return CountRequest.newBuilder().setMap(t.map).setKey(key).setDelta(delta);
  }
}
