package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.time.FrameRate;
import java.util.ArrayList;
import java.util.List;

/**
 * How pictures and samples are written: what is taken of them, the encoder and the container.
 *
 * @param frames how many pictures are taken at the most; 0 for all
 * @param codec options of encoders and bitstream filters
 * @param isBitexact whether the container says nothing of when and by what it was written
 */
public record Encoding(
    long frames, FrameSync frameSync, List<String> codec, boolean isBitexact, Muxer muxer) {

  /** What becomes of pictures whose times are not those of a constant rate. */
  public enum FrameSync {
    /** As FFmpeg thinks right for the container: pictures may be dropped or repeated. */
    AUTO,
    /** Every picture is written once, at its own time. */
    PASSTHROUGH
  }

  public Encoding {
    if (frames < 0) {
      throw new IllegalArgumentException("less than no frames: " + frames);
    }
    codec = List.copyOf(codec);
  }

  /**
   * All that comes.
   *
   * @param codec options of the encoders
   */
  public Encoding(List<String> codec, Muxer muxer) {
    this(0, FrameSync.AUTO, codec, false, muxer);
  }

  /** Packets as they are. */
  public static Encoding copy(Muxer muxer) {
    return new Encoding(List.of("-c", "copy"), muxer);
  }

  /** Packets as they are, pictures put back onto the frames of a rate. */
  public static Encoding copyOnFrames(FrameRate rate, Muxer muxer) {
    List<String> codec = new ArrayList<>(List.of("-c", "copy"));
    codec.addAll(Concat.onFrames(rate.timescale(), rate));
    return new Encoding(codec, muxer);
  }

  /** The pixels of frames, one after the other. */
  public static Encoding pixels() {
    return new Encoding(List.of(), FixedMuxer.RAW_VIDEO);
  }

  /** Samples of 16 bits, little-endian, one after the other. */
  public static Encoding samples() {
    return new Encoding(List.of("-c:a", "pcm_s16le"), FixedMuxer.S16LE);
  }

  /** The digest of samples of 16 bits. */
  public static Encoding digestOfSamples() {
    return new Encoding(List.of("-c:a", "pcm_s16le"), FixedMuxer.SHA256);
  }

  /** Nothing is written: what is wanted is what filters write beside. */
  public static Encoding nothing() {
    return new Encoding(List.of(), FixedMuxer.NULL);
  }

  /** The same of so many frames at the most. */
  public Encoding ofFrames(long number) {
    return new Encoding(number, frameSync, codec, isBitexact, muxer);
  }

  /** The same with every picture written once, at its own time. */
  public Encoding passthrough() {
    return new Encoding(frames, FrameSync.PASSTHROUGH, codec, isBitexact, muxer);
  }

  /** The same without a word of when and by what it was written. */
  public Encoding bitexact() {
    return new Encoding(frames, frameSync, codec, true, muxer);
  }

  /** FFmpeg's options. */
  public List<String> options() {
    List<String> options = new ArrayList<>();
    if (frames > 0) {
      options.addAll(List.of("-frames:v", Long.toString(frames)));
    }
    options.addAll(
        switch (frameSync) {
          case AUTO -> List.of();
          case PASSTHROUGH -> List.of("-fps_mode", "passthrough");
        });
    options.addAll(codec);
    if (isBitexact) {
      options.addAll(List.of("-fflags", "+bitexact"));
    }
    options.addAll(muxer.options());
    options.addAll(List.of("-f", muxer.format()));
    return options;
  }
}
