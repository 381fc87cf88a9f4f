package io.patchwork.worker.thumbnail;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.artifact.ArtifactBuilder;
import io.patchwork.worker.artifact.ArtifactSet;
import io.patchwork.worker.artifact.ArtifactWriter;
import io.patchwork.worker.artifact.BuildContext;
import io.patchwork.worker.artifact.Chunk;
import io.patchwork.worker.artifact.SavedChunk;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.BadMedia;
import io.patchwork.worker.raster.RgbImage;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;

/** Assembles the sprite sheet from the tiles and writes its index. */
final class StoryboardBuilder implements ArtifactBuilder {

  private static final String KEPT = "storyboard.tiles";
  private static final String SHEET = "storyboard.jpg";
  private static final String INDEX = "storyboard.vtt";
  private static final int COLUMNS = 10;

  private final Storyboard spec;
  private final CollectedFrames tiles;

  StoryboardBuilder(Storyboard spec) {
    this.spec = spec;
    this.tiles = new CollectedFrames(KEPT, bytesPerTile());
  }

  @Override
  public void consume(String file, InputStream bytes) throws IOException {
    tiles.read(bytes, 2 * Storyboard.TYPICAL_TILES);
  }

  @Override
  public List<String> saveChunk(Chunk chunk, BuildContext context) throws Failure {
    return tiles.save(
        chunk, context, frame -> spec.look().isOneOfEvery(Fraction.of(spec.interval()), frame));
  }

  @Override
  public void loadChunk(SavedChunk saved, BuildContext context) throws IOException {
    tiles.load(saved);
  }

  @Override
  public ArtifactSet finish(BuildContext context) throws Failure {
    return collect(tiles.bytes(), context);
  }

  private ArtifactSet collect(byte[] rgb, BuildContext context) throws Failure {
    int tiles = rgb.length / bytesPerTile();
    if (tiles == 0) {
      throw new BadMedia(
          FailureCode.UNDECODABLE,
          "No picture of this file could be decoded; export it again from the program that made"
              + " it.",
          "no tiles");
    }
    Artifact artifact =
        ImageWriter.jpeg(sheet(rgb, tiles), ArtifactRole.STORYBOARD, SHEET, context);
    // The index refers to the sheet by its file name, in the same folder.
    String name = ArtifactWriter.name(artifact);
    return ArtifactSet.of(
        artifact,
        context
            .writer()
            .text(ArtifactRole.STORYBOARD_INDEX, INDEX, index(tiles, name), "text/vtt"));
  }

  private int bytesPerTile() {
    return 3 * spec.tile().width() * spec.tile().height();
  }

  private RgbImage sheet(byte[] rgb, int tiles) {
    int columns = Math.min(COLUMNS, tiles);
    int rows = (tiles + COLUMNS - 1) / COLUMNS;
    RgbImage sheet = RgbImage.blank(columns * spec.tile().width(), rows * spec.tile().height());
    for (int i = 0; i < tiles; i++) {
      sheet.put(
          rgb,
          i * bytesPerTile(),
          spec.tile().width(),
          spec.tile().height(),
          i % COLUMNS * spec.tile().width(),
          i / COLUMNS * spec.tile().height());
    }
    return sheet;
  }

  /** The index: a cue for each tile, with W3C Media Fragments URI 1.0. */
  String index(int tiles, String sheet) {
    StringBuilder text = new StringBuilder("WEBVTT\n");
    for (int i = 0; i < tiles; i++) {
      RationalTime from = start(i);
      RationalTime next = start(i + 1);
      boolean isLast = i == tiles - 1;
      // With key frames only, the last tile may be long before the end.
      RationalTime to = isLast && spec.duration().compareTo(from) > 0 ? spec.duration() : next;
      text.append(
          String.format(
              Locale.ROOT,
              "%n%s --> %s%n%s#xywh=%d,%d,%d,%d%n",
              clock(from),
              clock(to),
              sheet,
              i % COLUMNS * spec.tile().width(),
              i / COLUMNS * spec.tile().height(),
              spec.tile().width(),
              spec.tile().height()));
    }
    return text.toString();
  }

  private RationalTime start(int tile) {
    return spec.look().startOf(Fraction.of(spec.interval()), tile);
  }

  private static String clock(RationalTime time) {
    String clock = time.toClock();
    return clock.indexOf(':') < 2 ? "0" + clock : clock;
  }
}
