package io.patchwork.worker.report;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.BadMedia;
import io.patchwork.worker.ffmpeg.Demuxer;
import io.patchwork.worker.ffmpeg.Encoding;
import io.patchwork.worker.ffmpeg.FFmpeg;
import io.patchwork.worker.ffmpeg.Filter;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.ffmpeg.Input;
import io.patchwork.worker.ffmpeg.OutputSpec;
import io.patchwork.worker.ffmpeg.Pass;
import io.patchwork.worker.ffmpeg.Progress;
import io.patchwork.worker.ffmpeg.Tap;
import io.patchwork.worker.raster.RgbImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Small pictures of frames of a film side by side, in the order of the frames, in rows of {@value
 * #COLUMNS}.
 *
 * @param frames their numbers, from 0
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, only read
record StillSheet(byte[] jpeg, FrameSize tile, List<Long> frames) {

  static final int COLUMNS = 20;

  /** Most stills of a sheet: a page must open, and a JPEG has at most 65,535 rows. */
  static final int MAX_STILLS = 2000;

  private static final int TILE_SIDE = 160;
  private static final String TILES = "stills.rgb";
  private static final String SHEET = "stills.jpg";

  StillSheet {
    frames = List.copyOf(frames);
  }

  /** The size of a still of a film. */
  static FrameSize tile(Artifact film) {
    if (film.width() == null || film.height() == null) {
      throw new IllegalArgumentException(film.key() + " has no picture");
    }
    return new FrameSize(film.width(), film.height()).within(TILE_SIDE, TILE_SIDE).even();
  }

  /**
   * The pass that makes the stills of a film. A film has one rate and begins at zero, so frames are
   * counted as they come.
   *
   * @param file its name in the {@code in} folder
   * @param frames at least one; the first frame is always made, which lets FFmpeg report progress
   */
  static Pass pass(String file, Artifact film, NavigableSet<Long> frames) {
    Demuxer demuxer =
        Demuxer.forMediaType(film.mediaType().replaceFirst(";.*", ""))
            .orElseThrow(() -> new IllegalArgumentException(film.mediaType()));
    Tap tiles =
        Tap.video()
            .select("eq(n,0)+" + oneOf(List.copyOf(frames)))
            .through(tile(film).scaled(), Filter.of("format", "pix_fmts", "rgb24"));
    return Pass.of(
        Input.whole(file, demuxer),
        "0:v:0",
        "",
        List.of(
            OutputSpec.stream(
                TILES, tiles, Encoding.pixels().ofFrames(MAX_STILLS + 1).passthrough())),
        film.duration());
  }

  /** An expression that is not zero for these frames; halving keeps it quick for many. */
  private static String oneOf(List<Long> frames) {
    if (frames.size() == 1) {
      return "eq(n," + frames.getFirst() + ")";
    }
    int middle = frames.size() / 2;
    return "if(lt(n,"
        + frames.get(middle)
        + "),"
        + oneOf(frames.subList(0, middle))
        + ","
        + oneOf(frames.subList(middle, frames.size()))
        + ")";
  }

  /**
   * Makes the stills of a film in one pass.
   *
   * @param folder holds the film in {@code in}, under a name of ours
   * @param wanted frames, from 0; those beyond {@value #MAX_STILLS} are left out
   * @throws BadMedia if the film has fewer frames
   */
  static StillSheet of(
      FFmpeg ffmpeg,
      Path folder,
      String file,
      Artifact film,
      NavigableSet<Long> wanted,
      Consumer<Progress> progress)
      throws Failure, InterruptedException {
    TreeSet<Long> frames = new TreeSet<>();
    wanted.stream().limit(MAX_STILLS).forEach(frames::add);
    FrameSize tile = tile(film);
    int rows = (frames.size() + COLUMNS - 1) / COLUMNS;
    RgbImage sheet =
        RgbImage.blank(Math.min(COLUMNS, frames.size()) * tile.width(), rows * tile.height());
    int[] made = new int[1];
    ffmpeg.run(
        pass(file, film, frames),
        folder,
        Map.of(TILES, bytes -> made[0] = put(bytes, sheet, tile, frames.contains(0L))),
        progress);
    if (made[0] != frames.size()) {
      throw new BadMedia(
          FailureCode.UNDECODABLE,
          "The film has other frames than its lineage; render it again.",
          made[0] + " stills of " + frames.size());
    }
    try {
      Path jpeg = Files.createDirectories(folder.resolve("out")).resolve(SHEET);
      sheet.writeJpeg(jpeg);
      return new StillSheet(Files.readAllBytes(jpeg), tile, List.copyOf(frames));
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }

  private static int put(InputStream bytes, RgbImage sheet, FrameSize tile, boolean isFirstWanted)
      throws IOException {
    int size = 3 * tile.width() * tile.height();
    int place = 0;
    boolean isWanted = isFirstWanted;
    for (byte[] rgb = bytes.readNBytes(size); rgb.length == size; rgb = bytes.readNBytes(size)) {
      if (isWanted) {
        sheet.put(
            rgb,
            0,
            tile.width(),
            tile.height(),
            place % COLUMNS * tile.width(),
            place / COLUMNS * tile.height());
        place++;
      }
      isWanted = true;
    }
    return place;
  }
}
