package io.patchwork.schema.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Source;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything the platform wants of an upload.
 *
 * @param asset the platform's id of the asset
 * @param source the uploaded object
 * @param contributors whose work it is
 * @param resources assets that its makers say it was made from
 * @param etag the version of the object that is meant, where the sender knows it
 * @param sequencer orders uploads of one asset; an older one never replaces a newer one
 * @param profile the ladder profile's name, absent for the default
 */
public record Ingest(
    Id asset,
    Source source,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Contributor> contributors,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Id> resources,
    @Nullable String etag,
    @Nullable String sequencer,
    @Nullable String profile)
    implements Job {

  @SuppressWarnings("nullness") // absent lists arrive as null from the wire
  public Ingest {
    contributors = contributors == null ? List.of() : List.copyOf(contributors);
    resources = resources == null ? List.of() : List.copyOf(resources);
  }
}
