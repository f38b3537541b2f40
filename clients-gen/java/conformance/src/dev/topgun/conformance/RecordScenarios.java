package dev.topgun.conformance;

import dev.topgun.Values;
import dev.topgun.v1.Entry;
import dev.topgun.v1.PutResponse;
import io.grpc.Status;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Records one by one. */
final class RecordScenarios {
  private RecordScenarios() {}

  static void addTo(Map<String, Main.Scenario> scenarios) {
    scenarios.put("put-get", RecordScenarios::putGet);
    scenarios.put("put-replaces", RecordScenarios::putReplaces);
    scenarios.put("put-ttl", RecordScenarios::putTtl);
    scenarios.put("get-absent", t -> Trial.check("there is no entry", !t.has("never")));
    scenarios.put("get-fields", RecordScenarios::getFields);
    scenarios.put("patch-keeps", RecordScenarios::patchKeeps);
    scenarios.put("patch-erases", RecordScenarios::patchErases);
    scenarios.put("patch-must-exist", RecordScenarios::patchMustExist);
    scenarios.put("remove", RecordScenarios::remove);
  }

  private static void putGet(Trial t) {
    PutResponse written = t.put("milk", Map.of("title", "Milk", "count", 3));
    Trial.check("the version is above 0", written.getVersion() > 0);
    Trial.check("it is not superseded", !written.getSuperseded());
    Entry entry = t.get("milk");
    Trial.equal("key", entry.getKey(), "milk");
    Trial.equal("version", entry.getVersion(), written.getVersion());
    Trial.equal("value", Values.toNative(entry.getValue()), Map.of("title", "Milk", "count", 3L));
    Trial.check("the next version is higher", t.put("milk", Map.of("title", "Oat milk")).getVersion() > written.getVersion());
  }

  private static void putReplaces(Trial t) {
    t.put("k", Map.of("a", 1, "b", 2));
    t.put("k", Map.of("b", 3));
    t.holds("k", Map.of("b", 3));
  }

  private static void putTtl(Trial t) {
    t.maps().put(t.putOf("k", Map.of("a", 1)).setTtlMs(Duration.ofHours(1).toMillis()).build());
    long expires = t.get("k").getExpiresAtMs();
    Duration left = Duration.ofMillis(expires - System.currentTimeMillis());
    Trial.check("it expires in about an hour", left.toMinutes() >= 50 && left.toMinutes() < 70);
    t.put("k", Map.of("a", 2));
    Trial.equal("expiry after a put without ttl", t.get("k").getExpiresAtMs(), expires);
  }

  private static void getFields(Trial t) {
    t.put("k", Map.of("a", Map.of("x", 1, "y", 2), "b", 3, "c", 4));
    Trial.equal(
        "value", t.get("k", Trial.path("a", "x"), Trial.path("b")).getValue(), Values.of(Map.of("a", Map.of("x", 1), "b", 3)));
  }

  private static void patchKeeps(Trial t) {
    t.put("k", Map.of("a", 1, "b", 2));
    t.patch("k", Map.of("b", 3));
    t.holds("k", Map.of("a", 1, "b", 3));
  }

  private static void patchErases(Trial t) {
    t.put("k", Map.of("a", 1, "b", 2));
    Map<String, Object> set = new HashMap<>();
    set.put("c", null);
    t.patch("k", set, "a");
    set.put("b", 2);
    t.holds("k", set);
  }

  private static void patchMustExist(Trial t) throws Exception {
    var failure =
        Trial.refused(
            Status.Code.FAILED_PRECONDITION,
            "OP_RESULT_CODE_RECORD_REMOVED",
            () -> t.maps().patch(t.patchOf("k", Map.of("a", 1)).setMustExist(true).build()));
    Trial.equal("key", failure.metadata().get("key"), "k");
    t.patch("k", Map.of("a", 1));
    t.holds("k", Map.of("a", 1));
  }

  private static void remove(Trial t) {
    t.put("k", Map.of("a", 1));
    t.remove("k");
    Trial.check("there is no entry", !t.has("k"));
    t.remove("never");
  }
}
