package io.patchwork.schema.manifest;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.patchwork.schema.lineage.PictureAlpha;
import io.patchwork.schema.time.Fraction;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The alpha of one picture, summed in cells of whole pixels.
 *
 * @param width of the picture in pixels
 * @param height of the picture in pixels
 * @param sums of the alpha of all pixels of a cell, 0 to 255 each, row by row
 */
public record AlphaGrid(int width, int height, List<Long> sums) {

  public static final int COLUMNS = 32;
  public static final int ROWS = 18;
  public static final int CELLS = COLUMNS * ROWS;

  private static final int FULL = 255;

  /** Bytes that are read at once, or one row. */
  private static final int BLOCK = 1 << 16;

  /** Means are multiples of this fraction of 1, so that products of many layers stay short. */
  private static final long QUANTUM = 1L << 16;

  /**
   * Checks the number of cells.
   *
   * @throws IllegalArgumentException if it is another
   */
  public AlphaGrid {
    sums = List.copyOf(sums);
    if (sums.size() != CELLS || width < 1 || height < 1) {
      throw new IllegalArgumentException(sums.size() + " sums of " + width + "x" + height);
    }
  }

  /** The grid of a picture whose alpha is one byte a pixel, row by row. */
  public static AlphaGrid of(int width, int height, byte[] alpha) {
    Adder adder = new Adder(width, height);
    adder.add(alpha, height);
    return adder.grid();
  }

  /**
   * The grid of the next picture of a stream, read some rows at a time: one may have a hundred
   * million pixels. Empty where less than a picture is left.
   */
  public static Optional<AlphaGrid> read(int width, int height, InputStream alpha)
      throws IOException {
    Adder adder = new Adder(width, height);
    byte[] rows = new byte[width * Math.clamp(BLOCK / width, 1, height)];
    for (int left = height; left > 0; left -= rows.length / width) {
      int count = Math.min(left, rows.length / width);
      if (alpha.readNBytes(rows, 0, count * width) < count * width) {
        return Optional.empty();
      }
      adder.add(rows, count);
    }
    return Optional.of(adder.grid());
  }

  /** Adds the alpha of one picture from its top row on. */
  private static final class Adder {
    private final int width;
    private final int height;
    private final int[] columns;
    private final int[] rows;
    private final long[] sums = new long[CELLS];
    private int y;

    Adder(int width, int height) {
      this.width = width;
      this.height = height;
      this.columns = cells(width, COLUMNS);
      this.rows = cells(height, ROWS);
    }

    void add(byte[] alpha, int count) {
      int pixel = 0;
      for (int i = 0; i < count; i++) {
        int row = rows[y++] * COLUMNS;
        for (int x = 0; x < width; x++) {
          sums[row + columns[x]] += alpha[pixel++] & 0xff;
        }
      }
    }

    AlphaGrid grid() {
      return new AlphaGrid(width, height, Arrays.stream(sums).boxed().toList());
    }
  }

  /** The cell that each pixel of a side belongs to. */
  private static int[] cells(int side, int count) {
    int[] cells = new int[side];
    for (int cell = 0; cell < count; cell++) {
      for (int i = edge(cell, side, count); i < edge(cell + 1, side, count); i++) {
        cells[i] = cell;
      }
    }
    return cells;
  }

  /** The first pixel of a cell; a side with fewer pixels than cells has empty ones. */
  private static int edge(int cell, int side, int count) {
    return (int) ((long) cell * side / count);
  }

  private static List<Fraction> edges(int side, int count) {
    List<Fraction> edges = new ArrayList<>();
    for (int cell = 0; cell <= count; cell++) {
      edges.add(Fraction.of(edge(cell, side, count), side));
    }
    return edges;
  }

  private long pixels(int cell) {
    int x = cell % COLUMNS;
    int y = cell / COLUMNS;
    return (long) (edge(x + 1, width, COLUMNS) - edge(x, width, COLUMNS))
        * (edge(y + 1, height, ROWS) - edge(y, height, ROWS));
  }

  /** Whether nothing of the picture is seen. */
  @JsonIgnore
  public boolean isTransparent() {
    return sums.stream().allMatch(sum -> sum == 0);
  }

  /** Whether a cell differs by over 1/64, or the whole picture by over 1/1000. */
  public boolean differs(AlphaGrid other) {
    long all = 0;
    for (int cell = 0; cell < CELLS; cell++) {
      long moved = sums.get(cell) - other.sums.get(cell);
      if (Math.abs(moved) * 64 > pixels(cell) * FULL) {
        return true;
      }
      all += moved;
    }
    return Math.abs(all) * 1000 > (long) width * height * FULL;
  }

  /** A grid and how long it is on, in any unit. */
  public record Weighted(AlphaGrid grid, Fraction length) {}

  /**
   * The mean alpha of grids of one picture over time, with cells in fractions of the picture.
   *
   * @param grids at least one, of equal size
   */
  public static PictureAlpha.Cells mean(List<Weighted> grids) {
    AlphaGrid first = grids.getFirst().grid;
    Fraction whole = grids.stream().map(Weighted::length).reduce(Fraction.ZERO, Fraction::plus);
    List<Fraction> means = new ArrayList<>(Collections.nCopies(CELLS, Fraction.ZERO));
    for (int cell = 0; cell < CELLS; cell++) {
      long pixels = first.pixels(cell);
      if (pixels == 0) {
        continue;
      }
      Fraction sum = Fraction.ZERO;
      for (Weighted each : grids) {
        sum = sum.plus(each.length.times(Fraction.of(each.grid.sums.get(cell))));
      }
      Fraction mean = sum.dividedBy(whole.times(Fraction.of(pixels * FULL)));
      means.set(
          cell, Fraction.of(mean.times(Fraction.of(QUANTUM)).round().longValueExact(), QUANTUM));
    }
    return new PictureAlpha.Cells(edges(first.width, COLUMNS), edges(first.height, ROWS), means);
  }
}
