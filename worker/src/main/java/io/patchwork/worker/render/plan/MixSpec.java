package io.patchwork.worker.render.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.Curve;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.composition.MixClip;
import io.patchwork.worker.composition.SourceMedia;
import io.patchwork.worker.ffmpeg.Demuxer;
import io.patchwork.worker.loudness.LoudnessNormalisation;
import java.util.List;

/**
 * Everything that determines a mix. It is one continuous lossless file, from which the soundtrack
 * is encoded at once, because a lossy codec leaves an audible gap wherever two encodes meet.
 *
 * @param loudness target loudness of the whole mix
 * @param samples exact length at 48 kHz
 * @param tracks mixed together; the clips of a track do not overlap
 */
public record MixSpec(
    int renderer,
    String encoder,
    LoudnessNormalisation loudness,
    long samples,
    List<List<Clip>> tracks) {

  /** Raise it when the same spec is to give other samples. */
  static final int RENDERER = 3;

  public static final int SAMPLE_RATE = MixClip.SAMPLE_RATE;

  /** Sound mezzanines have half the amplitude, so that peaks above full scale do not clip. */
  private static final int MEZZANINE_LEVEL = 2;

  public MixSpec {
    tracks = tracks.stream().map(List::copyOf).toList();
  }

  /**
   * A clip on a track of the mix.
   *
   * @param file digest of the file that the audio is read from
   * @param stream index of the audio stream in the file
   * @param zero PTS at which the asset's own time begins
   * @param isCopy whether the file is our sound mezzanine
   * @param at first sample in the track
   * @param first first sample of the asset, at 48 kHz; outside the asset is silence
   * @param speed playback speed of the asset
   * @param gain linear factors that are multiplied; times count from the clip's start
   * @param channels of the file that are heard: one for both sides, or the left and the right one;
   *     empty for all
   * @param pan from -1 to 1
   */
  public record Clip(
      Sha256 file,
      Demuxer demuxer,
      int stream,
      RationalTime zero,
      boolean isCopy,
      long at,
      long samples,
      Fraction first,
      Fraction speed,
      List<Curve> gain,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Integer> channels,
      Fraction pan) {

    @SuppressWarnings("nullness") // an absent list arrives as null from the plan
    public Clip {
      gain = List.copyOf(gain);
      channels = channels == null ? List.of() : List.copyOf(channels);
    }

    /** The clip of a planned one, from the asset's mezzanine where it has one. */
    static Clip of(MixClip mixClip) {
      SourceMedia source = mixClip.source();
      MediaInfo info = source.info();
      AudioStream stream = info.audioStream().orElseThrow();
      // A lossless copy is in stereo at most.
      boolean isWhole = mixClip.channels().isEmpty() || stream.channels() <= 2;
      boolean hasCopy = source.mezzanine() != null && isWhole;
      return new Clip(
          source.mezzanine() == null || !hasCopy ? source.sha256() : source.mezzanine().sha256(),
          hasCopy ? Demuxer.FLAC : source.demuxer(),
          hasCopy ? 0 : stream.index(),
          hasCopy
              ? RationalTime.ZERO
              : info.videoStream().map(VideoStream::start).orElseGet(stream::start),
          hasCopy,
          mixClip.at(),
          mixClip.samples(),
          mixClip.first(),
          mixClip.speed(),
          mixClip.gain(),
          mixClip.channels(),
          mixClip.pan());
    }

    /** The factor that makes the file's samples as loud as the asset's. */
    public int level() {
      return isCopy ? MEZZANINE_LEVEL : 1;
    }

    public long end() {
      return at + samples;
    }
  }

  public Sha256 key() {
    return Sha256.of(Json.canonical(this));
  }
}
