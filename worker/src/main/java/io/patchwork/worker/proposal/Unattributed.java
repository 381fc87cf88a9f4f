package io.patchwork.worker.proposal;

import io.patchwork.schema.proposal.Pool;
import io.patchwork.schema.time.Fraction;

/**
 * Seconds of a pool that are nobody's: black, silence, titles without an author.
 *
 * @param remixesAbove number of counted remixes that they came through
 * @param seconds exact, 0 or more
 */
public record Unattributed(Pool pool, int remixesAbove, Fraction seconds) {

  /**
   * Checks the domain.
   *
   * @throws IllegalArgumentException if seconds are below zero, remixes not 0 to 1000, or the pool
   *     is none of a render's media
   */
  public Unattributed {
    if (seconds.signum() < 0
        || remixesAbove < 0
        || remixesAbove > Holding.MAX_REMIXES
        || !Holding.isMedium(pool)) {
      throw new IllegalArgumentException("no unattributed seconds: " + pool + " " + seconds);
    }
  }

  /** Those of the render itself. */
  public Unattributed(Pool pool, Fraction seconds) {
    this(pool, 0, seconds);
  }
}
