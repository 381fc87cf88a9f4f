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

/** Reads how words look, by {@code title.v1.schema.json}. */
final class TitleReader {

  private static final Fraction ROLL_SIZE = Fraction.of(1, 20);
  private static final Fraction SUBTITLE_SIZE = Fraction.of(1, 18);
  private static final Rectangle SAFE =
      new Rectangle(Fraction.of(1, 20), Fraction.of(1, 20), Fraction.of(9, 10), Fraction.of(9, 10));

  private TitleReader() {}

  /**
   * Reads the parameters of a generator of titles.
   *
   * @throws InvalidTimeline if they break their schema
   */
  static Title title(JsonNode parameters, String path) throws InvalidTimeline {
    return read(parameters, Title.USUAL_SIZE, null, Vertical.MIDDLE, path);
  }

  /** Reads the parameters of a generator of credits: smaller letters, if nothing else is said. */
  static Title credits(JsonNode parameters, String path) throws InvalidTimeline {
    return read(parameters, ROLL_SIZE, null, Vertical.MIDDLE, path);
  }

  /** Reads how subtitles look: white with a dark edge, at the foot, if nothing else is said. */
  static Title subtitles(JsonNode style, String path) throws InvalidTimeline {
    return read(style, SUBTITLE_SIZE, "#000000", Vertical.BOTTOM, path);
  }

  private static Title read(
      JsonNode parameters, Fraction size, @Nullable String edge, Vertical usually, String path)
      throws InvalidTimeline {
    List<Violation> violations =
        parameters.isMissingNode() ? List.of() : Schemas.violations("title.v1", parameters, "");
    if (!violations.isEmpty()) {
      throw InvalidTimeline.broken(
          "The parameters of the title at "
              + path
              + " are not understood: "
              + violations.getFirst()
              + ".");
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
          colour(parameters.path("outline"), edge),
          parameters.has("box") ? TreatmentReader.rectangle(parameters.path("box")) : SAFE,
          Align.valueOf(parameters.path("align").asString("center").toUpperCase(Locale.ROOT)),
          Vertical.valueOf(
              parameters.path("vertical").asString(usually.name()).toUpperCase(Locale.ROOT)));
    } catch (IllegalArgumentException e) {
      throw InvalidTimeline.broken(
          "The title at " + path + " is not usable: " + e.getMessage() + ".");
    }
  }

  private static @Nullable String colour(JsonNode node, @Nullable String otherwise) {
    return node.isString() ? node.asString().toLowerCase(Locale.ROOT) : otherwise;
  }
}
