package io.patchwork.worker.transcode;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.Loudness;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.artifact.ArtifactBuilder;
import io.patchwork.worker.artifact.ArtifactSet;
import io.patchwork.worker.artifact.BuildContext;
import io.patchwork.worker.artifact.Chunk;
import io.patchwork.worker.artifact.SavedChunk;
import io.patchwork.worker.coding.Mp4Index;
import io.patchwork.worker.coding.NothingEncoded;
import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.BadMedia;
import io.patchwork.worker.ffmpeg.Concat;
import io.patchwork.worker.ffmpeg.Conform;
import io.patchwork.worker.ffmpeg.Demuxer;
import io.patchwork.worker.ffmpeg.Encoding;
import io.patchwork.worker.ffmpeg.FilterGraph;
import io.patchwork.worker.ffmpeg.Input;
import io.patchwork.worker.ffmpeg.Output;
import io.patchwork.worker.ffmpeg.Pass;
import io.patchwork.worker.loudness.LoudnessLog;
import io.patchwork.worker.playlist.Fragments;
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
final class StreamingBuilder implements ArtifactBuilder {

  private final Streaming plan;

  /** What each rung is joined of, in order. */
  private final Map<String, List<Joint>> joints = new TreeMap<>();

  private boolean isSoundTaken;

  /** A stretch of a rung. */
  private record Joint(String name, RationalTime length) {}

  StreamingBuilder(Streaming plan) {
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
  public List<String> saveChunk(Chunk chunk, BuildContext context)
      throws Failure, InterruptedException {
    return switch (chunk) {
      case Chunk.OfPicture _ -> {
        if (plan.picture() == null) {
          throw nothing(chunk);
        }
        yield rungFiles(plan.picture());
      }
      case Chunk.OfSound _ -> {
        if (plan.sound() == null) {
          throw nothing(chunk);
        }
        encodeSound(context, loudness(context));
        yield soundFiles();
      }
      case Chunk.Whole _ -> throw nothing(chunk);
    };
  }

  private static IllegalStateException nothing(Chunk chunk) {
    return new IllegalStateException("nothing of this is made of " + chunk);
  }

  @Override
  public void loadChunk(SavedChunk kept, BuildContext context) throws IOException, Failure {
    if (kept.chunk() instanceof Chunk.OfPicture(var stretch) && plan.picture() != null) {
      for (String rung : rungFiles(plan.picture())) {
        takeRung(rung, kept.file(rung), stretch.frames(), Conform.rate(plan.picture()));
      }
    } else if (kept.chunk() instanceof Chunk.OfSound && plan.sound() != null) {
      isSoundTaken = true;
      for (String file : soundFiles()) {
        // It may lie there from something better that could not be joined.
        Files.deleteIfExists(context.out(file));
        Files.createLink(context.out(file), kept.file(file));
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
  public ArtifactSet finish(BuildContext context) throws Failure, InterruptedException {
    for (Map.Entry<String, List<Joint>> rung : joints.entrySet()) {
      join(context, rung.getKey(), rung.getValue());
    }
    @Nullable Loudness loudness = plan.sound() == null ? null : loudness(context);
    if (loudness != null && !isSoundTaken) {
      encodeSound(context, loudness);
    }
    try {
      List<Artifact> artifacts = new Packager(plan, context).pack();
      return ArtifactSet.of(artifacts, loudness);
    } catch (NothingEncoded empty) {
      throw new BadMedia(
          FailureCode.UNDECODABLE,
          "Nothing could be decoded from this file; export it again from the program that made it.",
          empty.getMessage());
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }

  private void join(BuildContext context, String rung, List<Joint> chunks)
      throws Failure, InterruptedException {
    FrameRate rate = Conform.rate(java.util.Objects.requireNonNull(plan.picture()));
    Concat list = new Concat();
    chunks.forEach(chunk -> list.add(chunk.name(), chunk.length()));
    String name = rung + ".txt";
    context.write(name, out -> out.writeBytes(list.toString()));
    context.run(joining(context.asInput(name), rung, rate, plan.length()));
  }

  /** Stretches of a rung end to end, by packet copy. */
  static Pass joining(String list, String rung, FrameRate rate, @Nullable RationalTime length) {
    Encoding encoding = Encoding.copyOnFrames(rate, Fragments.picture(rate));
    return new Pass(
        List.of(Input.whole(list, Demuxer.CONCAT)),
        new FilterGraph(List.of()),
        List.of(new Output(rung, List.of("0:v"), encoding)),
        Pass.Clock.FROM_ZERO,
        length);
  }

  private static Loudness loudness(BuildContext context) throws Failure {
    try {
      return LoudnessLog.read(context.out(Streaming.LOUDNESS), SoundEncoding.HEADROOM_DB);
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }

  /** Once it is known how loud it is. */
  private void encodeSound(BuildContext context, Loudness loudness)
      throws Failure, InterruptedException {
    context.asInput(Streaming.MEZZANINE);
    context.run(SoundEncoding.pass(plan.profile().sound(), loudness, plan.length()));
  }
}
