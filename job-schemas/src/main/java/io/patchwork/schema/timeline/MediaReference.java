package io.patchwork.schema.timeline;

import io.patchwork.schema.time.TimeRange;
import org.jspecify.annotations.Nullable;

/** Where a clip's media is. */
public sealed interface MediaReference {

  /** The media's own range, which a clip's source range lies in; absent where unknown. */
  @Nullable TimeRange availableRange();

  /** A file, an object, an asset. */
  record External(String targetUrl, @Nullable TimeRange availableRange) implements MediaReference {}

  /** Media that is known to be absent. */
  record Missing(@Nullable TimeRange availableRange) implements MediaReference {}

  /** Media of a kind that is named but not read: generators, image sequences. */
  record Other(String schema, @Nullable TimeRange availableRange) implements MediaReference {}
}
