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
 * How a source is cut so that no message needs long: its picture in stretches of whole groups of
 * pictures, its sound in one piece. A value.
 *
 * @param stretches of the picture in order, one for a source that is worked on at once
 * @param hasAudio whether the sound is a chunk of its own
 */
public record ChunkSplit(List<FrameRange> stretches, boolean hasAudio) {

  /** Worked on at once. */
  static final ChunkSplit NONE = new ChunkSplit(List.of(FrameRange.WHOLE), false);

  private static final Fraction HD = Fraction.of(1920L * 1080 * 30);

  /** Small pictures cost less, but not so much less. */
  private static final Fraction MIN_COST = Fraction.of(1, 4);

  public ChunkSplit {
    stretches = List.copyOf(stretches);
  }

  /** Whether it is worked on at once. */
  public boolean isNone() {
    return stretches.size() < 2;
  }

  /** What each message works on: the sound first, because one worker is at it for long. */
  public List<Chunk> chunks() {
    List<Chunk> chunks = new ArrayList<>();
    if (hasAudio) {
      chunks.add(new Chunk.OfAudio());
    }
    stretches.forEach(stretch -> chunks.add(new Chunk.OfPicture(stretch)));
    return chunks;
  }

  /**
   * Divides a source.
   *
   * @param message how much of a picture of 1920×1080 at 30 frames a second one message takes
   */
  static ChunkSplit of(FetchedSource material, List<ArtifactSpec> wanted, RationalTime message) {
    MediaInfo info = material.info();
    Optional<VideoStream> picture = info.videoStream();
    // A sound may go on for long after its picture.
    @Nullable RationalTime duration = picture.map(VideoStream::duration).orElse(null);
    if (info.kind() != MediaKind.VIDEO
        || picture.isEmpty()
        || duration == null
        || picture.get().isTiled()
        || material.demuxer().filter(Demuxer::seeksExactly).isEmpty()
        || !isHeavy(wanted)) {
      return NONE;
    }
    FrameRate rate = HouseFormat.rate(picture.get());
    long group = wanted.stream().mapToLong(each -> each.gopFrames(rate)).max().orElse(1);
    Fraction length = message.seconds().dividedBy(cost(picture.get(), rate));
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
    long all = groups.times(Fraction.of(group)).floor().longValueExact();
    long first = 0;
    // The last goes on to wherever the picture ends, and is never next to nothing.
    for (; first + frames + frames / 2 < all; first += frames) {
      stretches.add(new FrameRange(first, first + frames));
    }
    stretches.add(new FrameRange(first, -1));
    return new ChunkSplit(stretches, wanted.stream().anyMatch(ChunkSplit::isOfAudio));
  }

  /** Whether all frames of a picture have to be decoded: what takes long. */
  static boolean isHeavy(List<ArtifactSpec> wanted) {
    return wanted.stream().anyMatch(each -> isOfPicture(each) && !each.needsKeyFramesOnly());
  }

  private static boolean isOfPicture(ArtifactSpec spec) {
    Chunk picture = new Chunk.OfPicture(FrameRange.WHOLE);
    return spec.outputs().stream().anyMatch(picture::has);
  }

  private static boolean isOfAudio(ArtifactSpec spec) {
    Chunk audio = new Chunk.OfAudio();
    return spec.outputs().stream().anyMatch(audio::has);
  }

  /** What a second costs, a second of HD being 1. */
  private static Fraction cost(VideoStream picture, FrameRate rate) {
    Fraction cost =
        Fraction.of((long) picture.width() * picture.height())
            .times(rate.perSecond())
            .dividedBy(HD);
    return cost.compareTo(MIN_COST) < 0 ? MIN_COST : cost;
  }
}
