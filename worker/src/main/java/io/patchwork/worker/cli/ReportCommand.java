package io.patchwork.worker.cli;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.render.LatestRevision;
import io.patchwork.worker.report.RenderReport;
import io.patchwork.worker.report.ReportPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code patchwork report}. */
@Command(
    name = "report",
    description = "Write a page that shows who made what is seen and heard in each frame.")
final class ReportCommand implements Callable<Integer> {

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Parameters(paramLabel = "RENDER", description = "Id of a finished render.")
  private String render = "";

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Folder for report.html, and for the film and the stills where they are too large for"
              + " one page (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of(".");

  @Option(
      names = "--language",
      paramLabel = "CODE",
      description = "Language the page opens in: en or ar; the reader's own if not given.")
  private @Nullable String language;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean isJson;

  @Override
  public Integer call() throws Exception {
    if (language != null && !ReportPage.LANGUAGES.contains(language)) {
      throw CommandFailed.usage(
          "The page has no words in \""
              + language
              + "\"; give one of "
              + String.join(", ", ReportPage.LANGUAGES)
              + ".");
    }
    Id id = Arguments.id("RENDER", render);
    try (Connection connection = Connection.open(cluster)) {
      LatestRevision latest =
          RenderedTimelines.latest(connection.store(), id)
              .orElseThrow(() ->
                  CommandFailed.failure(
                      "There is no render \"" + id + "\"; name one that is finished."));
      print(write(new RenderRevision(id, latest.revision()), connection));
      return 0;
    }
  }

  /** What writes reports of renders in the store of a command. */
  static RenderReport report(Connection connection) {
    return new RenderReport(
        connection.store(), () -> connection.workers().sandboxedWithoutLanes().ffmpeg());
  }

  private RenderReport.Written write(RenderRevision revision, Connection connection)
      throws Failure, IOException, InterruptedException {
    return report(connection)
        .write(
            revision,
            Files.createDirectories(out),
            connection.folder().path(),
            language,
            progress -> {});
  }

  private void print(RenderReport.Written written) {
    if (isJson) {
      Terminal.json(
          Map.of(
              "render",
              render,
              "page",
              written.files().getFirst().toString(),
              "files",
              written.files().stream().map(Path::toString).toList(),
              "people",
              written.people(),
              "stills",
              written.stills()));
      return;
    }
    written.files().forEach(file -> Terminal.line(file.toString()));
  }
}
