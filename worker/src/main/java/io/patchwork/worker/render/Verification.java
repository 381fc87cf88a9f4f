package io.patchwork.worker.render;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.Loudness;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.failure.Failure.Unavailable;
import io.patchwork.worker.ffmpeg.Demuxer;
import io.patchwork.worker.ffmpeg.FFmpeg;
import io.patchwork.worker.ffmpeg.PacketTimes;
import io.patchwork.worker.ffmpeg.Ran;
import io.patchwork.worker.intake.Intake;
import io.patchwork.worker.loudness.LoudnessLog;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Proves that a film that was put together is what was planned: every frame in its place, sound as
 * long as picture, every group of pictures decodable, and every seam that nobody has seen before
 * decoded across. A film that fails is not handed out. Thread-safe.
 */
final class Verification {

  private final FFmpeg ffmpeg;

  Verification(FFmpeg ffmpeg) {
    this.ffmpeg = ffmpeg;
  }

  /**
   * Proves it.
   *
   * @param reused pieces that were in the store before
   * @param folder for child processes
   * @throws Fault if the film is not what was planned
   */
  Quality verify(RenderPlan plan, Path whole, Set<Sha256> reused, Path folder)
      throws Failure, InterruptedException {
    String name = Intake.link(whole, folder, RenderPasses.WHOLE);
    Demuxer demuxer = plan.profile().demuxer();
    List<String> problems = new ArrayList<>();
    if (plan.frames() > 0) {
      PacketTimes picture = ffmpeg.packets(folder, name, demuxer, "v:0");
      problems.addAll(picture.problems(plan.frames(), plan.rate()));
    }
    @Nullable RationalTime heard = null;
    if (plan.soundtrack() != null) {
      heard = ffmpeg.packets(folder, name, demuxer, "a:0").end();
      RationalTime apart =
          RationalTime.max(heard.minus(plan.duration()), plan.duration().minus(heard));
      if (apart.compareTo(RationalTime.ofFrames(1, plan.rate())) > 0) {
        problems.add("sound ends at " + heard + " of " + plan.duration());
      }
    }
    refuse(problems);
    ffmpeg.decodeKeyFrames(folder, name, demuxer, plan.frames() > 0);
    List<Quality.Seam> seams = seams(plan, reused, folder);
    @Nullable Loudness loudness =
        plan.soundtrack() == null ? null : loudness(demuxer, plan.duration(), folder);
    return new Quality(plan.frames(), plan.duration(), heard, loudness, seams);
  }

  private static void refuse(List<String> problems) throws Fault {
    if (!problems.isEmpty()) {
      throw new Fault("the assembled file is wrong: " + String.join("; ", problems), null);
    }
  }

  /** The seams, of which those between two pieces that were there before are only named. */
  private List<Quality.Seam> seams(RenderPlan plan, Set<Sha256> reused, Path folder)
      throws Failure, InterruptedException {
    List<Quality.Seam> seams = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    long at = 0;
    RenderPlan.@Nullable Segment before = null;
    for (int position : plan.sequence()) {
      RenderPlan.Segment segment = plan.pieces().get(position);
      if (before != null) {
        boolean isKnown = reused.contains(before.key()) && reused.contains(segment.key());
        seams.add(isKnown ? Quality.Seam.known(at) : seam(plan, before, at, folder, problems));
      }
      at += segment.frames();
      before = segment;
    }
    refuse(problems);
    return seams;
  }

  /** Decodes from the last group of pictures of one piece into the first of the next. */
  private Quality.Seam seam(
      RenderPlan plan, RenderPlan.Segment before, long at, Path folder, List<String> problems)
      throws Failure, InterruptedException {
    long frames = before.frames();
    long group = Objects.requireNonNull(plan.profile().video()).coding(plan.rate()).group();
    long key = at - frames + (frames - 1) / group * group;
    String file = "seam-" + at + ".gray";
    Ran ran =
        ffmpeg.run(
            RenderPasses.seam(plan.rate(), plan.profile().demuxer(), key, at, file),
            folder,
            Map.of(),
            progress -> {});
    if (!ran.complaining().isEmpty()) {
      problems.add("at the seam before frame " + at + " complains " + ran.complaining());
    }
    byte[] pixels = read(folder.resolve("out").resolve(file));
    int size = RenderPasses.SEAM_FRAME.width() * RenderPasses.SEAM_FRAME.height();
    if (pixels.length < 2 * size) {
      problems.add("at the seam before frame " + at + " frames are missing");
      return Quality.Seam.known(at);
    }
    byte[] last = Arrays.copyOfRange(pixels, 0, size);
    byte[] next = Arrays.copyOfRange(pixels, size, 2 * size);
    return new Quality.Seam(at, true, mean(last), mean(next), Arrays.equals(last, next));
  }

  private static byte[] read(Path file) throws Unavailable {
    try {
      return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    } catch (IOException e) {
      throw new Unavailable(FailureCode.DISK_FULL, "The worker's disk cannot be read.", e);
    }
  }

  private static int mean(byte[] pixels) {
    long sum = 0;
    for (byte pixel : pixels) {
      sum += pixel & 0xff;
    }
    return Fraction.of(sum, pixels.length).round().intValueExact();
  }

  private Loudness loudness(Demuxer demuxer, RationalTime length, Path folder)
      throws Failure, InterruptedException {
    ffmpeg.run(RenderPasses.listening(demuxer, length), folder, progress -> {});
    try {
      return LoudnessLog.read(
          folder.resolve("out").resolve(RenderPasses.LOUDNESS), BigDecimal.ZERO);
    } catch (IOException e) {
      throw new Unavailable(FailureCode.DISK_FULL, "The worker's disk cannot be read.", e);
    }
  }
}
