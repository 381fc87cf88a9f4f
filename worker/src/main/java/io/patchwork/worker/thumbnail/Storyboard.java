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
 * A sprite sheet of small frames at even intervals and its WebVTT index, for players to show on
 * hover: about a hundred tiles at most, one per second in short videos.
 *
 * <p>FFmpeg writes single tiles and the sheet is assembled here: an output that begins at the end
 * of the video would keep FFmpeg from reporting progress.
 *
 * @param duration of the video
 * @param interval seconds from tile to tile, a whole number
 * @param tile size of one tile
 * @param needsKeyFramesOnly whether each tile shows the key frame before its time
 */
public record Storyboard(
    HouseFormat.VideoTap look,
    RationalTime duration,
    int interval,
    FrameSize tile,
    boolean needsKeyFramesOnly)
    implements ThumbnailSpec {

  private static final String TILES = "storyboard.rgb";
  static final int TYPICAL_TILES = 100;
  private static final int TILE_SIDE = 160;

  static Storyboard plan(VideoStream picture, RationalTime duration, boolean needsKeyFramesOnly) {
    int interval =
        Math.max(
            1, duration.seconds().dividedBy(Fraction.of(TYPICAL_TILES)).ceiling().intValueExact());
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
            // A header that declares too short a duration must not make a sheet without end.
            Encoding.pixels().ofFrames(2 * TYPICAL_TILES).passthrough()));
  }
}
