package io.patchwork.worker.render.assembly;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.Loudness;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.ffmpeg.Concat;
import io.patchwork.worker.ffmpeg.Demuxer;
import io.patchwork.worker.ffmpeg.FFmpeg;
import io.patchwork.worker.ffmpeg.JobFolder;
import io.patchwork.worker.ffmpeg.PacketTimes;
import io.patchwork.worker.render.graph.RenderPasses;
import io.patchwork.worker.render.plan.RenderPlan;
import io.patchwork.worker.render.segment.PieceMaker;
import io.patchwork.worker.render.segment.Pieces;
import io.patchwork.worker.render.segment.PiecesMissing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Proves that a film that was put together is what was planned: every frame in its place, sound as
 * long as picture, every group of pictures decodable, and at every seam that nobody has seen before
 * what was drawn. A film that fails is not handed out. Thread-safe.
 */
final class Verification {

  private static final String NEW = "new.txt";

  private final FFmpeg ffmpeg;
  private final Pieces pieces;
  private final PieceMaker maker;

  Verification(FFmpeg ffmpeg, Pieces pieces, PieceMaker maker) {
    this.ffmpeg = ffmpeg;
    this.pieces = pieces;
    this.maker = maker;
  }

  /**
   * Proves it.
   *
   * @param reused pieces that were in the store before
   * @param before what was proven of the revision before
   * @param folder with the pieces in {@code in}
   * @throws Fault if the film is not what was planned
   * @throws PiecesMissing if there is nothing to compare a piece with
   */
  Quality verify(
      RenderPlan plan, Path whole, Set<Sha256> reused, Optional<Quality> before, Path folder)
      throws Failure, PiecesMissing, InterruptedException {
    Path looking = folder.resolve("verify");
    String name = JobFolder.link(whole, looking, RenderPasses.WHOLE);
    Demuxer demuxer = plan.profile().demuxer();
    List<String> problems = new ArrayList<>();
    if (plan.frames() > 0) {
      PacketTimes picture = ffmpeg.packets(looking, name, demuxer, "v:0");
      problems.addAll(picture.problems(plan.frames(), plan.rate()));
    }
    @Nullable RationalTime heard = null;
    if (plan.soundtrack() != null) {
      heard = ffmpeg.packets(looking, name, demuxer, "a:0").end();
      RationalTime apart =
          RationalTime.max(heard.minus(plan.duration()), plan.duration().minus(heard));
      RationalTime allowed =
          RationalTime.max(
              RationalTime.ofFrames(1, plan.rate()), plan.soundtrack().spec().codec().padding());
      if (apart.compareTo(allowed) > 0) {
        problems.add("sound ends at " + heard + " of " + plan.duration());
      }
    }
    refuse(problems);
    Seams seams = new Seams(plan, ffmpeg, pieces::ends);
    Seams.Findings decoded =
        seams.decoded(reused, before.map(Quality::seams).orElse(List.of()), looking);
    refuse(decoded.problems());
    if (!decoded.withoutEnds().isEmpty()) {
      throw new PiecesMissing(decoded.withoutEnds());
    }
    decodeNew(plan, reused, seams, folder);
    @Nullable Loudness loudness =
        plan.soundtrack() == null
            ? null
            : maker.loudness(
                plan.soundtrack(),
                folder.resolve("in").resolve(RenderPasses.SOUNDTRACK),
                folder.resolve("listening"));
    return new Quality(plan.frames(), plan.duration(), heard, loudness, decoded.seams());
  }

  /** Decodes the key frames of the pieces that were made for it, where no seam has decoded them. */
  private void decodeNew(RenderPlan plan, Set<Sha256> reused, Seams seams, Path folder)
      throws Failure, InterruptedException {
    Concat list = new Concat();
    boolean isAnyNew = false;
    for (RenderPlan.Segment piece : plan.pieces()) {
      if (!reused.contains(piece.key()) && seams.leavesGroups(piece)) {
        list.add(RenderPasses.file(piece), RationalTime.ofFrames(piece.frames(), plan.rate()));
        isAnyNew = true;
      }
    }
    if (isAnyNew) {
      list.write(folder.resolve("in").resolve(NEW));
      ffmpeg.decodeKeyFrames(folder, NEW, Demuxer.CONCAT);
    }
  }

  /** Says what is wrong with a film, if anything is. */
  private static void refuse(List<String> problems) throws Fault {
    if (!problems.isEmpty()) {
      throw new Fault("the assembled file is wrong: " + String.join("; ", problems), null);
    }
  }
}
