package io.patchwork.worker.thumbnail;

import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.ffmpeg.Conform;
import io.patchwork.worker.ffmpeg.Filter;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.ffmpeg.Product;
import io.patchwork.worker.ffmpeg.Tap;
import io.patchwork.worker.production.Contribution;
import io.patchwork.worker.production.Findings;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A short silent loop for lists: some moments spread over the whole video, or all of a short one.
 *
 * @param moments when each begins
 * @param moment how long each is
 */
public record Preview(Tap picture, FrameSize size, List<RationalTime> moments, RationalTime moment)
    implements Contribution {

  private static final String FILE = "preview.webp";
  private static final int LONG_SIDE = 320;
  private static final int RATE = 10;
  private static final int MOMENTS = 5;
  private static final RationalTime MOMENT = RationalTime.ofSeconds(3, 5);
  private static final RationalTime SHORT = RationalTime.ofSeconds(4, 1);

  public Preview {
    moments = List.copyOf(moments);
  }

  static Preview plan(VideoStream stream, RationalTime duration) {
    Conform.Look look = Conform.look(stream);
    FrameSize size = look.size().within(LONG_SIDE, LONG_SIDE).even();
    if (duration.compareTo(SHORT) <= 0) {
      return new Preview(look.tap(), size, List.of(RationalTime.ZERO), SHORT);
    }
    // The first at once: FFmpeg tells no progress before every output has begun.
    List<RationalTime> moments =
        java.util.stream.IntStream.range(0, MOMENTS)
            .mapToObj(i -> new RationalTime(duration.seconds().times(Fraction.of(i, MOMENTS))))
            .toList();
    return new Preview(look.tap(), size, moments, MOMENT);
  }

  @Override
  public String name() {
    return "preview";
  }

  @Override
  public boolean isOptional() {
    return true;
  }

  @Override
  public List<Product> products() {
    String inMoments =
        moments.stream()
            .map(from ->
                "gte(t,"
                    + from.toDecimalString()
                    + ")*lt(t,"
                    + from.plus(moment).toDecimalString()
                    + ")")
            .collect(Collectors.joining("+"));
    return List.of(
        Product.file(
            FILE,
            List.of(
                picture.through(
                    Filter.of("fps", "fps", RATE),
                    Filter.of("select", "expr", inMoments),
                    Filter.of("setpts", "expr", "N/" + RATE + "/TB"),
                    size.scaled())),
            List.of(
                "-c:v",
                "libwebp_anim",
                "-quality",
                "60",
                "-compression_level",
                "2",
                "-loop",
                "0",
                "-f",
                "webp")));
  }

  @Override
  public Harvest begin() {
    return bench ->
        Findings.of(
            bench.shelf().picture("preview", FILE, "image/webp", size.width(), size.height()));
  }
}
