package io.patchwork.worker.artifact;

import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.MediaKind;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.fetch.SourceFetcher.FetchedSource;
import io.patchwork.worker.ffmpeg.Demuxer;
import io.patchwork.worker.ffmpeg.FrameRange;
import io.patchwork.worker.ffmpeg.HouseFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a source is cut into chunks so that no message takes long: its video into ranges of whole
 * GOPs, its audio in one chunk. A value.
 *
 * @param stretches frame ranges of the video in order; one for a source that is not split
 * @param hasAudio whether the audio is a chunk of its own
 */
public record ChunkSplit(List<FrameRange> stretches, boolean hasAudio) {

  /** No split. */
  static final ChunkSplit NONE = new ChunkSplit(List.of(FrameRange.WHOLE), false);

  private static final Fraction HD = Fraction.of(1920L * 1080 * 30);

  /** Minimum cost of small frames, relative to 1920×1080 at 30 fps. */
  private static final Fraction MIN_COST = Fraction.of(1, 4);

  public ChunkSplit {
    stretches = List.copyOf(stretches);
  }

  /** Whether the source is not split. */
  public boolean isNone() {
    return stretches.size() < 2;
  }

  /** The chunks, the audio first, because it takes longest. */
  public List<Chunk> chunks() {
    List<Chunk> chunks = new ArrayList<>();
    if (hasAudio) {
      chunks.add(new Chunk.OfAudio());
    }
    stretches.forEach(stretch -> chunks.add(new Chunk.OfPicture(stretch)));
    return chunks;
  }

  /**
   * Splits a source.
   *
   * @param message length of a chunk for 1920×1080 at 30 fps
   */
  static ChunkSplit of(FetchedSource material, List<ArtifactSpec> wanted, RationalTime message) {
    MediaInfo info = material.info();
    Optional<VideoStream> video = info.videoStream();
    // The audio may be much longer than the video.
    @Nullable RationalTime duration = video.map(VideoStream::duration).orElse(null);
    if (info.kind() != MediaKind.VIDEO
        || video.isEmpty()
        || duration == null
        || video.get().isTiled()
        || material.demuxer().filter(Demuxer::seeksExactly).isEmpty()
        || !isHeavy(wanted)) {
      return NONE;
    }
    FrameRate rate = HouseFormat.rate(video.get());
    long group = wanted.stream().mapToLong(each -> each.gopFrames(rate)).max().orElse(1);
    Fraction length = message.seconds().dividedBy(cost(video.get(), rate));
    long messages = duration.seconds().dividedBy(length).round().longValueExact();
    if (messages < 2) {
      return NONE;
    }
    Fraction groups = duration.seconds().times(rate.perSecond()).dividedBy(Fraction.of(group));
    long frames =
        group
            * groups
                .dividedBy(Fraction.of(messages))
                .ceiling()
                .max(java.math.BigInteger.ONE)
                .longValueExact();
    List<FrameRange> stretches = new ArrayList<>();
    long totalFrames = groups.times(Fraction.of(group)).floor().longValueExact();
    long first = 0;
    // The last range is open-ended and at least half as long as the others.
    for (; first + frames + frames / 2 < totalFrames; first += frames) {
      stretches.add(new FrameRange(first, first + frames));
    }
    stretches.add(new FrameRange(first, -1));
    return new ChunkSplit(stretches, wanted.stream().anyMatch(ChunkSplit::isOfAudio));
  }

  /** Whether all frames of the video must be decoded, which takes long. */
  static boolean isHeavy(List<ArtifactSpec> wanted) {
    return wanted.stream().anyMatch(each -> isOfPicture(each) && !each.needsKeyFramesOnly());
  }

  private static boolean isOfPicture(ArtifactSpec spec) {
    Chunk video = new Chunk.OfPicture(FrameRange.WHOLE);
    return spec.outputs().stream().anyMatch(video::has);
  }

  private static boolean isOfAudio(ArtifactSpec spec) {
    Chunk audio = new Chunk.OfAudio();
    return spec.outputs().stream().anyMatch(audio::has);
  }

  /** The cost of a second, relative to 1920×1080 at 30 fps. */
  private static Fraction cost(VideoStream video, FrameRate rate) {
    Fraction cost =
        Fraction.of((long) video.width() * video.height()).times(rate.perSecond()).dividedBy(HD);
    return cost.compareTo(MIN_COST) < 0 ? MIN_COST : cost;
  }
}
