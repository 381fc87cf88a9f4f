package io.patchwork.worker.csv;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A table as RFC 4180. Text that a spreadsheet could take for a formula has an apostrophe before
 * it, and the last column, {@code note}, says so.
 */
public final class CsvTable {

  private static final Pattern FORMULA =
      Pattern.compile("(?s)[\\s\\p{Cntrl}]*[=+\\-@＝＋－＠].*|[\\t\\r].*");
  private static final Pattern QUOTED = Pattern.compile("(?s).*[\",\\r\\n].*");
  private static final String NOTE = "an apostrophe was put before: ";

  private final List<String> columns;
  private final StringBuilder text = new StringBuilder();

  /** A table with a first row of names. */
  public CsvTable(String... columns) {
    this.columns = List.of(columns);
    List<String> all = new ArrayList<>(this.columns);
    all.add("note");
    row(all);
  }

  /**
   * Adds a row.
   *
   * @param cells one for each column
   */
  public void add(String... cells) {
    List<String> row = new ArrayList<>();
    List<String> changed = new ArrayList<>();
    for (int i = 0; i < cells.length; i++) {
      boolean isFormula = isFormula(cells[i]);
      row.add(isFormula ? "'" + cells[i] : cells[i]);
      if (isFormula) {
        changed.add(columns.get(i));
      }
    }
    row.add(changed.isEmpty() ? "" : NOTE + String.join(" ", changed));
    row(row);
  }

  /** The whole table. */
  public String text() {
    return text.toString();
  }

  /** Whether a spreadsheet could take a text for a formula; a plain number below zero is none. */
  public static boolean isFormula(String text) {
    return FORMULA.matcher(text).matches() && !text.matches("-[0-9]+(\\.[0-9]+)?");
  }

  private void row(List<String> cells) {
    text.append(cells.stream().map(CsvTable::quoted).collect(Collectors.joining(",")))
        .append("\r\n");
  }

  private static String quoted(String cell) {
    return QUOTED.matcher(cell).matches() ? "\"" + cell.replace("\"", "\"\"") + "\"" : cell;
  }
}
