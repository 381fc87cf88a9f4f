package io.patchwork.worker.artifact;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.JobKind;
import io.patchwork.schema.wire.JobMessage;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.fetch.ArrivedSource;
import io.patchwork.worker.fetch.SourceFetcher;
import io.patchwork.worker.fetch.SourceFetcher.FetchedSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the sources of jobs and knows which artifacts each kind of job wants. Thread-safe.
 *
 * @param requests by kind of job; none for a kind without a source
 */
public record JobSources(
    SourceFetcher fetcher, Function<JobKind, Optional<ArtifactRequest>> requests) {

  private ArtifactRequest request(JobMessage job) throws Fault {
    return requests
        .apply(job.job().kind())
        .orElseThrow(() -> new Fault(job.job().kind() + " has no source", null));
  }

  /**
   * Fetches a job's source.
   *
   * @param expected digest of the content, or null for any
   * @param folder that receives it
   */
  ArrivedSource fetch(
      JobMessage job, @Nullable Sha256 expected, Path folder, SourceFetcher.FetchProgress progress)
      throws Failure {
    ArtifactRequest request = request(job);
    ArrivedSource source =
        fetcher.fetch(request.source(job), request.etag(job), expected, folder, progress);
    return request.asset(job).map(source::as).orElse(source);
  }

  /** Probes a job's source. */
  FetchedSource probe(JobMessage job, ArrivedSource source) throws Failure, InterruptedException {
    return fetcher.probe(source, request(job).tags());
  }

  /** The specs that a job wants of its source. */
  List<ArtifactSpec> wanted(JobMessage job, FetchedSource material) throws Failure {
    return request(job).specs(material, job);
  }
}
