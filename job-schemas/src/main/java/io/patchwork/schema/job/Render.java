package io.patchwork.schema.job;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.time.RationalTime;
import org.jspecify.annotations.Nullable;

/**
 * A film or song from an OpenTimelineIO timeline, with its lineage.
 *
 * @param render the platform's id of the render; the same id with a changed timeline is a revision
 * @param timeline the {@code .otio} object in the store
 * @param profile the render profile's name; the default profile where absent
 * @param strict refuse what cannot be rendered faithfully instead of reporting it
 * @param from where on the timeline the render begins; its start where absent
 * @param to where it ends; its end where absent
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

  /** All of a timeline, with notes on what is not rendered. */
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
