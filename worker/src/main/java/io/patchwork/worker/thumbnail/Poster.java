package io.patchwork.worker.thumbnail;

import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.ffmpeg.Encoding;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.ffmpeg.HouseFormat;
import io.patchwork.worker.ffmpeg.OutputSpec;
import java.util.List;

/**
 * The poster of a video, in several sizes: the best of candidates at even intervals. A good
 * candidate is sharp, neither dark nor pale, rich in contrast, and not a flash that differs from
 * the frames before and after it.
 *
 * @param interval seconds from one candidate to the next
 */
public record Poster(HouseFormat.VideoTap look, FrameSize size, Fraction interval)
    implements ThumbnailSpec {

  private static final String FRAMES = "poster.rgb";
  private static final int LONG_SIDE = 1280;
  private static final int SHORT_SIDE = 720;
  private static final int MAX_CANDIDATES = 60;
  private static final Fraction MIN_INTERVAL_SECONDS = Fraction.ONE;

  static Poster plan(VideoStream stream, RationalTime duration) {
    HouseFormat.VideoTap look = HouseFormat.withinFullHd(stream);
    Fraction interval = duration.seconds().dividedBy(Fraction.of(MAX_CANDIDATES));
    return new Poster(
        look,
        look.size().within(LONG_SIDE, SHORT_SIDE).even(),
        interval.compareTo(MIN_INTERVAL_SECONDS) < 0 ? MIN_INTERVAL_SECONDS : interval);
  }

  @Override
  public String kind() {
    return "poster";
  }

  @Override
  public boolean isOptional() {
    return true;
  }

  @Override
  public List<OutputSpec> outputs() {
    return List.of(
        OutputSpec.stream(
            FRAMES,
            look.tap().select(look.every(interval)).through(size.inRgb()),
            // A header that declares too short a duration must not make candidates without end.
            Encoding.pixels().ofFrames(2 * MAX_CANDIDATES).passthrough()));
  }
}
