package io.patchwork.worker.cli;

import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.Worker;
import io.patchwork.worker.jobs.TerminalRecord;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code patchwork cancel}. */
@Command(name = "cancel", description = "Stop a job, queued or running.")
final class CancelCommand implements Callable<Integer> {

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Parameters(paramLabel = "JOB", description = "Id of the job.")
  private String job = "";

  @Option(
      names = "--source",
      paramLabel = "SOURCE",
      description = "Source that sent the job (default: ${DEFAULT-VALUE}).")
  private String source = Connection.SOURCE;

  @Option(
      names = "--even-if-unseen",
      description =
          "Cancel the job also if no worker has accepted it yet; this holds for ten minutes.")
  private boolean isEvenIfUnseen;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean isJson;

  @Override
  public Integer call() throws Exception {
    JobRef ref = new JobRef(Arguments.jobId("JOB", job), source, null);
    try (Connection connection = Connection.open(cluster)) {
      Worker worker = connection.workers().withoutLanes();
      Optional<TerminalRecord> end =
          worker.cancellation().cancel(ref, isEvenIfUnseen, worker.rendering()::cancel);
      if (end.isEmpty()) {
        throw CommandFailed.failure(
            "No worker has accepted a job "
                + ref.id()
                + " from "
                + source
                + ". Look at the id and at --source; to cancel a job that is still on its way, add"
                + " --even-if-unseen.");
      }
      TerminalRecord record = end.get();
      Terminal.line(
          isJson
              ? Json.text(Map.of("job", ref.id(), "outcome", record.outcome()))
              : ref.id() + " " + record.outcome().wireName());
      return switch (record.outcome()) {
        case CANCELLED -> 0;
        case COMPLETED, FAILED -> 1;
      };
    }
  }
}
