package dev.topgun;

import dev.topgun.v1.HlcTimestamp;
import java.util.Comparator;

/** Timestamps of hybrid logical clocks. */
public final class Stamps {
  /** Millis, then counter, then the bytes of the node id, which is ASCII. */
  public static final Comparator<HlcTimestamp> ORDER =
      Comparator.comparingLong(HlcTimestamp::getMillis).thenComparingInt(HlcTimestamp::getCounter).thenComparing(HlcTimestamp::getNodeId);

  private Stamps() {}
}
