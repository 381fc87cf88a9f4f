package io.patchwork.worker.render.assembly;

import io.patchwork.common.store.ObjectMissing;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.codec.Mp4Index;
import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.ffmpeg.ChapterList;
import io.patchwork.worker.ffmpeg.Concat;
import io.patchwork.worker.ffmpeg.FFmpeg;
import io.patchwork.worker.render.graph.RenderPasses;
import io.patchwork.worker.render.plan.CopiedGops;
import io.patchwork.worker.render.plan.OutputFormat;
import io.patchwork.worker.render.plan.RenderPlan;
import io.patchwork.worker.render.plan.RenderProfile;
import io.patchwork.worker.render.segment.SegmentRenderer;
import io.patchwork.worker.render.segment.SegmentStore;
import io.patchwork.worker.render.segment.SegmentsMissing;
import io.patchwork.worker.subtitle.Cue;
import io.patchwork.worker.subtitle.WebVtt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Assembles the outputs of a render from its segments, verifies them and stores them. Thread-safe.
 */
public final class Assembly {

  /** File name of the output before its digest. */
  private static final String OUTPUT = "output";

  /** Lineage documents of up to this size travel inside events. */
  static final int EMBEDDED_BYTES = 32 * 1024;

  private final RenderArtifacts outputs;
  private final SegmentStore segments;
  private final FFmpeg ffmpeg;
  private final StreamingPackager packager;
  private final ImageOutputs imageOutputs;
  private final Verification verification;

  public Assembly(
      ObjectStore store, SegmentStore segments, SegmentRenderer renderer, FFmpeg ffmpeg) {
    this.outputs = new RenderArtifacts(store);
    this.packager = new StreamingPackager(ffmpeg, outputs);
    this.segments = segments;
    this.ffmpeg = ffmpeg;
    this.imageOutputs = new ImageOutputs(ffmpeg);
    this.verification = new Verification(ffmpeg, segments, renderer);
  }

  /**
   * What was made.
   *
   * @param packetDigests of the streams of its output
   */
  public record Assembled(Result.OfRender result, List<Sha256> packetDigests) {}

  /**
   * Assembles a render.
   *
   * @param reused segments that were in the store before the render
   * @param before QC report of the previous revision
   * @param folder work folder of the passes
   */
  public Assembled assemble(
      RenderPlan plan, Set<Sha256> reused, Optional<QcReport> before, Path folder)
      throws Failure, SegmentsMissing, InterruptedException {
    bringElements(plan, folder);
    RenderProfile profile = plan.profile();
    Path assembled =
        switch (profile) {
          case RenderProfile.Film film -> joined(plan, film.form(), folder);
          case RenderProfile.Images images -> imageOutputs.draw(plan, images.form(), folder);
          case RenderProfile.Audio _ -> song(plan, folder);
        };
    QcReport report =
        switch (profile) {
          case RenderProfile.Audible _ ->
              verification.verify(plan, assembled, reused, before, folder);
          case RenderProfile.Images _ -> QcReport.ofPictures(plan.frames(), plan.duration());
        };
    Artifact output = output(plan, assembled);
    List<Artifact> subtitles = outputs.subtitles(plan);
    List<Artifact> streams =
        switch (profile) {
          case RenderProfile.Film film ->
              packager.make(plan, film, assembled, subtitles, folder.resolve("streams"));
          case RenderProfile.Images _, RenderProfile.Audio _ -> List.of();
        };
    Artifact lineage = outputs.lineage(plan);
    outputs.report(plan, report);
    boolean isSmall = lineage.bytes() <= EMBEDDED_BYTES;
    Result.OfRender result =
        new Result.OfRender(
            plan.render(),
            plan.revision(),
            output,
            streams,
            subtitles,
            lineage,
            isSmall ? plan.lineage() : null,
            plan.frames(),
            count(plan, reused),
            plan.warnings());
    return new Assembled(result, report.packetDigests());
  }

  private Path joined(RenderPlan plan, OutputFormat format, Path folder)
      throws Failure, InterruptedException {
    writeTags(plan, folder);
    writeSubtitles(plan, format, folder.resolve("in"));
    ffmpeg.run(RenderPasses.whole(plan, format), folder, progress -> {});
    return folder.resolve("out").resolve(RenderPasses.WHOLE);
  }

  /** The soundtrack, with its tags where it has any. */
  private Path song(RenderPlan plan, Path folder) throws Failure, InterruptedException {
    if (plan.soundtrack() == null || !plan.hasTags()) {
      return folder.resolve("in").resolve(RenderPasses.SOUNDTRACK);
    }
    writeTags(plan, folder);
    ffmpeg.run(RenderPasses.song(plan.soundtrack().spec()), folder, progress -> {});
    return folder.resolve("out").resolve(RenderPasses.WHOLE);
  }

  private static void writeTags(RenderPlan plan, Path folder) throws Failure {
    ChapterList.write(
        plan.tags(), plan.chapters(), folder.resolve("in").resolve(RenderPasses.CHAPTERS));
  }

  private Artifact output(RenderPlan plan, Path assembled) throws Failure {
    RenderProfile profile = plan.profile();
    String extension = profile.extension();
    String mediaType = profile.mediaType();
    return switch (profile) {
      case RenderProfile.Visual visual ->
          outputs.video(
              plan, visual.video(), ArtifactRole.RENDER, OUTPUT, extension, mediaType, assembled);
      case RenderProfile.Audio _ ->
          outputs.audio(plan, ArtifactRole.RENDER, OUTPUT, extension, mediaType, assembled);
    };
  }

  private static void writeSubtitles(RenderPlan plan, OutputFormat format, Path folder)
      throws Failure {
    try {
      for (int i = 0; i < plan.subtitles().size(); i++) {
        List<Cue> cues = plan.subtitles().get(i).cues();
        Files.writeString(
            folder.resolve(RenderPasses.subtitles(i)),
            WebVtt.of(format.holdsOverlaps() ? cues : WebVtt.oneAtATime(cues)));
      }
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }

  private static Result.SegmentCount count(RenderPlan plan, Set<Sha256> reused) {
    int total = plan.segments().size();
    int copied =
        (int)
            plan.segments().stream()
                .filter(segment -> segment.content() instanceof CopiedGops)
                .count();
    int found =
        (int) plan.segments().stream().filter(segment -> reused.contains(segment.key())).count();
    return new Result.SegmentCount(total, copied, found - copied, total - found);
  }

  /** Brings all elements into {@code folder/in} and writes the concat list of the segments. */
  private void bringElements(RenderPlan plan, Path folder)
      throws Failure, SegmentsMissing, InterruptedException {
    List<Sha256> missing = new ArrayList<>();
    for (RenderPlan.Element element : plan.elements()) {
      try {
        segments.bring(plan, element, folder, RenderPasses.file(element));
      } catch (ObjectMissing missingObject) {
        missing.add(element.key());
      }
    }
    if (!missing.isEmpty()) {
      throw new SegmentsMissing(missing);
    }
    if (plan.segments().isEmpty()) {
      return;
    }
    refuseMixedParameterSets(plan, folder);
    Concat list = new Concat();
    for (int position : plan.sequence()) {
      RenderPlan.Segment segment = plan.segments().get(position);
      list.add(RenderPasses.file(segment), RationalTime.ofFrames(segment.frames(), plan.rate()));
    }
    list.write(folder.resolve("in").resolve(RenderPasses.LIST));
  }

  /** Refuses segments with different parameter sets: the film's header has one. */
  private static void refuseMixedParameterSets(RenderPlan plan, Path folder) throws Failure {
    Set<Sha256> sets = new HashSet<>();
    try {
      for (RenderPlan.Segment segment : plan.segments()) {
        sets.add(Mp4Index.parameterSets(folder.resolve("in").resolve(RenderPasses.file(segment))));
      }
    } catch (IOException e) {
      throw Disk.failure(e);
    }
    if (sets.size() > 1) {
      throw new Fault("the segments have " + sets.size() + " different parameter sets", null);
    }
  }
}
