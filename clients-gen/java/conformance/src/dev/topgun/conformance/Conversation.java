package dev.topgun.conformance;

import dev.topgun.Values;
import dev.topgun.v1.ClientFrame;
import dev.topgun.v1.Hello;
import dev.topgun.v1.Op;
import dev.topgun.v1.OpBatch;
import dev.topgun.v1.OpResult;
import dev.topgun.v1.ServerFrame;
import dev.topgun.v1.Subscribe;
import dev.topgun.v1.SyncRequest;
import dev.topgun.v1.SyncResponse;
import dev.topgun.v1.Welcome;
import dev.topgun.v1.Write;
import dev.topgun.v1.WriteBase;
import dev.topgun.v1.Writer;
import io.grpc.stub.StreamObserver;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** A conversation of SyncService, which has begun and has subscribed a map. */
final class Conversation {
  private static final Object END = new Object();

  final Welcome welcome;
  private final String map;
  private final String nodeId = "java-" + UUID.randomUUID();
  // Frames, and at the end END or what was thrown.
  private final BlockingQueue<Object> coming = new LinkedBlockingQueue<>();
  private final StreamObserver<SyncRequest> going;
  private long number;

  Conversation(Trial t, String... features) throws InterruptedException {
    map = t.map;
    going =
        t.client
            .sync()
            .sync(
                new StreamObserver<SyncResponse>() {
                  @Override
                  public void onNext(SyncResponse response) {
                    coming.add(response.getFrame());
                  }

                  @Override
                  public void onError(Throwable thrown) {
                    coming.add(thrown);
                  }

                  @Override
                  public void onCompleted() {
                    coming.add(END);
                  }
                });
    Hello.Builder hello = Hello.newBuilder().setMinVersion(1).setMaxVersion(1).setNodeId(nodeId).setClient("conformance");
    send(ClientFrame.newBuilder().setHello(hello.addAllFeatures(Arrays.asList(features))));
    welcome = take(ServerFrame.KindCase.WELCOME).getWelcome();
    send(ClientFrame.newBuilder().setSubscribe(Subscribe.newBuilder().setSubscriptionId(1).setMap(map)));
  }

  ServerFrame next() throws InterruptedException {
    Object came = coming.poll(Trial.PATIENCE_SECONDS, TimeUnit.SECONDS);
    Trial.check("a frame comes, and not " + came, came instanceof ServerFrame);
    return (ServerFrame) came;
  }

  /** The next frame of a kind; others are passed over. */
  ServerFrame take(ServerFrame.KindCase kind) throws InterruptedException {
    ServerFrame frame = next();
    while (frame.getKindCase() != kind) frame = next();
    return frame;
  }

  /** Sends the next op, which replaces a key that is absent, and gives its id. */
  long replace(String key, Map<String, ?> value) {
    return write(Write.newBuilder().setKey(key).setBase(WriteBase.WRITE_BASE_ABSENT).setReplace(Values.of(value).getObjectValue()));
  }

  /** Sends the next op, and gives its id; the first is op 1. */
  long write(Write.Builder write) {
    long id = ThreadLocalRandom.current().nextLong();
    OpBatch.Builder batch =
        OpBatch.newBuilder()
            .setMap(map)
            .setWriter(Writer.newBuilder().setNodeId(nodeId).setSuffix("1"))
            .setFirstSentMs(welcome.getServerTimeMs())
            .addOps(Op.newBuilder().setNumber(++number).setOpId(id).setMillis(welcome.getServerTimeMs()).setWrite(write));
    send(ClientFrame.newBuilder().setOpBatch(batch));
    return id;
  }

  /** The result of op 1, which comes before any page. */
  OpResult result() throws InterruptedException {
    ServerFrame frame = next();
    while (!frame.hasOpResults()) {
      Trial.check("the result comes before a page", !frame.hasChangePage());
      frame = next();
    }
    return frame.getOpResults().getResults(0);
  }

  /** Ends this side, and waits for the other's. */
  void end() throws InterruptedException {
    going.onCompleted();
    Object came = coming.poll(Trial.PATIENCE_SECONDS, TimeUnit.SECONDS);
    while (came instanceof ServerFrame) came = coming.poll(Trial.PATIENCE_SECONDS, TimeUnit.SECONDS);
    Trial.check("the call ends with OK, and not with " + came, came == END);
  }

  private void send(ClientFrame.Builder frame) {
    going.onNext(SyncRequest.newBuilder().setFrame(frame).build());
  }
}
