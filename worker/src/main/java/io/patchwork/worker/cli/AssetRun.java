package io.patchwork.worker.cli;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.wire.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Waits for jobs about single sources and prints what became of them. For one thread. */
final class AssetRun {

  private final Session session;
  private final boolean isJson;
  private final Screen screen = new Screen();
  private final List<Sent> sent = new ArrayList<>();
  private boolean isAnyFailed;

  private record Sent(String source, @Nullable String asset, JobClient.Pending pending) {}

  AssetRun(Session session, boolean isJson) {
    this.session = session;
    this.isJson = isJson;
  }

  void add(String source, @Nullable String asset, JobClient.Pending pending) {
    sent.add(new Sent(source, asset, pending));
  }

  /** Prints a failure that came before a job could be sent. */
  void failed(String source, CommandFailed failure) {
    isAnyFailed = true;
    if (isJson) {
      System.out.println(Json.text(Printed.OfAsset.failed(source, failure)));
    }
    failure.lines().forEach(line -> screen.line("patchwork: " + source + ": " + line));
  }

  /** Prints the ids of jobs that nobody waits for. */
  void printIds() throws CommandFailed {
    for (Sent job : sent) {
      System.out.println(
          isJson
              ? Json.text(java.util.Map.of("job", job.pending.ref().id(), "source", job.source))
              : job.pending.ref().id() + "  " + job.source);
      job.pending.close();
    }
    check();
  }

  /**
   * Waits for all and prints each.
   *
   * @throws CommandFailed if any failed
   */
  void await() throws InterruptedException, CommandFailed {
    for (Sent job : sent) {
      String what = job.asset == null ? job.source : job.asset;
      JobEvent end = job.pending.await(event -> screen.progress(what, event));
      job.pending.close();
      screen.clear();
      print(job, end);
    }
    check();
  }

  private void check() throws CommandFailed {
    if (isAnyFailed) {
      throw CommandFailed.told();
    }
  }

  private void print(Sent job, JobEvent end) {
    if (isJson) {
      System.out.println(
          Json.text(Printed.OfAsset.of(job.asset, job.source, end, session.store())));
    }
    switch (end) {
      case JobEvent.Completed(var _, Result.OfAsset result) -> {
        if (!isJson) {
          describe(job, result);
        }
      }
      case JobEvent.Failed failed -> {
        isAnyFailed = true;
        screen.line(
            "patchwork: " + job.source + ": " + failed.code().word() + ": " + failed.message());
      }
      default -> {
        isAnyFailed = true;
        screen.line("patchwork: " + job.source + ": " + end.kind().word());
      }
    }
  }

  private void describe(Sent job, Result.OfAsset result) {
    System.out.println(job.source + "  →  asset " + result.asset());
    for (Artifact artifact : result.artifacts()) {
      String size =
          artifact.width() == null ? "" : "  " + artifact.width() + "×" + artifact.height();
      String length = artifact.duration() == null ? "" : "  " + artifact.duration().toClock();
      System.out.printf(
          "  %-17s %9d B%s%s%n  %17s %s%n",
          artifact.role(),
          artifact.bytes(),
          size,
          length,
          "",
          session.store().uri(new ObjectKey(artifact.key())));
    }
    System.out.println("  sha256            " + result.sha256());
    if (result.fingerprints() != null && result.fingerprints().pdq() != null) {
      System.out.println(
          "  pdq               "
              + result.fingerprints().pdq().hash()
              + "  quality "
              + result.fingerprints().pdq().quality());
    }
    result.warnings().forEach(warning -> System.out.println("  note: " + warning));
  }
}
