package io.patchwork.worker.console;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.schema.manifest.MediaKind;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.jobs.TerminalState;
import io.patchwork.worker.jobs.WorkerStatus;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The documents of the API, as {@code openapi.yaml} describes them. */
final class Documents {

  private Documents() {}

  /**
   * The cluster.
   *
   * @param since time from which on jobs are listed
   * @param isCatchingUp whether the log is still read, so that the list is partial
   * @param dropped jobs that there is no room for in the list
   * @param isWritable whether this console lets anybody write
   * @param mayWrite whether it lets this client
   */
  record Cluster(
      String version,
      String broker,
      Instant since,
      boolean isCatchingUp,
      long dropped,
      Map<JobState.State, Integer> jobs,
      List<LaneDepth> lanes,
      long deadLetters,
      boolean isWritable,
      boolean mayWrite) {}

  /**
   * A lane.
   *
   * @param waiting messages that wait for a worker
   * @param resting messages that wait for their next attempt
   * @param workers that take messages of it
   * @param oldestSeconds how long the job has waited that has waited longest; absent where none
   *     does
   */
  record LaneDepth(
      String lane, long waiting, long resting, int workers, @Nullable Long oldestSeconds) {}

  /**
   * A page of jobs.
   *
   * @param since time from which on jobs are listed
   * @param next cursor of the next page; absent on the last
   */
  record Jobs(List<JobState> jobs, int total, Instant since, @Nullable String next) {}

  /** A file in the store, with a link to it. */
  record FileLink(
      ArtifactRole role,
      String mediaType,
      long bytes,
      Sha256 sha256,
      @Nullable Integer width,
      @Nullable Integer height,
      @Nullable RationalTime duration,
      String href) {

    static FileLink of(Artifact artifact, String href) {
      return new FileLink(
          artifact.role(),
          artifact.mediaType(),
          artifact.bytes(),
          artifact.sha256(),
          artifact.width(),
          artifact.height(),
          artifact.duration(),
          href);
    }
  }

  /** The files of a job's result. */
  record JobFiles(List<FileLink> files) {}

  /** The workers that answer, by name. */
  record Workers(List<WorkerStatus> workers) {}

  /** An asset. */
  record Asset(
      String asset,
      Sha256 sha256,
      long bytes,
      MediaKind kind,
      @Nullable RationalTime duration,
      List<Contributor> contributors,
      List<FileLink> artifacts,
      List<String> warnings,
      List<InRender> renders) {}

  /** A render that an asset is in. */
  record InRender(String render, Sha256 revision) {}

  /**
   * A render.
   *
   * @param state {@code planned} until all segments are there and joined
   * @param segments in the order of the film
   * @param output the film, song or image, once there is one
   * @param report address of the page that shows who is in each frame, once there is a film
   */
  record Render(
      String render,
      Sha256 revision,
      boolean isCurrent,
      String profile,
      State state,
      long frames,
      int done,
      List<Segment> segments,
      @Nullable Boolean isSoundtrackDone,
      @Nullable FailureCode code,
      @Nullable String message,
      @Nullable FileLink output,
      List<FileLink> files,
      @Nullable String report,
      List<String> warnings,
      List<String> jobs) {

    /** Where a render stands. */
    enum State {
      PLANNED,
      COMPLETED,
      FAILED,
      CANCELLED;

      @com.fasterxml.jackson.annotation.JsonValue
      String wireName() {
        return name().toLowerCase(Locale.ROOT);
      }
    }
  }

  /**
   * A segment at its place in the film.
   *
   * @param first first frame in the film
   * @param isDone whether it is rendered
   */
  record Segment(long first, long frames, boolean isDone, boolean isCopied, List<String> assets) {}

  /** A message that failed for good. */
  record DeadLetter(
      String id,
      String lane,
      String reason,
      String detail,
      List<String> violations,
      @Nullable String job,
      @Nullable String source) {}

  /** All of them. */
  record DeadLetters(List<DeadLetter> deadLetters) {}

  /** What was done. */
  record Done(String id, String outcome) {}

  /** How a job ended. */
  record Cancelled(String id, TerminalState outcome) {}
}
