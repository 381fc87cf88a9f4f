package io.patchwork.worker.composition;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.timeline.Curve;
import io.patchwork.schema.timeline.MediaReference;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What a generator of an editor draws: colours, black and bars of OpenTimelineIO's adapters,
 * Kdenlive, Resolve, Premiere and Final Cut, by the names that they export.
 */
sealed interface EditorGenerator {

  /** A picture that is known here. */
  record Drawn(LayerContent picture) implements EditorGenerator {}

  /**
   * A colour that is none.
   *
   * @param colour as it is written
   */
  record UnreadableColour(String colour) implements EditorGenerator {}

  /** A generator that is not known here. */
  record Unknown() implements EditorGenerator {}

  /** Begins the kinds of generators that Kdenlive names. */
  String KDENLIVE = "kdenlive";

  /** Whether a clip's media are an editor's bars that come with a tone. */
  static boolean hasTone(MediaReference media) {
    return media instanceof MediaReference.Generator generator
        && letters(generator).contains("tone");
  }

  private static String letters(MediaReference.Generator generator) {
    return generator.kind().toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
  }

  /** What a generator draws. */
  static EditorGenerator of(MediaReference.Generator generator) {
    return switch (letters(generator)) {
      case "smptebars",
          "bars",
          "colorbars",
          "colourbars",
          "smptecolorbar",
          "smptecolorbars",
          "smptehdcolorbar",
          "barsandtone",
          "barstone",
          "hdbarsandtone" ->
          new Drawn(new LayerContent.ColourBars());
      case "slug", "black", "blackvideo", "bl" -> new Drawn(LayerContent.SolidColour.BLACK);
      case "white" -> new Drawn(LayerContent.SolidColour.WHITE);
      case "transparent", "transparentvideo" -> new Drawn(new LayerContent.Group(List.of()));
      case "solidcolor", "solidcolour", "solid", "color", "colour", "colormatte", "colourmatte" ->
          colour(generator.parameters(), false);
      case "kdenlivesolidcolor" -> colour(generator.parameters(), true);
      default -> new Unknown();
    };
  }

  private static EditorGenerator colour(JsonNode parameters, boolean isKdenlive) {
    JsonNode written = written(parameters);
    if (written.isMissingNode() || written.isNull()) {
      return new Drawn(LayerContent.SolidColour.BLACK);
    }
    Optional<EditorColour> colour = EditorColour.of(written, isKdenlive);
    return colour.isEmpty()
        ? new UnreadableColour(written.toString())
        : new Drawn(picture(colour.get()));
  }

  /** The colour's value, wherever an editor puts it. */
  private static JsonNode written(JsonNode parameters) {
    for (JsonNode effect : parameters.path("Resolve_OTIO")) {
      for (JsonNode parameter : effect.path("Parameters")) {
        if (parameter.path("Parameter ID").asString("").equalsIgnoreCase("color")) {
          return parameter.has("Parameter Value")
              ? parameter.path("Parameter Value")
              : parameter.path("Default Parameter Value");
        }
      }
    }
    for (JsonNode holder : List.of(parameters.path(KDENLIVE), parameters)) {
      for (String name : List.of("color", "colour", "Color", "fillcolor")) {
        if (holder.has(name)) {
          return holder.path(name);
        }
      }
    }
    return parameters.path("color");
  }

  private static LayerContent picture(EditorColour colour) {
    LayerContent solid = new LayerContent.SolidColour(colour.rgb());
    return switch (colour.alpha()) {
      case EditorColour.OPAQUE -> solid;
      case 0 -> new LayerContent.Group(List.of());
      default -> {
        Fraction share = Fraction.of(colour.alpha(), EditorColour.OPAQUE);
        yield new LayerContent.Group(List.of(Layer.plain(solid, Curve.constant(share))));
      }
    };
  }
}
