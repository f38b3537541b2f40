package dev.topgun.conformance;

import dev.topgun.Values;
import dev.topgun.v1.BatchRequest;
import dev.topgun.v1.BatchResult;
import dev.topgun.v1.BatchWrite;
import dev.topgun.v1.OpResultCode;
import io.grpc.Status;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Several writes at once. */
final class BatchScenarios {
  private BatchScenarios() {}

  static void addTo(Map<String, Main.Scenario> scenarios) {
    scenarios.put("batch-each", BatchScenarios::each);
    scenarios.put("batch-atomic", BatchScenarios::atomic);
    scenarios.put("batch-refused", BatchScenarios::refused);
  }

  private static BatchWrite put(String key) {
    return BatchWrite.newBuilder().setKey(key).setPut(Values.of(Map.of("n", 1))).build();
  }

  private static BatchWrite patchOfAbsent(String key) {
    return BatchWrite.newBuilder().setKey(key).setPatch(Values.patch(Map.of("n", 1))).setMustExist(true).build();
  }

  private static List<BatchResult> batch(Trial t, boolean isAtomic, BatchWrite... writes) {
    BatchRequest request = BatchRequest.newBuilder().setMap(t.map).addAllWrites(Arrays.asList(writes)).setAtomic(isAtomic).build();
    return t.maps().batch(request).getResultsList();
  }

  private static void each(Trial t) {
    List<BatchResult> results = batch(t, false, put("a"), patchOfAbsent("b"), put("c"));
    Trial.equal(
        "codes",
        results.stream().map(BatchResult::getCode).collect(Collectors.toList()),
        List.of(
            OpResultCode.OP_RESULT_CODE_APPLIED, OpResultCode.OP_RESULT_CODE_RECORD_REMOVED, OpResultCode.OP_RESULT_CODE_APPLIED));
    Trial.check("the refusal has a reason", !results.get(1).getReason().isEmpty());
    Trial.check("a and c are there", t.has("a") && t.has("c"));
  }

  private static void atomic(Trial t) {
    List<BatchResult> results = batch(t, true, put("a"), put("b"));
    Trial.equal("results", results.size(), 1);
    Trial.equal("code", results.get(0).getCode(), OpResultCode.OP_RESULT_CODE_APPLIED);
    Trial.equal("version of a", t.get("a").getVersion(), results.get(0).getVersion());
    Trial.equal("version of b", t.get("b").getVersion(), results.get(0).getVersion());
  }

  private static void refused(Trial t) throws Exception {
    var failure =
        Trial.refused(
            Status.Code.FAILED_PRECONDITION, "OP_RESULT_CODE_RECORD_REMOVED", () -> batch(t, true, put("a"), patchOfAbsent("b")));
    Trial.equal("key", failure.metadata().get("key"), "b");
    Trial.check("a is not there", !t.has("a"));
  }
}
