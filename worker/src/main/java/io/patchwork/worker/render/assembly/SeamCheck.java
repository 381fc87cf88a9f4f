package io.patchwork.worker.render.assembly;

import io.patchwork.common.process.ChildOutput;
import io.patchwork.schema.id.Sha256;
import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.ffmpeg.FFmpeg;
import io.patchwork.worker.ffmpeg.PassResult;
import io.patchwork.worker.render.graph.BoundaryFrame;
import io.patchwork.worker.render.graph.RenderPasses;
import io.patchwork.worker.render.graph.Seam;
import io.patchwork.worker.render.plan.CopiedGops;
import io.patchwork.worker.render.plan.RenderPlan;
import io.patchwork.worker.render.plan.RenderProfile;
import io.patchwork.worker.render.segment.BoundaryFrames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks the seams between a film's segments: decodes across each unproven one, and compares the
 * frames at it with those that were rendered. That finds a frame that is black, frozen or of
 * another segment. For one film.
 */
final class SeamCheck {

  /** Seams that one FFmpeg process decodes. */
  private static final int SEAMS_PER_PASS = 8;

  /**
   * Largest mean luma difference between a decoded frame and the rendered one, 0 to 255;
   * compression alone stays below 3.
   */
  private static final int MAX_LUMA_ERROR = 10;

  private static final int MAX_BYTES = 1 << 20;

  private final RenderPlan plan;
  private final RenderProfile.Video video;
  private final FFmpeg ffmpeg;
  private final Function<RenderPlan.Segment, Optional<BoundaryFrames>> ends;
  private final List<String> problems = new ArrayList<>();
  private final Set<Sha256> withoutEnds = new LinkedHashSet<>();

  /**
   * The check of a plan's seams.
   *
   * @param video of the plan's profile
   * @param ends finds the boundary frames of a rendered segment
   */
  SeamCheck(
      RenderPlan plan,
      RenderProfile.Video video,
      FFmpeg ffmpeg,
      Function<RenderPlan.Segment, Optional<BoundaryFrames>> ends) {
    this.plan = plan;
    this.video = video;
    this.ffmpeg = ffmpeg;
    this.ends = ends;
  }

  /**
   * The outcome of the check.
   *
   * @param problems a description of each frame that is not as rendered; empty for a correct film
   * @param withoutEnds segments whose boundary frames are missing from the store
   */
  record Result(List<QcReport.SeamResult> seams, List<String> problems, List<Sha256> withoutEnds) {}

  /**
   * Checks all seams; a seam between reused segments that the previous report proves is not decoded
   * again.
   *
   * @param reused segments that were in the store before the render
   * @param before seams of the previous revision
   * @param folder work folder with the film in {@code in}
   */
  Result check(Set<Sha256> reused, List<QcReport.SeamResult> before, Path folder)
      throws Failure, InterruptedException {
    List<Seam> seams = seams(plan, video);
    Set<Sha256> proven =
        before.stream().map(QcReport.SeamResult::segments).collect(Collectors.toSet());
    List<Seam> open =
        seams.stream()
            .filter(seam ->
                !proven.contains(seam.segments())
                    || !reused.contains(seam.before().key())
                    || !reused.contains(seam.after().key()))
            .toList();
    Map<Long, QcReport.SeamResult> results = new HashMap<>();
    for (int i = 0; i < open.size(); i += SEAMS_PER_PASS) {
      decode(open.subList(i, Math.min(open.size(), i + SEAMS_PER_PASS)), folder, results);
    }
    return new Result(
        seams.stream()
            .map(seam ->
                results.getOrDefault(
                    seam.at(), QcReport.SeamResult.known(seam.at(), seam.segments())))
            .toList(),
        List.copyOf(problems),
        List.copyOf(withoutEnds));
  }

  /** The seams of a plan, in order. */
  static List<Seam> seams(RenderPlan plan, RenderProfile.Video video) {
    long gop = video.coding(plan.rate()).gopFrames();
    List<Seam> seams = new ArrayList<>();
    long at = 0;
    RenderPlan.@Nullable Segment before = null;
    for (int position : plan.sequence()) {
      RenderPlan.Segment segment = plan.segments().get(position);
      if (before != null) {
        seams.add(new Seam(lastKeyFrame(before, at, gop), at, before, segment));
      }
      at += segment.frames();
      before = segment;
    }
    return seams;
  }

  /** The key frame of the last GOP of a segment that ends at {@code at}. */
  private static long lastKeyFrame(RenderPlan.Segment before, long at, long gop) {
    return at - before.frames() + lastGopIndex(before, gop) * gop;
  }

  /** The number of GOPs before the last one of a segment. */
  private static long lastGopIndex(RenderPlan.Segment segment, long gop) {
    return (segment.frames() - 1) / gop;
  }

  /**
   * Whether a rendered segment has key frames that no seam decodes; a seam decodes the GOPs at both
   * its ends.
   */
  boolean hasUncheckedGops(RenderPlan.Segment segment) {
    return video.codec().needsKeyFramesOnly()
        || lastGopIndex(segment, video.coding(plan.rate()).gopFrames()) > 1
        || segment.equals(plan.segments().get(plan.sequence().getFirst()))
        || segment.equals(plan.segments().get(plan.sequence().getLast()));
  }

  private void decode(List<Seam> seams, Path folder, Map<Long, QcReport.SeamResult> results)
      throws Failure, InterruptedException {
    PassResult result =
        ffmpeg.run(
            RenderPasses.seams(plan.rate(), plan.profile().demuxer(), video.codec(), seams),
            folder,
            Map.of(),
            progress -> {});
    if (!result.damagedInputs().isEmpty()) {
      problems.add(
          "at seams from frame "
              + seams.getFirst().at()
              + " to "
              + seams.getLast().at()
              + " complains "
              + result.damagedInputs());
    }
    for (Seam seam : seams) {
      results.put(seam.at(), seam(seam, read(folder.resolve("out").resolve(seam.file()))));
    }
  }

  private QcReport.SeamResult seam(Seam seam, List<BoundaryFrame> decoded) {
    if (decoded.size() != 2) {
      problems.add("at the seam before frame " + seam.at() + " frames are missing");
      return QcReport.SeamResult.known(seam.at(), seam.segments());
    }
    BoundaryFrame last = decoded.getFirst();
    BoundaryFrame next = decoded.getLast();
    @Nullable Integer before =
        ends(seam.before()).map(drawn -> last.lumaError(drawn.last())).orElse(null);
    @Nullable Integer after =
        ends(seam.after()).map(drawn -> next.lumaError(drawn.first())).orElse(null);
    checkError(seam.at() - 1, before, seam.before());
    checkError(seam.at(), after, seam.after());
    return new QcReport.SeamResult(
        seam.at(), seam.segments(), true, last.mean(), next.mean(), before, after);
  }

  /** The boundary frames of a rendered segment; empty for copied GOPs. */
  private Optional<BoundaryFrames> ends(RenderPlan.Segment segment) {
    if (segment.content() instanceof CopiedGops) {
      return Optional.empty();
    }
    Optional<BoundaryFrames> drawn = ends.apply(segment);
    if (drawn.isEmpty()) {
      withoutEnds.add(segment.key());
    }
    return drawn;
  }

  private void checkError(long frame, @Nullable Integer error, RenderPlan.Segment segment) {
    if (error != null && error > MAX_LUMA_ERROR) {
      problems.add(
          "frame "
              + frame
              + " is not what was drawn for segment "
              + segment.key()
              + ": its luma is "
              + error
              + " off");
    }
  }

  private static List<BoundaryFrame> read(Path file) throws Failure {
    try {
      return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
          ? BoundaryFrame.read(ChildOutput.read(file, MAX_BYTES))
          : List.of();
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }
}
