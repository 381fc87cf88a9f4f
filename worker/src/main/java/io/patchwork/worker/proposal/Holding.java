package io.patchwork.worker.proposal;

import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.proposal.Pool;
import io.patchwork.schema.time.Fraction;
import java.util.List;

/**
 * What an asset has of a pool of one render, by the metric that the policy names for the pool.
 *
 * @param pool video, audio, or text in one language
 * @param isMaker whether it is the value that reached the remix {@code asset}, of which its makers
 *     earn a part; otherwise what the asset has in the flattened render
 * @param remixesAbove number of counted remixes that it came through, without {@code asset} itself
 * @param seconds exact, 0 or more
 * @param where intervals of the output
 */
public record Holding(
    Pool pool,
    AssetContent asset,
    boolean isMaker,
    int remixesAbove,
    Fraction seconds,
    List<Interval> where) {

  /** Most remixes that something can come through. */
  static final int MAX_REMIXES = 1000;

  /**
   * Checks the domain.
   *
   * @throws IllegalArgumentException if seconds are below zero, remixes not 0 to 1000, or the pool
   *     is none of a render's media
   */
  public Holding {
    if (seconds.signum() < 0 || remixesAbove < 0 || remixesAbove > MAX_REMIXES) {
      throw new IllegalArgumentException("seconds are 0 or more, remixes 0 to " + MAX_REMIXES);
    }
    if (!isMedium(pool)) {
      throw new IllegalArgumentException("a render has no pool " + pool);
    }
    where = List.copyOf(where);
  }

  static boolean isMedium(Pool pool) {
    return pool.equals(Pool.VIDEO) || pool.equals(Pool.AUDIO) || pool.isText();
  }
}
