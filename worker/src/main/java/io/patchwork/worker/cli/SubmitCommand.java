package io.patchwork.worker.cli;

import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.wire.InvalidMessage;
import io.patchwork.schema.wire.JobMessage;
import io.patchwork.schema.wire.Json;
import io.patchwork.schema.wire.MessageCodec;
import io.patchwork.worker.client.PendingJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code patchwork submit}. */
@Command(name = "submit", description = "Send any job message.")
final class SubmitCommand implements Callable<Integer> {

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Parameters(paramLabel = "JOB.json|-", description = "Job message; - reads standard input.")
  private String file = "-";

  @Option(names = "--wait", description = "Wait for the end (always with --local).")
  private boolean isWaiting;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean isJson;

  @Override
  public Integer call() throws Exception {
    byte[] body = body();
    JobMessage message;
    try {
      message = MessageCodec.readJob(body);
    } catch (InvalidMessage e) {
      throw CommandFailed.job(e.code(), String.valueOf(e.getMessage()));
    }
    ProgressBar progressBar = new ProgressBar();
    try (Connection connection = Connection.open(cluster);
        PendingJob pending = connection.jobs().send(message.ref(), body)) {
      if (!isWaiting && !cluster.isLocal()) {
        Terminal.line(
            isJson
                ? Json.text(java.util.Map.of("job", pending.ref().id()))
                : pending.ref().id().value());
        return 0;
      }
      String what = message.job().kind().wireName() + " " + message.ref().id();
      JobEvent.Terminal end = pending.await(event -> progressBar.progress(what, event));
      progressBar.clear();
      Terminal.line(isJson ? Json.text(end) : what + ": " + end.kind().wireName());
      return switch (end) {
        case JobEvent.Completed _ -> 0;
        case JobEvent.Cancelled _ -> 1;
        case JobEvent.Failed failed -> throw CommandFailed.ended(failed.code(), failed.message());
      };
    }
  }

  private byte[] body() throws CommandFailed {
    try {
      return file.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
    } catch (IOException e) {
      throw CommandFailed.usage("The file " + file + " cannot be read: " + e.getMessage());
    }
  }
}
