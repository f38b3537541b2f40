package dev.topgun.conformance;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.protobuf.ByteString;
import com.google.protobuf.util.JsonFormat;
import dev.topgun.MapDigest;
import dev.topgun.Records;
import dev.topgun.Stamps;
import dev.topgun.Values;
import dev.topgun.v1.ElementTag;
import dev.topgun.v1.HlcTimestamp;
import dev.topgun.v1.Record;
import dev.topgun.v1.Register;
import dev.topgun.v1.RemoveElements;
import dev.topgun.v1.RootKind;
import dev.topgun.v1.SeenElement;
import dev.topgun.v1.Value;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The test vectors of the contract. */
final class VectorScenarios {
  private VectorScenarios() {}

  static void addTo(Map<String, Main.Scenario> scenarios) {
    scenarios.put("vector-hlc", VectorScenarios::hlc);
    scenarios.put("vector-record", VectorScenarios::record);
    scenarios.put("vector-digest", VectorScenarios::digest);
  }

  private static void hlc(Trial t) throws Exception {
    List<HlcTimestamp> stamps = new ArrayList<>();
    for (JsonElement element : Trial.data("hlc-order.json").getAsJsonObject().getAsJsonArray("ascending")) {
      JsonObject it = element.getAsJsonObject();
      stamps.add(stamp(it.get("millis").getAsLong(), it.get("counter").getAsInt(), it.get("node_id").getAsString()));
    }
    Trial.check("there are timestamps", stamps.size() > 1);
    for (int i = 0; i < stamps.size(); i++) {
      for (int j = 0; j < stamps.size(); j++) {
        int order = Integer.signum(Stamps.ORDER.compare(stamps.get(i), stamps.get(j)));
        Trial.equal(stamps.get(i) + " and " + stamps.get(j), order, Integer.compare(i, j));
      }
    }
  }

  private static HlcTimestamp stamp(long millis, int counter, String nodeId) {
    return HlcTimestamp.newBuilder().setMillis(millis).setCounter(counter).setNodeId(nodeId).build();
  }

  private static void record(Trial t) throws Exception {
    int count = 0;
    for (JsonElement element : cases("register-merge.json")) {
      JsonObject it = element.getAsJsonObject();
      if (!it.get("record").isJsonObject()) continue;
      count++;
      Optional<Value> value = Records.valueOf(recordOf(it.getAsJsonObject("record")).toByteString());
      Optional<Value> wanted = it.has("value") ? Optional.of(valueOf(it.get("value"))) : Optional.empty();
      Trial.equal(it.get("name").getAsString(), value, wanted);
    }
    Trial.check("there are cases", count > 0);
    setsAndCounters();
  }

  private static void setsAndCounters() throws Exception {
    JsonArray cases = cases("typed-records.json");
    Trial.check("there are sets and counters", cases.size() > 0);
    for (JsonElement element : cases) {
      JsonObject it = element.getAsJsonObject();
      String name = it.get("name").getAsString();
      ByteString bytes = bytesOf(it.get("record").getAsString());
      Optional<Value> wanted = Optional.empty();
      if (it.has("value")) {
        Value.Builder read = Value.newBuilder();
        JsonFormat.parser().merge(it.get("value").toString(), read);
        wanted = Optional.of(read.build());
      }
      Trial.equal(name, Records.valueOf(bytes), wanted);
      RemoveElements.Builder seen = Records.seenElements(bytes);
      JsonArray tags = new JsonArray();
      for (SeenElement added : seen.getElementsList()) {
        JsonArray of = new JsonArray();
        for (ElementTag tag : added.getTagsList()) of.add(seen.getWriters(tag.getWriter()) + "/" + tag.getNumber() + "/" + tag.getIndex());
        tags.add(of);
      }
      Trial.equal("who added what: " + name, tags, it.getAsJsonArray("seen"));
    }
  }

  private static JsonArray cases(String name) throws Exception {
    return Trial.data(name).getAsJsonObject().getAsJsonArray("cases");
  }

  private static Record recordOf(JsonObject it) {
    List<String> stamps = new ArrayList<>();
    JsonObject root = it.getAsJsonObject("root");
    Record.Builder record =
        Record.newBuilder()
            .setRootKind(RootKind.valueOf("ROOT_KIND_" + root.get("kind").getAsString().toUpperCase(Locale.ROOT)))
            .setRootAt(index(stamps, root.get("at")));
    if (root.has("value")) record.setRootValue(valueOf(root.get("value")));
    if (!it.get("cleared").isJsonNull()) record.setClearedAt(index(stamps, it.get("cleared")));
    it.getAsJsonObject("registers")
        .entrySet()
        .forEach(
            entry -> {
              JsonObject field = entry.getValue().getAsJsonObject();
              Register.Builder register = Register.newBuilder().setField(entry.getKey()).setAt(index(stamps, field.get("at")));
              if (field.has("value")) register.setValue(valueOf(field.get("value")));
              record.addRegisters(register);
            });
    for (String text : stamps) {
      // millis.counter@node
      int dot = text.indexOf('.');
      int at = text.indexOf('@');
      record.addStamps(
          stamp(Long.parseLong(text.substring(0, dot)), Integer.parseInt(text.substring(dot + 1, at)), text.substring(at + 1)));
    }
    return record.build();
  }

  private static int index(List<String> stamps, JsonElement text) {
    if (!stamps.contains(text.getAsString())) stamps.add(text.getAsString());
    return stamps.indexOf(text.getAsString());
  }

  // Whole numbers are int64.
  private static Value valueOf(JsonElement json) {
    return Values.of(nativeOf(json));
  }

  private static Object nativeOf(JsonElement json) {
    if (json.isJsonNull()) return null;
    if (json.isJsonArray()) {
      List<Object> items = new ArrayList<>();
      json.getAsJsonArray().forEach(item -> items.add(nativeOf(item)));
      return items;
    }
    if (json.isJsonObject()) {
      Map<String, Object> fields = new LinkedHashMap<>();
      json.getAsJsonObject().entrySet().forEach(entry -> fields.put(entry.getKey(), nativeOf(entry.getValue())));
      return fields;
    }
    if (json.getAsJsonPrimitive().isBoolean()) return json.getAsBoolean();
    if (json.getAsJsonPrimitive().isString()) return json.getAsString();
    String number = json.getAsString();
    if (number.matches("-?[0-9]+")) return Long.parseLong(number);
    return Double.parseDouble(number);
  }

  private static void digest(Trial t) throws Exception {
    JsonArray cases = cases("digest.json");
    Trial.check("there are cases", cases.size() > 0);
    for (JsonElement element : cases) {
      JsonObject it = element.getAsJsonObject();
      List<MapDigest.Entry> entries = entriesOf(it);
      for (Map.Entry<String, JsonElement> wanted : it.getAsJsonObject("digests").entrySet()) {
        byte[] prefix = new byte[wanted.getKey().length()];
        for (int i = 0; i < prefix.length; i++) prefix[i] = (byte) Character.digit(wanted.getKey().charAt(i), 16);
        String name = it.get("name").getAsString() + " below '" + wanted.getKey() + "'";
        Trial.equal(name, MapDigest.of(entries, prefix), bytesOf(wanted.getValue().getAsString()));
      }
    }
  }

  // The records of a case, or the rule that they follow.
  private static List<MapDigest.Entry> entriesOf(JsonObject it) throws Exception {
    List<MapDigest.Entry> entries = new ArrayList<>();
    if (it.has("records")) {
      for (JsonElement element : it.getAsJsonArray("records")) {
        JsonObject record = element.getAsJsonObject();
        entries.add(
            MapDigest.Entry.of(
                record.get("key").getAsString(), record.get("version").getAsLong(), bytesOf(record.get("record").getAsString())));
      }
      return entries;
    }
    List<Long> indices = new ArrayList<>();
    if (it.has("indices")) it.getAsJsonArray("indices").forEach(index -> indices.add(index.getAsLong()));
    else for (long i = 0; i < it.get("count").getAsLong(); i++) indices.add(it.get("first").getAsLong() + i);
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    for (long i : indices) {
      String key = "key-" + i;
      entries.add(MapDigest.Entry.of(key, i, ByteString.copyFrom(sha.digest(key.getBytes(StandardCharsets.UTF_8)))));
    }
    return entries;
  }

  private static ByteString bytesOf(String hex) {
    byte[] bytes = new byte[hex.length() / 2];
    for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
    return ByteString.copyFrom(bytes);
  }
}
