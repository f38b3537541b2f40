package dev.topgun.conformance;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.topgun.Failure;
import dev.topgun.TopGunClient;
import dev.topgun.Values;
import dev.topgun.v1.Entry;
import dev.topgun.v1.FieldPath;
import dev.topgun.v1.GetRequest;
import dev.topgun.v1.MapServiceGrpc;
import dev.topgun.v1.PatchRequest;
import dev.topgun.v1.PutRequest;
import dev.topgun.v1.PutResponse;
import dev.topgun.v1.RemoveRequest;
import dev.topgun.v1.ResolverServiceGrpc;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** One scenario on its way, with a map of its own and a client of the user 'writer'. What goes wrong ends it. */
final class Trial implements AutoCloseable {
  static final int PATIENCE_SECONDS = 30;

  /** Something was not as it must be. */
  static final class Failed extends RuntimeException {
    Failed(String reason) {
      super(reason);
    }
  }

  final String id;
  final String map;
  final TopGunClient client;

  Trial(String id) {
    this.id = id;
    map = System.getenv("CONFORMANCE_MAPS") + id;
    client = open("CONFORMANCE_ADDRESS", "CONFORMANCE_TOKEN");
  }

  static TopGunClient open(String addressVariable, String tokenVariable) {
    return TopGunClient.open("http://" + System.getenv(addressVariable), System.getenv(tokenVariable));
  }

  @Override
  public void close() {
    client.close();
  }

  MapServiceGrpc.MapServiceBlockingStub maps() {
    return client.maps().withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  ResolverServiceGrpc.ResolverServiceBlockingStub resolvers() {
    return client.resolvers().withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  static void check(String what, boolean isSo) {
    if (!isSo) throw new Failed(what + ": this is not so");
  }

  static void equal(String what, Object got, Object wanted) {
    if (!Objects.equals(got, wanted)) throw new Failed(what + ": " + got + " came; " + wanted + " was expected");
  }

  /** Looks at why a call fails, which it must. */
  static Failure refused(Status.Code status, String reason, Callable<?> call) throws Exception {
    try {
      call.call();
    } catch (RuntimeException e) {
      Failure failure = Failure.of(e);
      equal("status", failure.status(), status);
      equal("reason", failure.reason(), reason);
      return failure;
    }
    throw new Failed("the call did not fail; " + reason + " was expected");
  }

  static JsonElement data(String name) throws IOException {
    return JsonParser.parseString(Files.readString(Path.of(System.getenv("CONFORMANCE_DATA"), name)));
  }

  static FieldPath path(String... names) {
    return FieldPath.newBuilder().addAllNames(Arrays.asList(names)).build();
  }

  PutRequest.Builder putOf(String key, Object value) {
    return PutRequest.newBuilder().setMap(map).setKey(key).setValue(Values.of(value));
  }

  PutResponse put(String key, Object value) {
    return maps().put(putOf(key, value).build());
  }

  PatchRequest.Builder patchOf(String key, Map<String, ?> set, String... erase) {
    return PatchRequest.newBuilder().setMap(map).setKey(key).setPatch(Values.patch(set, erase));
  }

  void patch(String key, Map<String, ?> set, String... erase) {
    maps().patch(patchOf(key, set, erase).build());
  }

  void remove(String key) {
    maps().remove(RemoveRequest.newBuilder().setMap(map).setKey(key).build());
  }

  GetRequest getOf(String key, FieldPath... fields) {
    return GetRequest.newBuilder().setMap(map).setKey(key).addAllFields(Arrays.asList(fields)).build();
  }

  boolean has(String key) {
    return maps().get(getOf(key)).hasEntry();
  }

  Entry get(String key, FieldPath... fields) {
    return maps().get(getOf(key, fields)).getEntry();
  }

  void holds(String key, Object wanted) {
    check(key + " is there", has(key));
    equal(key, get(key).getValue(), Values.of(wanted));
  }
}
