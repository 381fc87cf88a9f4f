package io.patchwork.worker.cli;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.deletion.DeletionReport;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.job.Retention;
import io.patchwork.worker.Stores;
import io.patchwork.worker.WorkerConfig;
import io.patchwork.worker.client.PendingJob;
import io.patchwork.worker.deletion.DeletionPlan;
import io.patchwork.worker.deletion.LifecycleRules;
import io.patchwork.worker.deletion.RetentionSearch;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.proposal.DocumentReader;
import io.patchwork.worker.storelayout.JsonObjects;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code patchwork retention}. */
@Command(
    name = "retention",
    description =
        "Delete what is older than a policy says and is reached by nothing that stays. Look first"
            + " with --dry-run.")
final class RetentionCommand implements Callable<Integer> {

  private static final int MAX_REPORT_BYTES = 256 << 20;

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Parameters(paramLabel = "RETENTION.yaml", description = "Policy, YAML or JSON.")
  private Path policy = Path.of("retention.yaml");

  @Option(names = "--dry-run", description = "Delete nothing; tell what would be deleted.")
  private boolean isDryRun;

  @Option(
      names = "--lifecycle",
      description =
          "Print the part of the policy that a bucket carries out by itself, as S3 reads it.")
  private boolean isLifecycle;

  @Option(names = "--every", description = "Print every key.")
  private boolean isEvery;

  @Option(names = "--json", description = "Print the report as one JSON object.")
  private boolean isJson;

  @Override
  public Integer call() throws Exception {
    Retention request = policy();
    if (isLifecycle) {
      Terminal.json(LifecycleRules.of(request.deleteAfterDays(), prefix(cluster.config().store())));
      return 0;
    }
    DeletionReport report = isDryRun || request.isDryRun() ? found(request) : deleted(request);
    if (isJson) {
      Terminal.json(report);
    } else {
      DeletionPrinter.print(report, isEvery);
    }
    return 0;
  }

  private Retention policy() throws CommandFailed, Refused {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(policy);
    } catch (IOException e) {
      throw CommandFailed.usage("The policy " + policy + " cannot be read; name a file.");
    }
    return DocumentReader.read(
        bytes,
        "job.retention.v1",
        Retention.class,
        FailureCode.INVALID_POLICY,
        "The retention policy",
        "correct it");
  }

  private static String prefix(URI store) {
    String path = "s3".equals(store.getScheme()) ? store.getPath().replaceAll("^/+|/+$", "") : "";
    return path.isEmpty() ? "" : path + "/";
  }

  private DeletionReport found(Retention request) throws Exception {
    WorkerConfig config = cluster.config();
    try (ObjectStore store = Stores.open(config.store(), config)) {
      DeletionPlan plan =
          new RetentionSearch(store, request.deleteAfterDays(), Instant.now()).find();
      return new DeletionReport(
          DeletionReport.FORMAT,
          null,
          null,
          Instant.now(),
          true,
          List.of(),
          plan.deletions(),
          plan.kept());
    }
  }

  private DeletionReport deleted(Retention request) throws Exception {
    ProgressBar progressBar = new ProgressBar();
    try (Connection connection = Connection.open(cluster);
        PendingJob job = connection.jobs().send(request, "retention")) {
      JobEvent.Terminal end = job.await(event -> progressBar.progress("retention", event));
      progressBar.clear();
      return switch (end) {
        case JobEvent.Completed(var _, Result.OfDeletion result, var _) ->
            new JsonObjects(connection.store(), MAX_REPORT_BYTES)
                .read(new ObjectKey(result.report().key()), DeletionReport.class)
                .orElseThrow(() ->
                    CommandFailed.failure(
                        "The report is not in the store any more; run the command again."));
        case JobEvent.Completed completed ->
            throw CommandFailed.ended(
                "The job " + completed.job().id() + " was another one; run this again.");
        case JobEvent.Failed failed -> throw CommandFailed.ended(failed.code(), failed.message());
        case JobEvent.Cancelled _ ->
            throw CommandFailed.ended("It was cancelled; run the command again.");
      };
    }
  }
}
