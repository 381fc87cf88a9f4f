package io.patchwork.worker.composition;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * A colour as an editor writes it.
 *
 * @param rgb {@code #rrggbb}, in lower case
 * @param alpha 0, transparent, to 255
 */
record EditorColour(String rgb, int alpha) {

  static final int OPAQUE = 255;

  private static final BigDecimal MOST = BigDecimal.valueOf(OPAQUE);
  private static final Pattern HEX = Pattern.compile("(#|0x)([0-9a-f]{6})([0-9a-f]{2})?");
  private static final List<List<String>> NAMES =
      List.of(
          List.of("red", "r"), List.of("green", "g"), List.of("blue", "b"), List.of("alpha", "a"));

  /** The sixteen colours of HTML 4.01 (6.5). */
  private static final Map<String, String> HTML =
      Map.ofEntries(
          Map.entry("black", "#000000"),
          Map.entry("silver", "#c0c0c0"),
          Map.entry("gray", "#808080"),
          Map.entry("white", "#ffffff"),
          Map.entry("maroon", "#800000"),
          Map.entry("red", "#ff0000"),
          Map.entry("purple", "#800080"),
          Map.entry("fuchsia", "#ff00ff"),
          Map.entry("green", "#008000"),
          Map.entry("lime", "#00ff00"),
          Map.entry("olive", "#808000"),
          Map.entry("yellow", "#ffff00"),
          Map.entry("navy", "#000080"),
          Map.entry("blue", "#0000ff"),
          Map.entry("teal", "#008080"),
          Map.entry("aqua", "#00ffff"));

  /**
   * Reads a colour: {@code #rrggbb}, {@code #rrggbbaa}, {@code 0xrrggbbaa}, a name of HTML, or red,
   * green, blue and perhaps alpha as a list or by name, from 0 to 1 or to 255.
   *
   * @param isAlphaFirst whether {@code #} begins {@code #aarrggbb}, as in MLT
   */
  static Optional<EditorColour> of(JsonNode written, boolean isAlphaFirst) {
    return written.isString() ? of(written.asString(), isAlphaFirst) : ofChannels(written);
  }

  private static Optional<EditorColour> of(String written, boolean isAlphaFirst) {
    String text = written.strip().toLowerCase(Locale.ROOT);
    Matcher hex = HEX.matcher(HTML.getOrDefault(text, text));
    if (!hex.matches()) {
      return Optional.empty();
    }
    String digits = hex.group(2) + (hex.group(3) == null ? "ff" : hex.group(3));
    boolean turns = isAlphaFirst && hex.group(3) != null && hex.group(1).equals("#");
    String rgba = turns ? digits.substring(2) + digits.substring(0, 2) : digits;
    return Optional.of(
        new EditorColour("#" + rgba.substring(0, 6), Integer.parseInt(rgba.substring(6), 16)));
  }

  private static Optional<EditorColour> ofChannels(JsonNode written) {
    List<BigDecimal> channels = new ArrayList<>();
    for (int i = 0; i < NAMES.size(); i++) {
      JsonNode channel =
          written.isArray()
              ? written.path(i)
              : NAMES.get(i).stream()
                  .map(written::path)
                  .filter(JsonNode::isNumber)
                  .findFirst()
                  .orElse(written.path(""));
      if (channel.isNumber()
          && !Double.isNaN(channel.asDouble())
          && Math.abs(channel.asDouble()) <= OPAQUE) {
        // Not its decimal value, which may have a billion digits.
        channels.add(BigDecimal.valueOf(channel.asDouble()));
      }
    }
    if (channels.size() < NAMES.size() - 1) {
      return Optional.empty();
    }
    boolean isUnit = channels.stream().allMatch(each -> each.compareTo(BigDecimal.ONE) <= 0);
    List<Integer> bytes =
        channels.stream()
            .map(each -> isUnit ? each.multiply(MOST) : each)
            .map(
                each -> each.max(BigDecimal.ZERO).setScale(0, RoundingMode.HALF_UP).intValueExact())
            .toList();
    return Optional.of(
        new EditorColour(
            String.format(Locale.ROOT, "#%02x%02x%02x", bytes.get(0), bytes.get(1), bytes.get(2)),
            bytes.size() < NAMES.size() ? OPAQUE : bytes.getLast()));
  }
}
