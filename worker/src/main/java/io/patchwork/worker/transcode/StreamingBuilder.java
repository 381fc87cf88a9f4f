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
import io.patchwork.worker.codec.EmptyOutput;
import io.patchwork.worker.codec.Mp4Index;
import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.BadMedia;
import io.patchwork.worker.ffmpeg.Concat;
import io.patchwork.worker.ffmpeg.Demuxer;
import io.patchwork.worker.ffmpeg.Encoding;
import io.patchwork.worker.ffmpeg.FilterGraph;
import io.patchwork.worker.ffmpeg.HouseFormat;
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
 * Builds the streaming renditions from the rungs and the audio of a pass. The rungs of a long
 * source come in chunks and are joined by stream copy.
 */
final class StreamingBuilder implements ArtifactBuilder {

  private final Streaming plan;

  /** The chunk files of each rung, in order. */
  private final Map<String, List<ChunkFile>> chunkFiles = new TreeMap<>();

  private boolean isAudioLoaded;

  /** A chunk of a rung. */
  private record ChunkFile(String name, RationalTime length) {}

  StreamingBuilder(Streaming plan) {
    this.plan = plan;
  }

  private List<String> rungFiles(VideoStream video) {
    return Streaming.rungs(plan.profile(), video).stream().map(Streaming.RungFile::file).toList();
  }

  private List<String> audioFiles() {
    List<String> files = new ArrayList<>(List.of(Streaming.MEZZANINE, Streaming.LOUDNESS));
    plan.profile().audio().kbps().forEach(kbps -> files.add(AudioEncoding.file(kbps)));
    return files;
  }

  @Override
  public List<String> saveChunk(Chunk chunk, BuildContext context)
      throws Failure, InterruptedException {
    return switch (chunk) {
      case Chunk.OfPicture _ -> {
        if (plan.video() == null) {
          throw nothing(chunk);
        }
        yield rungFiles(plan.video());
      }
      case Chunk.OfAudio _ -> {
        if (plan.audio() == null) {
          throw nothing(chunk);
        }
        encodeAudio(context, loudness(context));
        yield audioFiles();
      }
      case Chunk.Whole _ -> throw nothing(chunk);
    };
  }

  private static IllegalStateException nothing(Chunk chunk) {
    return new IllegalStateException("nothing of this is made of " + chunk);
  }

  @Override
  public void loadChunk(SavedChunk saved, BuildContext context) throws IOException, Failure {
    if (saved.chunk() instanceof Chunk.OfPicture(var range) && plan.video() != null) {
      for (String rung : rungFiles(plan.video())) {
        loadRung(rung, saved.file(rung), range.frames(), HouseFormat.rate(plan.video()));
      }
    } else if (saved.chunk() instanceof Chunk.OfAudio && plan.audio() != null) {
      isAudioLoaded = true;
      for (String file : audioFiles()) {
        // It may be left from a better spec that could not be joined.
        Files.deleteIfExists(context.out(file));
        Files.createLink(context.out(file), saved.file(file));
      }
    }
  }

  /** Checks the frame count: a chunk with too few frames would put all later ones out of sync. */
  private void loadRung(String rung, Path file, OptionalLong planned, FrameRate rate)
      throws IOException, BadMedia {
    RationalTime length;
    try {
      length = Mp4Index.read(file).duration();
    } catch (EmptyOutput empty) {
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
    chunkFiles
        .computeIfAbsent(rung, name -> new ArrayList<>())
        .add(new ChunkFile(String.valueOf(file.getFileName()), length));
  }

  @Override
  public ArtifactSet finish(BuildContext context) throws Failure, InterruptedException {
    for (Map.Entry<String, List<ChunkFile>> rung : chunkFiles.entrySet()) {
      join(context, rung.getKey(), rung.getValue());
    }
    @Nullable Loudness loudness = plan.audio() == null ? null : loudness(context);
    if (loudness != null && !isAudioLoaded) {
      encodeAudio(context, loudness);
    }
    try {
      List<Artifact> artifacts = new Packager(plan, context).pack();
      return ArtifactSet.of(artifacts, loudness);
    } catch (EmptyOutput empty) {
      throw new BadMedia(
          FailureCode.UNDECODABLE,
          "Nothing could be decoded from this file; export it again from the program that made it.",
          empty.getMessage());
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }

  private void join(BuildContext context, String rung, List<ChunkFile> chunks)
      throws Failure, InterruptedException {
    FrameRate rate = HouseFormat.rate(java.util.Objects.requireNonNull(plan.video()));
    Concat list = new Concat();
    chunks.forEach(chunk -> list.add(chunk.name(), chunk.length()));
    String name = rung + ".txt";
    context.write(name, out -> out.writeBytes(list.toString()));
    context.run(concatPass(context.asInput(name), rung, rate, plan.length()));
  }

  /** The pass that joins the chunks of a rung by stream copy. */
  static Pass concatPass(String list, String rung, FrameRate rate, @Nullable RationalTime length) {
    Encoding encoding = Encoding.copyOnFrames(rate, Fragments.video(rate));
    return new Pass(
        List.of(Input.whole(list, Demuxer.CONCAT)),
        new FilterGraph(List.of()),
        List.of(new Output(rung, List.of("0:v"), encoding)),
        Pass.Timestamps.FROM_ZERO,
        length);
  }

  private static Loudness loudness(BuildContext context) throws Failure {
    try {
      return LoudnessLog.read(context.out(Streaming.LOUDNESS), AudioEncoding.HEADROOM_DB);
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }

  /** Encodes the audio from the mezzanine, once its loudness is measured. */
  private void encodeAudio(BuildContext context, Loudness loudness)
      throws Failure, InterruptedException {
    context.asInput(Streaming.MEZZANINE);
    context.run(
        AudioEncoding.pass(plan.profile().audio(), loudness, plan.length(), plan.silentUntil()));
  }
}
