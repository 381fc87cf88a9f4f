package io.patchwork.worker.thumbnail;

import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.ffmpeg.Filter;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.ffmpeg.Product;
import io.patchwork.worker.production.Contribution;
import io.patchwork.worker.production.Findings;
import io.patchwork.worker.production.Shelf;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A sprite sheet of small pictures at even times and its WebVTT index, for players to show on
 * hover. At most a hundred tiles: one a second, further apart in long videos.
 *
 * @param duration of the video
 * @param interval whole seconds from tile to tile
 * @param tile size of one
 */
public record Storyboard(RationalTime duration, int interval, FrameSize tile)
    implements Contribution {

  private static final String SHEET = "storyboard.jpg";
  private static final String INDEX = "storyboard.vtt";
  private static final int MAX_TILES = 100;
  private static final int COLUMNS = 10;
  private static final int TILE_SIDE = 160;

  static Storyboard plan(VideoStream picture, RationalTime duration) {
    int interval =
        Math.max(
            1, duration.seconds().dividedBy(Fraction.of(MAX_TILES)).ceiling().intValueExact());
    FrameSize tile = FrameSize.of(picture).within(TILE_SIDE, TILE_SIDE).even();
    return new Storyboard(duration, interval, tile);
  }

  int tiles() {
    return Math.max(
        1, duration.seconds().dividedBy(Fraction.of(interval)).ceiling().intValueExact());
  }

  private int columns() {
    return Math.min(COLUMNS, tiles());
  }

  private int rows() {
    return (tiles() + COLUMNS - 1) / COLUMNS;
  }

  @Override
  public List<Product> products() {
    return List.of(
        new Product(
            SHEET,
            List.of(
                Product.picture(
                    List.of(
                        // Rounding up puts the frame that is shown at second k into tile k.
                        Filter.of("fps", "fps", "1/" + interval, "round", "up", "start_time", 0),
                        tile.scaled(),
                        Filter.of("setsar", "sar", 1),
                        Filter.of("tile", "layout", columns() + "x" + rows())))),
            List.of(
                "-frames:v", "1", "-update", "1", "-c:v", "mjpeg", "-q:v", "4", "-f", "image2")));
  }

  /** The index: a cue a tile, media fragments as in W3C Media Fragments URI 1.0. */
  String index() {
    StringBuilder text = new StringBuilder("WEBVTT\n");
    for (int i = 0; i < tiles(); i++) {
      RationalTime from = RationalTime.ofSeconds((long) i * interval, 1);
      RationalTime to =
          RationalTime.min(RationalTime.ofSeconds((i + 1L) * interval, 1), duration);
      text.append(
          String.format(
              Locale.ROOT,
              "%n%s --> %s%n%s#xywh=%d,%d,%d,%d%n",
              clock(from), clock(to), SHEET,
              i % COLUMNS * tile.width(), i / COLUMNS * tile.height(),
              tile.width(), tile.height()));
    }
    return text.toString();
  }

  private static String clock(RationalTime time) {
    String clock = time.toClock();
    return clock.indexOf(':') < 2 ? "0" + clock : clock;
  }

  @Override
  public Findings collect(Path out, Shelf shelf) throws Failure {
    var sheet =
        shelf.picture(
            "storyboard", SHEET, "image/jpeg",
            columns() * tile.width(), rows() * tile.height());
    // The index lies beside the sheet and names it as it is named there.
    String sheetName = sheet.key().substring(sheet.key().lastIndexOf('/') + 1);
    return Findings.of(
        sheet,
        shelf.text(
            "storyboard-index", INDEX, index().replace(SHEET + "#", sheetName + "#"), "text/vtt"));
  }
}
