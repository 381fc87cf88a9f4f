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
 * Verifies that an assembled film matches its plan: every frame at its time, audio as long as
 * video, every GOP decodable, and the rendered frames at every seam that no earlier revision
 * proved. A film that fails is not published. Thread-safe.
 */
final class Verification {

  private static final String NEW_SEGMENTS = "new.txt";

  /** Name of the work folder. */
  private static final String VERIFY = "verify";

  private final FFmpeg ffmpeg;
  private final SegmentStore segments;
  private final SegmentRenderer renderer;

  Verification(FFmpeg ffmpeg, SegmentStore segments, SegmentRenderer renderer) {
    this.ffmpeg = ffmpeg;
    this.segments = segments;
    this.renderer = renderer;
  }

  /**
   * Verifies a film.
   *
   * @param reused segments that were in the store before the render
   * @param before QC report of the previous revision
   * @param folder work folder with the segments in {@code in}
   * @throws Fault if the film does not match the plan
   * @throws SegmentsMissing if the boundary frames of a segment are missing
   */
  QcReport verify(
      RenderPlan plan, Path film, Set<Sha256> reused, Optional<QcReport> before, Path folder)
      throws Failure, SegmentsMissing, InterruptedException {
    Path work = folder.resolve(VERIFY);
    String name = JobFolder.link(film, work, RenderPasses.WHOLE);
    Demuxer demuxer = plan.profile().demuxer();
    List<String> problems = new ArrayList<>();
    List<Sha256> packetDigests = new ArrayList<>();
    if (plan.frames() > 0) {
      PacketTimes video = ffmpeg.packets(work, name, demuxer, "v:0");
      packetDigests.add(video.digest());
      problems.addAll(video.problems(plan.frames(), plan.rate()));
    }
    @Nullable RationalTime audioEnd = null;
    if (plan.soundtrack() != null) {
      PacketTimes audio = ffmpeg.packets(work, name, demuxer, "a:0");
      packetDigests.add(audio.digest());
      audioEnd = audio.end();
      RationalTime error =
          RationalTime.max(audioEnd.minus(plan.duration()), plan.duration().minus(audioEnd));
      RationalTime tolerance =
          RationalTime.max(
              RationalTime.ofFrames(1, plan.rate()), plan.soundtrack().spec().codec().padding());
      if (error.compareTo(tolerance) > 0) {
        problems.add("sound ends at " + audioEnd + " of " + plan.duration());
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
            : renderer.loudness(
                plan.soundtrack(),
                folder.resolve("in").resolve(RenderPasses.SOUNDTRACK),
                folder.resolve("listening"));
    return new QcReport(plan.frames(), plan.duration(), audioEnd, loudness, seams, packetDigests);
  }

  private List<QcReport.SeamResult> seams(
      RenderPlan plan, SeamCheck check, Set<Sha256> reused, Optional<QcReport> before, Path folder)
      throws Failure, SegmentsMissing, InterruptedException {
    SeamCheck.Result result =
        check.check(reused, before.map(QcReport::seams).orElse(List.of()), folder.resolve(VERIFY));
    refuse(result.problems());
    if (!result.withoutEnds().isEmpty()) {
      throw new SegmentsMissing(result.withoutEnds());
    }
    decodeNewKeyFrames(plan, reused, check, folder);
    return result.seams();
  }

  /** Decodes the key frames of new segments that no seam has decoded. */
  private void decodeNewKeyFrames(RenderPlan plan, Set<Sha256> reused, SeamCheck seams, Path folder)
      throws Failure, InterruptedException {
    Concat list = new Concat();
    boolean isAnyNew = false;
    for (RenderPlan.Segment segment : plan.segments()) {
      if (!reused.contains(segment.key()) && seams.hasUncheckedGops(segment)) {
        list.add(RenderPasses.file(segment), RationalTime.ofFrames(segment.frames(), plan.rate()));
        isAnyNew = true;
      }
    }
    if (isAnyNew) {
      list.write(folder.resolve("in").resolve(NEW_SEGMENTS));
      ffmpeg.decodeKeyFrames(folder, NEW_SEGMENTS, Demuxer.CONCAT);
    }
  }

  /** Throws if there is a problem. */
  private static void refuse(List<String> problems) throws Fault {
    if (!problems.isEmpty()) {
      throw new Fault("the assembled file is wrong: " + String.join("; ", problems), null);
    }
  }
}
