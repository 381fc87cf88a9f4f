package io.patchwork.worker.cli;

import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.Worker;
import io.patchwork.worker.jobs.TerminalRecord;
import java.util.Map;
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

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean isJson;

  @Override
  public Integer call() throws Exception {
    JobRef ref = new JobRef(Arguments.jobId("JOB", job), source, null);
    try (Connection connection = Connection.open(cluster)) {
      Worker worker = connection.workers().withoutLanes();
      TerminalRecord record = connection.jobs().cancel(ref, worker.rendering()::cancel);
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
