package io.patchwork.schema.timeline;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.wire.Schemas;
import io.patchwork.schema.wire.Violation;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Words on the screen.
 *
 * @param text lines are broken where it says so, and where they are too long
 * @param font a family; where it lacks a letter, another one lends it
 * @param size of the letters, in heights of the frame
 * @param colour as {@code #rrggbb}
 * @param background behind the box, as {@code #rrggbb} or {@code #rrggbbaa}; absent for none
 * @param outline around the letters, as {@code #rrggbb}; absent for none
 * @param box in which they stand
 */
public record Title(
    String text,
    String font,
    boolean isBold,
    boolean isItalic,
    Fraction size,
    String colour,
    @Nullable String background,
    @Nullable String outline,
    Rectangle box,
    Align align,
    Vertical vertical) {

  /** The generator of titles among editors that speak with us. */
  public static final String KIND = "Title";

  /** The generator of a roll of everybody who is in the film. */
  public static final String CREDITS = "Credits";

  private static final String SANS = "SansSerif";
  private static final Fraction USUAL_SIZE = Fraction.of(2, 25);
  private static final Fraction ROLL_SIZE = Fraction.of(1, 20);
  private static final Fraction SUBTITLE_SIZE = Fraction.of(1, 18);
  private static final Rectangle SAFE =
      new Rectangle(Fraction.of(1, 20), Fraction.of(1, 20), Fraction.of(9, 10), Fraction.of(9, 10));

  /** At which side lines begin; {@code START} is where the script does. */
  public enum Align {
    START,
    CENTER,
    END,
    LEFT,
    RIGHT
  }

  /** Where in the box the lines stand. */
  public enum Vertical {
    TOP,
    MIDDLE,
    BOTTOM
  }

  /**
   * Reads a generator's parameters by {@code title.v1.schema.json}.
   *
   * @throws InvalidTimeline if they break it
   */
  static Title read(JsonNode parameters, boolean isRoll, String path) throws InvalidTimeline {
    return read(parameters, isRoll ? ROLL_SIZE : USUAL_SIZE, null, Vertical.MIDDLE, path);
  }

  /** Reads how subtitles look: white with a dark edge, at the foot, if nothing else is said. */
  static Title ofSubtitles(JsonNode style, String path) throws InvalidTimeline {
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
          parameters.path("font").asString(SANS),
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

  /** Some words in the middle of a dark frame. */
  public static Title slate(String words) {
    return new Title(
        words,
        SANS,
        false,
        false,
        USUAL_SIZE,
        "#ffffff",
        "#303030",
        null,
        Rectangle.WHOLE,
        Align.CENTER,
        Vertical.MIDDLE);
  }

  /** The same with other words. */
  public Title saying(String words) {
    return new Title(
        words, font, isBold, isItalic, size, colour, background, outline, box, align, vertical);
  }

  /** The same with other words, slanted or at another place in the box. */
  public Title saying(String words, boolean slanted, Align side, Vertical height) {
    return new Title(
        words,
        font,
        isBold,
        isItalic || slanted,
        size,
        colour,
        background,
        outline,
        box,
        side,
        height);
  }
}
