package io.patchwork.worker.cli;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.timeline.InvalidTimeline;
import io.patchwork.schema.timeline.OtioJson;
import io.patchwork.schema.timeline.OtioReader;
import io.patchwork.worker.timelineimport.ImportFailed;
import io.patchwork.worker.timelineimport.TimelineArchive;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code patchwork timeline}. */
@Command(
    name = "timeline",
    description = "Print what is in an OpenTimelineIO timeline, or upgrade it.")
final class TimelineCommand implements Callable<Integer> {

  @Parameters(paramLabel = "TIMELINE", description = "Timeline, an .otio or .otioz file.")
  private Path file = Path.of("");

  @Option(
      names = "--normalise",
      description = "Upgrade the document to current OTIO schema versions, as strict JSON.")
  private boolean isNormalised;

  @Option(
      names = "-o",
      paramLabel = "FILE",
      description = "Output file (default: standard output).")
  private @Nullable Path output;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean isJson;

  @Override
  public Integer call() throws Exception {
    try (TimelineArchive archive = TimelineArchive.open(file)) {
      byte[] document = archive.document();
      TimelineOutline outline = TimelineOutline.of(OtioReader.read(document));
      if (!isNormalised) {
        if (isJson) {
          Terminal.json(outline);
        } else {
          outline.lines().forEach(Terminal::line);
        }
        return 0;
      }
      byte[] normalised = OtioJson.write(OtioJson.read(document));
      if (output == null) {
        System.out.write(normalised);
        System.out.println();
      } else {
        Files.write(output, normalised);
      }
      return 0;
    } catch (ImportFailed e) {
      throw CommandFailed.of(e);
    } catch (InvalidTimeline e) {
      throw CommandFailed.job(
          e.isUnsupported() ? FailureCode.UNSUPPORTED_TIMELINE : FailureCode.INVALID_TIMELINE,
          String.valueOf(e.getMessage()));
    }
  }
}
