package dev.topgun;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.topgun.v1.ErrorCode;
import dev.topgun.v1.ErrorInfoDetail;
import dev.topgun.v1.OpResultCode;
import dev.topgun.v1.RetryInfoDetail;
import dev.topgun.v1.StatusDetails;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Why a call failed. Programs decide by {@link #reason()}, {@link #code()} or {@link #result()}, people read {@link #message()}. */
public final class Failure {
  private static final Metadata.Key<byte[]> DETAILS = Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private final Status status;
  private final Map<String, String> metadata = new HashMap<>();
  private String reason = "";
  private Duration retryAfter = Duration.ZERO;

  private Failure(Status status) {
    this.status = status;
  }

  /** What an exception of a call says. */
  public static Failure of(Throwable thrown) {
    Failure failure = new Failure(Status.fromThrowable(thrown));
    Metadata trailers = Status.trailersFromThrowable(thrown);
    byte[] details = trailers == null ? null : trailers.get(DETAILS);
    if (details != null) {
      try {
        for (Any detail : StatusDetails.parseFrom(details).getDetailsList()) failure.take(detail);
      } catch (InvalidProtocolBufferException e) {
        // What stands between may have put there what it likes; the status itself counts.
      }
    }
    return failure;
  }

  /** The status of gRPC. */
  public Status.Code status() {
    return status.getCode();
  }

  /**
   * The name of an {@link ErrorCode} or, where the write itself was refused, of an {@link OpResultCode}; empty where the server said
   * nothing, as when it is not reached.
   */
  public String reason() {
    return reason;
  }

  /** Why the call failed; UNSPECIFIED where {@link #result()} says it, UNRECOGNIZED for one that is unknown here. */
  public ErrorCode code() {
    if (!reason.startsWith("ERROR_CODE_")) return ErrorCode.ERROR_CODE_UNSPECIFIED;
    try {
      return ErrorCode.valueOf(reason);
    } catch (IllegalArgumentException e) {
      return ErrorCode.UNRECOGNIZED;
    }
  }

  /** Why the write itself was refused; UNSPECIFIED where {@link #code()} says it, UNRECOGNIZED for one that is unknown here. */
  public OpResultCode result() {
    if (!reason.startsWith("OP_RESULT_CODE_")) return OpResultCode.OP_RESULT_CODE_UNSPECIFIED;
    try {
      return OpResultCode.valueOf(reason);
    } catch (IllegalArgumentException e) {
      return OpResultCode.UNRECOGNIZED;
    }
  }

  /** For people. */
  public String message() {
    return status.getDescription() == null ? "" : status.getDescription();
  }

  /** What programs may need besides: "map", "key", "resolver" and others, as the codes say. */
  public Map<String, String> metadata() {
    return Map.copyOf(metadata);
  }

  /** How long to wait before the next try; zero where the server asks for no wait. */
  public Duration retryAfter() {
    return retryAfter;
  }

  /** Whether the same call may well succeed later: the server was not reached or could not answer now, or the answer was lost. */
  public boolean mayBeRetried() {
    switch (status.getCode()) {
      case UNAVAILABLE:
      case DEADLINE_EXCEEDED:
        return true;
      case RESOURCE_EXHAUSTED:
        return !retryAfter.isZero();
      default:
        return false;
    }
  }

  @Override
  public String toString() {
    return (reason.isEmpty() ? status.getCode().name() : reason) + ": " + message();
  }

  private void take(Any detail) throws InvalidProtocolBufferException {
    if (detail.getTypeUrl().endsWith("/google.rpc.ErrorInfo")) {
      ErrorInfoDetail info = ErrorInfoDetail.parseFrom(detail.getValue());
      if (!info.getDomain().equals("topgun.v1")) return;
      reason = info.getReason();
      metadata.putAll(info.getMetadataMap());
    } else if (detail.getTypeUrl().endsWith("/google.rpc.RetryInfo")) {
      com.google.protobuf.Duration delay = RetryInfoDetail.parseFrom(detail.getValue()).getRetryDelay();
      retryAfter = Duration.ofSeconds(delay.getSeconds(), delay.getNanos());
    }
  }
}
