package io.patchwork.schema.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Source;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ingests an upload: makes its renditions, thumbnails, fingerprints and manifest.
 *
 * @param asset the platform's id of the asset
 * @param source the uploaded object
 * @param contributors the people whose work it is
 * @param resources assets that it was derived from, as its makers say
 * @param etag version of the object; absent for any
 * @param sequencer orders uploads of one asset; an older one never replaces a newer one
 * @param profile the ladder profile's name, absent for the default
 * @param work title, licence and identifiers; absent where nobody gives any
 */
public record Ingest(
    Id asset,
    Source source,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Contributor> contributors,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Id> resources,
    @Nullable String etag,
    @Nullable String sequencer,
    @Nullable String profile,
    @Nullable WorkDetails work)
    implements Job {

  /** An upload of which no title, licence or identifier is known. */
  public Ingest(
      Id asset,
      Source source,
      List<Contributor> contributors,
      List<Id> resources,
      @Nullable String etag,
      @Nullable String sequencer,
      @Nullable String profile) {
    this(asset, source, contributors, resources, etag, sequencer, profile, null);
  }

  /**
   * Checks the shares of the contributors.
   *
   * @throws IllegalArgumentException if they do not come to exactly 1
   */
  @SuppressWarnings("nullness") // absent lists arrive as null from the wire
  public Ingest {
    contributors = contributors == null ? List.of() : List.copyOf(contributors);
    resources = resources == null ? List.of() : List.copyOf(resources);
    Contributor.problem(contributors)
        .ifPresent(problem -> {
          throw new IllegalArgumentException(problem);
        });
  }
}
