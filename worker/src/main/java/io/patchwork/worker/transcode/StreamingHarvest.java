package io.patchwork.worker.transcode;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.Loudness;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.coding.Mp4Index;
import io.patchwork.worker.coding.NothingEncoded;
import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.BadMedia;
import io.patchwork.worker.ffmpeg.Concat;
import io.patchwork.worker.ffmpeg.Conform;
import io.patchwork.worker.ffmpeg.Demuxer;
import io.patchwork.worker.ffmpeg.FilterGraph;
import io.patchwork.worker.ffmpeg.Input;
import io.patchwork.worker.ffmpeg.Output;
import io.patchwork.worker.ffmpeg.Pass;
import io.patchwork.worker.loudness.LoudnessLog;
import io.patchwork.worker.playlist.Fragments;
import io.patchwork.worker.production.Bench;
import io.patchwork.worker.production.Findings;
import io.patchwork.worker.production.Harvest;
import io.patchwork.worker.production.Kept;
import io.patchwork.worker.production.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes of the rungs and the sound of a pass what people watch and hear. The rungs of a long source
 * come in stretches and are joined by packet copy.
 */
final class StreamingHarvest implements Harvest {

  private final Streaming plan;

  /** What each rung is joined of, in order. */
  private final Map<String, List<Joint>> joints = new TreeMap<>();

  private boolean isSoundTaken;

  /** A stretch of a rung. */
  private record Joint(String name, RationalTime length) {}

  StreamingHarvest(Streaming plan) {
    this.plan = plan;
  }

  private List<String> rungFiles(VideoStream picture) {
    return Streaming.rungs(plan.profile(), picture).stream().map(Streaming.RungFile::file).toList();
  }

  private List<String> soundFiles() {
    List<String> files = new ArrayList<>(List.of(Streaming.MEZZANINE, Streaming.LOUDNESS));
    plan.profile().sound().kbps().forEach(kbps -> files.add(SoundEncoding.file(kbps)));
    return files;
  }

  @Override
  public List<String> keep(Part part, Bench bench) throws Failure, InterruptedException {
    return switch (part) {
      case Part.OfPicture _ when plan.picture() != null -> rungFiles(plan.picture());
      case Part.OfSound _ when plan.sound() != null -> {
        encodeSound(bench, loudness(bench));
        yield soundFiles();
      }
      default -> throw new IllegalStateException("nothing of this is made of " + part);
    };
  }

  @Override
  public void take(Kept kept, Bench bench) throws IOException, Failure {
    if (kept.part() instanceof Part.OfPicture(var stretch) && plan.picture() != null) {
      for (String rung : rungFiles(plan.picture())) {
        takeRung(rung, kept.file(rung), stretch.frames(), Conform.rate(plan.picture()));
      }
    } else if (kept.part() instanceof Part.OfSound && plan.sound() != null) {
      isSoundTaken = true;
      for (String file : soundFiles()) {
        // It may lie there from something better that could not be joined.
        Files.deleteIfExists(bench.out(file));
        Files.createLink(bench.out(file), kept.file(file));
      }
    }
  }

  /** A stretch with too few frames would put everything behind it out of step with the sound. */
  private void takeRung(String rung, Path file, OptionalLong planned, FrameRate rate)
      throws IOException, BadMedia {
    RationalTime length;
    try {
      length = Mp4Index.read(file).duration();
    } catch (NothingEncoded empty) {
      length = RationalTime.ZERO;
    }
    if (length.equals(RationalTime.ZERO)
        || (planned.isPresent() && length.nearestFrame(rate) != planned.getAsLong())) {
      throw new BadMedia(
          FailureCode.UNDECODABLE,
          "The picture breaks off in the middle of this file; export it again from the program that"
              + " made it.",
          file.getFileName() + " holds " + length + " of frames " + planned);
    }
    joints
        .computeIfAbsent(rung, name -> new ArrayList<>())
        .add(new Joint(String.valueOf(file.getFileName()), length));
  }

  @Override
  public Findings collect(Bench bench) throws Failure, InterruptedException {
    for (Map.Entry<String, List<Joint>> rung : joints.entrySet()) {
      join(bench, rung.getKey(), rung.getValue());
    }
    @Nullable Loudness loudness = plan.sound() == null ? null : loudness(bench);
    if (loudness != null && !isSoundTaken) {
      encodeSound(bench, loudness);
    }
    try {
      List<Artifact> artifacts = new Packager(plan, bench).pack();
      return Findings.of(artifacts, loudness);
    } catch (NothingEncoded empty) {
      throw new BadMedia(
          FailureCode.UNDECODABLE,
          "Nothing could be decoded from this file; export it again from the program that made it.",
          empty.getMessage());
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }

  private void join(Bench bench, String rung, List<Joint> parts)
      throws Failure, InterruptedException {
    FrameRate rate = Conform.rate(java.util.Objects.requireNonNull(plan.picture()));
    Concat list = new Concat();
    parts.forEach(part -> list.add(part.name(), part.length()));
    String name = rung + ".txt";
    bench.write(name, out -> out.writeBytes(list.toString()));
    bench.run(joining(bench.asInput(name), rung, rate, plan.length()));
  }

  /** Stretches of a rung end to end, by packet copy. */
  static Pass joining(String list, String rung, FrameRate rate, @Nullable RationalTime length) {
    long timescale = rate.timescale();
    List<String> options = new ArrayList<>(List.of("-c", "copy"));
    options.addAll(Concat.onFrames(timescale, rate));
    options.addAll(List.of("-video_track_timescale", Long.toString(timescale)));
    options.addAll(Fragments.PICTURE);
    return new Pass(
        List.of(Input.whole(list, Demuxer.CONCAT)),
        new FilterGraph(List.of()),
        List.of(new Output(rung, List.of("0:v"), options)),
        Pass.Clock.FROM_ZERO,
        length);
  }

  private static Loudness loudness(Bench bench) throws Failure {
    try {
      return LoudnessLog.read(bench.out(Streaming.LOUDNESS), SoundEncoding.HEADROOM_DB);
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }

  /** Once it is known how loud it is. */
  private void encodeSound(Bench bench, Loudness loudness) throws Failure, InterruptedException {
    bench.asInput(Streaming.MEZZANINE);
    bench.run(SoundEncoding.pass(plan.profile().sound(), loudness, plan.length()));
  }
}
