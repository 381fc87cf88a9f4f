package io.patchwork.worker.thumbnail;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.BadMedia;
import io.patchwork.worker.ffmpeg.Conform;
import io.patchwork.worker.ffmpeg.Filter;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.ffmpeg.Product;
import io.patchwork.worker.picture.Picture;
import io.patchwork.worker.production.Bench;
import io.patchwork.worker.production.Contribution;
import io.patchwork.worker.production.Findings;
import io.patchwork.worker.production.Part;
import io.patchwork.worker.production.Shelf;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;

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
 * @param isOfKeyFrames whether the key frame before is good enough for a tile
 */
public record Storyboard(
    Conform.Look look, RationalTime duration, int interval, FrameSize tile, boolean isOfKeyFrames)
    implements Contribution {

  private static final String TILES = "storyboard.rgb";
  private static final String KEPT = "storyboard.tiles";
  private static final String SHEET = "storyboard.jpg";
  private static final String INDEX = "storyboard.vtt";
  private static final int ABOUT = 100;
  private static final int COLUMNS = 10;
  private static final int TILE_SIDE = 160;

  static Storyboard plan(VideoStream picture, RationalTime duration, boolean isOfKeyFrames) {
    int interval =
        Math.max(1, duration.seconds().dividedBy(Fraction.of(ABOUT)).ceiling().intValueExact());
    Conform.Look look = Conform.look(picture);
    FrameSize tile = look.size().within(TILE_SIDE, TILE_SIDE).even();
    return new Storyboard(look, duration, interval, tile, isOfKeyFrames);
  }

  @Override
  public String name() {
    return "storyboard";
  }

  @Override
  public boolean isOptional() {
    return true;
  }

  @Override
  public List<Product> products() {
    return List.of(
        Product.stream(
            TILES,
            look.tap()
                .picking(look.every(Fraction.of(interval)))
                .through(tile.scaled(), Filter.of("format", "pix_fmts", "rgb24")),
            // A header that claims too little must not make a sheet without end.
            List.of(
                "-frames:v",
                Integer.toString(2 * ABOUT),
                "-fps_mode",
                "passthrough",
                "-c:v",
                "rawvideo",
                "-f",
                "rawvideo")));
  }

  @Override
  public Harvest begin() {
    return new Harvest() {
      private final HeardFrames tiles = new HeardFrames(KEPT, bytesPerTile());

      @Override
      public void hear(String file, InputStream bytes) throws IOException {
        tiles.hear(bytes, 2 * ABOUT);
      }

      @Override
      public List<String> keep(Part part, Bench bench) throws Failure {
        return tiles.keep(part, bench, frame -> look.isOneOfEvery(Fraction.of(interval), frame));
      }

      @Override
      public void take(Kept kept, Bench bench) throws IOException {
        tiles.take(kept);
      }

      @Override
      public Findings collect(Bench bench) throws Failure {
        return Storyboard.this.collect(tiles.bytes(), bench);
      }
    };
  }

  private Findings collect(byte[] rgb, Bench bench) throws Failure {
    int tiles = rgb.length / bytesPerTile();
    if (tiles == 0) {
      throw new BadMedia(
          FailureCode.UNDECODABLE, "No picture of this file could be decoded.", "no tiles");
    }
    Artifact artifact = Drawn.jpeg(sheet(rgb, tiles), "storyboard", SHEET, bench);
    // The index lies beside the sheet and names it as it is named there.
    String name = Shelf.name(artifact);
    return Findings.of(
        artifact, bench.shelf().text("storyboard-index", INDEX, index(tiles, name), "text/vtt"));
  }

  private int bytesPerTile() {
    return 3 * tile.width() * tile.height();
  }

  private Picture sheet(byte[] rgb, int tiles) {
    int columns = Math.min(COLUMNS, tiles);
    int rows = (tiles + COLUMNS - 1) / COLUMNS;
    Picture sheet = Picture.blank(columns * tile.width(), rows * tile.height());
    for (int i = 0; i < tiles; i++) {
      sheet.put(
          rgb,
          i * bytesPerTile(),
          tile.width(),
          tile.height(),
          i % COLUMNS * tile.width(),
          i / COLUMNS * tile.height());
    }
    return sheet;
  }

  /** The index: a cue a tile, media fragments as in W3C Media Fragments URI 1.0. */
  String index(int tiles, String sheet) {
    StringBuilder text = new StringBuilder("WEBVTT\n");
    for (int i = 0; i < tiles; i++) {
      RationalTime from = RationalTime.ofSeconds((long) i * interval, 1);
      RationalTime next = RationalTime.ofSeconds((i + 1L) * interval, 1);
      boolean isLast = i == tiles - 1;
      // The last key frame may be long before the end.
      RationalTime to = isLast && duration.compareTo(from) > 0 ? duration : next;
      text.append(
          String.format(
              Locale.ROOT,
              "%n%s --> %s%n%s#xywh=%d,%d,%d,%d%n",
              clock(from),
              clock(to),
              sheet,
              i % COLUMNS * tile.width(),
              i / COLUMNS * tile.height(),
              tile.width(),
              tile.height()));
    }
    return text.toString();
  }

  private static String clock(RationalTime time) {
    String clock = time.toClock();
    return clock.indexOf(':') < 2 ? "0" + clock : clock;
  }
}
