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
 * The seams of a film, each decoded from the last group of pictures of one segment into the first
 * of the next, and compared with what was drawn for them: a frame that looks otherwise, black,
 * standing or another's, is found. For one film.
 */
final class SeamCheck {

  /** Seams that one process decodes. */
  private static final int AT_ONCE = 8;

  /**
   * How far a frame may be from what was drawn, in the mean of small pictures: compression alone
   * stays below 3.
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
   * Those of a plan.
   *
   * @param video of the plan's profile
   * @param ends what segments that were made look like at their ends
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
   * What came of it.
   *
   * @param problems what is not as it was drawn; empty of a film that is right
   * @param withoutEnds the segments of which nobody knows what was drawn
   */
  record Findings(
      List<QcReport.SeamResult> seams, List<String> problems, List<Sha256> withoutEnds) {}

  /**
   * All of them, of which those are only named that are proven, of segments that were there before.
   *
   * @param reused those segments
   * @param before the seams of the revision before
   * @param folder with the film in {@code in}
   */
  Findings decoded(Set<Sha256> reused, List<QcReport.SeamResult> before, Path folder)
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
    for (int i = 0; i < open.size(); i += AT_ONCE) {
      decode(open.subList(i, Math.min(open.size(), i + AT_ONCE)), folder, results);
    }
    return new Findings(
        seams.stream()
            .map(seam ->
                results.getOrDefault(
                    seam.at(), QcReport.SeamResult.known(seam.at(), seam.segments())))
            .toList(),
        List.copyOf(problems),
        List.copyOf(withoutEnds));
  }

  /** Those of a plan, in order. */
  static List<Seam> seams(RenderPlan plan, RenderProfile.Video video) {
    long gop = video.coding(plan.rate()).gopFrames();
    List<Seam> seams = new ArrayList<>();
    long at = 0;
    RenderPlan.@Nullable Segment before = null;
    for (int position : plan.sequence()) {
      RenderPlan.Segment segment = plan.segments().get(position);
      if (before != null) {
        seams.add(new Seam(lastKey(before, at, gop), at, before, segment));
      }
      at += segment.frames();
      before = segment;
    }
    return seams;
  }

  /** The key frame of the last group of pictures of a segment that ends there. */
  private static long lastKey(RenderPlan.Segment before, long at, long gop) {
    return at - before.frames() + lastGop(before, gop) * gop;
  }

  /** How many groups of pictures there are before the last one of a segment. */
  private static long lastGop(RenderPlan.Segment segment, long gop) {
    return (segment.frames() - 1) / gop;
  }

  /**
   * Whether a segment that was made has key frames that are decoded at none of its seams: those of
   * the groups at its ends are.
   */
  boolean leavesGops(RenderPlan.Segment segment) {
    return video.codec().needsKeyFramesOnly()
        || lastGop(segment, video.coding(plan.rate()).gopFrames()) > 1
        || segment.equals(plan.segments().get(plan.sequence().getFirst()))
        || segment.equals(plan.segments().get(plan.sequence().getLast()));
  }

  private void decode(List<Seam> seams, Path folder, Map<Long, QcReport.SeamResult> results)
      throws Failure, InterruptedException {
    PassResult ran =
        ffmpeg.run(
            RenderPasses.seams(plan.rate(), plan.profile().demuxer(), video.codec(), seams),
            folder,
            Map.of(),
            progress -> {});
    if (!ran.damagedInputs().isEmpty()) {
      problems.add(
          "at seams from frame "
              + seams.getFirst().at()
              + " to "
              + seams.getLast().at()
              + " complains "
              + ran.damagedInputs());
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
        ends(seam.before()).map(drawn -> last.apart(drawn.last())).orElse(null);
    @Nullable Integer after =
        ends(seam.after()).map(drawn -> next.apart(drawn.first())).orElse(null);
    note(seam.at() - 1, before, seam.before());
    note(seam.at(), after, seam.after());
    return new QcReport.SeamResult(
        seam.at(), seam.segments(), true, last.mean(), next.mean(), before, after);
  }

  /** What was drawn at the ends of a segment; nothing of one that was copied. */
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

  private void note(long frame, @Nullable Integer apart, RenderPlan.Segment segment) {
    if (apart != null && apart > MAX_LUMA_ERROR) {
      problems.add(
          "frame "
              + frame
              + " is not what was drawn for segment "
              + segment.key()
              + ": its luma is "
              + apart
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
