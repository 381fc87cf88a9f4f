package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A source as everything is made from it, so that whoever makes something says the same and shares
 * the work: picture upright, in square pixels, progressive, at a constant rate, in the colours of
 * HD video; sound from the first frame on at {@value #SAMPLE_RATE} Hz in stereo or mono.
 */
public final class Conform {

  public static final int SAMPLE_RATE = 48_000;

  private static final String SCALER = "bicubic+accurate_rnd+bitexact";
  private static final Fraction SLACK = Fraction.of(1, 200);
  private static final FrameRate FASTEST = FrameRate.of(60, 1);
  private static final List<FrameRate> USUAL =
      List.of(
          FrameRate.of(24_000, 1001),
          FrameRate.of(24, 1),
          FrameRate.of(25, 1),
          FrameRate.of(30_000, 1001),
          FrameRate.of(30, 1),
          FrameRate.of(50, 1),
          FrameRate.of(60_000, 1001),
          FASTEST);

  private static final int LONG_SIDE = 1920;
  private static final int SHORT_SIDE = 1080;

  /**
   * How a picture's values stand for light.
   *
   * @see "ITU-T H.273, table 3"
   */
  public enum Light {
    SDR("bt709", 1, "yuv420p"),
    /** SMPTE ST 2084. */
    PQ("smpte2084", 16, "yuv420p10le"),
    /** ARIB STD-B67. */
    HLG("arib-std-b67", 18, "yuv420p10le");

    private final String transfer;
    private final int codePoint;
    private final String pixelFormat;

    Light(String transfer, int codePoint, String pixelFormat) {
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
  public static Light light(VideoStream stream) {
    return Arrays.stream(Light.values())
        .filter(light -> light.transfer.equals(stream.colorTransfer()))
        .findFirst()
        .orElse(Light.SDR);
  }

  private Conform() {}

  /**
   * The constant rate of what is made of a picture: the source's own where it has one, halved until
   * it is at most 60; of a variable one the usual rate next above its average.
   */
  public static FrameRate rate(VideoStream stream) {
    FrameRate average = stream.averageRate();
    FrameRate real = stream.realRate();
    if (average == null || real == null) {
      return usual(average == null ? real : average);
    }
    Fraction gap = average.perSecond().minus(real.perSecond()).dividedBy(average.perSecond());
    boolean isConstant = gap.compareTo(SLACK) <= 0 && gap.negate().compareTo(SLACK) <= 0;
    if (!isConstant) {
      return USUAL.contains(real) ? real : usual(average);
    }
    Fraction rate = real.perSecond();
    while (rate.compareTo(FASTEST.perSecond()) > 0) {
      rate = rate.dividedBy(Fraction.of(2));
    }
    return new FrameRate(rate);
  }

  private static FrameRate usual(@Nullable FrameRate average) {
    if (average == null) {
      return FrameRate.of(25, 1);
    }
    return USUAL.stream()
        .filter(rate -> rate.perSecond().compareTo(average.perSecond()) >= 0)
        .findFirst()
        .orElse(FASTEST);
  }

  /**
   * The picture in SDR in sizes that fall, each scaled from the one before.
   *
   * @param sizes in even numbers of pixels, the largest first
   * @return a tap a size
   */
  public static List<Tap> picture(VideoStream stream, List<FrameSize> sizes) {
    return falling(sizes, size -> standard(stream, size));
  }

  /**
   * The picture of an HDR source as bright as it is, in ten bits, in sizes that fall.
   *
   * @param sizes in even numbers of pixels, the largest first
   * @return a tap a size
   */
  public static List<Tap> brightPicture(VideoStream stream, List<FrameSize> sizes) {
    Light light = light(stream);
    return falling(
        sizes,
        size ->
            bright(stream, size)
                .through(
                    Filter.of("scale", "out_color_matrix", "bt2020", "out_range", "tv"),
                    Filter.of("format", "pix_fmts", light.pixelFormat()),
                    Filter.of("setsar", "sar", 1),
                    tagged("bt2020nc", "bt2020", light.transfer)));
  }

  private static List<Tap> falling(List<FrameSize> sizes, Function<FrameSize, Tap> first) {
    List<Tap> taps = new ArrayList<>();
    for (FrameSize size : sizes) {
      taps.add(taps.isEmpty() ? first.apply(size) : taps.getLast().through(scaled(size)));
    }
    return taps;
  }

  private static Filter scaled(FrameSize size) {
    return Filter.of("scale", "w", size.width(), "h", size.height(), "flags", SCALER);
  }

  private static Tap onGrid(VideoStream stream) {
    return Tap.picture().through(progressive(stream)).onGrid(rate(stream));
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
    if (light(stream) == Light.SDR) {
      filters.addAll(standardColours(stream, from, size, keepsAlpha ? "yuva420p" : "yuv420p"));
    } else {
      filters.add(scaled(size));
      filters.add(Filter.of("format", "pix_fmts", stream.pixelFormat()));
      filters.addAll(toneMapped());
    }
    filters.add(Filter.of("setsar", "sar", 1));
    filters.add(tagged());
    return filters;
  }

  /** What says that a picture is in the colours of HD video. */
  public static Filter tagged() {
    return tagged("bt709", "bt709", "bt709");
  }

  /** The one place where an HDR picture is scaled, in its own format whoever takes from it. */
  private static Tap bright(VideoStream stream, FrameSize size) {
    return onGrid(stream)
        .through(scaled(size), Filter.of("format", "pix_fmts", stream.pixelFormat()));
  }

  private static Tap standard(VideoStream stream, FrameSize size) {
    Tap frames =
        light(stream) == Light.SDR
            ? onGrid(stream).through(standardColours(stream, upright(stream), size, "yuv420p"))
            : bright(stream, size).through(toneMapped());
    return frames.through(Filter.of("setsar", "sar", 1), tagged());
  }

  /** Last: a frame's own tags go before those of the encoder. */
  private static Filter tagged(String matrix, String primaries, String transfer) {
    return Filter.of(
        "setparams",
        "range",
        "tv",
        "colorspace",
        matrix,
        "color_primaries",
        primaries,
        "color_trc",
        transfer,
        "field_mode",
        "prog",
        "chroma_location",
        "left");
  }

  /** From the light of HDR to that of SDR, reference white at 203 cd/m² (ITU-R BT.2408). */
  private static List<Filter> toneMapped() {
    return List.of(
        Filter.of("zscale", "transfer", "linear", "npl", 203),
        Filter.of("format", "pix_fmts", "gbrpf32le"),
        Filter.of("zscale", "primaries", "bt709"),
        Filter.of("tonemap", "tonemap", "hable", "desat", 0),
        Filter.of("zscale", "transfer", "bt709", "matrix", "bt709", "range", "limited"),
        Filter.of("format", "pix_fmts", "yuv420p"),
        // What is said of the display that it was mastered on is not true of it any more.
        Filter.of("sidedata", "mode", "delete"));
  }

  /** The upright frames' size in the stream's own pixels, square or not. */
  public static FrameSize upright(VideoStream stream) {
    boolean isTurned = stream.rotation() % 180 != 0;
    return isTurned
        ? new FrameSize(stream.height(), stream.width())
        : new FrameSize(stream.width(), stream.height());
  }

  private static List<Filter> standardColours(
      VideoStream stream, FrameSize from, FrameSize size, String pixelFormat) {
    boolean isRightSize = size.equals(from);
    boolean isRightColour =
        stream.pixelFormat().equals(pixelFormat)
            && "bt709".equals(stream.colorSpace())
            && !"pc".equals(stream.colorRange());
    if (isRightSize && isRightColour) {
      return List.of();
    }
    List<Object> options =
        new ArrayList<>(
            List.of(
                "w",
                size.width(),
                "h",
                size.height(),
                "flags",
                SCALER,
                "out_color_matrix",
                "bt709",
                "out_range",
                "tv"));
    if (stream.colorSpace() == null && stream.pixelFormat().startsWith("yuv")) {
      // Untagged: what players assume by size.
      options.addAll(List.of("in_color_matrix", stream.height() >= 720 ? "bt709" : "bt601"));
    }
    return List.of(
        Filter.of("scale", options.toArray()), Filter.of("format", "pix_fmts", pixelFormat));
  }

  /** A picture on a tap. */
  public record Look(Tap tap, FrameSize size, FrameRate rate) {

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
  public static Look look(VideoStream stream) {
    FrameSize size = FrameSize.of(stream).within(LONG_SIDE, SHORT_SIDE).even();
    return new Look(picture(stream, List.of(size)).getFirst(), size, rate(stream));
  }

  /** How many channels there are of what is made of a sound: mono stays mono. */
  public static int channels(AudioStream stream) {
    return Math.min(stream.channels(), 2);
  }

  /** The sound, its first sample at the first frame of the picture, silence before it begins. */
  public static Tap sound(AudioStream stream) {
    return Tap.sound()
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
