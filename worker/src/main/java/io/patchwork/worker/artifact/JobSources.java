package io.patchwork.worker.artifact;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.JobKind;
import io.patchwork.schema.wire.JobMessage;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.fetch.SourceFetcher;
import io.patchwork.worker.fetch.SourceFetcher.FetchedSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The sources of jobs that have one, and what each kind of job wants of it. Thread-safe.
 *
 * @param requests of each kind of job; none of a kind that has no source
 */
public record JobSources(
    SourceFetcher fetcher, Function<JobKind, Optional<ArtifactRequest>> requests) {

  private ArtifactRequest request(JobMessage job) throws Fault {
    return requests
        .apply(job.job().kind())
        .orElseThrow(() -> new Fault(job.job().kind() + " has no source", null));
  }

  /**
   * Fetches a job's source and looks at it.
   *
   * @param expected digest of the content that is meant, or null
   * @param folder that will hold it
   */
  FetchedSource take(
      JobMessage job, @Nullable Sha256 expected, Path folder, SourceFetcher.FetchProgress arrival)
      throws Failure, InterruptedException {
    ArtifactRequest request = request(job);
    FetchedSource material =
        fetcher.fetchAndProbe(request.source(job), request.etag(job), expected, folder, arrival);
    return request.asset(job).map(material::as).orElse(material);
  }

  /** What a job wants of its source. */
  List<ArtifactSpec> wanted(JobMessage job, FetchedSource material) throws Failure {
    return request(job).specs(material, job);
  }
}
