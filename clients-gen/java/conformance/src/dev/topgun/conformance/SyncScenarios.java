package dev.topgun.conformance;

import dev.topgun.MapDigest;
import dev.topgun.Records;
import dev.topgun.Values;
import dev.topgun.v1.ChangedRecord;
import dev.topgun.v1.OpResult;
import dev.topgun.v1.OpResultCode;
import dev.topgun.v1.ServerFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The conversation of replicas. */
final class SyncScenarios {
  private SyncScenarios() {}

  static void addTo(Map<String, Main.Scenario> scenarios) {
    scenarios.put("sync-op", SyncScenarios::op);
    scenarios.put("sync-digest", SyncScenarios::digest);
  }

  private static void op(Trial t) throws Exception {
    Conversation talk = new Conversation(t);
    Trial.equal("version", talk.welcome.getVersion(), 1);
    Trial.equal("subject", talk.welcome.getSubject(), "writer");
    talk.take(ServerFrame.KindCase.CAUGHT_UP);

    long id = talk.replace("tea", Map.of("n", 1));
    OpResult result = talk.result();
    Trial.equal("number", result.getNumber(), 1L);
    Trial.equal("op_id", result.getOpId(), id);
    Trial.equal("code", result.getCode(), OpResultCode.OP_RESULT_CODE_APPLIED);
    List<ChangedRecord> records = talk.take(ServerFrame.KindCase.CHANGE_PAGE).getChangePage().getRecordsList();
    Trial.equal("records", records.size(), 1);
    Trial.equal("key", records.get(0).getKey(), "tea");
    Trial.equal("version of the record", records.get(0).getVersion(), result.getVersion());
    Trial.equal("record", Records.valueOf(records.get(0).getRecord()).orElseThrow(), Values.of(Map.of("n", 1)));
    talk.end();
  }

  private static void digest(Trial t) throws Exception {
    for (int i = 0; i < 100; i++) t.put("key-" + i, Map.of("i", i));
    Conversation talk = new Conversation(t, "digest");
    List<MapDigest.Entry> entries = new ArrayList<>();
    ServerFrame frame = talk.next();
    for (; !frame.hasCaughtUp(); frame = talk.next()) {
      for (ChangedRecord record : frame.getChangePage().getRecordsList()) {
        entries.add(MapDigest.Entry.of(record.getKey(), record.getVersion(), record.getRecord()));
      }
    }
    Trial.equal("records", entries.size(), 100);
    Trial.equal("digest", MapDigest.of(entries), frame.getCaughtUp().getDigest());
    talk.end();
  }
}
