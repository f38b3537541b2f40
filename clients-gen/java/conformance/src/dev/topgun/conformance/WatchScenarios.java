package dev.topgun.conformance;

import dev.topgun.TopGunClient;
import dev.topgun.Values;
import dev.topgun.v1.CompareOperator;
import dev.topgun.v1.Cursor;
import dev.topgun.v1.WatchEvent;
import dev.topgun.v1.WatchRequest;
import dev.topgun.v1.WatchResponse;
import io.grpc.Context;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What is told of changes. */
final class WatchScenarios {
  private WatchScenarios() {}

  static void addTo(Map<String, Main.Scenario> scenarios) {
    scenarios.put("watch-resume", WatchScenarios::resume);
    scenarios.put("watch-where", WatchScenarios::where);
  }

  /** A call of Watch, read as it comes. Closing it cancels the call. */
  private static final class Watch implements AutoCloseable {
    Cursor cursor;
    private final Context.CancellableContext call = Context.current().withCancellation();
    private final Iterator<WatchResponse> responses;

    Watch(TopGunClient client, WatchRequest.Builder request) throws Exception {
      responses = call.call(() -> client.maps().withDeadlineAfter(Trial.PATIENCE_SECONDS, TimeUnit.SECONDS).watch(request.build()));
    }

    @Override
    public void close() {
      call.cancel(null);
    }

    /** What is told until a response says that this is all, as texts. */
    List<String> untilCaughtUp() {
      List<String> events = new ArrayList<>();
      while (true) {
        WatchResponse response = next();
        events.addAll(texts(response));
        if (response.getCaughtUp()) return events;
      }
    }

    /** The next thing told; responses without events are passed over. */
    List<String> nextEvents() {
      while (true) {
        List<String> events = texts(next());
        if (!events.isEmpty()) return events;
      }
    }

    private WatchResponse next() {
      WatchResponse response = responses.next();
      cursor = response.getCursor();
      return response;
    }

    private static List<String> texts(WatchResponse response) {
      List<String> events = new ArrayList<>();
      for (WatchEvent event : response.getEventsList()) {
        if (event.hasPut()) {
          Map<?, ?> value = (Map<?, ?>) Values.toNative(event.getPut().getValue());
          events.add("put " + event.getPut().getKey() + " " + new TreeMap<>(value));
        } else {
          events.add("gone " + event.getGone());
        }
      }
      return events;
    }
  }

  private static void resume(Trial t) throws Exception {
    t.put("a", Map.of("n", 0));
    Cursor cursor;
    try (TopGunClient first = Trial.open("CONFORMANCE_ADDRESS", "CONFORMANCE_TOKEN");
        Watch watch = new Watch(first, WatchRequest.newBuilder().setMap(t.map))) {
      Trial.equal("first events", watch.untilCaughtUp(), List.of("put a {n=0}"));
      cursor = watch.cursor;
    }

    t.put("b", Map.of("n", 1));
    t.patch("a", Map.of("n", 1));
    t.patch("a", Map.of("m", 2));
    t.put("c", Map.of("n", 1));
    t.remove("c");

    try (TopGunClient second = Trial.open("CONFORMANCE_ADDRESS", "CONFORMANCE_TOKEN");
        Watch watch = new Watch(second, WatchRequest.newBuilder().setMap(t.map).setCursor(cursor))) {
      List<String> events = watch.untilCaughtUp();
      Collections.sort(events);
      Trial.equal("events since the cursor", events, List.of("gone c", "put a {m=2, n=1}", "put b {n=1}"));
      t.put("d", Map.of("n", 1));
      Trial.equal("the next event", watch.nextEvents(), List.of("put d {n=1}"));
    }
  }

  private static void where(Trial t) throws Exception {
    WatchRequest.Builder request =
        WatchRequest.newBuilder().setMap(t.map).setWhere(QueryScenarios.compare("done", CompareOperator.COMPARE_OPERATOR_EQUAL, false));
    try (Watch watch = new Watch(t.client, request)) {
      Trial.equal("events of an empty map", watch.untilCaughtUp(), List.of());
      t.put("never", Map.of("done", true));
      t.put("x", Map.of("done", false));
      Trial.equal("event", watch.nextEvents(), List.of("put x {done=false}"));
      t.patch("never", Map.of("n", 1));
      t.patch("x", Map.of("done", true));
      Trial.equal("event", watch.nextEvents(), List.of("gone x"));
    }
  }
}
