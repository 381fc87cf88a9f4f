package io.patchwork.worker.cli;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Render;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.SubtitleTrackOptions;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.Worker;
import io.patchwork.worker.client.PendingJob;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.render.RenderModule;
import io.patchwork.worker.render.RenderProfiles;
import io.patchwork.worker.timelineimport.ImportedTimeline;
import io.patchwork.worker.timelineimport.MissingMedia;
import io.patchwork.worker.timelineimport.SubtitleFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code patchwork render}: sends a timeline to be rendered, or prints its plan and credits only.
 */
@Command(
    name = "render",
    description = "Render an OpenTimelineIO timeline: film, lineage, credits.")
final class RenderCommand implements Callable<Integer> {

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Parameters(paramLabel = "TIMELINE.otio", description = "Timeline, as exported by an editor.")
  private Path timeline = Path.of("");

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "Id of the render (default: derived from the file name).")
  private @Nullable String id;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      completionCandidates = Profiles.class,
      description =
          "Output profile: ${COMPLETION-CANDIDATES} (default: " + RenderProfiles.DEFAULT + ").")
  private @Nullable String profile;

  @Option(names = "--plan", description = "Print the plan and the credits without rendering.")
  private boolean isPlanOnly;

  @Option(
      names = "--strict",
      description =
          "Refuse a timeline of which something would be lost or changed; notes about what the"
              + " timeline leaves open do not count.")
  private boolean isStrict;

  @Option(
      names = "--placeholders",
      description =
          "Show a slate with the clip's name where media is missing (--plan always does).")
  private boolean hasPlaceholders;

  @Option(
      names = "--media",
      paramLabel = "DIR",
      description =
          "Folder in which media files that are missing are found by their names; repeatable.")
  private List<Path> media = List.of();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Start of the range, in seconds or as h:mm:ss.mmm.")
  private @Nullable String from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = "End of the range, in seconds or as h:mm:ss.mmm.")
  private @Nullable String to;

  @Option(
      names = "--burn-in",
      paramLabel = "[LANG=]FILE",
      description = "Burn in the subtitles of a SubRip or WebVTT file.")
  private List<String> burnIns = List.of();

  @Option(
      names = "--subtitles",
      paramLabel = "[LANG=]FILE",
      description = "Add a selectable subtitle track, e.g. de=film.srt.")
  private List<String> subtitles = List.of();

  @Option(names = "--wait", description = "Wait for the end (always with --local and -o).")
  private boolean isWaiting;

  @Option(names = "-o", paramLabel = "FILE", description = "Output file for the film.")
  private @Nullable Path output;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean isJson;

  private final ProgressBar progressBar = new ProgressBar();

  /** The names of all profiles. */
  static final class Profiles implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return RenderProfiles.names().iterator();
    }
  }

  @Override
  public Integer call() throws Exception {
    if (output != null && Files.isDirectory(output)) {
      throw CommandFailed.usage(
          "-o names the folder " + output + "; name the file to write, as in FOLDER/film.mp4.");
    }
    for (SubtitleFile each : subtitles()) {
      if (!Files.isRegularFile(each.file())) {
        throw CommandFailed.job(
            FailureCode.MISSING_MEDIA,
            "There is no subtitle file "
                + each.file()
                + "; check the name after --burn-in or --subtitles.");
      }
    }
    @Nullable RationalTime start = from == null ? null : Arguments.time("--from", from);
    @Nullable RationalTime end = to == null ? null : Arguments.time("--to", to);
    Id render = render();
    try (Connection connection = Connection.open(cluster)) {
      RenderInterruption interruption = new RenderInterruption(cluster, connection);
      connection.onInterruption(interruption::beforeTheJob);
      ImportedTimeline imported =
          new TimelineImports(connection, progressBar)
              .put(
                  timeline,
                  subtitles(),
                  media,
                  isSlateShown() ? MissingMedia.LEFT : MissingMedia.REFUSED);
      Render job =
          new Render(
              render,
              imported.timeline(),
              profile,
              start,
              end,
              isStrict ? Boolean.TRUE : null,
              isSlateShown() ? Boolean.TRUE : null);
      if (isPlanOnly) {
        plan(job, imported, connection);
        return 0;
      }
      try (PendingJob pending = connection.jobs().send(job, job.render().value())) {
        if (!isWaiting && !cluster.isLocal() && output == null) {
          Terminal.line(
              isJson
                  ? Json.text(java.util.Map.of("job", pending.ref().id(), "render", job.render()))
                  : pending.ref().id() + "  render " + job.render());
          return 0;
        }
        connection.onInterruption(() -> interruption.of(pending.ref()));
        String label = job.render().value();
        JobEvent.Terminal outcome = pending.await(event -> progressBar.progress(label, event));
        connection.onInterruption(List::of);
        finish(job, outcome, imported, connection);
      }
      return 0;
    }
  }

  /** What is left to do of a plan, by its estimated cost in seconds of one core. */
  private static String work(double seconds) {
    if (seconds == 0) {
      return "nothing left to render";
    }
    return "to be rendered by one processor core in "
        + (seconds < 1 ? "less than 1 s" : "about " + Math.round(seconds) + " s");
  }

  private List<SubtitleFile> subtitles() {
    return Stream.concat(
            burnIns.stream().map(each -> subtitle(each, true)),
            subtitles.stream().map(each -> subtitle(each, false)))
        .toList();
  }

  /**
   * The subtitle file of an option.
   *
   * @param text {@code [LANG=]FILE}
   */
  private static SubtitleFile subtitle(String text, boolean isBurnedIn) {
    int equals = text.indexOf('=');
    boolean isTagged = equals > 0 && SubtitleTrackOptions.isLanguage(text.substring(0, equals));
    return isTagged
        ? new SubtitleFile(
            Path.of(text.substring(equals + 1)), text.substring(0, equals), isBurnedIn)
        : new SubtitleFile(Path.of(text), null, isBurnedIn);
  }

  private boolean isSlateShown() {
    return hasPlaceholders || isPlanOnly;
  }

  private Id render() throws CommandFailed {
    if (id != null) {
      return Arguments.id("--id", id);
    }
    return Arguments.id("--id", Arguments.stem(timeline.toString()));
  }

  private void finish(
      Render job, JobEvent.Terminal end, ImportedTimeline imported, Connection connection)
      throws CommandFailed, IOException {
    progressBar.clear();
    if (isJson) {
      Terminal.json(JsonOutput.ofRender(job.render().value(), end, imported, connection.store()));
    }
    switch (end) {
      case JobEvent.Completed(var _, Result.OfRender result, var _) -> {
        if (output != null) {
          fetch(result, connection.store(), output);
        }
        if (!isJson) {
          describe(result, credits(imported, connection), connection.store());
        }
      }
      case JobEvent.Failed failed -> throw CommandFailed.ended(failed.code(), failed.message());
      case JobEvent.Completed(var _, Result.OfAsset _, var _),
          JobEvent.Completed(var _, Result.OfProposal _, var _),
          JobEvent.Completed(var _, Result.OfDeletion _, var _) ->
          throw CommandFailed.ended(
              "The id of this render was used for a job of another kind; choose another one with"
                  + " --id.");
      case JobEvent.Cancelled _ ->
          throw CommandFailed.ended("The render was cancelled; run the same command to go on.");
    }
  }

  private CreditsText credits(ImportedTimeline imported, Connection connection) {
    return new CreditsText(connection.store(), cluster, imported.files());
  }

  static void fetch(Result.OfRender result, ObjectStore store, Path to) throws IOException {
    Path parent = to.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try (InputStream in = store.open(new ObjectKey(result.output().key()), 0, null)) {
      Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private void describe(Result.OfRender result, CreditsText credits, ObjectStore store) {
    Terminal.line("render    " + result.render());
    Terminal.line(
        "film      "
            + (output == null
                ? store.uri(new ObjectKey(result.output().key())).toString()
                : output.toString()));
    result.streams().stream()
        .filter(stream -> stream.role() == ArtifactRole.HLS || stream.role() == ArtifactRole.DASH)
        .forEach(stream -> Terminal.line("stream    " + store.uri(new ObjectKey(stream.key()))));
    result
        .subtitles()
        .forEach(each -> Terminal.line("subtitles " + store.uri(new ObjectKey(each.key()))));
    Terminal.line("lineage   " + store.uri(new ObjectKey(result.lineage().key())));
    Terminal.line(
        "frames    "
            + result.frameCount()
            + "  (segments: "
            + result.segments().total()
            + " in all, "
            + result.segments().copied()
            + " copied, "
            + result.segments().reused()
            + " taken from earlier renders, "
            + result.segments().rendered()
            + " rendered)");
    result.warnings().forEach(warning -> Terminal.line("note      " + warning));
    if (result.document() != null) {
      credits.people(result.document()).forEach(Terminal::line);
    }
  }

  private void plan(Render job, ImportedTimeline imported, Connection connection)
      throws Failure, IOException, InterruptedException {
    Worker worker = connection.workers().withoutLanes();
    RenderModule.Preview preview = worker.rendering().preview(job, connection.folder().path());
    if (isJson) {
      Terminal.json(new JsonOutput.PlannedRender(preview, imported.found()));
      return;
    }
    Terminal.line(
        "plan      "
            + preview.render()
            + "  "
            + (preview.frameCount() == 0
                ? "sound only"
                : preview.frameCount()
                    + (preview.frameCount() == 1 ? " frame" : " frames")
                    + " at "
                    + preview.rate().toDecimalString()
                    + " a second")
            + ", "
            + work(preview.seconds()));
    for (RenderModule.PlannedSegment segment : preview.segments()) {
      Terminal.line(
          String.format(
              "  %s  %5d frames  %-16s  %s",
              RationalTime.ofFrames(segment.firstFrame(), preview.rate()).toClock(),
              segment.frameCount(),
              segment.isCopied()
                  ? "to be copied"
                  : segment.isThere() ? "rendered earlier" : "to be rendered",
              String.join(", ", segment.assets())));
    }
    preview.warnings().forEach(warning -> Terminal.line("note      " + warning));
    credits(imported, connection).people(preview.lineage()).forEach(Terminal::line);
  }
}
