package io.patchwork.worker.render;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.Loudness;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.coding.VideoCodec;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.failure.Failure.Unavailable;
import io.patchwork.worker.ffmpeg.Concat;
import io.patchwork.worker.ffmpeg.Demuxer;
import io.patchwork.worker.ffmpeg.FFmpeg;
import io.patchwork.worker.ffmpeg.PacketTimes;
import io.patchwork.worker.ffmpeg.Ran;
import io.patchwork.worker.intake.Intake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Proves that a film that was put together is what was planned: every frame in its place, sound as
 * long as picture, every group of pictures decodable, and every seam that nobody has seen before
 * decoded across. A film that fails is not handed out. Thread-safe.
 */
final class Verification {

  private static final String NEW = "new.txt";

  /** Seams that one process decodes. */
  private static final int AT_ONCE = 8;

  private final FFmpeg ffmpeg;
  private final Pieces pieces;

  Verification(FFmpeg ffmpeg, Pieces pieces) {
    this.ffmpeg = ffmpeg;
    this.pieces = pieces;
  }

  /**
   * Proves it.
   *
   * @param reused pieces that were in the store before
   * @param before what was proven of the revision before
   * @param folder with the pieces in {@code in}
   * @throws Fault if the film is not what was planned
   */
  Quality verify(
      RenderPlan plan, Path whole, Set<Sha256> reused, Optional<Quality> before, Path folder)
      throws Failure, InterruptedException {
    Path looking = folder.resolve("verify");
    String name = Intake.link(whole, looking, RenderPasses.WHOLE);
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
    decodeNew(plan, reused, folder);
    Set<Sha256> proven =
        before.stream()
            .flatMap(quality -> quality.seams().stream())
            .map(Quality.Seam::pieces)
            .collect(Collectors.toSet());
    List<Quality.Seam> seams = new Seams(plan, looking).decoded(proven);
    @Nullable Loudness loudness =
        plan.soundtrack() == null
            ? null
            : pieces.loudness(
                plan.soundtrack(),
                folder.resolve("in").resolve(RenderPasses.SOUNDTRACK),
                folder.resolve("listening"));
    return new Quality(plan.frames(), plan.duration(), heard, loudness, seams);
  }

  /** Decodes the key frames of the pieces that were made for it. */
  private void decodeNew(RenderPlan plan, Set<Sha256> reused, Path folder)
      throws Failure, InterruptedException {
    Concat list = new Concat();
    boolean isAnyNew = false;
    for (RenderPlan.Segment piece : plan.pieces()) {
      if (!reused.contains(piece.key())) {
        list.add(RenderPasses.file(piece), RationalTime.ofFrames(piece.frames(), plan.rate()));
        isAnyNew = true;
      }
    }
    if (isAnyNew) {
      list.write(folder.resolve("in").resolve(NEW));
      ffmpeg.decodeKeyFrames(folder, NEW, Demuxer.CONCAT);
    }
  }

  private static void refuse(List<String> problems) throws Fault {
    if (!problems.isEmpty()) {
      throw new Fault("the assembled file is wrong: " + String.join("; ", problems), null);
    }
  }

  /** The seams of a film. For one film. */
  private final class Seams {
    private final RenderPlan plan;
    private final Path folder;
    private final List<String> problems = new ArrayList<>();

    Seams(RenderPlan plan, Path folder) {
      this.plan = plan;
      this.folder = folder;
    }

    /** All of them, of which those that are proven are only named. */
    List<Quality.Seam> decoded(Set<Sha256> proven) throws Failure, InterruptedException {
      List<Joint> joints = joints();
      List<Joint> open = joints.stream().filter(joint -> !proven.contains(joint.pieces)).toList();
      Map<Long, Quality.Seam> seams = new HashMap<>();
      for (int i = 0; i < open.size(); i += AT_ONCE) {
        decode(open.subList(i, Math.min(open.size(), i + AT_ONCE)), seams);
      }
      refuse(problems);
      return joints.stream()
          .map(joint -> seams.getOrDefault(joint.at, Quality.Seam.known(joint.at, joint.pieces)))
          .toList();
    }

    private List<Joint> joints() {
      List<Joint> joints = new ArrayList<>();
      long at = 0;
      RenderPlan.@Nullable Segment before = null;
      for (int position : plan.sequence()) {
        RenderPlan.Segment segment = plan.pieces().get(position);
        if (before != null) {
          Sha256 both = Sha256.of(before.key().hex() + segment.key().hex());
          joints.add(new Joint(lastKey(before, at), at, both));
        }
        at += segment.frames();
        before = segment;
      }
      return joints;
    }

    /** The key frame of the last group of pictures of a piece that ends there. */
    private long lastKey(RenderPlan.Segment before, long at) {
      long group = Objects.requireNonNull(plan.profile().video()).coding(plan.rate()).group();
      return at - before.frames() + (before.frames() - 1) / group * group;
    }

    private VideoCodec codec() {
      return Objects.requireNonNull(plan.profile().video()).codec();
    }

    /** Decodes from the last group of pictures of each piece into the first of the next. */
    private void decode(List<Joint> joints, Map<Long, Quality.Seam> seams)
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
                + joints.getFirst().at
                + " to "
                + joints.getLast().at
                + " complains "
                + ran.complaining());
      }
      for (Joint joint : joints) {
        seams.put(joint.at, seam(joint));
      }
    }

    private Quality.Seam seam(Joint joint) throws Unavailable {
      byte[] pixels = read(folder.resolve("out").resolve(joint.file()));
      int size = RenderPasses.SEAM_FRAME.width() * RenderPasses.SEAM_FRAME.height();
      long wanted = Math.min(RenderPasses.SEAM_FRAMES, plan.frames() - joint.at + 1);
      if (pixels.length != wanted * size) {
        problems.add("at the seam before frame " + joint.at + " frames are missing");
        return Quality.Seam.known(joint.at, joint.pieces);
      }
      byte[] last = Arrays.copyOfRange(pixels, 0, size);
      byte[] next = Arrays.copyOfRange(pixels, size, 2 * size);
      return new Quality.Seam(
          joint.at, joint.pieces, true, mean(last), mean(next), Arrays.equals(last, next));
    }
  }

  /**
   * Where two pieces meet.
   *
   * @param key the last key frame before it
   * @param at the first frame of the second piece
   * @param pieces digest of both their keys
   */
  record Joint(long key, long at, Sha256 pieces) {
    /** Where its frames are written. */
    String file() {
      return "seam-" + at + ".gray";
    }
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
}
