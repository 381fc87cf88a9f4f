package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * A source as everything is made from it, so that whoever makes something says the same and shares
 * the work: picture upright, in square pixels, progressive, at a constant rate, in the colours of
 * HD video; sound from the first frame on at {@value #SAMPLE_RATE} Hz in stereo or mono.
 */
public final class HouseFormat {

  public static final int SAMPLE_RATE = 48_000;

  private static final int LONG_SIDE = 1920;
  private static final int SHORT_SIDE = 1080;

  /**
   * How a picture's values stand for light.
   *
   * @see "ITU-T H.273, table 3"
   */
  public enum TransferFunction {
    SDR("bt709", 1, "yuv420p"),
    /** SMPTE ST 2084. */
    PQ("smpte2084", 16, "yuv420p10le"),
    /** ARIB STD-B67. */
    HLG("arib-std-b67", 18, "yuv420p10le");

    private final String transfer;
    private final int codePoint;
    private final String pixelFormat;

    TransferFunction(String transfer, int codePoint, String pixelFormat) {
      this.transfer = transfer;
      this.codePoint = codePoint;
      this.pixelFormat = pixelFormat;
    }

    /** The number by which it is known to players. */
    public int codePoint() {
      return codePoint;
    }

    /** FFmpeg's name of what it is encoded in here. */
    public String pixelFormat() {
      return pixelFormat;
    }
  }

  /** The light of a source. */
  public static TransferFunction transferFunction(VideoStream stream) {
    return Arrays.stream(TransferFunction.values())
        .filter(transferFunction -> transferFunction.transfer.equals(stream.colorTransfer()))
        .findFirst()
        .orElse(TransferFunction.SDR);
  }

  private HouseFormat() {}

  /** The constant rate of what is made of a picture. */
  public static FrameRate rate(VideoStream stream) {
    return FrameRates.constant(stream);
  }

  /**
   * The picture in SDR in sizes that fall, each scaled from the one before.
   *
   * @param sizes in even numbers of pixels, the largest first
   * @return a tap a size
   */
  public static List<Tap> sdrVideo(VideoStream stream, List<FrameSize> sizes) {
    return cascade(sizes, size -> standard(stream, size));
  }

  /**
   * The picture of an HDR source as bright as it is, in ten bits, in sizes that fall.
   *
   * @param sizes in even numbers of pixels, the largest first
   * @return a tap a size
   */
  public static List<Tap> hdrVideo(VideoStream stream, List<FrameSize> sizes) {
    TransferFunction transferFunction = transferFunction(stream);
    return cascade(
        sizes,
        size ->
            hdr(stream, size)
                .through(
                    Filter.of("scale", "out_color_matrix", "bt2020", "out_range", "tv"),
                    Filter.of("format", "pix_fmts", transferFunction.pixelFormat()),
                    Filter.of("setsar", "sar", 1),
                    ColourConversion.tagged("bt2020nc", "bt2020", transferFunction.transfer)));
  }

  private static List<Tap> cascade(List<FrameSize> sizes, Function<FrameSize, Tap> first) {
    List<Tap> taps = new ArrayList<>();
    for (FrameSize size : sizes) {
      taps.add(
          taps.isEmpty()
              ? first.apply(size)
              : taps.getLast().through(ColourConversion.scaled(size)));
    }
    return taps;
  }

  private static Tap atConstantRate(VideoStream stream) {
    return Tap.video().through(progressive(stream)).atConstantRate(rate(stream));
  }

  /** What makes whole frames of fields, before anything else is done to them. */
  public static List<Filter> progressive(VideoStream stream) {
    return stream.isInterlaced() ? List.of(Filter.of("bwdif", "mode", "send_frame")) : List.of();
  }

  /**
   * What makes frames of a size in SDR of progressive ones, as in the renditions.
   *
   * @param from the upright frames' size in their own pixels
   * @param keepsAlpha whether what can be seen through stays so
   */
  public static List<Filter> standard(
      VideoStream stream, FrameSize from, FrameSize size, boolean keepsAlpha) {
    List<Filter> filters = new ArrayList<>();
    if (transferFunction(stream) == TransferFunction.SDR) {
      filters.addAll(
          ColourConversion.inHd(stream, from, size, keepsAlpha ? "yuva420p" : "yuv420p"));
    } else {
      filters.add(ColourConversion.scaled(size));
      filters.add(Filter.of("format", "pix_fmts", stream.pixelFormat()));
      filters.addAll(ColourConversion.toneMapped());
    }
    filters.add(Filter.of("setsar", "sar", 1));
    filters.add(tagged());
    return filters;
  }

  /** What says that a picture is in the colours of HD video. */
  public static Filter tagged() {
    return ColourConversion.tagged("bt709", "bt709", "bt709");
  }

  /** The one place where an HDR picture is scaled, in its own format whoever takes from it. */
  private static Tap hdr(VideoStream stream, FrameSize size) {
    return atConstantRate(stream)
        .through(
            ColourConversion.scaled(size), Filter.of("format", "pix_fmts", stream.pixelFormat()));
  }

  private static Tap standard(VideoStream stream, FrameSize size) {
    Tap frames =
        transferFunction(stream) == TransferFunction.SDR
            ? atConstantRate(stream)
                .through(ColourConversion.inHd(stream, upright(stream), size, "yuv420p"))
            : hdr(stream, size).through(ColourConversion.toneMapped());
    return frames.through(Filter.of("setsar", "sar", 1), tagged());
  }

  /** The upright frames' size in the stream's own pixels, square or not. */
  public static FrameSize upright(VideoStream stream) {
    boolean isTurned = stream.rotation() % 180 != 0;
    return isTurned
        ? new FrameSize(stream.height(), stream.width())
        : new FrameSize(stream.width(), stream.height());
  }

  /** A picture on a tap. */
  public record VideoTap(Tap tap, FrameSize size, FrameRate rate) {

    /**
     * The first frame at or after every multiple of an interval, whichever stretch is made: no
     * state is kept from frame to frame.
     *
     * @return an expression of FFmpeg's that is not zero for them
     */
    public String every(Fraction interval) {
      // A frame's time is its number; integers below 2^53 and their quotients floor exactly.
      Fraction perFrame = Fraction.ONE.dividedBy(rate.perSecond().times(interval));
      String index = "floor(%s*" + perFrame.numerator() + "/" + perFrame.denominator() + ")";
      return "gt(" + index.formatted("pts") + "," + index.formatted("(pts-1)") + ")";
    }

    /** Whether a frame is one of {@link #every}. */
    public boolean isOneOfEvery(Fraction interval, long frame) {
      Fraction perFrame = Fraction.ONE.dividedBy(rate.perSecond().times(interval));
      return !perFrame
          .times(Fraction.of(frame))
          .floor()
          .equals(perFrame.times(Fraction.of(frame - 1)).floor());
    }
  }

  /**
   * The picture within 1920×1080, for whoever looks at it or shows some of it. Who wants few frames
   * of it, or small ones, should select before he scales.
   */
  public static VideoTap withinFullHd(VideoStream stream) {
    FrameSize size = FrameSize.of(stream).within(LONG_SIDE, SHORT_SIDE).even();
    return new VideoTap(sdrVideo(stream, List.of(size)).getFirst(), size, rate(stream));
  }

  /** How many channels there are of what is made of a sound: mono stays mono. */
  public static int channels(AudioStream stream) {
    return Math.min(stream.channels(), 2);
  }

  /** The sound, its first sample at the first frame of the picture, silence before it begins. */
  public static Tap audio(AudioStream stream) {
    return Tap.audio()
        .through(
            Filter.of(
                "aresample",
                "sample_rate",
                SAMPLE_RATE,
                "async",
                1,
                "first_pts",
                0,
                "out_chlayout",
                channels(stream) == 1 ? "mono" : "stereo",
                "out_sample_fmt",
                "flt"));
  }
}
