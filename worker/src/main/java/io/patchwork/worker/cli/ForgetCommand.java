package io.patchwork.worker.cli;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.deletion.DeletionReport;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Forget;
import io.patchwork.worker.Stores;
import io.patchwork.worker.WorkerConfig;
import io.patchwork.worker.client.PendingJob;
import io.patchwork.worker.deletion.ForgetSearch;
import io.patchwork.worker.storelayout.JsonObjects;
import io.patchwork.worker.storelayout.Tombstones;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code patchwork forget}. */
@Command(
    name = "forget",
    description =
        "Delete an asset, or all that is by a person, and report what was deleted and what is kept."
            + " Look first with --dry-run.")
final class ForgetCommand implements Callable<Integer> {

  private static final int MAX_REPORT_BYTES = 256 << 20;

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Parameters(paramLabel = "ASSET", arity = "0..1", description = "Id of an asset.")
  private @Nullable String asset;

  @Option(names = "--person", paramLabel = "PERSON", description = "Id of a person.")
  private @Nullable String person;

  @Option(
      names = "--renders",
      paramLabel = "withdraw|placeholder",
      description =
          "Delete renders that hold it, or render them again with a slate in its place (default:"
              + " withdraw).")
  private Forget.@Nullable OfRenders renders;

  @Option(
      names = "--shared",
      paramLabel = "delete|keep",
      description = "What becomes of assets that others made, too.")
  private Forget.@Nullable Choice shared;

  @Option(
      names = "--payee",
      paramLabel = "delete|keep",
      description = "What becomes of the record of who a payee of the ledger is.")
  private Forget.@Nullable Choice payee;

  @Option(names = "--dry-run", description = "Delete nothing; tell what would be deleted.")
  private boolean isDryRun;

  @Option(
      names = "--wait",
      description =
          "Wait also for the second look, when no message that ran meanwhile can run any more"
              + " (always with --local).")
  private boolean isWaiting;

  @Option(
      names = "--lift",
      description = "Allow the asset or the person again; what was deleted does not come back.")
  private boolean isLift;

  @Option(names = "--every", description = "Print every key.")
  private boolean isEvery;

  @Option(names = "--json", description = "Print the report as one JSON object.")
  private boolean isJson;

  @Override
  public Integer call() throws Exception {
    if ((asset == null) == (person == null)) {
      throw CommandFailed.usage(
          "Name an asset or a person, as in patchwork forget clip-7 or patchwork forget --person"
              + " ana.");
    }
    @Nullable Id ofAsset = asset == null ? null : Arguments.id("ASSET", asset);
    @Nullable Id ofPerson = person == null ? null : Arguments.id("--person", person);
    if (isLift) {
      return lift(ofAsset, ofPerson);
    }
    Forget request = new Forget(ofAsset, ofPerson, renders, shared, payee, null);
    print(isDryRun ? found(request) : forgotten(request));
    return 0;
  }

  private int lift(@Nullable Id ofAsset, @Nullable Id ofPerson) throws CommandFailed {
    WorkerConfig config = cluster.config();
    try (ObjectStore store = Stores.open(config.store(), config)) {
      Tombstones tombstones = new Tombstones(store);
      boolean isLifted =
          (ofAsset != null && tombstones.liftAsset(ofAsset))
              || (ofPerson != null && tombstones.liftPerson(ofPerson));
      if (!isLifted) {
        throw CommandFailed.failure(
            "It was not forgotten, or was allowed again already; check the id.");
      }
      Terminal.line((ofAsset == null ? ofPerson : ofAsset) + " is allowed again.");
      return 0;
    }
  }

  private DeletionReport found(Forget request) throws Exception {
    WorkerConfig config = cluster.config();
    try (ObjectStore store = Stores.open(config.store(), config)) {
      ForgetSearch search = new ForgetSearch(store, config.keyTemplate());
      ForgetSearch.Found found = search.find(request);
      search.requireTraces(request, found);
      found.plan().undecided().forEach(each -> System.err.println("patchwork: " + each));
      return new DeletionReport(
          DeletionReport.FORMAT,
          request.asset(),
          request.person(),
          Instant.now(),
          true,
          found.plan().renders(),
          found.plan().deletions(),
          found.plan().kept());
    }
  }

  private DeletionReport forgotten(Forget request) throws Exception {
    ProgressBar progressBar = new ProgressBar();
    boolean isWhole = isWaiting || cluster.isLocal();
    try (Connection connection = Connection.open(cluster);
        PendingJob job = connection.jobs().send(request, "forget")) {
      String[] report = {""};
      Optional<JobEvent.Terminal> end =
          job.awaitUntil(
              event -> !isWhole && event instanceof JobEvent.Forgotten,
              event -> {
                progressBar.progress("forget", event);
                if (event instanceof JobEvent.Forgotten forgotten) {
                  report[0] = forgotten.key();
                }
              });
      progressBar.clear();
      if (end.isPresent()) {
        report[0] =
            switch (end.get()) {
              case JobEvent.Completed(var _, Result.OfDeletion result, var _) ->
                  result.report().key();
              case JobEvent.Completed completed ->
                  throw CommandFailed.ended(
                      "The job " + completed.job().id() + " was another one; run this again.");
              case JobEvent.Failed failed ->
                  throw CommandFailed.ended(failed.code(), failed.message());
              case JobEvent.Cancelled _ ->
                  throw CommandFailed.ended("It was cancelled; run the command again.");
            };
      } else {
        System.err.println(
            "patchwork: The job looks again when no message that ran meanwhile can run any more;"
                + " it ends as "
                + job.ref().id()
                + ".");
      }
      return new JsonObjects(connection.store(), MAX_REPORT_BYTES)
          .read(new ObjectKey(report[0]), DeletionReport.class)
          .orElseThrow(() ->
              CommandFailed.failure(
                  "The report is not in the store any more; run the command again."));
    }
  }

  private void print(DeletionReport report) {
    if (isJson) {
      Terminal.json(report);
    } else {
      DeletionPrinter.print(report, isEvery);
    }
  }
}
