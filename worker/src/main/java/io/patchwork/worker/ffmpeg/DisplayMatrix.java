package io.patchwork.worker.ffmpeg;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** How a picture is turned to be shown, by the matrices that FFprobe lists as side data. */
final class DisplayMatrix {

  private static final Pattern ROW = Pattern.compile("[0-9]{8}: +(-?[0-9]+) +(-?[0-9]+) +-?[0-9]+");

  private DisplayMatrix() {}

  /** Degrees clockwise; FFprobe's side data counts counter-clockwise. */
  static int rotation(List<JsonNode> sides) {
    return sides.stream()
        .map(side -> side.path("rotation").asInt())
        .map(counterClockwise -> Math.floorMod(-Math.round(counterClockwise / 90f) * 90, 360))
        .filter(rotation -> rotation != 0)
        .findFirst()
        .orElse(0);
  }

  /** Whether a matrix mirrors the picture: its determinant is negative. */
  static boolean isMirrored(List<JsonNode> sides) {
    return sides.stream()
        .map(side -> side.path("displaymatrix").asString(""))
        .anyMatch(DisplayMatrix::isMirrored);
  }

  private static boolean isMirrored(String matrix) {
    Matcher row = ROW.matcher(matrix);
    long[] cells = new long[4];
    int rows = 0;
    while (rows < 2 && row.find()) {
      cells[2 * rows] = Long.parseLong(row.group(1));
      cells[2 * rows + 1] = Long.parseLong(row.group(2));
      rows++;
    }
    return cells[0] * cells[3] - cells[1] * cells[2] < 0;
  }
}
