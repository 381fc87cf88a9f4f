package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.time.FrameRate;
import java.util.ArrayList;
import java.util.List;

/**
 * How an output is encoded and muxed: how many frames, which encoder and which container.
 *
 * @param frames maximum number of video frames; 0 for all
 * @param codec options of encoders and bitstream filters
 * @param isBitexact whether the container omits the time and the program that wrote it
 */
public record Encoding(
    long frames, FrameSync frameSync, List<String> codec, boolean isBitexact, Muxer muxer) {

  /** How frames are treated whose timestamps do not follow a constant rate. */
  public enum FrameSync {
    /** FFmpeg's default for the container: frames may be dropped or repeated. */
    AUTO,
    /** Every frame is written once, with its own timestamp. */
    PASSTHROUGH
  }

  public Encoding {
    if (frames < 0) {
      throw new IllegalArgumentException("less than no frames: " + frames);
    }
    codec = List.copyOf(codec);
  }

  /**
   * All frames, FFmpeg's default frame sync.
   *
   * @param codec options of the encoders
   */
  public Encoding(List<String> codec, Muxer muxer) {
    this(0, FrameSync.AUTO, codec, false, muxer);
  }

  /** Stream copy. */
  public static Encoding copy(Muxer muxer) {
    return new Encoding(List.of("-c", "copy"), muxer);
  }

  /** Stream copy with the video timestamps rounded to the frames of a rate. */
  public static Encoding copyOnFrames(FrameRate rate, Muxer muxer) {
    List<String> codec = new ArrayList<>(List.of("-c", "copy"));
    codec.addAll(Concat.onFrames(rate.timescale(), rate));
    return new Encoding(codec, muxer);
  }

  /** Raw video frames. */
  public static Encoding pixels() {
    return new Encoding(List.of(), FixedMuxer.RAW_VIDEO);
  }

  /** Raw PCM samples, 16 bits, little-endian. */
  public static Encoding samples() {
    return new Encoding(List.of("-c:a", "pcm_s16le"), FixedMuxer.S16LE);
  }

  /** The SHA-256 of the 16-bit PCM samples. */
  public static Encoding digestOfSamples() {
    return new Encoding(List.of("-c:a", "pcm_s16le"), FixedMuxer.SHA256);
  }

  /** No output: only the files that filters write. */
  public static Encoding nothing() {
    return new Encoding(List.of(), FixedMuxer.NULL);
  }

  /** The same, limited to a number of frames. */
  public Encoding ofFrames(long number) {
    return new Encoding(number, frameSync, codec, isBitexact, muxer);
  }

  /** The same with {@link FrameSync#PASSTHROUGH}. */
  public Encoding passthrough() {
    return new Encoding(frames, FrameSync.PASSTHROUGH, codec, isBitexact, muxer);
  }

  /** The same without the time and the program in the container. */
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
