package io.patchwork.worker.cli;

import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.event.Cost;
import io.patchwork.schema.id.Id;
import io.patchwork.worker.Stores;
import io.patchwork.worker.WorkerConfig;
import io.patchwork.worker.cost.CostReport;
import io.patchwork.worker.failure.Failure;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code patchwork cost}. */
@Command(
    name = "cost",
    description =
        "Add up what jobs took: processor time, bytes fetched and stored. Names a render, or all jobs"
            + " of a time or an account.")
final class CostCommand implements Callable<Integer> {

  private static final String ROW = "%-12s %8s %12s %12s %12s %12s";

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Parameters(paramLabel = "RENDER", arity = "0..1", description = "Id of a finished render.")
  private @Nullable String render;

  @Option(
      names = "--since",
      paramLabel = "DURATION",
      description = "Jobs that completed in the last 90s, 20m, 24h, 7d.")
  private @Nullable String since;

  @Option(names = "--account", paramLabel = "ACCOUNT", description = "Jobs that were sent for it.")
  private @Nullable String account;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean isJson;

  @Override
  public Integer call() throws Exception {
    if ((render == null) == (since == null && account == null)) {
      throw CommandFailed.usage(
          "Name a render, or give --since, --account or both, as in patchwork cost --since 7d.");
    }
    WorkerConfig config = cluster.config();
    try (ObjectStore store = Stores.open(config.store(), config)) {
      CostReport report = report(store);
      if (isJson) {
        Terminal.json(report);
      } else {
        print(report);
      }
    }
    return 0;
  }

  private CostReport report(ObjectStore store) throws CommandFailed, Failure, InterruptedException {
    if (render != null) {
      Id id = Arguments.id("RENDER", render);
      return CostReport.ofRender(id, store)
          .orElseThrow(() ->
              CommandFailed.failure(
                  "There is no finished render " + id + " in " + cluster.place() + "."));
    }
    Instant from =
        since == null ? Instant.EPOCH : Instant.now().minus(Arguments.duration("--since", since));
    return CostReport.since(from, Optional.ofNullable(account), store);
  }

  private static void print(CostReport report) {
    Terminal.line(ROW.formatted("kind", "jobs", "CPU s", "fetched MB", "stored MB", "peak MB"));
    long jobs = 0;
    for (CostReport.Kind each : report.kinds()) {
      jobs += each.jobs();
      line(each.kind().wireName(), each.jobs(), each.cost());
    }
    line("all", jobs, report.total());
    if (report.unreported() > 0) {
      Terminal.line(
          report.unreported() + " completed jobs of earlier builds say nothing of their cost.");
    }
  }

  private static void line(String name, long jobs, Cost cost) {
    Terminal.line(
        ROW.formatted(
            name,
            jobs,
            tenths(cost.cpuMillis(), 1000),
            tenths(cost.fetchedBytes(), 1_000_000),
            tenths(cost.storedBytes(), 1_000_000),
            tenths(cost.peakMemoryBytes(), 1_000_000)));
  }

  /** A quotient with one digit behind the point, cut off. */
  private static String tenths(long value, long unit) {
    return value / unit + "." + value % unit * 10 / unit;
  }
}
