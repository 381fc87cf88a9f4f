package io.patchwork.worker.attribution.ancestry;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;

/**
 * The remixes that something came through, as far as their makers keep a share for them.
 * Consecutive ones of the same makers count once.
 *
 * @param count of remixes
 * @param outermost makers of the outermost one; null where there is none
 */
public record Remixes(int count, @Nullable Object outermost) {

  public static final Remixes NONE = new Remixes(0, null);

  @JsonIgnore
  boolean isNone() {
    return count == 0 && outermost == null;
  }

  /** The same through one more, unless its makers are those of the outermost one. */
  public Remixes through(Object makers) {
    return makers.equals(outermost) ? this : new Remixes(count + 1, makers);
  }
}
