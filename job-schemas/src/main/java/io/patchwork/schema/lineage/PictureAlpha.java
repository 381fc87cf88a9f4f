package io.patchwork.schema.lineage;

import io.patchwork.schema.time.Fraction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** How much of a picture hides what lies below it. */
public sealed interface PictureAlpha {

  PictureAlpha OPAQUE = new Opaque();
  PictureAlpha UNMEASURED = new Unmeasured();

  /** A picture without transparent parts. */
  record Opaque() implements PictureAlpha {}

  /**
   * A picture with alpha that nobody measured: layers below share its box evenly with it, and
   * without any it has all of it.
   */
  record Unmeasured() implements PictureAlpha {}

  /**
   * The mean alpha in each cell of a picture; outside of the cells nothing is opaque.
   *
   * @param columns edges of the cells in fractions of the frame, from the left, one more than cells
   * @param rows edges of the cells in fractions of the frame, from the top
   * @param means 0 to 1, row by row
   */
  record Cells(List<Fraction> columns, List<Fraction> rows, List<Fraction> means)
      implements PictureAlpha {

    /**
     * Checks the number of cells.
     *
     * @throws IllegalArgumentException if it is not that of the edges
     */
    public Cells {
      columns = List.copyOf(columns);
      rows = List.copyOf(rows);
      means = List.copyOf(means);
      if (means.size() != (columns.size() - 1) * (rows.size() - 1)) {
        throw new IllegalArgumentException(means.size() + " means of alpha");
      }
    }

    /** A whole picture of one alpha. */
    public static Cells uniform(Fraction mean) {
      List<Fraction> sides = List.of(Fraction.ZERO, Fraction.ONE);
      return new Cells(sides, sides, List.of(mean));
    }

    /** The same with neighbouring columns and rows of equal alpha as one. */
    public Cells merged() {
      int width = columns.size() - 1;
      List<Integer> lefts = firsts(width, rows.size() - 1, (x, y) -> means.get(y * width + x));
      List<Integer> tops = firsts(rows.size() - 1, width, (y, x) -> means.get(y * width + x));
      List<Fraction> kept = new ArrayList<>();
      tops.forEach(y -> lefts.forEach(x -> kept.add(means.get(y * width + x))));
      return new Cells(edges(columns, lefts), edges(rows, tops), kept);
    }

    private interface MeanAt {
      Fraction of(int line, int across);
    }

    /** The lines that differ from the one before. */
    private static List<Integer> firsts(int lines, int across, MeanAt mean) {
      List<Integer> firsts = new ArrayList<>(List.of(0));
      for (int line = 1; line < lines; line++) {
        for (int i = 0; i < across; i++) {
          if (!mean.of(line, i).equals(mean.of(line - 1, i))) {
            firsts.add(line);
            break;
          }
        }
      }
      return firsts;
    }

    private static List<Fraction> edges(List<Fraction> edges, List<Integer> firsts) {
      List<Fraction> kept = new ArrayList<>();
      firsts.forEach(first -> kept.add(edges.get(first)));
      kept.add(edges.getLast());
      return kept;
    }

    /** The mean alpha of all cells, by their area. */
    public Fraction mean() {
      Fraction sum = Fraction.ZERO;
      Fraction area = Fraction.ZERO;
      int cell = 0;
      for (int y = 1; y < rows.size(); y++) {
        for (int x = 1; x < columns.size(); x++) {
          Fraction each =
              columns.get(x).minus(columns.get(x - 1)).times(rows.get(y).minus(rows.get(y - 1)));
          sum = sum.plus(each.times(means.get(cell++)));
          area = area.plus(each);
        }
      }
      return area.signum() == 0 ? Fraction.ZERO : sum.dividedBy(area);
    }

    /** The alpha of a part of the frame that no edge crosses. */
    public Fraction at(Box part) {
      int x = index(columns, part.left());
      int y = index(rows, part.top());
      return x < 0 || y < 0 ? Fraction.ZERO : means.get(y * (columns.size() - 1) + x);
    }

    /** The cell that begins at or before an edge; negative outside of all. */
    private static int index(List<Fraction> edges, Fraction start) {
      if (start.compareTo(edges.getLast()) >= 0) {
        return -1;
      }
      int index = -1;
      while (index + 1 < edges.size() && edges.get(index + 1).compareTo(start) <= 0) {
        index++;
      }
      return index;
    }

    /** Adds the edges of cells that lie within a box. */
    public void addEdges(Box box, Set<Fraction> acrossEdges, Set<Fraction> downEdges) {
      columns.stream()
          .filter(x -> box.left().compareTo(x) < 0 && x.compareTo(box.right()) < 0)
          .forEach(acrossEdges::add);
      rows.stream()
          .filter(y -> box.top().compareTo(y) < 0 && y.compareTo(box.bottom()) < 0)
          .forEach(downEdges::add);
    }
  }
}
