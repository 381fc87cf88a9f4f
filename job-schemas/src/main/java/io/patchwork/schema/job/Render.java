package io.patchwork.schema.job;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Source;
import org.jspecify.annotations.Nullable;

/**
 * A film or song from an OpenTimelineIO timeline, with its lineage.
 *
 * @param render the platform's id of the render; the same id with a changed timeline is a revision
 * @param timeline the {@code .otio} object in the store
 * @param profile the render profile's name; the default profile where absent
 * @param strict refuse what cannot be rendered faithfully instead of reporting it
 * @param placeholders show a slate where media is missing instead of refusing
 */
public record Render(
    Id render,
    Source timeline,
    @Nullable String profile,
    @Nullable Boolean strict,
    @Nullable Boolean placeholders)
    implements Job {

  public boolean hasPlaceholders() {
    return Boolean.TRUE.equals(placeholders);
  }

  public boolean isStrict() {
    return Boolean.TRUE.equals(strict);
  }
}
