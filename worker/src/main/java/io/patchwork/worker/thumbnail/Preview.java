package io.patchwork.worker.thumbnail;

import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.codec.ImageEncodings;
import io.patchwork.worker.ffmpeg.Demuxer;
import io.patchwork.worker.ffmpeg.Encoding;
import io.patchwork.worker.ffmpeg.Filter;
import io.patchwork.worker.ffmpeg.FilterGraph;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.ffmpeg.HouseFormat;
import io.patchwork.worker.ffmpeg.Input;
import io.patchwork.worker.ffmpeg.Output;
import io.patchwork.worker.ffmpeg.OutputSpec;
import io.patchwork.worker.ffmpeg.Pass;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A short silent loop for lists: moments spread over the whole video, or all of a short one.
 *
 * @param rate frame rate of the loop
 * @param moments start time of each moment
 * @param moment duration of each moment
 */
public record Preview(
    HouseFormat.VideoTap look,
    FrameSize size,
    FrameRate rate,
    List<RationalTime> moments,
    RationalTime moment)
    implements ThumbnailSpec {

  private static final String FRAMES = "preview.yuv";
  static final String FILE = "preview.webp";
  private static final int LONG_SIDE = 320;
  private static final FrameRate MAX_RATE = FrameRate.of(10, 1);
  private static final int MOMENTS = 5;
  private static final RationalTime MOMENT = RationalTime.ofSeconds(3, 5);
  private static final RationalTime MAX_WHOLE_DURATION = RationalTime.ofSeconds(4, 1);

  public Preview {
    moments = List.copyOf(moments);
  }

  static Preview plan(VideoStream stream, RationalTime duration) {
    HouseFormat.VideoTap look = HouseFormat.withinFullHd(stream);
    FrameSize size = look.size().within(LONG_SIDE, LONG_SIDE).even();
    boolean isSlow = look.rate().perSecond().compareTo(MAX_RATE.perSecond()) < 0;
    FrameRate rate = isSlow ? look.rate() : MAX_RATE;
    if (duration.compareTo(MAX_WHOLE_DURATION) <= 0) {
      return new Preview(look, size, rate, List.of(RationalTime.ZERO), MAX_WHOLE_DURATION);
    }
    // The first moment at zero: FFmpeg reports no progress before every output has begun.
    List<RationalTime> moments =
        java.util.stream.IntStream.range(0, MOMENTS)
            .mapToObj(i -> new RationalTime(duration.seconds().times(Fraction.of(i, MOMENTS))))
            .toList();
    return new Preview(look, size, rate, moments, MOMENT);
  }

  @Override
  public String kind() {
    return "preview";
  }

  @Override
  public boolean isOptional() {
    return true;
  }

  @Override
  public List<OutputSpec> outputs() {
    String inMoments =
        moments.stream()
            .map(from ->
                "gte(t,"
                    + from.toDecimalString()
                    + ")*lt(t,"
                    + from.plus(moment).toDecimalString()
                    + ")")
            .collect(Collectors.joining("+"));
    String atConstantRate = look.every(Fraction.ONE.dividedBy(rate.perSecond()));
    return List.of(
        OutputSpec.stream(
            FRAMES,
            look.tap()
                .select(atConstantRate + "*(" + inMoments + ")")
                .through(
                    size.scaled(),
                    // The matrix of every WebP (RFC 6386, 9.2).
                    Filter.of("scale", "out_color_matrix", "bt601"),
                    Filter.of("format", "pix_fmts", "yuv420p")),
            Encoding.pixels().passthrough()));
  }

  /** The pass that encodes the YUV4MPEG2 film as an animation. */
  static Pass encoding(String film) {
    return new Pass(
        List.of(Input.whole(film, Demuxer.YUV4MPEG)),
        new FilterGraph(List.of()),
        List.of(new Output(FILE, List.of("0:0"), ImageEncodings.smallAnimatedWebp())),
        Pass.Timestamps.FROM_ZERO,
        null);
  }
}
