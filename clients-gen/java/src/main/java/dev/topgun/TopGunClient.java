package dev.topgun;

import dev.topgun.v1.MapServiceGrpc;
import dev.topgun.v1.ResolverServiceGrpc;
import dev.topgun.v1.SyncServiceGrpc;
import io.grpc.CallCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import java.net.URI;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A connection with the generated stubs on it. Safe for use from many threads; one is enough for a program. */
public final class TopGunClient implements AutoCloseable {
  // A frame of the conversation may have 4 MiB and a little more, which is where gRPC stops by itself.
  private static final int LARGEST_MESSAGE = 8 << 20;

  private final ManagedChannel channel;
  private final CallCredentials credentials;

  private TopGunClient(ManagedChannel channel, CallCredentials credentials) {
    this.channel = channel;
    this.credentials = credentials;
  }

  /** A client with a token that stays the same; see {@link #open(String, Supplier)}. */
  public static TopGunClient open(String server, String token) {
    return open(server, () -> token);
  }

  /**
   * A client of a server. It connects when it is first used, and again after a loss.
   *
   * @param server {@code https://host:port} for TLS, or {@code http://host:port} for cleartext, which is for loopback and trusted
   *     networks: the token travels with every call
   * @param token gives the bearer token; it is asked for each call, so it can renew what has expired, and may block meanwhile
   * @throws IllegalArgumentException if the address is neither
   */
  public static TopGunClient open(String server, Supplier<String> token) {
    URI address = URI.create(server);
    boolean isSecure = "https".equals(address.getScheme());
    if (address.getHost() == null || !(isSecure || "http".equals(address.getScheme()))) {
      throw new IllegalArgumentException("'" + server + "' is no address of a server, as https://host:port or http://host:port.");
    }
    int port = address.getPort() >= 0 ? address.getPort() : isSecure ? 443 : 80;
    ManagedChannelBuilder<?> builder = ManagedChannelBuilder.forAddress(address.getHost(), port).maxInboundMessageSize(LARGEST_MESSAGE);
    return over((isSecure ? builder.useTransportSecurity() : builder.usePlaintext()).build(), token);
  }

  /**
   * A client on a channel that was built elsewhere, as for certificates of one's own. Closing the client closes it.
   *
   * @param channel best one that takes messages of 8 MiB: a frame of the conversation is larger than what gRPC takes by itself
   * @param token as in {@link #open(String, Supplier)}
   */
  public static TopGunClient over(ManagedChannel channel, Supplier<String> token) {
    return new TopGunClient(channel, new Bearer(token));
  }

  /** Reads, writes, queries and watches maps; each call waits for its answer. */
  public MapServiceGrpc.MapServiceBlockingStub maps() {
    return MapServiceGrpc.newBlockingStub(channel).withCallCredentials(credentials);
  }

  /** The same as {@link #maps()}, with answers to observers. */
  public MapServiceGrpc.MapServiceStub mapsAsync() {
    return MapServiceGrpc.newStub(channel).withCallCredentials(credentials);
  }

  /** Registers the rules of maps; each call waits for its answer. */
  public ResolverServiceGrpc.ResolverServiceBlockingStub resolvers() {
    return ResolverServiceGrpc.newBlockingStub(channel).withCallCredentials(credentials);
  }

  /** The same as {@link #resolvers()}, with answers to observers. */
  public ResolverServiceGrpc.ResolverServiceStub resolversAsync() {
    return ResolverServiceGrpc.newStub(channel).withCallCredentials(credentials);
  }

  /** The conversation of replicas. */
  public SyncServiceGrpc.SyncServiceStub sync() {
    return SyncServiceGrpc.newStub(channel).withCallCredentials(credentials);
  }

  /** Ends the calls in flight and releases the connection; waits for it 5 seconds at most. */
  @Override
  public void close() {
    channel.shutdownNow();
    try {
      channel.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Bearer extends CallCredentials {
    private static final Metadata.Key<String> AUTHORIZATION = Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final Supplier<String> token;

    Bearer(Supplier<String> token) {
      this.token = token;
    }

    @Override
    public void applyRequestMetadata(RequestInfo call, Executor executor, MetadataApplier applier) {
      executor.execute(
          () -> {
            try {
              Metadata metadata = new Metadata();
              metadata.put(AUTHORIZATION, "Bearer " + token.get());
              applier.apply(metadata);
            } catch (RuntimeException e) {
              applier.fail(Status.UNAUTHENTICATED.withDescription("No token could be had.").withCause(e));
            }
          });
    }

    @Override
    public void thisUsesUnstableApi() {}
  }
}
