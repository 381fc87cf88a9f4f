package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/**
 * The common format of all outputs of a source: upright, progressive video at a constant rate, SDR
 * or HDR, and mono or stereo audio. Pixels are square; audio has {@value #SAMPLE_RATE} samples a
 * second. Who starts from equal taps shares the work.
 */
public final class HouseFormat {

  public static final int SAMPLE_RATE = 48_000;

  /** FFmpeg's names of the codecs that keep samples in floating point as they are. */
  private static final Set<String> FLOATING_POINT =
      Set.of("pcm_f32le", "pcm_f32be", "pcm_f64le", "pcm_f64be", "wavpack");

  private static final int LONG_SIDE = 1920;
  private static final int SHORT_SIDE = 1080;

  /**
   * The transfer function of a video.
   *
   * @see "ITU-T H.273, table 3"
   */
  public enum TransferFunction {
    SDR("bt709", 1, "yuv420p", Background.SDR),
    /** SMPTE ST 2084; its reference white is that of ITU-R BT.2408, table 1. */
    PQ("smpte2084", 16, "yuv420p10le", new Background.Look("gbrap12le", "0.58")),
    /** ARIB STD-B67; the same. */
    HLG("arib-std-b67", 18, "yuv420p10le", new Background.Look("gbrap12le", "0.75"));

    private final String transfer;
    private final int codePoint;
    private final String pixelFormat;
    private final Background.Look background;

    TransferFunction(
        String transfer, int codePoint, String pixelFormat, Background.Look background) {
      this.transfer = transfer;
      this.codePoint = codePoint;
      this.pixelFormat = pixelFormat;
      this.background = background;
    }

    /** The code point of H.273. */
    public int codePoint() {
      return codePoint;
    }

    /** FFmpeg's name of the pixel format that we encode it in. */
    public String pixelFormat() {
      return pixelFormat;
    }
  }

  /** The transfer function of a source; SDR where it is another or unknown. */
  public static TransferFunction transferFunction(VideoStream stream) {
    return Arrays.stream(TransferFunction.values())
        .filter(transferFunction -> transferFunction.transfer.equals(stream.colorTransfer()))
        .findFirst()
        .orElse(TransferFunction.SDR);
  }

  private HouseFormat() {}

  /** The constant frame rate of everything made from a video. */
  public static FrameRate rate(VideoStream stream) {
    return FrameRates.constant(stream);
  }

  /**
   * The video in SDR, in descending sizes, each scaled from the one before.
   *
   * @param sizes in even numbers of pixels, the largest first
   * @return a tap a size
   */
  public static List<Tap> sdrVideo(VideoStream stream, List<FrameSize> sizes) {
    return cascade(sizes, size -> standard(stream, size));
  }

  /**
   * The video of an HDR source, still HDR, with ten bits, in descending sizes.
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
                .through(ColourConversion.toBt2020(stream))
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
    return SteadyForm.video(stream, upright(stream))
        .through(progressive(stream))
        .atConstantRate(rate(stream));
  }

  /** The deinterlacing filters, which go first; none for progressive video. */
  public static List<Filter> progressive(VideoStream stream) {
    return stream.isInterlaced() ? List.of(Filter.of("bwdif", "mode", "send_frame")) : List.of();
  }

  /**
   * The filters that make progressive frames SDR of a size, as in the renditions.
   *
   * @param from the size of the upright frames in the source's own pixels
   * @param keepsAlpha whether the alpha channel is kept
   */
  public static List<Filter> standard(
      VideoStream stream, FrameSize from, FrameSize size, boolean keepsAlpha) {
    List<Filter> filters = new ArrayList<>(named(stream));
    if (keepsAlpha || transferFunction(stream) == TransferFunction.SDR) {
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

  /** The filter that tags frames as BT.709. */
  public static Filter tagged() {
    return ColourConversion.tagged("bt709", "bt709", "bt709");
  }

  /** HDR video scaled once, in its own pixel format, for HDR and SDR outputs alike. */
  private static Tap hdr(VideoStream stream, FrameSize size) {
    String pixelFormat =
        Background.isSeen(stream)
            ? transferFunction(stream).background.pixelFormat()
            : stream.pixelFormat();
    return flat(stream)
        .through(ColourConversion.scaled(size), Filter.of("format", "pix_fmts", pixelFormat));
  }

  private static List<Filter> named(VideoStream stream) {
    return transferFunction(stream) == TransferFunction.SDR
        ? List.of()
        : SourceColours.named(stream);
  }

  /** The frames at a constant rate, without alpha. */
  private static Tap flat(VideoStream stream) {
    return atConstantRate(stream)
        .through(named(stream))
        .through(Background.behind(stream, transferFunction(stream).background));
  }

  private static Tap standard(VideoStream stream, FrameSize size) {
    Tap frames =
        transferFunction(stream) == TransferFunction.SDR
            ? flat(stream)
                .through(
                    Background.isSeen(stream)
                        ? ColourConversion.rgbInHd(stream, size)
                        : ColourConversion.inHd(stream, upright(stream), size, "yuv420p"))
            : hdr(stream, size).through(ColourConversion.toneMapped());
    return frames.through(Filter.of("setsar", "sar", 1), tagged());
  }

  /** The size of the upright frames in the stream's own pixels, square or not. */
  public static FrameSize upright(VideoStream stream) {
    boolean isTurned = stream.rotation() % 180 != 0;
    return isTurned
        ? new FrameSize(stream.height(), stream.width())
        : new FrameSize(stream.width(), stream.height());
  }

  /** A video tap with the size and rate of its frames. */
  public record VideoTap(Tap tap, FrameSize size, FrameRate rate) {

    /**
     * The first frame at or after every multiple of an interval, in seconds; the same frames for
     * every range, because no state is kept between frames.
     *
     * @return an FFmpeg expression that is not zero for these frames
     */
    public String every(Fraction interval) {
      // A frame's time is its number; integers below 2^53 and their quotients floor exactly.
      Fraction perFrame = Fraction.ONE.dividedBy(rate.perSecond().times(interval));
      String index = "floor(%s*" + perFrame.numerator() + "/" + perFrame.denominator() + ")";
      return "gt(" + index.formatted("pts") + "," + index.formatted("(pts-1)") + ")";
    }

    /** When the frames begin that {@link #every} selects, from zero, by their position. */
    public RationalTime startOf(Fraction interval, long position) {
      Fraction perInterval = rate.perSecond().times(interval);
      Fraction frame = Fraction.of(position);
      return RationalTime.ofFrames(
          perInterval.compareTo(Fraction.ONE) < 0
              ? position
              : frame.times(perInterval).ceiling().longValueExact(),
          rate);
    }

    /** Whether {@link #every} selects a frame. */
    public boolean isOneOfEvery(Fraction interval, long frame) {
      Fraction perFrame = Fraction.ONE.dividedBy(rate.perSecond().times(interval));
      return !perFrame
          .times(Fraction.of(frame))
          .floor()
          .equals(perFrame.times(Fraction.of(frame - 1)).floor());
    }
  }

  /**
   * The video within 1920×1080, for analysis and previews. An output that needs few or small frames
   * should select before it scales.
   */
  public static VideoTap withinFullHd(VideoStream stream) {
    FrameSize size = FrameSize.of(stream).within(LONG_SIDE, SHORT_SIDE).even();
    return new VideoTap(sdrVideo(stream, List.of(size)).getFirst(), size, rate(stream));
  }

  /** The number of audio channels of all outputs: mono stays mono, everything else is stereo. */
  public static int channels(AudioStream stream) {
    return Math.min(stream.channels(), 2);
  }

  /**
   * Two cardioids to the left and the right, from the omnidirectional first channel of ambisonics
   * and the lateral second one (ACN and SN3D, RFC 8486): FFmpeg has no matrix for it.
   */
  private static final Filter AMBISONIC =
      Filter.of("pan", "args", "stereo|FL=0.5*c0+0.5*c1|FR=0.5*c0-0.5*c1");

  /** The audio, padded with silence so that its first sample is at time zero. */
  public static Tap audio(AudioStream stream) {
    String layout = Objects.requireNonNullElse(stream.layout(), "");
    boolean isSphere = layout.startsWith("ambisonic") && stream.channels() > 1;
    Tap finite = SteadyForm.audio(stream).through(finite(stream));
    Tap tap = isSphere ? finite.through(AMBISONIC) : finite;
    return tap.through(
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

  /**
   * The filters that make samples that are no numbers, or infinite, zero, before a filter spreads
   * them over the rest; none for codecs that have none.
   */
  public static List<Filter> finite(AudioStream stream) {
    return FLOATING_POINT.contains(stream.codec())
        ? List.of(
            Filter.of(
                "aeval", "exprs", "if(lt(abs(val(ch)),1e9),val(ch),0)", "channel_layout", "same"))
        : List.of();
  }
}
