package io.patchwork.worker.cli;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.client.JobBatch;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Prints the outcome of ingest, transcode, thumbnail and fingerprint jobs. For one thread. */
final class AssetJobPrinter {

  private final ObjectStore store;
  private final boolean isJson;
  private final ProgressBar progressBar = new ProgressBar();
  private final AtomicInteger ended = new AtomicInteger();
  private boolean isAnyFailed;

  /**
   * The label of a job.
   *
   * @param source as the person gave it
   * @param asset null where the job is about no asset
   */
  record Label(String source, @Nullable String asset) {}

  AssetJobPrinter(ObjectStore store, boolean isJson) {
    this.store = store;
    this.isJson = isJson;
  }

  /** Prints a failure before a job was sent. */
  void failed(String source, CommandFailed failure) {
    isAnyFailed = true;
    if (isJson) {
      Terminal.line(Json.text(JsonOutput.ofSource(source, failure)));
    }
    failure.lines().forEach(line -> progressBar.line("patchwork: " + source + ": " + line));
  }

  /**
   * Prints the outcome of each job, or only its id without waiting.
   *
   * @throws CommandFailed if any job failed
   */
  void print(JobBatch<Label> batch, boolean isWaiting) throws InterruptedException, CommandFailed {
    if (isWaiting) {
      batch.await(this::progress, this::end);
    } else {
      batch.forEach(this::id);
    }
    if (isAnyFailed) {
      throw CommandFailed.alreadyReported();
    }
  }

  private void id(Label label, JobRef ref) {
    Terminal.line(
        isJson
            ? Json.text(Map.of("job", ref.id(), "source", label.source))
            : ref.id() + "  " + label.source);
  }

  private void progress(Label label, JobEvent event) {
    progressBar.progress(label.asset == null ? label.source : label.asset, event);
  }

  /** How many jobs have ended, with or without success; for any thread. */
  int ended() {
    return ended.get();
  }

  private void end(Label label, JobEvent.Terminal end) {
    ended.incrementAndGet();
    progressBar.clear();
    if (isJson) {
      Terminal.line(Json.text(JsonOutput.ofAsset(label.asset, label.source, end, store)));
    }
    switch (end) {
      case JobEvent.Completed(var _, Result.OfAsset result, var _) -> {
        if (!isJson) {
          describe(label, result);
        }
      }
      case JobEvent.Completed(var _, Result.OfRender _, var _),
          JobEvent.Completed(var _, Result.OfProposal _, var _),
          JobEvent.Completed(var _, Result.OfDeletion _, var _) ->
          complain(
              label,
              "the id of this job was used for a job of another kind; run the command again.");
      case JobEvent.Failed failed -> {
        complain(label, failed.code().wireName() + ": " + failed.message());
        CommandFailed.logOf(failed.code()).ifPresent(progressBar::line);
      }
      case JobEvent.Cancelled _ ->
          complain(label, "the job was cancelled; run the same command to make it again.");
    }
  }

  private void complain(Label label, String why) {
    isAnyFailed = true;
    progressBar.line("patchwork: " + label.source + ": " + why);
  }

  private void describe(Label label, Result.OfAsset result) {
    Terminal.line(label.source + "  →  asset " + result.asset());
    for (Artifact artifact : result.artifacts()) {
      String size =
          artifact.width() == null ? "" : "  " + artifact.width() + "×" + artifact.height();
      String length = artifact.duration() == null ? "" : "  " + artifact.duration().toClock();
      Terminal.line(
          String.format(
              "  %-17s %9d B%s%s", artifact.role().wireName(), artifact.bytes(), size, length));
      Terminal.line(String.format("  %17s %s", "", store.uri(new ObjectKey(artifact.key()))));
    }
    Terminal.line("  sha256            " + result.sha256());
    if (result.fingerprints() != null && result.fingerprints().pdq() != null) {
      Terminal.line(
          "  pdq               "
              + result.fingerprints().pdq().hash()
              + "  quality "
              + result.fingerprints().pdq().quality());
    }
    result.warnings().forEach(warning -> Terminal.line("  note: " + warning));
  }
}
