package io.patchwork.worker.cli;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.TimeRange;
import io.patchwork.schema.timeline.Composable;
import io.patchwork.schema.timeline.Composable.Clip;
import io.patchwork.schema.timeline.Composable.Gap;
import io.patchwork.schema.timeline.Composable.Item;
import io.patchwork.schema.timeline.Composable.Stack;
import io.patchwork.schema.timeline.Composable.Track;
import io.patchwork.schema.timeline.Composable.Transition;
import io.patchwork.schema.timeline.InvalidTimeline;
import io.patchwork.schema.timeline.MediaReference;
import io.patchwork.schema.timeline.OtioJson;
import io.patchwork.schema.timeline.OtioReader;
import io.patchwork.schema.timeline.TimeRanges;
import io.patchwork.schema.timeline.Timeline;
import io.patchwork.worker.timelineimport.ImportFailed;
import io.patchwork.worker.timelineimport.TimelineArchive;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

  @Override
  public Integer call() throws Exception {
    try (TimelineArchive archive = TimelineArchive.open(file)) {
      byte[] document = archive.document();
      Timeline timeline = OtioReader.read(document);
      if (!isNormalised) {
        System.out.print(described(timeline));
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

  private static String described(Timeline timeline) {
    StringBuilder text = new StringBuilder();
    text.append("timeline  ").append(timeline.name()).append("  at ");
    text.append(
        timeline.isRateAssumed()
            ? "the rate of its media\n"
            : timeline.rate() + " frames a second\n");
    describe(timeline.tracks().children(), "", text);
    return text.toString();
  }

  private static void describe(List<Composable> children, String indent, StringBuilder text) {
    for (Composable child : children) {
      if (child instanceof Track track) {
        text.append(indent).append(track.kind()).append(" track ").append(track.name());
        text.append(state(track)).append('\n');
        describe(track, indent + "  ", text);
      } else if (child instanceof Item item) {
        text.append(indent).append(word(item)).append(' ').append(item.name());
        text.append(state(item)).append('\n');
        inside(item, indent + "  ", text);
      }
    }
  }

  private static void describe(Track track, String indent, StringBuilder text) {
    if (TimeRanges.trimmed(track).isEmpty()) {
      text.append(indent).append("an item of this track has no length\n");
      return;
    }
    List<TimeRange> ranges = TimeRanges.children(track);
    for (int i = 0; i < ranges.size(); i++) {
      Composable child = track.children().get(i);
      TimeRange range = ranges.get(i);
      String from =
          (range.start().isNegative() ? "-" : "")
              + new io.patchwork.schema.time.RationalTime(range.start().seconds().abs()).toClock();
      text.append(indent).append(from).append("  ");
      text.append(range.duration().toClock()).append("  ").append(word(child)).append(' ');
      text.append(child.name());
      if (child instanceof Item item) {
        text.append(state(item));
      }
      text.append('\n');
      inside(child, indent + "  ", text);
    }
  }

  private static void inside(Composable child, String indent, StringBuilder text) {
    if (child instanceof Stack stack) {
      describe(stack.children(), indent, text);
    } else if (child instanceof Track track) {
      describe(track, indent, text);
    }
  }

  private static String word(Composable child) {
    return switch (child) {
      case Clip clip ->
          switch (clip.media()) {
            case MediaReference.External _ -> "clip";
            case MediaReference.Missing _ -> "clip without media";
            case MediaReference.Generator generator -> generator.kind();
            case MediaReference.TitleReference _ -> "title";
            case MediaReference.Credits _ -> "credits";
            case MediaReference.ImageSequence _ -> "image sequence";
            case MediaReference.Other other -> other.schema();
          };
      case Gap _ -> "gap";
      case Stack _ -> "stack";
      case Track _ -> "track";
      case Transition transition -> transition.type();
    };
  }

  private static String state(Item item) {
    String speed =
        item.speed().equals(Fraction.ONE) ? "" : "  at " + item.speed() + " of its speed";
    return speed + (item.common().isEnabled() ? "" : "  (disabled)");
  }
}
