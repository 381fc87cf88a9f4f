package io.patchwork.worker.artifact;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.wire.JobMessage;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.fetch.SourceFetcher.FetchedSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a kind of job wants of a source. */
public interface ArtifactRequest {

  Source source(JobMessage message);

  /** The version of the source that is meant, or null. */
  default @Nullable String etag(JobMessage message) {
    return null;
  }

  /** Whose content the source is, where the job says so. */
  default Optional<Id> asset(JobMessage message) {
    return Optional.empty();
  }

  /**
   * The specs for a source of that kind; pure.
   *
   * @throws Failure.BadMedia if nothing of what is wanted can be made of it
   */
  List<ArtifactSpec> specs(FetchedSource material, JobMessage message) throws Failure;
}
