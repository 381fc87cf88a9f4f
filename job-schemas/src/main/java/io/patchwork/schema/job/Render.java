package io.patchwork.schema.job;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.time.RationalTime;
import org.jspecify.annotations.Nullable;

/**
 * Renders an OpenTimelineIO timeline to a film, audio or images, with its lineage.
 *
 * @param render the platform's id of the render; the same id with a changed timeline is a revision
 * @param timeline the {@code .otio} object in the store
 * @param profile the render profile's name; the default profile where absent
 * @param strict refuse a timeline that cannot be rendered faithfully, instead of warning
 * @param from start of the rendered range; the timeline's start where absent
 * @param to end of the rendered range; the timeline's end where absent
 * @param placeholders show a slate where media is missing instead of refusing
 */
public record Render(
    Id render,
    Source timeline,
    @Nullable String profile,
    @Nullable RationalTime from,
    @Nullable RationalTime to,
    @Nullable Boolean strict,
    @Nullable Boolean placeholders)
    implements Job {

  /** Renders a whole timeline, not strictly and without placeholders. */
  public static Render of(Id render, Source timeline, @Nullable String profile) {
    return new Render(render, timeline, profile, null, null, null, null);
  }

  public boolean hasPlaceholders() {
    return Boolean.TRUE.equals(placeholders);
  }

  public boolean isStrict() {
    return Boolean.TRUE.equals(strict);
  }
}
