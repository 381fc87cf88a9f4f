package io.patchwork.worker.thumbnail;

import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.ffmpeg.Encoding;
import io.patchwork.worker.ffmpeg.Filter;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.ffmpeg.HouseFormat;
import io.patchwork.worker.ffmpeg.OutputSpec;
import java.util.List;

/**
 * A sprite sheet of small pictures at even times and its WebVTT index, for players to show on
 * hover. About a hundred tiles at the most: one a second, further apart in long videos.
 *
 * <p>FFmpeg writes the tiles as they come and they are put together here: a sheet that only begins
 * to be written at the end of the video would keep FFmpeg from telling its progress until then.
 *
 * @param duration of the video
 * @param interval whole seconds from tile to tile
 * @param tile size of one
 * @param needsKeyFramesOnly whether the key frame before is good enough for a tile
 */
public record Storyboard(
    HouseFormat.VideoTap look,
    RationalTime duration,
    int interval,
    FrameSize tile,
    boolean needsKeyFramesOnly)
    implements ThumbnailSpec {

  private static final String TILES = "storyboard.rgb";
  static final int ABOUT = 100;
  private static final int TILE_SIDE = 160;

  static Storyboard plan(VideoStream picture, RationalTime duration, boolean needsKeyFramesOnly) {
    int interval =
        Math.max(1, duration.seconds().dividedBy(Fraction.of(ABOUT)).ceiling().intValueExact());
    HouseFormat.VideoTap look = HouseFormat.withinFullHd(picture);
    FrameSize tile = look.size().within(TILE_SIDE, TILE_SIDE).even();
    return new Storyboard(look, duration, interval, tile, needsKeyFramesOnly);
  }

  @Override
  public String kind() {
    return "storyboard";
  }

  @Override
  public boolean isOptional() {
    return true;
  }

  @Override
  public List<OutputSpec> outputs() {
    return List.of(
        OutputSpec.stream(
            TILES,
            look.tap()
                .select(look.every(Fraction.of(interval)))
                .through(tile.scaled(), Filter.of("format", "pix_fmts", "rgb24")),
            // A header that claims too little must not make a sheet without end.
            Encoding.pixels().ofFrames(2 * ABOUT).passthrough()));
  }
}
