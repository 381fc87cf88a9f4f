package io.patchwork.worker.codec;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.ffmpeg.HouseFormat;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How a video is encoded: codec, quality, size, frame rate and closed GOPs of one length, so that
 * chunks join and GOPs can be copied.
 *
 * @param preset of the encoder: speed against size
 * @param crf the encoder's constant rate factor; smaller is better
 * @param maxKbps maximum bit rate in kbit/s, over two seconds; 0 for no bound
 * @param gopFrames frames from key frame to key frame
 * @param transferFunction of the video; HDR is encoded with ten bits
 * @param isDeterministic whether one thread encodes, so that the same frames give the same bytes
 */
public record VideoCoding(
    VideoCodec codec,
    String preset,
    int crf,
    int maxKbps,
    FrameSize size,
    FrameRate rate,
    long gopFrames,
    HouseFormat.TransferFunction transferFunction,
    boolean isDeterministic) {

  private static final String X264 = "stitchable=1:open-gop=0";

  /** The number of frames in a GOP of a length in seconds. */
  public static long gopFrames(FrameRate rate, int seconds) {
    return rate.perSecond()
        .times(Fraction.of(seconds))
        .ceiling()
        .max(BigInteger.ONE)
        .longValueExact();
  }

  /** FFmpeg's options. */
  public List<String> options() {
    List<String> options = new ArrayList<>(encoder());
    String length = Long.toString(gopFrames);
    options.addAll(
        List.of(
            "-g",
            length,
            "-keyint_min",
            length,
            "-flags",
            isDeterministic ? "+cgop+bitexact" : "+cgop",
            "-pix_fmt",
            pixelFormat()));
    // VP9 is capped by its average bit rate instead.
    if (maxKbps > 0 && codec != VideoCodec.VP9) {
      options.addAll(List.of("-maxrate", maxKbps + "k", "-bufsize", 2 * maxKbps + "k"));
    }
    if (isDeterministic) {
      options.addAll(List.of("-threads", "1"));
    }
    return options;
  }

  private List<String> encoder() {
    String rateFactor = Integer.toString(crf);
    return switch (codec) {
      case H264 ->
          List.of(
              "-c:v",
              "libx264",
              "-preset",
              preset,
              "-crf",
              rateFactor,
              "-profile:v",
              "high",
              "-level",
              H264Level.of(size, rate),
              "-sc_threshold",
              "0",
              "-bf",
              "3",
              "-refs",
              "3",
              "-x264-params",
              X264);
      case HEVC ->
          List.of(
              "-c:v",
              "libx265",
              "-preset",
              preset,
              "-crf",
              rateFactor,
              "-tag:v",
              "hvc1",
              "-x265-params",
              "scenecut=0:open-gop=0:info=0:log-level=none"
                  + (isDeterministic ? ":pools=none:frame-threads=1" : ""));
      case AV1 ->
          List.of(
              "-c:v",
              "libsvtav1",
              "-preset",
              preset,
              "-crf",
              rateFactor,
              "-svtav1-params",
              "scd=0:enable-overlays=0" + (isDeterministic ? ":lp=1" : ""));
      case VP9 ->
          List.of(
              "-c:v",
              "libvpx-vp9",
              "-deadline",
              "good",
              "-cpu-used",
              preset,
              "-row-mt",
              isDeterministic ? "0" : "1",
              "-crf",
              rateFactor,
              "-b:v",
              maxKbps * 3 / 4 + "k");
      case PRORES -> List.of("-c:v", "prores_ks", "-profile:v", preset, "-vendor", "apl0");
      case FFV1 -> List.of("-c:v", "ffv1", "-level", "3", "-slicecrc", "1");
      case DNXHR -> List.of("-c:v", "dnxhd", "-profile:v", preset);
    };
  }

  /** FFmpeg's options for a segment of a number of frames, which is joined with others. */
  public List<String> options(long frames) {
    List<String> options = new ArrayList<>(options());
    options.addAll(segment(frames));
    return options;
  }

  /**
   * Slightly more bits for the first and last frames of an H.264 segment, by zones of x264's rate
   * control, which does not know the frames before and after the segment.
   */
  private List<String> segment(long frames) {
    if (codec != VideoCodec.H264) {
      return List.of();
    }
    long last = frames - 1;
    String zones =
        String.format(
            Locale.ROOT,
            "0,0,b=1.35/1,5,b=1.05/%d,%d,b=1.1/%d,%d,b=1.4",
            Math.max(0, last - 4),
            Math.max(0, last - 1),
            last,
            last);
    return List.of("-x264-params", X264 + ":zones=" + zones);
  }

  /** FFmpeg's name of the pixel format that is encoded. */
  public String pixelFormat() {
    return codec.pixelFormat(transferFunction);
  }
}
