package io.patchwork.worker.render.plan;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.Curve;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.edit.SourceMedia;
import io.patchwork.worker.edit.Voice;
import io.patchwork.worker.ffmpeg.Demuxer;
import io.patchwork.worker.loudness.Levelling;
import java.util.List;

/**
 * Everything that determines a mix: one continuous piece, kept without loss, of which what people
 * hear is encoded once, because a lossy codec leaves an audible gap wherever two encodes meet.
 *
 * @param loudness of the whole
 * @param samples at 48 kHz, exactly as many
 * @param lanes that sound together, in each of which nothing overlaps
 */
public record MixSpec(
    int renderer, String encoder, Levelling loudness, long samples, List<List<Piece>> lanes) {

  /** Raise it when the same spec is to give other samples. */
  static final int RENDERER = 3;

  public static final int SAMPLE_RATE = Voice.SAMPLE_RATE;

  /** Lossless copies have half the amplitude, so that what clips in its own format does not. */
  private static final int MEZZANINE_LEVEL = 2;

  public MixSpec {
    lanes = lanes.stream().map(List::copyOf).toList();
  }

  /**
   * A stretch of a lane.
   *
   * @param file that the sound is read from
   * @param stream its index in the file
   * @param zero the file's time at which the asset's own time begins
   * @param isCopy whether it is a lossless copy of ours
   * @param at where in the lane
   * @param first sample of the asset, at 48 kHz; before its beginning and behind its end is silence
   * @param speed of the asset's sound in the lane
   * @param gain factors, in time from the piece's start
   * @param pan from -1 to 1
   */
  public record Piece(
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

    public Piece {
      gain = List.copyOf(gain);
    }

    /** The piece of a voice, from the lossless copy of its sound where there is one. */
    static Piece of(Voice voice) {
      SourceMedia source = voice.source();
      MediaInfo info = source.info();
      AudioStream stream = info.sound().orElseThrow();
      boolean hasCopy = source.mezzanine() != null;
      return new Piece(
          source.mezzanine() == null ? source.sha256() : source.mezzanine().sha256(),
          hasCopy ? Demuxer.FLAC : source.demuxer(),
          hasCopy ? 0 : stream.index(),
          hasCopy
              ? RationalTime.ZERO
              : info.picture().map(VideoStream::start).orElseGet(stream::start),
          hasCopy,
          voice.at(),
          voice.samples(),
          voice.first(),
          voice.speed(),
          voice.gain(),
          voice.pan());
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
