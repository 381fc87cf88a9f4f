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
import io.patchwork.worker.render.plan.RenderProfile;
import io.patchwork.worker.render.segment.SegmentRenderer;
import io.patchwork.worker.render.segment.SegmentStore;
import io.patchwork.worker.render.segment.SegmentsMissing;
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

  /** The folder in which the film is looked at. */
  private static final String LOOKING = "verify";

  private final FFmpeg ffmpeg;
  private final SegmentStore segments;
  private final SegmentRenderer maker;

  Verification(FFmpeg ffmpeg, SegmentStore segments, SegmentRenderer maker) {
    this.ffmpeg = ffmpeg;
    this.segments = segments;
    this.maker = maker;
  }

  /**
   * Proves it.
   *
   * @param reused segments that were in the store before
   * @param before what was proven of the revision before
   * @param folder with the segments in {@code in}
   * @throws Fault if the film is not what was planned
   * @throws SegmentsMissing if there is nothing to compare a segment with
   */
  QcReport verify(
      RenderPlan plan, Path whole, Set<Sha256> reused, Optional<QcReport> before, Path folder)
      throws Failure, SegmentsMissing, InterruptedException {
    Path looking = folder.resolve(LOOKING);
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
    List<QcReport.SeamResult> seams =
        switch (plan.profile()) {
          case RenderProfile.Visual visual -> {
            SeamCheck check = new SeamCheck(plan, visual.video(), ffmpeg, segments::ends);
            yield seams(plan, check, reused, before, folder);
          }
          case RenderProfile.Audio _ -> List.of();
        };
    @Nullable Loudness loudness =
        plan.soundtrack() == null
            ? null
            : maker.loudness(
                plan.soundtrack(),
                folder.resolve("in").resolve(RenderPasses.SOUNDTRACK),
                folder.resolve("listening"));
    return new QcReport(plan.frames(), plan.duration(), heard, loudness, seams);
  }

  private List<QcReport.SeamResult> seams(
      RenderPlan plan, SeamCheck check, Set<Sha256> reused, Optional<QcReport> before, Path folder)
      throws Failure, SegmentsMissing, InterruptedException {
    SeamCheck.Findings decoded =
        check.decoded(
            reused, before.map(QcReport::seams).orElse(List.of()), folder.resolve(LOOKING));
    refuse(decoded.problems());
    if (!decoded.withoutEnds().isEmpty()) {
      throw new SegmentsMissing(decoded.withoutEnds());
    }
    decodeNew(plan, reused, check, folder);
    return decoded.seams();
  }

  /**
   * Decodes the key frames of the segments that were made for it, where no seam has decoded them.
   */
  private void decodeNew(RenderPlan plan, Set<Sha256> reused, SeamCheck seams, Path folder)
      throws Failure, InterruptedException {
    Concat list = new Concat();
    boolean isAnyNew = false;
    for (RenderPlan.Segment segment : plan.segments()) {
      if (!reused.contains(segment.key()) && seams.leavesGops(segment)) {
        list.add(RenderPasses.file(segment), RationalTime.ofFrames(segment.frames(), plan.rate()));
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
