package io.patchwork.worker.render.assembly;

import io.patchwork.common.process.ChildOutput;
import io.patchwork.schema.id.Sha256;
import io.patchwork.worker.coding.VideoCodec;
import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.ffmpeg.FFmpeg;
import io.patchwork.worker.ffmpeg.Ran;
import io.patchwork.worker.render.graph.EndPicture;
import io.patchwork.worker.render.graph.Joint;
import io.patchwork.worker.render.graph.RenderPasses;
import io.patchwork.worker.render.plan.CopiedGroups;
import io.patchwork.worker.render.plan.RenderPlan;
import io.patchwork.worker.render.segment.PieceEnds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The seams of a film, each decoded from the last group of pictures of one piece into the first of
 * the next, and compared with what was drawn for them: a frame that looks otherwise, black,
 * standing or another's, is found. For one film.
 */
final class Seams {

  /** Seams that one process decodes. */
  private static final int AT_ONCE = 8;

  /**
   * How far a frame may be from what was drawn, in the mean of small pictures: compression alone
   * stays below 3.
   */
  private static final int MOST_APART = 10;

  private static final int MAX_BYTES = 1 << 20;

  private final RenderPlan plan;
  private final FFmpeg ffmpeg;
  private final Function<RenderPlan.Segment, Optional<PieceEnds>> ends;
  private final List<String> problems = new ArrayList<>();
  private final Set<Sha256> withoutEnds = new LinkedHashSet<>();

  /**
   * Those of a plan.
   *
   * @param ends what pieces that were made look like at their ends
   */
  Seams(RenderPlan plan, FFmpeg ffmpeg, Function<RenderPlan.Segment, Optional<PieceEnds>> ends) {
    this.plan = plan;
    this.ffmpeg = ffmpeg;
    this.ends = ends;
  }

  /**
   * What came of it.
   *
   * @param problems what is not as it was drawn; empty of a film that is right
   * @param withoutEnds the pieces of which nobody knows what was drawn
   */
  record Findings(List<Quality.Seam> seams, List<String> problems, List<Sha256> withoutEnds) {}

  /**
   * All of them, of which those are only named that are proven, of pieces that were there before.
   *
   * @param reused those pieces
   * @param before the seams of the revision before
   * @param folder with the film in {@code in}
   */
  Findings decoded(Set<Sha256> reused, List<Quality.Seam> before, Path folder)
      throws Failure, InterruptedException {
    List<Joint> joints = joints(plan);
    Set<Sha256> proven = before.stream().map(Quality.Seam::pieces).collect(Collectors.toSet());
    List<Joint> open =
        joints.stream()
            .filter(joint ->
                !proven.contains(joint.pieces())
                    || !reused.contains(joint.before().key())
                    || !reused.contains(joint.after().key()))
            .toList();
    Map<Long, Quality.Seam> seams = new HashMap<>();
    for (int i = 0; i < open.size(); i += AT_ONCE) {
      decode(open.subList(i, Math.min(open.size(), i + AT_ONCE)), folder, seams);
    }
    return new Findings(
        joints.stream()
            .map(joint ->
                seams.getOrDefault(joint.at(), Quality.Seam.known(joint.at(), joint.pieces())))
            .toList(),
        List.copyOf(problems),
        List.copyOf(withoutEnds));
  }

  /** Those of a plan, in order. */
  static List<Joint> joints(RenderPlan plan) {
    List<Joint> joints = new ArrayList<>();
    long at = 0;
    RenderPlan.@Nullable Segment before = null;
    for (int position : plan.sequence()) {
      RenderPlan.Segment segment = plan.pieces().get(position);
      if (before != null) {
        joints.add(new Joint(lastKey(before, at, group(plan)), at, before, segment));
      }
      at += segment.frames();
      before = segment;
    }
    return joints;
  }

  /** The key frame of the last group of pictures of a piece that ends there. */
  private static long lastKey(RenderPlan.Segment before, long at, long group) {
    return at - before.frames() + lastGroup(before, group) * group;
  }

  /** How many groups of pictures there are before the last one of a piece. */
  private static long lastGroup(RenderPlan.Segment piece, long group) {
    return (piece.frames() - 1) / group;
  }

  private static long group(RenderPlan plan) {
    return Objects.requireNonNull(plan.profile().video()).coding(plan.rate()).group();
  }

  /**
   * Whether a piece that was made has key frames that are decoded at none of its seams: those of
   * the groups at its ends are.
   */
  boolean leavesGroups(RenderPlan.Segment piece) {
    return codec().isOfKeyFrames()
        || lastGroup(piece, group(plan)) > 1
        || piece.equals(plan.pieces().get(plan.sequence().getFirst()))
        || piece.equals(plan.pieces().get(plan.sequence().getLast()));
  }

  private VideoCodec codec() {
    return Objects.requireNonNull(plan.profile().video()).codec();
  }

  private void decode(List<Joint> joints, Path folder, Map<Long, Quality.Seam> seams)
      throws Failure, InterruptedException {
    Ran ran =
        ffmpeg.run(
            RenderPasses.seams(plan.rate(), plan.profile().demuxer(), codec(), joints),
            folder,
            Map.of(),
            progress -> {});
    if (!ran.complaining().isEmpty()) {
      problems.add(
          "at seams from frame "
              + joints.getFirst().at()
              + " to "
              + joints.getLast().at()
              + " complains "
              + ran.complaining());
    }
    for (Joint joint : joints) {
      seams.put(joint.at(), seam(joint, read(folder.resolve("out").resolve(joint.file()))));
    }
  }

  private Quality.Seam seam(Joint joint, List<EndPicture> decoded) {
    if (decoded.size() != 2) {
      problems.add("at the seam before frame " + joint.at() + " frames are missing");
      return Quality.Seam.known(joint.at(), joint.pieces());
    }
    EndPicture last = decoded.getFirst();
    EndPicture next = decoded.getLast();
    @Nullable Integer before =
        ends(joint.before()).map(drawn -> last.apart(drawn.last())).orElse(null);
    @Nullable Integer after =
        ends(joint.after()).map(drawn -> next.apart(drawn.first())).orElse(null);
    note(joint.at() - 1, before, joint.before());
    note(joint.at(), after, joint.after());
    return new Quality.Seam(
        joint.at(), joint.pieces(), true, last.mean(), next.mean(), before, after);
  }

  /** What was drawn at the ends of a piece; nothing of one that was copied. */
  private Optional<PieceEnds> ends(RenderPlan.Segment piece) {
    if (piece.content() instanceof CopiedGroups) {
      return Optional.empty();
    }
    Optional<PieceEnds> drawn = ends.apply(piece);
    if (drawn.isEmpty()) {
      withoutEnds.add(piece.key());
    }
    return drawn;
  }

  private void note(long frame, @Nullable Integer apart, RenderPlan.Segment piece) {
    if (apart != null && apart > MOST_APART) {
      problems.add(
          "frame "
              + frame
              + " is not what was drawn for segment "
              + piece.key()
              + ": its luma is "
              + apart
              + " off");
    }
  }

  private static List<EndPicture> read(Path file) throws Failure {
    try {
      return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
          ? EndPicture.read(ChildOutput.read(file, MAX_BYTES))
          : List.of();
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }
}
