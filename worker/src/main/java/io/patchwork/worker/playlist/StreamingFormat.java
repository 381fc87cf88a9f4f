package io.patchwork.worker.playlist;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** A playlist format. */
public enum StreamingFormat {
  HLS,
  DASH;

  /**
   * The formats in the order of this enum. Profiles are written as JSON into cache keys, and the
   * order of {@link Set#copyOf} is another one in each process.
   */
  public static Set<StreamingFormat> inOrder(Collection<StreamingFormat> formats) {
    Set<StreamingFormat> ordered = EnumSet.noneOf(StreamingFormat.class);
    ordered.addAll(formats);
    return Collections.unmodifiableSet(ordered);
  }
}
