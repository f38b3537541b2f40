package dev.topgun;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/** Repeats that change nothing twice. */
public final class Retry {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private Retry() {}

  /** Draws what tells a repeat of a write from another write: a random UUID. */
  public static String newIdempotencyKey() {
    return UUID.randomUUID().toString();
  }

  /**
   * Makes a call, and again while its outcome is not known, for {@code patience} at most; then its last exception is thrown. It waits as
   * long as the server asks for, and otherwise for a random part of a pause that doubles. The call may have a deadline, for each try.
   *
   * <p>A write MUST carry an idempotency key that was drawn before, outside of the call: an answer may have been lost, and the key is
   * what keeps the repeat from being another write.
   *
   * @throws InterruptedException if the thread is interrupted between two tries
   */
  public static <T> T call(Duration patience, Supplier<T> call) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    for (Duration pause = FIRST_PAUSE; ; pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE)) {
      try {
        return call.get();
      } catch (RuntimeException e) {
        Failure failure = Failure.of(e);
        // Jitter, so that callers that lost the same server do not come back together.
        Duration wait = failure.retryAfter().plusMillis(ThreadLocalRandom.current().nextLong(pause.toMillis()));
        if (!failure.mayBeRetried() || System.nanoTime() + wait.toNanos() - end > 0) throw e;
        Thread.sleep(wait.toMillis());
      }
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
