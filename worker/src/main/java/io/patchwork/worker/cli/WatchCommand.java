package io.patchwork.worker.cli;

import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.client.EventFeed;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code patchwork watch}. */
@Command(name = "watch", description = "Follow events, of one job or of all, until Ctrl-C.")
final class WatchCommand implements Callable<Integer> {

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "JOB",
      description = "Id of the job (default: all jobs).")
  private @Nullable String job;

  @Option(names = "--json", description = "Print one JSON object per line.")
  private boolean isJson;

  @Override
  public Integer call() throws Exception {
    if (cluster.isLocal()) {
      throw CommandFailed.usage(
          "With --local a command does its jobs itself; there is nothing to watch.");
    }
    try (Connection connection = Connection.open(cluster);
        EventFeed events =
            job == null
                ? EventFeed.ofAll(connection.queue())
                : EventFeed.ofId(connection.queue(), job)) {
      while (true) {
        JobEvent event = events.next();
        print(event);
        if (job != null && event instanceof JobEvent.Terminal end) {
          return switch (end) {
            case JobEvent.Completed _ -> 0;
            case JobEvent.Failed _, JobEvent.Cancelled _ -> 1;
          };
        }
      }
    }
  }

  private void print(JobEvent event) {
    if (isJson) {
      Terminal.line(Json.text(java.util.Map.of("event", event.kind().wireName(), "data", event)));
      return;
    }
    String kind = event.job().kind() == null ? "?" : event.job().kind().wireName();
    String more =
        switch (event) {
          case JobEvent.Progressed progress ->
              progress.stage() + " " + 100 * progress.done() / progress.total() + " %";
          case JobEvent.Forgotten forgotten -> forgotten.objects() + " objects";
          case JobEvent.Failed failed -> failed.code().wireName() + ": " + failed.message();
          case JobEvent.Started started ->
              "by "
                  + started.worker()
                  + (started.attempt() > 1 ? ", attempt " + started.attempt() : "");
          case JobEvent.Accepted _,
              JobEvent.Completed _,
              JobEvent.Cancelled _,
              JobEvent.LineageReported _ ->
              "";
        };
    Terminal.line(
        String.format("%-10s %-11s %s  %s", event.kind().wireName(), kind, event.job().id(), more));
  }
}
