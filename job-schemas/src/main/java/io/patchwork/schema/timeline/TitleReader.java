package io.patchwork.schema.timeline;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.timeline.Title.Align;
import io.patchwork.schema.timeline.Title.Vertical;
import io.patchwork.schema.wire.Schemas;
import io.patchwork.schema.wire.Violation;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the text and style of titles, by {@code title.v1.schema.json}. */
final class TitleReader {

  private static final Fraction DEFAULT_ROLL_SIZE = Fraction.of(1, 20);
  private static final Fraction DEFAULT_SUBTITLE_SIZE = Fraction.of(1, 18);
  private static final Rectangle TITLE_SAFE_AREA =
      new Rectangle(Fraction.of(1, 20), Fraction.of(1, 20), Fraction.of(9, 10), Fraction.of(9, 10));

  private TitleReader() {}

  /**
   * Reads the parameters of a title generator.
   *
   * @throws InvalidTimeline if they break their schema
   */
  static Title title(JsonNode parameters, String path) throws InvalidTimeline {
    return read(parameters, Title.USUAL_SIZE, null, Vertical.MIDDLE, path);
  }

  /** Reads the parameters of a credit roll, whose default size is smaller. */
  static Title credits(JsonNode parameters, String path) throws InvalidTimeline {
    return read(parameters, DEFAULT_ROLL_SIZE, null, Vertical.MIDDLE, path);
  }

  /** Reads the style of subtitles, by default white with a dark outline at the bottom. */
  static Title subtitles(JsonNode style, String path) throws InvalidTimeline {
    return read(style, DEFAULT_SUBTITLE_SIZE, "#000000", Vertical.BOTTOM, path);
  }

  private static Title read(
      JsonNode parameters,
      Fraction size,
      @Nullable String defaultOutline,
      Vertical defaultVertical,
      String path)
      throws InvalidTimeline {
    List<Violation> violations =
        parameters.isMissingNode() ? List.of() : Schemas.violations("title.v1", parameters, "");
    if (!violations.isEmpty()) {
      throw InvalidTimeline.broken(
          "The settings of the title "
              + path
              + " are not understood: "
              + violations.getFirst().sentence()
              + "; docs/timelines.md lists what may be there.");
    }
    try {
      String style = parameters.path("style").asString("plain");
      return new Title(
          parameters.path("text").asString(""),
          parameters.path("font").asString(Title.SANS),
          style.contains("bold"),
          style.contains("italic"),
          TreatmentReader.number(parameters.path("size"), size),
          parameters.path("colour").asString("#ffffff").toLowerCase(Locale.ROOT),
          colour(parameters.path("background"), null),
          colour(parameters.path("outline"), defaultOutline),
          parameters.has("box")
              ? TreatmentReader.rectangle(parameters.path("box"))
              : TITLE_SAFE_AREA,
          Align.valueOf(parameters.path("align").asString("center").toUpperCase(Locale.ROOT)),
          Vertical.valueOf(
              parameters
                  .path("vertical")
                  .asString(defaultVertical.name())
                  .toUpperCase(Locale.ROOT)));
    } catch (IllegalArgumentException e) {
      throw InvalidTimeline.broken(
          "The settings of the title "
              + path
              + " cannot be used: "
              + e.getMessage()
              + "; docs/timelines.md lists what may be there.");
    }
  }

  private static @Nullable String colour(JsonNode node, @Nullable String otherwise) {
    return node.isString() ? node.asString().toLowerCase(Locale.ROOT) : otherwise;
  }
}
