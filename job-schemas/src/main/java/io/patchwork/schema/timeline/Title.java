package io.patchwork.schema.timeline;

import io.patchwork.schema.time.Fraction;
import org.jspecify.annotations.Nullable;

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

  /** The family of who says none. */
  static final String SANS = "SansSerif";

  static final Fraction USUAL_SIZE = Fraction.of(2, 25);

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
