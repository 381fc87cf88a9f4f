package io.patchwork.worker.artifact;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.wire.JobMessage;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.fetch.SourceFetcher;
import io.patchwork.worker.fetch.SourceFetcher.FetchedSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The artifacts that a kind of job wants of a source. */
public interface ArtifactRequest {

  Source source(JobMessage message);

  /** ETag of the source's version, or null for any. */
  default @Nullable String etag(JobMessage message) {
    return null;
  }

  /** The asset that the source belongs to, where the job names it. */
  default Optional<Id> asset(JobMessage message) {
    return Optional.empty();
  }

  /** Whether it needs the tags of pictures. */
  default SourceFetcher.PictureTags tags() {
    return SourceFetcher.PictureTags.IGNORED;
  }

  /**
   * The specs for a source; pure.
   *
   * @throws Failure.BadMedia if none of the artifacts can be made of the source
   */
  List<ArtifactSpec> specs(FetchedSource material, JobMessage message) throws Failure;
}
