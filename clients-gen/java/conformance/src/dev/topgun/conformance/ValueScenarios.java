package dev.topgun.conformance;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.protobuf.util.JsonFormat;
import dev.topgun.Values;
import dev.topgun.v1.PutRequest;
import dev.topgun.v1.Value;
import java.util.List;
import java.util.Map;

/** Values of every kind, there and back. */
final class ValueScenarios {
  private static final List<String> IDS =
      List.of(
          "value-null", "value-bool", "value-int64", "value-double", "value-string", "value-bytes", "value-list", "value-object",
          "value-nested");

  private ValueScenarios() {}

  static void addTo(Map<String, Main.Scenario> scenarios) {
    for (String id : IDS) scenarios.put(id, ValueScenarios::run);
  }

  private static void run(Trial t) throws Exception {
    int count = 0;
    for (JsonElement element : Trial.data("values.json").getAsJsonObject().getAsJsonArray("cases")) {
      JsonObject it = element.getAsJsonObject();
      if (!it.get("scenario").getAsString().equals(t.id)) continue;
      count++;
      String name = it.get("name").getAsString();
      Value.Builder read = Value.newBuilder();
      JsonFormat.parser().merge(it.get("value").toString(), read);
      Value value = read.build();
      Value made = Values.of(Values.toNative(value));
      // Messages compare doubles as they must be here: by their bits, any NaN being one.
      Trial.equal(name + " after being native", made, value);
      t.maps().put(PutRequest.newBuilder().setMap(t.map).setKey(name).setValue(made).build());
      Trial.equal(name + " as it comes back", t.get(name).getValue(), value);
    }
    Trial.check("there are cases", count > 0);
  }
}
