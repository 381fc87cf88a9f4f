package io.patchwork.worker.render.plan;

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
 * Everything that determines a mix: one continuous clip, kept without loss, of which what people
 * hear is encoded once, because a lossy codec leaves an audible gap wherever two encodes meet.
 *
 * @param loudness of the whole
 * @param samples at 48 kHz, exactly as many
 * @param tracks that sound together, in each of which nothing overlaps
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

  /** Lossless copies have half the amplitude, so that what clips in its own format does not. */
  private static final int MEZZANINE_LEVEL = 2;

  public MixSpec {
    tracks = tracks.stream().map(List::copyOf).toList();
  }

  /**
   * A stretch of a track.
   *
   * @param file that the sound is read from
   * @param stream its index in the file
   * @param zero the file's time at which the asset's own time begins
   * @param isCopy whether it is a lossless copy of ours
   * @param at where in the track
   * @param first sample of the asset, at 48 kHz; before its beginning and behind its end is silence
   * @param speed of the asset's sound in the track
   * @param gain factors, in time from the clip's start
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
      Fraction pan) {

    public Clip {
      gain = List.copyOf(gain);
    }

    /** The clip of a voice, from the lossless copy of its sound where there is one. */
    static Clip of(MixClip mixClip) {
      SourceMedia source = mixClip.source();
      MediaInfo info = source.info();
      AudioStream stream = info.audioStream().orElseThrow();
      boolean hasCopy = source.mezzanine() != null;
      return new Clip(
          source.mezzanine() == null ? source.sha256() : source.mezzanine().sha256(),
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
          mixClip.pan());
    }

    /** What the file's samples are multiplied by to be as loud as the asset. */
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
